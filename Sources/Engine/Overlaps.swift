/// Which of the candidates on the same bytes are reported: a provider's token before a default, a default before a generic one, the
/// surer before the less sure, the longer before the shorter; and no generic one where a provider's proof refuted the bytes.

internal import Findings
internal import Rules

/// What decides between accepted candidates; a total order over those of one blob.
struct Standing {
    let tier: RuleTier
    /// Whether it is a default that stands behind a committed secret here: see `Concession`.
    let concedes: Bool
    /// Whether it says which variable or setting it is the default of.
    let hasVariable: Bool
    let confidence: Confidence
    let range: Range<Int>
    let ruleIndex: Int

    func beats(_ other: Standing) -> Bool {
        if rank != other.rank { return rank > other.rank }
        // A known value is found wherever it stands; the rule that knows what it stands for says more.
        if tier == .default, hasVariable != other.hasVariable { return hasVariable }
        if confidence != other.confidence { return confidence > other.confidence }
        if range.count != other.range.count { return range.count > other.range.count }
        if range.lowerBound != other.range.lowerBound { return range.lowerBound < other.range.lowerBound }
        return ruleIndex < other.ruleIndex
    }
}

extension Standing {
    /// Provider, default, generic; a default that concedes comes before nothing but a guess.
    fileprivate var rank: Int {
        if concedes { return 1 }
        switch tier {
        // Where it is doubtful, the rule that says what falls back to the value says more.
        case .provider: return confidence >= .medium ? 5 : 3
        case .default: return 4
        case .generic: return confidence >= .medium ? 2 : 0
        }
    }
}

extension Concession {
    func holds(isTest: Bool) -> Bool { self == .everywhere || isTest }
}

/// A candidate as far as overlaps go.
protocol Contender {
    var range: Range<Int> { get }
    /// Nil unless it was accepted.
    func standing(isTest: Bool) -> Standing?
    /// Whether a provider's proof refuted it.
    var isRefuted: Bool { get }
}

enum Overlaps {
    /// Why an accepted candidate is passed over; both hold an index.
    enum Loss: Equatable {
        case standsBehind(Int)
        case refuted(by: Int)
    }

    /// The candidates of `cluster` that are passed over. No candidate outside of the cluster overlaps one in it.
    static func losses<C: Contender>(in entries: [C], _ cluster: Range<Int>, isTest: Bool) -> [Int: Loss] {
        let ranked = cluster.compactMap { index in
            entries[index].standing(isTest: isTest).map { (index: index, standing: $0) }
        }.sorted { $0.standing.beats($1.standing) }
        var winners: [Int] = []
        var losses: [Int: Loss] = [:]
        for (index, standing) in ranked {
            let overlapping: (Int) -> Bool = { entries[$0].range.overlaps(standing.range) }
            if let winner = winners.first(where: overlapping) {
                losses[index] = .standsBehind(winner)
            } else if standing.tier == .generic,
                let refuted = cluster.first(where: { entries[$0].isRefuted && overlapping($0) })
            {
                losses[index] = .refuted(by: refuted)
            } else {
                winners.append(index)
            }
        }
        return losses
    }

    /// The end of the cluster that begins at `first`: candidates that are joined by overlaps, of those ordered by their start.
    static func clusterEnd<C: Contender>(in entries: [C], from first: Int) -> (index: Int, position: Int) {
        var end = entries[first].range.upperBound
        var last = first + 1
        while last < entries.count, entries[last].range.lowerBound < end {
            end = max(end, entries[last].range.upperBound)
            last += 1
        }
        return (last, end)
    }
}

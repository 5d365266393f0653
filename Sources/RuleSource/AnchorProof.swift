/// Proves that every match of a pattern holds an anchor, and how far a match can begin before it. Works on the pattern, never on
/// examples.
///
/// The pattern is laid out as a row of single bytes, gaps and choices. If an anchor's elements lie in the row, one beside the
/// other, each certain byte within its element, every match holds that anchor. If none does, the first choice is unfolded and
/// each of its branches must be proven in turn.

internal import Bytes
internal import Rules

struct AnchorProof {
    /// Why there is no proof.
    struct Fault: Error, Equatable {
        let message: String
    }

    /// The elements of each anchor, parsed once.
    private let anchors: [[ByteSet]]
    /// Rows looked at; a bound on patterns that unfold without end.
    private var budget = 20_000

    private enum Item {
        case byte(ByteSet)
        /// Any bytes, at most so many; nil without bound.
        case gap(most: Int?)
        /// One of several rows.
        indirect case choice([[Item]])

        /// The most bytes; nil without bound.
        var widest: Int? {
            switch self {
            case .byte: 1
            case .gap(let most): most
            case .choice(let rows):
                rows.reduce(Int?(0)) { widest, row in
                    let width = row.reduce(Int?(0)) { total, item in
                        total.flatMap { known in item.widest.map { known + $0 } }
                    }
                    return widest.flatMap { known in width.map { max(known, $0) } }
                }
            }
        }
    }

    private init(anchors: [Anchor]) { self.anchors = anchors.map(\.elements) }

    /// The most bytes of a match before its anchor.
    static func lead(of pattern: PatternNode, anchors: [Anchor]) throws(Fault) -> Int {
        var proof = AnchorProof(anchors: anchors)
        return try proof.prove(laid(pattern))
    }

    private mutating func prove(_ row: [Item]) throws(Fault) -> Int {
        budget -= 1
        guard budget > 0 else {
            throw Fault(message: "the pattern has too many alternatives to prove that a match holds an anchor")
        }
        if let lead = shortestLead(row) { return lead }
        guard let place = row.firstIndex(where: { if case .choice = $0 { true } else { false } }),
            case .choice(let branches) = row[place]
        else { throw Fault(message: "a match need not hold any of the anchors: \(AnchorProof.sample(row))") }
        var worst = 0
        for branch in branches { worst = max(worst, try prove(row[..<place] + branch + row[(place + 1)...])) }
        return worst
    }

    /// The lead of the first anchor that is certain in this row; nil when none is, or when only a gap without bound precedes it.
    private func shortestLead(_ row: [Item]) -> Int? {
        var lead: Int? = 0
        for start in row.indices {
            if let lead, anchors.contains(where: { stands($0, in: row, at: start) }) { return lead }
            lead = lead.flatMap { before in row[start].widest.map { before + $0 } }
        }
        return nil
    }

    private func stands(_ anchor: [ByteSet], in row: [Item], at start: Int) -> Bool {
        guard start + anchor.count <= row.count else { return false }
        for offset in anchor.indices {
            guard case .byte(let set) = row[start + offset], set.isSubset(of: anchor[offset]) else { return false }
        }
        return true
    }

    /// Appends what `node` matches to a row.
    private static func lay(_ node: PatternNode, into row: inout [Item]) {
        switch node {
        case .byte(let set): row.append(.byte(set))
        case .assertion: break
        case .unknown: row.append(.gap(most: nil))
        case .sequence(let parts): for part in parts { lay(part, into: &row) }
        case .alternatives(let branches): row.append(.choice(branches.map(laid)))
        case .repeated(let part, let least, let most):
            // More copies than any anchor is long prove nothing more.
            let copies = min(least, 32)
            for _ in 0..<copies { lay(part, into: &row) }
            guard most == nil || copies < most ?? 0 else { return }
            // Either no copy more, or one that is certain and an unknown rest.
            let rest = most.flatMap { bound in part.widest.map { $0 * (bound - copies - 1) } }
            row.append(.choice([laid(part) + (rest == 0 ? [] : [.gap(most: rest)]), []]))
        }
    }

    private static func laid(_ node: PatternNode) -> [Item] {
        var row: [Item] = []
        lay(node, into: &row)
        return row
    }

    /// What a match without an anchor looks like, for the message.
    private static func sample(_ row: [Item]) -> String {
        var text = "like '"
        for item in row.prefix(40) {
            switch item {
            case .byte(let set):
                let member =
                    set.members.first { ByteSet.alphanumerics.contains($0) }
                    ?? set.members.first { (0x20...0x7E).contains($0) }
                text.unicodeScalars.append(UnicodeScalar(member ?? 0x3F))
            case .gap: text += "…"
            case .choice: text += "…"
            }
        }
        return text + "'"
    }
}

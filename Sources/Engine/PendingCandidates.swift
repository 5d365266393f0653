/// Candidates of the blob at hand that wait until every rule has seen the bytes around them; then overlaps are settled.

internal import Bytes
internal import Findings
internal import Rules

/// A candidate that its rule's checks accepted, with all that a finding needs.
struct AcceptedCandidate {
    let rule: Rule
    let ruleIndex: Int
    let candidate: Candidate
    let confidence: Confidence
    let severity: Severity
    /// For kind `default`: what the environment should have given.
    let variable: [UInt8]?
    let reason: String
    /// Weak, random or known, where that was asked.
    let grade: String?
    var concession: Concession?
    let location: Location
    let surroundings: Surroundings
    var markers = NearbyMarkers()

    func standing(isTest: Bool) -> Standing {
        Standing(
            tier: rule.tier, concedes: concession?.holds(isTest: isTest) ?? false, hasVariable: variable != nil,
            confidence: confidence, range: candidate.range, ruleIndex: ruleIndex)
    }

    func finding(label: BlobLabel, neighbours: [Range<Int>]) -> Finding {
        let secret = Secret(candidate.secret)
        // Two variables with the same weak default are two findings: the whole name keeps their fingerprints apart.
        let name = variable ?? candidate.name
        var finding = Finding(
            rule: rule.id, kind: rule.kind, severity: severity.lowered(for: rule.kind, in: label),
            confidence: confidence, path: label.path, location: location, secret: secret, name: name,
            variable: variable, message: message(name: name),
            reason: reason,
            fingerprint: Fingerprint(rule: rule.id, path: label.identity, name: name, secret: secret),
            secretID: Fingerprint(rule: rule.id, path: nil, name: name, secret: secret),
            excerpt: surroundings.excerpt(secret: candidate.range, neighbours: neighbours))
        finding.identity = label.identity
        finding.markers = markers
        return finding
    }

    /// The rule's words, and whether the value is weak, random or known. The value itself is never shown.
    private func message(name: [UInt8]) -> String {
        rule.message(name: name) + (grade.map { " (\($0))" } ?? "")
    }
}

extension Severity {
    /// A default in a test, an example or documentation is one level less bad. It depends on the path alone, so it is no check:
    /// a candidate's verdicts hold for every path that its blob has.
    func lowered(for kind: FindingKind, in label: BlobLabel) -> Severity {
        kind == .default && label.isExample ? lowered : self
    }
}

struct PendingCandidates {
    private struct Entry: Contender {
        let rule: Int
        let range: Range<Int>
        let accepted: AcceptedCandidate?
        /// The id of the rule whose format these bytes have but for a wrong checksum.
        let refutedBy: String?
        let explanation: Int?

        func standing(isTest: Bool) -> Standing? { accepted?.standing(isTest: isTest) }
        var isRefuted: Bool { refutedBy != nil }
    }

    struct Settled {
        let accepted: AcceptedCandidate?
        /// Why an accepted candidate gives no finding of its own; nil when it does.
        let passedOver: String?
        /// Blob ranges of all other candidates that may stand on the same line.
        let neighbours: [Range<Int>]
        let explanation: Int?
    }

    private var entries: [Entry] = []
    /// While candidates are settled: how far the entries up to each one reach.
    private var reach: [Int] = []
    /// Ranges of settled candidates that a later excerpt may still show.
    private var recent: [Range<Int>] = []
    private var known: Set<Key> = []

    private struct Key: Hashable {
        let rule: Int
        let range: Range<Int>
    }

    mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        recent.removeAll(keepingCapacity: true)
        known.removeAll(keepingCapacity: true)
    }

    /// Identical (rule, range) are one candidate.
    func contains(rule: Int, range: Range<Int>) -> Bool { known.contains(Key(rule: rule, range: range)) }

    mutating func add(rule: Int, range: Range<Int>, accepted: AcceptedCandidate?, refutedBy: String?, explanation: Int?)
    {
        known.insert(Key(rule: rule, range: range))
        entries.append(
            Entry(rule: rule, range: range, accepted: accepted, refutedBy: refutedBy, explanation: explanation))
    }

    /// Takes out the candidates that no candidate starting at `position` or later can overlap or stand beside, in the order of
    /// their bytes.
    /// - Parameter isTest: whether the blob is a test's: see `Concession`.
    mutating func settle(upTo position: Int, isTest: @autoclosure () -> Bool = false) -> [Settled] {
        guard !entries.isEmpty else { return [] }
        entries.sort {
            ($0.range.lowerBound, $0.range.upperBound, $0.rule) < ($1.range.lowerBound, $1.range.upperBound, $1.rule)
        }
        reach.removeAll(keepingCapacity: true)
        for entry in entries { reach.append(max(reach.last ?? 0, entry.range.upperBound)) }
        var settled: [Settled] = []
        let isTest = isTest()
        var first = 0
        while first < entries.count {
            let (last, end) = Overlaps.clusterEnd(in: entries, from: first)
            guard position == Int.max || end + Surroundings.most < position else { break }
            settled += settleCluster(first..<last, isTest: isTest)
            first = last
        }
        let taken = entries[..<first]
        recent = (recent + taken.map(\.range)).filter {
            $0.upperBound + Surroundings.most >= (taken.last?.range.lowerBound ?? 0)
        }
        for entry in taken { known.remove(Key(rule: entry.rule, range: entry.range)) }
        entries.removeFirst(first)
        return settled
    }

    private func settleCluster(_ cluster: Range<Int>, isTest: Bool) -> [Settled] {
        let losses = Overlaps.losses(in: entries, cluster, isTest: isTest)
        let passedOver = losses.mapValues { loss in
            switch loss {
            case .standsBehind(let winner):
                "stands behind \(entries[winner].accepted?.rule.id ?? "") on the same bytes"
            case .refuted(let other):
                "dropped: \(entries[other].refutedBy ?? "") knows these bytes, and their checksum is wrong"
            }
        }
        return cluster.map { index in
            let entry = entries[index]
            let isReported = entry.accepted != nil && passedOver[index] == nil
            return Settled(
                accepted: entry.accepted, passedOver: passedOver[index],
                neighbours: isReported ? neighbours(of: index) : [], explanation: entry.explanation)
        }
    }

    /// Everything else that may stand in the excerpt of the candidate at `index`.
    private func neighbours(of index: Int) -> [Range<Int>] {
        let range = entries[index].range
        let near = max(0, range.lowerBound - Surroundings.most)..<range.upperBound + Surroundings.most
        var found = recent.filter { $0.overlaps(near) }
        // Sorted by start: those before end where none reaches this far, those after at the first that starts too late.
        var low = index
        while low > 0, reach[low - 1] > near.lowerBound { low -= 1 }
        for entry in entries[low...].prefix(while: { $0.range.lowerBound < near.upperBound }) {
            if entry.range.overlaps(near), entry.range != range { found.append(entry.range) }
        }
        return found
    }
}

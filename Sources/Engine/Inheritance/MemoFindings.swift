/// From a memo to what is reported for one path of its blob.

internal import Bytes
public import Findings
internal import Rules

/// A finding without its line and column, which only a scan of the text counts.
public struct FindingCore: Sendable {
    public let accepted: AcceptedSecret
    /// Where the secret stands in the text. Bytes, 0-based.
    public let range: Range<Int>
    /// As bad as this at the path.
    public let severity: Severity
}

extension DeltaProgram {
    /// What an ordinary scan of the blob at a path gives, in the order of its bytes. The path's name must have the memo's key.
    public func findings(of memo: BlobMemo, _ label: BlobLabel) -> [FindingCore] {
        guard memo.hasAccepted else { return [] }
        var entries: [MemoEntry] = []
        for candidate in memo.candidates where scan.scope(Int(candidate.rule)).applies(to: label) {
            entries.append(MemoEntry(candidate))
        }
        entries.sort {
            ($0.range.lowerBound, $0.range.upperBound, $0.rule) < ($1.range.lowerBound, $1.range.upperBound, $1.rule)
        }
        var findings: [FindingCore] = []
        var first = 0
        while first < entries.count {
            let last = Overlaps.clusterEnd(in: entries, from: first).index
            let losses = Overlaps.losses(in: entries, first..<last, isTest: label.isTest)
            for index in first..<last where losses[index] == nil {
                guard let accepted = entries[index].accepted else { continue }
                findings.append(
                    FindingCore(
                        accepted: accepted, range: entries[index].range,
                        severity: accepted.severity.lowered(for: accepted.kind, in: label)))
            }
            first = last
        }
        return findings
    }
}

private struct MemoEntry: Contender {
    let rule: Int
    let range: Range<Int>
    let accepted: AcceptedSecret?

    init(_ candidate: BlobMemo.Remembered) {
        (rule, range, accepted) = (Int(candidate.rule), candidate.range, candidate.accepted)
    }

    func standing(isTest: Bool) -> Standing? {
        accepted.map {
            Standing(
                tier: $0.tier, concedes: $0.concession?.holds(isTest: isTest) ?? false, hasVariable: $0.variable != nil,
                confidence: $0.confidence, range: range, ruleIndex: rule)
        }
    }
    var isRefuted: Bool { accepted == nil }
}

/// What a scan of a blob leaves behind: its findings, before anything is asked that depends on a path, and what it takes to scan a
/// changed copy at the cost of the change.

public import Findings
internal import Rules

/// A candidate that its rule's checks accepted, without its place: copies of a text share it.
public final class AcceptedSecret: Sendable {
    /// The rule's id.
    public let rule: String
    public let kind: FindingKind
    public let secret: Secret
    /// What the secret is assigned to; empty where no rule captured it. For kind `default` the whole name, if there is one.
    public let name: [UInt8]
    /// For kind `default`: what the environment should have given.
    public let variable: [UInt8]?
    public let confidence: Confidence
    /// As the rule and its checks have it; a path may lower it.
    public let severity: Severity
    /// What decided.
    public let reason: String
    /// Groups the same rule and secret across paths and history.
    public let secretID: Fingerprint
    let tier: RuleTier
    let concession: Concession?

    init(
        rule: Rule, secret: Secret, name: [UInt8], variable: [UInt8]?, confidence: Confidence, severity: Severity,
        reason: String, concession: Concession?
    ) {
        self.rule = rule.id
        kind = rule.kind
        tier = rule.tier
        self.secret = secret
        // As in `AcceptedCandidate.finding`.
        self.name = variable ?? name
        self.variable = variable
        self.confidence = confidence
        self.severity = severity
        self.reason = reason
        self.concession = concession
        secretID = Fingerprint(rule: rule.id, path: nil, name: self.name, secret: secret)
    }
}

/// Offsets are bytes of the text, 0-based. Rejected candidates are not remembered: their lines say again what they said.
public struct BlobMemo: Sendable {
    /// A candidate that was accepted, or refuted by a proof (then nothing else is known of it).
    struct Remembered {
        /// The anchor whose attempt gave it.
        var at: Int
        /// Where the secret starts, from `at` on, and its length.
        private let offset: Int32
        private let length: Int32
        let rule: Int32
        let accepted: AcceptedSecret?

        init(at: Int, range: Range<Int>, rule: Int, accepted: AcceptedSecret?) {
            self.at = at
            // A window reaches no further.
            offset = Int32(range.lowerBound - at)
            length = Int32(range.count)
            self.rule = Int32(rule)
            self.accepted = accepted
        }

        var range: Range<Int> { at + Int(offset)..<at + Int(offset) + Int(length) }
    }

    /// A candidate of one line, of whatever verdict, whose checks read beyond that line.
    struct Watch: Equatable {
        /// The anchor whose attempt gave it.
        var at: Int32
        /// What its checks read; an offset outside of the text says that its end was met.
        var lower: Int32
        var upper: Int32

        var extent: Range<Int> { Int(lower)..<Int(upper) }
    }

    /// An anchor of a rule whose windows cross lines.
    struct FarHit: Equatable {
        var at: Int32
        /// Everything that the attempt depended on, from `at` on.
        private let lower: Int32
        private let upper: Int32
        let rule: Int32
        /// Twice the anchor, and one more where a pattern matched.
        private let tag: Int32

        init(at: Int, extent: Range<Int>, rule: Int, anchor: Int, hasMatched: Bool) {
            self.at = Int32(clamping: at)
            // Windows and what checks read reach no further.
            lower = Int32(clamping: extent.lowerBound - at)
            upper = Int32(clamping: extent.upperBound - at)
            self.rule = Int32(rule)
            tag = Int32(2 * anchor + (hasMatched ? 1 : 0))
        }

        var extent: Range<Int> { Int(at) + Int(lower)..<Int(at) + Int(upper) }
        var anchor: Int32 { tag >> 1 }
        /// Whether the attempt gave a candidate, of whatever verdict, or one that was known.
        var hasMatched: Bool { tag & 1 == 1 }
    }

    public let key: ScanKey
    /// Bytes of the text.
    public let count: Int
    /// Whether a changed copy can be scanned from this memo; otherwise it is scanned whole.
    let isInheritable: Bool
    /// Each ordered by `at`.
    let candidates: [Remembered]
    let watches: [Watch]
    let farHits: [FarHit]

    /// Whether something was accepted.
    public var hasAccepted: Bool { candidates.contains { $0.accepted != nil } }

    /// Without what only changed copies need.
    public var findingsOnly: BlobMemo {
        BlobMemo(
            key: key, count: count, isInheritable: false, candidates: candidates,
            watches: [], farHits: [])
    }

    /// What the memo holds in memory, in bytes; what copies share is not counted.
    public var memoryCost: Int {
        MemoryLayout<BlobMemo>.stride + candidates.capacity * MemoryLayout<Remembered>.stride
            + watches.capacity * MemoryLayout<Watch>.stride + farHits.capacity * MemoryLayout<FarHit>.stride
    }
}

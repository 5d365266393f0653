internal import Bytes
internal import Findings

/// Takes down what a scan under a key finds and what that depended on; at the end it becomes the blob's memo. Offsets are those of
/// the blob.
struct CandidateRecorder {
    let program: DeltaProgram
    let key: ScanKey
    var candidates: [BlobMemo.Remembered] = []
    var watches: [BlobMemo.Watch] = []
    var farHits: [BlobMemo.FarHit] = []
    /// Whether a candidate lies before the line its attempt was made on: lines do not stand for themselves then.
    private var hasStray = false
    /// What the far attempt at hand depended on so far.
    private var far: Range<Int>?
    private var hasMatched = false
    /// Whether the far attempt at hand only asks if the pattern matches.
    private var asksOnly = false

    init(_ program: DeltaProgram, _ key: ScanKey) {
        self.program = program
        self.key = key
    }

    func applies(_ rule: Int) -> Bool { program.applies(rule, under: key) }

    /// - Parameters:
    ///   - at: the anchor of the attempt.
    ///   - text: what is at hand, from the blob's offset `origin` on.
    ///   - accepted: nil for a candidate that was refuted or rejected.
    mutating func add(
        rule: Int, range: Range<Int>, at: Int, evidence: Range<Int>, accepted: AcceptedSecret?, isRefuted: Bool,
        _ text: Span<UInt8>, origin: Int
    ) {
        if accepted != nil || isRefuted {
            candidates.append(BlobMemo.Remembered(at: at, range: range, rule: rule, accepted: accepted))
        }
        if let known = far {
            far = min(known.lowerBound, evidence.lowerBound)..<max(known.upperBound, evidence.upperBound)
        } else {
            watch(at: at, evidence, text, origin)
        }
    }

    /// What a line's own bytes and the margin before it decide needs no memory: the line is scanned again when they change.
    private mutating func watch(at: Int, _ evidence: Range<Int>, _ text: Span<UInt8>, _ origin: Int) {
        let local = at - origin
        let before = evidence.lowerBound + program.marginBefore - origin
        let readsBefore = before < local && text.lastIndex(of: .newline, from: before, to: local) != nil
        let readsAfter = text.firstIndex(of: .newline, from: local, to: evidence.upperBound - origin - 1) != nil
        if readsBefore || readsAfter {
            watches.append(
                BlobMemo.Watch(
                    at: Int32(clamping: at), lower: Int32(clamping: evidence.lowerBound),
                    upper: Int32(clamping: evidence.upperBound)))
        }
    }

    /// Called for every candidate, those that were known too: another attempt may know it.
    mutating func noteStray(_ range: Range<Int>, at: Int, _ text: Span<UInt8>, origin: Int) {
        guard far == nil, range.lowerBound < at,
            text.firstIndex(of: .newline, from: range.lowerBound - origin, to: at - origin) != nil
        else { return }
        hasStray = true
    }

    /// - Parameter asksOnly: whether to take down that the pattern matches, and nothing that it gives.
    mutating func beginFar(_ extent: Range<Int>, asksOnly: Bool) {
        (far, hasMatched, self.asksOnly) = (extent, false, asksOnly)
    }

    /// The pattern matches.
    /// - Returns: whether that was all that was asked.
    mutating func noteMatch() -> Bool {
        guard far != nil else { return false }
        hasMatched = true
        return asksOnly
    }

    /// A second, wider try saw the bytes up to `end`.
    mutating func widenFar(to end: Int) {
        if let known = far { far = known.lowerBound..<max(known.upperBound, end) }
    }

    /// - Returns: whether the pattern matched.
    @discardableResult
    mutating func endFar(rule: Int, anchor: Int, at: Int) -> Bool {
        guard let extent = far else { return false }
        farHits.append(
            BlobMemo.FarHit(at: at, extent: extent, rule: rule, anchor: anchor, hasMatched: hasMatched))
        far = nil
        return hasMatched
    }

    /// - Parameter isInheritable: whether the text was scanned whole, as it is, without a limit hit.
    func memo(count: Int, isInheritable: Bool) -> BlobMemo {
        BlobMemo(
            key: key, count: count,
            isInheritable: isInheritable && !hasStray && count < Int(Int32.max) && program.isInheritable(under: key),
            candidates: candidates.sorted {
                ($0.at, $0.range.lowerBound, $0.range.upperBound, $0.rule)
                    < ($1.at, $1.range.lowerBound, $1.range.upperBound, $1.rule)
            },
            watches: watches.sorted { ($0.at, $0.lower, $0.upper) < ($1.at, $1.lower, $1.upper) },
            farHits: farHits.sorted { ($0.at, $0.rule, $0.anchor) < ($1.at, $1.rule, $1.anchor) })
    }
}

/// One worker's scanner for the versions of a history: scans a text whole, or, given the memo of another text and what was copied from it,
/// only what is new. Both give the same memo; docs/history.md says why. Not shared between threads.

public import Bytes
public import Findings

public struct DeltaScanner: ~Copyable {
    private let program: DeltaProgram
    private var scanner: Scanner
    private let alwaysInherits: Bool
    private var far: [FarAttempt] = []
    private var farRules: FarRules
    /// Of the blob that comes in chunks.
    private var seen = 0
    private var isOneText = true

    public init(_ program: DeltaProgram) { self.init(program, alwaysInherits: false) }

    /// - Parameter alwaysInherits: even where nearly all of a text is new; for tests.
    package init(_ program: DeltaProgram, alwaysInherits: Bool) {
        self.program = program
        self.alwaysInherits = alwaysInherits
        scanner = Scanner(program.scan)
        farRules = FarRules(ruleCount: program.isFar.count)
    }

    /// Soft errors of the last scan: a limit was hit, and not everything was judged.
    public var problems: [ScanProblem] { scanner.problems }

    /// How many bytes of the last text were looked at.
    public private(set) var scannedBytes = 0

    /// The findings of a text with all that a report shows, as an ordinary scan gives them.
    public mutating func findings(
        in text: Span<UInt8>, _ label: BlobLabel, _ encoding: TextEncoding = .bytes(skipped: 0)
    ) -> [Finding] {
        scanner.recorder = nil
        scanner.begin(label, encoding)
        scanner.scan(text, .whole(count: text.count))
        return scanner.takeFindings()
    }

    // MARK: Whole

    /// Scans a text whole.
    /// - Parameter name: what problems call it; nothing else depends on it.
    public mutating func scan(_ text: Span<UInt8>, _ key: ScanKey, name: FilePath) -> BlobMemo {
        begin(key, name: name)
        scan(text, .whole(count: text.count))
        return finish()
    }

    /// Starts a text that comes in chunks, or is no plain bytes. Nothing is inherited from its memo, unless it comes as one chunk of
    /// plain bytes.
    public mutating func begin(_ key: ScanKey, _ encoding: TextEncoding = .bytes(skipped: 0), name: FilePath) {
        scanner.begin(BlobLabel(path: name, identity: name, kind: key.kind), encoding)
        scanner.recorder = CandidateRecorder(program, key)
        isOneText = encoding == .bytes(skipped: 0)
        seen = 0
        scannedBytes = 0
    }

    /// Scans the ready part of a chunk, as `Scanner.scan` does.
    public mutating func scan(_ text: Span<UInt8>, _ geometry: ChunkGeometry) {
        let chunk = Scanner.Chunk(offset: geometry.offset, isLast: geometry.nextOffset == nil)
        if !chunk.isLast { isOneText = false }
        scanner.forgetText()
        far.removeAll(keepingCapacity: true)
        scanner.scan(regions: [geometry.ready], of: text, chunk, far: &far)
        for attempt in far { scanner.attempt(attempt, text, chunk) }
        scanner.forgetCandidates(geometry)
        seen = geometry.offset + geometry.ready.upperBound
        scannedBytes += geometry.ready.count
    }

    /// Ends a text that came in chunks.
    public mutating func finish() -> BlobMemo {
        guard let recorder = scanner.recorder else { preconditionFailure("finish without begin") }
        scanner.recorder = nil
        return recorder.memo(count: seen, isInheritable: isOneText && scanner.problems.isEmpty)
    }

    // MARK: From a delta

    /// Scans a text of plain bytes of which `copies`, in the order of the text, were copied from the text that `base` tells of. The result is that
    /// of scanning it whole. Where the copies make no sense, it is scanned whole.
    public mutating func scan(
        _ text: Span<UInt8>, _ key: ScanKey, name: FilePath, from base: BlobMemo, copies: [CopyRun]
    ) -> BlobMemo {
        guard base.isInheritable, base.key == key, text.count < Int(Int32.max),
            let map = CopyMap(copies, baseCount: base.count, count: text.count)
        else { return scan(text, key, name: name) }
        let inheritance = Inheritance(base, map, program, text)
        // Then nearly all of it is new.
        guard alwaysInherits || inheritance.regions.byteCount <= text.count - text.count / 4 else {
            return scan(text, key, name: name)
        }

        begin(key, name: name)
        scanner.forgetText()
        far.removeAll(keepingCapacity: true)
        let chunk = Scanner.Chunk(offset: 0, isLast: true)
        scanner.scan(regions: inheritance.regions.ranges, of: text, chunk, far: &far)
        inheritance.look(for: &farRules, program)
        attemptFarRules(text, chunk)
        // How often a limit was hit, and whether the rule was given up, is known of the whole text only.
        guard scanner.problems.isEmpty else { return scan(text, key, name: name) }
        seen = text.count
        scannedBytes = inheritance.regions.byteCount
        guard var recorder = scanner.recorder else { return scan(text, key, name: name) }
        scanner.recorder = nil
        inheritance.bequeath(farRules, to: &recorder)
        return recorder.memo(count: text.count, isInheritable: true)
    }

    /// Tries far rules where what they did in the base may differ. Where one matches that matched nowhere in the base, and of which a part
    /// was to be taken over, it is tried at all of its hits.
    private mutating func attemptFarRules(_ text: Span<UInt8>, _ chunk: Scanner.Chunk) {
        var matched: [Int] = []
        for attempt in farRules.attempts(with: far, program) {
            let isPartial = farRules.isPartial(attempt.rule)
            if scanner.attempt(attempt, text, chunk, asksOnly: isPartial), isPartial, !matched.contains(attempt.rule) {
                matched.append(attempt.rule)
            }
        }
        for rule in matched {
            scanner.recorder?.farHits.removeAll { $0.rule == Int32(rule) }
            scanner.passOver(rule)
            for attempt in farRules.tryAgain(rule, with: far, program) { scanner.attempt(attempt, text, chunk) }
        }
    }
}

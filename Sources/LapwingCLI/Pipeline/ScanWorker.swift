/// Joins what reads to what scans: one worker a thread.

internal import Bytes
internal import Engine
internal import Findings
internal import Inputs
internal import Suppression
internal import Synchronization

/// What a file gave. Files without any of it give nothing.
struct FileResult: Sendable {
    var findings: [Finding] = []
    var problems: [ScanProblem] = []
    var explanations: [Explanation] = []
    /// Where markers stand, when those that match nothing are looked for.
    var markers: [PlacedMarker] = []
    /// Whether suppressions were applied already.
    var isJudged = false

    var isEmpty: Bool { findings.isEmpty && problems.isEmpty && explanations.isEmpty && markers.isEmpty }
}

/// A marker in a scanned file.
struct PlacedMarker: Sendable, Hashable {
    let path: FilePath
    let line: Int
}

/// What all workers have read so far.
final class ScanTotals: Sendable {
    let files = Atomic<Int>(0)
    let bytes = Atomic<Int>(0)
    let binaries = Atomic<Int>(0)
    /// Findings on lines that a commit to come does not touch.
    let untouched = Atomic<Int>(0)
}

/// The scanner as the reader sees it.
private struct ScanSink: ChunkSink, ~Copyable {
    var scanner: Scanner
    var label = BlobLabel(path: "", identity: "")
    /// nil: markers are not looked for.
    var survey: MarkerSurvey?
    var result = FileResult()
    /// Takes parts of a result that grows large; a log can hold more findings than memory.
    var early: ((FileResult) -> Void)?

    private static let most = 1_024

    mutating func begin(_ encoding: TextEncoding) {
        scanner.begin(label, encoding)
        survey?.begin()
    }

    mutating func chunk(_ text: Span<UInt8>, _ geometry: ChunkGeometry) {
        // Prose shows markers without meaning them.
        if label.kind != .text {
            survey?.read(text, ready: geometry.ready) { line in
                result.markers.append(PlacedMarker(path: label.path, line: line))
            }
        }
        scanner.scan(text, geometry)
        result.findings += scanner.takeFindings()
        if geometry.nextOffset == nil {
            collect()
        } else if result.findings.count >= ScanSink.most, let early {
            early(FileResult(findings: result.findings))
            result.findings.removeAll()
        }
    }

    /// What the scanner has besides findings, at the end of a blob.
    mutating func collect() {
        result.findings += scanner.takeFindings()
        result.problems += scanner.problems
        result.explanations += scanner.explanations
    }
}

struct ScanWorker: FileWorker, ~Copyable {
    private var reader: BlobReader
    private var sink: ScanSink
    private let explaining: Bool
    private let chunkSize: Int
    private let totals: ScanTotals

    init(_ program: ScanProgram, explaining: Bool, surveying: Bool = false, chunkSize: Int, totals: ScanTotals) {
        reader = BlobReader(chunkSize: chunkSize)
        sink = ScanSink(scanner: Scanner(program, explaining: explaining))
        if surveying { sink.survey = MarkerSurvey() }
        (self.explaining, self.chunkSize) = (explaining, chunkSize)
        self.totals = totals
    }

    mutating func scan(_ file: WalkedFile) -> FileResult? { scan(file, early: nil) }

    mutating func scan(_ file: WalkedFile, early: @escaping (FileResult) -> Void) -> FileResult? {
        scan(file, early: .some(early))
    }

    private mutating func scan(_ file: WalkedFile, early: ((FileResult) -> Void)?) -> FileResult? {
        do {
            let source = try file.open()
            let status = try source.status()
            guard status.type == .regular else {
                let message = "it was a file and is none any more: not read"
                return FileResult(problems: [ScanProblem(.changed, file.path, message)])
            }
            let label = BlobLabel(path: file.path, identity: file.identity)
            return scan(source, size: status.size, label, early: early)
        } catch {
            return FileResult(problems: [ScanProblem(.unreadable, file.path, "\(error)")])
        }
    }

    /// Where a scan of a text may find something in these parts of it; nil where only a scan can tell.
    mutating func probe(_ text: ByteBuffer, _ label: BlobLabel, _ parts: [Range<Int>]) -> [Range<Int>]? {
        // Every candidate is to be explained; what is transcoded or comes in chunks has other offsets.
        guard !explaining, text.count <= chunkSize, TextEncoding.detect(text.bytes) == .bytes(skipped: 0) else {
            return nil
        }
        return sink.scanner.probe(text.bytes, label, parts)
    }

    /// Counts a text of which no more needs to be known.
    func pass(over text: ByteBuffer) {
        totals.files.add(1, ordering: .relaxed)
        totals.bytes.add(text.count, ordering: .relaxed)
    }

    /// Scans one source whole. Where reading it fails, what was found before is kept beside the problem.
    mutating func scan(
        _ source: borrowing some ByteSource & ~Copyable, size: Int?, _ label: BlobLabel,
        early: ((FileResult) -> Void)? = nil
    ) -> FileResult? {
        sink.label = label
        sink.result = FileResult()
        sink.early = early
        defer { sink.early = nil }
        sink.begin(.bytes(skipped: 0))
        do {
            switch try reader.read(source, size: size, into: &sink) {
            case .binary: totals.binaries.add(1, ordering: .relaxed)
            case .text(let bytes):
                totals.files.add(1, ordering: .relaxed)
                totals.bytes.add(bytes, ordering: .relaxed)
            }
        } catch {
            sink.scanner.abandon()
            sink.collect()
            sink.result.problems.append(ScanProblem(.unreadable, label.path, "\(error)"))
        }
        return sink.result.isEmpty ? nil : sink.result
    }
}

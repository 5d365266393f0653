/// Joins what reads to what scans: one worker a thread.

internal import Bytes
internal import Engine
internal import Findings
internal import Inputs
internal import Synchronization

/// What a file gave. Files without any of it give nothing.
struct FileResult: Sendable {
    var findings: [Finding] = []
    var problems: [ScanProblem] = []
    var explanations: [Explanation] = []

    var isEmpty: Bool { findings.isEmpty && problems.isEmpty && explanations.isEmpty }
}

/// What all workers have read so far.
final class ScanTotals: Sendable {
    let files = Atomic<Int>(0)
    let bytes = Atomic<Int>(0)
    let binaries = Atomic<Int>(0)
}

/// The scanner as the reader sees it.
private struct ScanSink: ChunkSink, ~Copyable {
    var scanner: Scanner
    var label = BlobLabel(path: "", identity: "")
    var result = FileResult()

    mutating func begin(_ encoding: TextEncoding) { scanner.begin(label, encoding) }

    mutating func chunk(_ text: Span<UInt8>, _ geometry: ChunkGeometry) {
        scanner.scan(text, geometry)
        if geometry.nextOffset == nil {
            result.findings += scanner.findings
            result.problems += scanner.problems
            result.explanations += scanner.explanations
        }
    }
}

struct ScanWorker: FileWorker, ~Copyable {
    private var reader: BlobReader
    private var sink: ScanSink
    private let totals: ScanTotals

    init(_ program: ScanProgram, explaining: Bool, chunkSize: Int, totals: ScanTotals) {
        reader = BlobReader(chunkSize: chunkSize)
        sink = ScanSink(scanner: Scanner(program, explaining: explaining))
        self.totals = totals
    }

    mutating func scan(_ file: WalkedFile) -> FileResult? {
        do {
            let source = try OpenFile(reading: file.path)
            let status = try source.status()
            guard status.type == .regular else {
                return failed(file.path, .changed, "it was a file and is none any more: not read")
            }
            return try scan(source, size: status.size, BlobLabel(path: file.path, identity: file.identity))
        } catch {
            return failed(file.path, .unreadable, "\(error)")
        }
    }

    /// Scans one source whole; throws what reading it threw.
    mutating func scan(
        _ source: borrowing some ByteSource & ~Copyable, size: Int?, _ label: BlobLabel
    ) throws(Errno) -> FileResult? {
        sink.label = label
        sink.result = FileResult()
        switch try reader.read(source, size: size, into: &sink) {
        case .binary: totals.binaries.add(1, ordering: .relaxed)
        case .text(let bytes):
            totals.files.add(1, ordering: .relaxed)
            totals.bytes.add(bytes, ordering: .relaxed)
        }
        return sink.result.isEmpty ? nil : sink.result
    }

    /// What was found before the failure is kept.
    private func failed(_ path: FilePath, _ kind: ScanProblem.Kind, _ message: String) -> FileResult {
        FileResult(problems: [ScanProblem(kind, path, message)])
    }
}

/// The second pass of a history's scan: every blob that a tree names, once for each key of its names, from what is remembered of the
/// base of its delta where that is known, else whole. Both give the same.

internal import Bytes
internal import Engine
internal import Findings
internal import Git
internal import Inputs
internal import Synchronization

/// What all workers found.
final class VersionFindings: Sendable {
    struct Found: Sendable {
        let node: Int
        /// Accepted candidates under one key, before anything is asked that depends on a path.
        let memo: BlobMemo
    }

    struct State {
        /// In the order of nodes, then of keys, once all workers are done.
        var found: [Found] = []
        var problems: [ScanProblem] = []
        var faults: [ObjectFault] = []
        var blobs = 0
        var binaries = 0
        /// Of all blobs that were scanned, and how many of those were looked at.
        var bytes = 0
        var scannedBytes = 0
    }

    private let state = Mutex(State())

    func add(_ other: State) {
        state.withLock { state in
            state.found += other.found
            state.problems += other.problems
            state.faults += other.faults
            state.blobs += other.blobs
            state.binaries += other.binaries
            state.bytes += other.bytes
            state.scannedBytes += other.scannedBytes
        }
    }

    /// Ordered, so that nothing depends on the number of threads.
    func result() -> State {
        var all = state.withLock { $0 }
        all.found.sort { left, right in
            left.node != right.node ? left.node < right.node : left.memo.key.order < right.memo.key.order
        }
        all.problems.sort { $0.description < $1.description }
        all.faults.sort { $0.description < $1.description }
        return all
    }
}

extension ScanKey {
    fileprivate var order: String { "\(kind) \(words)" }
}

/// What the deltas of a blob are told of it: a memo for each of its keys; none of what is no plain text.
typealias VersionMemo = [BlobMemo]

struct VersionScanner: ObjectVisitor, ~Copyable {
    private let table: ObjectTable
    private let keys: BlobKeys
    private let scanKeys: [ScanKey]
    private let isWhole: Bool
    private let results: VersionFindings
    private var reader = BlobReader()
    private var sink: VersionSink
    private var own = VersionFindings.State()
    private let progress: HistoryProgress
    /// Objects and bytes that the progress was not told of yet.
    private var untold = (objects: 0, bytes: 0)

    /// - Parameters:
    ///   - scanKeys: what the numbers of `keys` stand for.
    ///   - isWhole: whether to scan every blob whole (`--whole-blobs`).
    init(
        _ table: ObjectTable, _ keys: BlobKeys, _ scanKeys: [ScanKey], _ program: DeltaProgram, isWhole: Bool,
        _ results: VersionFindings, _ progress: HistoryProgress
    ) {
        self.progress = progress
        (self.table, self.keys, self.scanKeys, self.isWhole, self.results) = (table, keys, scanKeys, isWhole, results)
        sink = VersionSink(scanner: DeltaScanner(program))
    }

    mutating func visit(
        _ node: Int, _ content: ByteBuffer, _ origin: DeltaOrigin<VersionMemo>?
    ) -> (memo: VersionMemo, cost: Int) {
        advance(content.count)
        let numbers = keys[node]
        guard !numbers.isEmpty else { return ([], 0) }
        guard let encoding = TextEncoding.detect(content.bytes) else {
            own.binaries += 1
            return ([], 0)
        }
        own.blobs += 1
        let name = FilePath("blob \(table.id(of: node))")
        guard encoding == .bytes(skipped: 0) else {
            read(node, HeldBytes(content), size: content.count, numbers, name)
            return ([], 0)
        }
        let copies = origin?.copies.map { CopyRun(source: $0.source, target: $0.target, count: $0.count) } ?? []
        var memos: VersionMemo = []
        for number in numbers {
            let key = scanKeys[Int(number)]
            let base = isWhole ? nil : origin?.memo.first { $0.key == key }
            let memo =
                if let base { sink.scanner.scan(content.bytes, key, name: name, from: base, copies: copies) } else {
                    sink.scanner.scan(content.bytes, key, name: name)
                }
            own.bytes += content.count
            keep(node, memo)
            memos.append(memo)
        }
        return (memos, memos.reduce(0) { $0 + $1.memoryCost })
    }

    private mutating func advance(_ bytes: Int) {
        untold = (untold.objects + 1, untold.bytes + bytes)
        guard untold.objects >= 64 || untold.bytes >= 1 << 20 else { return }
        progress.advance(untold.objects, bytes: untold.bytes)
        untold = (0, 0)
    }

    mutating func visitLarge(_ node: Int, _ stream: BlobStream) {
        advance(stream.size)
        let numbers = keys[node]
        guard let first = numbers.first else { return }
        let name = FilePath("blob \(table.id(of: node))")
        // A stream can be read once.
        read(node, StreamedBytes(stream), size: stream.size, [first], name)
        guard numbers.count > 1 else { return }
        own.problems.append(
            ScanProblem(.limit, name, "the blob is too large to be held, and only one of its kinds of file was scanned")
        )
    }

    mutating func fault(_ fault: ObjectFault) { own.faults.append(fault) }

    consuming func finish() { results.add(own) }

    private mutating func keep(_ node: Int, _ memo: BlobMemo) {
        own.scannedBytes += sink.scanner.scannedBytes
        own.problems += sink.scanner.problems
        if memo.hasAccepted { own.found.append(VersionFindings.Found(node: node, memo: memo.findingsOnly)) }
    }

    /// Scans what comes in chunks, or is transcoded.
    private mutating func read(
        _ node: Int, _ source: borrowing some RewindableSource, size: Int, _ numbers: [Int32], _ name: FilePath
    ) {
        for number in numbers {
            source.rewind()
            (sink.key, sink.name, sink.hasBegun) = (scanKeys[Int(number)], name, false)
            do {
                let outcome = try reader.read(source, size: size, into: &sink)
                if case .text(let bytes) = outcome { own.bytes += bytes } else { own.binaries += 1 }
            } catch {
                own.problems.append(ScanProblem(.unreadable, name, "\(error)"))
            }
            if sink.hasBegun { keep(node, sink.scanner.finish()) }
        }
    }
}

/// The scanner as the reader sees it.
private struct VersionSink: ChunkSink, ~Copyable {
    var scanner: DeltaScanner
    var key: ScanKey?
    var name: FilePath = ""
    var hasBegun = false

    init(scanner: consuming DeltaScanner) { self.scanner = scanner }

    mutating func begin(_ encoding: TextEncoding) {
        guard let key else { return }
        hasBegun = true
        scanner.begin(key, encoding, name: name)
    }

    mutating func chunk(_ text: Span<UInt8>, _ geometry: ChunkGeometry) { scanner.scan(text, geometry) }
}

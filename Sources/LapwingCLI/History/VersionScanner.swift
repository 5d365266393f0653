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
        /// What was scanned under which key, by number, and whether something was found; only where that is to be remembered.
        var done: [(node: Int32, key: Int32, found: Bool)] = []
        /// Versions that were passed over.
        var remembered = 0
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
            state.done += other.done
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
    private let wanted: [Bool]?
    private let remembers: Bool
    /// Objects and bytes that the progress was not told of yet.
    private var untold = (objects: 0, bytes: 0)

    /// - Parameters:
    ///   - scanKeys: what the numbers of `keys` stand for.
    ///   - wanted: for each node whether to scan it; nil: all. What others are deltas of is visited, too.
    ///   - remembers: whether to note what was scanned.
    ///   - isWhole: whether to scan every blob whole (`--whole-blobs`).
    init(
        _ table: ObjectTable, _ keys: BlobKeys, _ scanKeys: [ScanKey], _ program: DeltaProgram, isWhole: Bool,
        _ results: VersionFindings, _ progress: HistoryProgress, wanted: [Bool]?, remembers: Bool
    ) {
        (self.wanted, self.remembers) = (wanted, remembers)
        self.progress = progress
        (self.table, self.keys, self.scanKeys, self.isWhole, self.results) = (table, keys, scanKeys, isWhole, results)
        sink = VersionSink(scanner: DeltaScanner(program))
    }

    mutating func visit(
        _ node: Int, _ content: ByteBuffer, _ origin: DeltaOrigin<VersionMemo>?
    ) -> (memo: VersionMemo, cost: Int) {
        advance(content.count)
        let numbers = keys[node]
        guard !numbers.isEmpty, wanted?[node] != false else { return ([], 0) }
        guard let encoding = TextEncoding.detect(content.bytes) else {
            own.binaries += 1
            if remembers { for number in numbers { own.done.append((Int32(node), number, false)) } }
            return ([], 0)
        }
        own.blobs += 1
        let name = FilePath("blob \(table.id(of: node))")
        guard encoding == .bytes(skipped: 0) else {
            read(node, GitBlob(content), numbers, name)
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
            keep(node, number, memo)
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
        guard !numbers.isEmpty, wanted?[node] != false else { return }
        read(node, GitBlob(stream), numbers, FilePath("blob \(table.id(of: node))"))
    }

    mutating func fault(_ fault: ObjectFault) { own.faults.append(fault) }

    consuming func finish() { results.add(own) }

    private mutating func keep(_ node: Int, _ number: Int32, _ memo: BlobMemo, isWhole: Bool = true) {
        if remembers, isWhole, sink.scanner.problems.isEmpty {
            own.done.append((Int32(node), number, memo.hasAccepted))
        }
        own.scannedBytes += sink.scanner.scannedBytes
        own.problems += sink.scanner.problems
        if memo.hasAccepted { own.found.append(VersionFindings.Found(node: node, memo: memo.findingsOnly)) }
    }

    /// Scans what comes in chunks, or is transcoded.
    private mutating func read(_ node: Int, _ blob: GitBlob, _ numbers: [Int32], _ name: FilePath) {
        for number in numbers {
            blob.rewind()
            var isRead = true
            (sink.key, sink.name, sink.hasBegun) = (scanKeys[Int(number)], name, false)
            do {
                let outcome = try reader.read(blob, size: blob.size, into: &sink)
                if case .text(let bytes) = outcome { own.bytes += bytes } else { own.binaries += 1 }
            } catch {
                own.problems.append(ScanProblem(.unreadable, name, "\(error)"))
                isRead = false
            }
            if sink.hasBegun { keep(node, number, sink.scanner.finish(), isWhole: isRead) }
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

/// The first pass of a history's scan: one walk over all trees tells what every blob is called, reduced to the keys that its names are
/// scanned under. Most blobs have one key. On the way the trees are taken down (`TreeIndex`), so that nobody has to read them again.
///
/// A tree that is a delta mostly has one new entry; only those are looked at (`TreeCursor`).

internal import Bytes
internal import Synchronization

/// Which keys every blob has. Keys are numbers that the caller gives to names.
public struct BlobKeys: Sendable {
    /// By node; -1 for none.
    fileprivate(set) var first: [Int32]
    fileprivate(set) var more: [Int: Set<Int32>] = [:]
    /// What trees name and the repository lacks, sorted. Submodules' commits do not count: they are elsewhere.
    public fileprivate(set) var missing: [ObjectID] = []
    /// All trees, as far as the walk took them down: nil where they are larger than was allowed.
    public fileprivate(set) var trees: TreeIndex?
    /// Trees that cannot be read.
    public fileprivate(set) var faults: [ObjectFault] = []

    /// The keys of a node, in order.
    public subscript(node: Int) -> [Int32] {
        guard first[node] >= 0 else { return [] }
        return more[node].map { ($0.union([first[node]])).sorted() } ?? [first[node]]
    }

    /// No names at all.
    /// - Parameter missing: what is known to be missing.
    public init(_ table: ObjectTable, missing: [ObjectID] = []) {
        first = [Int32](repeating: -1, count: table.count)
        self.missing = missing
    }

    /// Adds a name's key.
    public mutating func add(key: Int32, of node: Int) { add(node, key) }

    /// The nodes that have a key.
    public var nodes: [Int] { first.indices.filter { first[$0] >= 0 } }

    /// Gives a key to the blobs that no tree names.
    public mutating func nameRest(_ table: ObjectTable, key: Int32) {
        for node in first.indices where first[node] < 0 && table.kind(of: node) == .blob {
            first[node] = key
        }
    }

    fileprivate mutating func add(_ node: Int, _ key: Int32) {
        if first[node] < 0 {
            first[node] = key
        } else if first[node] != key {
            more[node, default: []].insert(key)
        }
    }

    /// Walks all trees of a table.
    /// - Parameters:
    ///   - budget: bytes of memory. The trees are kept if they need no more than a quarter of it.
    ///   - key: the number of a name's key; called by several threads.
    public static func collect(
        _ table: ObjectTable, _ store: ObjectStore, threads: Int, budget: Int,
        isStopped: @escaping @Sendable () -> Bool = { false },
        key: @escaping @Sendable ([UInt8]) -> Int32
    ) -> BlobKeys {
        var (keys, trees, isCut) = walk(
            table, store, threads: threads, budget: budget, limit: budget / 4, isStopped: isStopped,
            key: key)
        keys.trees = isCut ? nil : trees
        return keys
    }

    fileprivate static func walk(
        _ table: ObjectTable, _ store: ObjectStore, threads: Int, budget: Int, limit: Int,
        isStopped: @escaping @Sendable () -> Bool = { false },
        key: @escaping @Sendable ([UInt8]) -> Int32
    ) -> (keys: BlobKeys, trees: TreeIndex, isCut: Bool) {
        let shared = Shared(table, limit: limit)
        DeltaWalk(table, store, .tree, budget: budget).run(
            threads: threads, isStopped: isStopped,
            makeVisitor: { NameCollector(table, store.format, shared, key) })
        return shared.result()
    }
}

extension TreeIndex {
    /// Walks all trees of a table.
    /// - Parameter budget: bytes of memory. Four times as many are the most that the trees may need: what is beyond is left out.
    public static func collect(
        _ table: ObjectTable, _ store: ObjectStore, threads: Int, budget: Int
    ) -> (trees: TreeIndex, isCut: Bool) {
        let (_, trees, isCut) = BlobKeys.walk(
            table, store, threads: threads, budget: budget, limit: 4 * budget, key: { _ in 0 })
        return (trees, isCut)
    }
}

/// What the workers gather. Which of a blob's keys comes first depends on their order; the set does not.
private final class Shared: Sendable {
    private struct State {
        var keys: BlobKeys
        /// What is missing, with its place in `missing`.
        var missingPlaces: [ObjectID: Int32] = [:]
        var missing: [ObjectID] = []
        var chunks: [TreeRecorder.Chunk] = []
        var names = NameList()
        /// Bytes of the chunks.
        var size = 0
        var isCut = false
    }

    private let state: Mutex<State>
    private let table: ObjectTable
    private let limit: Int

    /// - Parameter limit: bytes of records of trees.
    init(_ table: ObjectTable, limit: Int) {
        state = Mutex(State(keys: BlobKeys(table)))
        self.table = table
        // Places in the records are numbers of 32 bits.
        self.limit = min(limit, Int(UInt32.max) / 2)
    }

    func add(_ pairs: [(node: Int32, key: Int32)]) {
        state.withLock { state in
            for pair in pairs { state.keys.add(Int(pair.node), pair.key) }
        }
    }

    /// Takes records of trees.
    /// - Returns: whether there may be more.
    func add(_ chunk: TreeRecorder.Chunk) -> Bool {
        state.withLock { state in
            guard !state.isCut, state.size + state.names.size + chunk.cost + 4 * table.count <= limit
            else {
                state.isCut = true
                return false
            }
            state.size += chunk.cost
            state.chunks.append(chunk)
            return true
        }
    }

    /// The number of a name for records; -1 where they are not wanted.
    func number(ofName name: [UInt8]) -> Int32 {
        state.withLock { state in
            guard !state.isCut, state.names.size + name.count <= limit,
                let number = state.names.number(of: name)
            else {
                state.isCut = true
                return -1
            }
            return number
        }
    }

    /// What records call something that is missing.
    func number(ofMissing id: ObjectID) -> Int32 {
        state.withLock { state in
            if let known = state.missingPlaces[id] { return known }
            let number = Int32(table.count + state.missing.count)
            state.missingPlaces[id] = number
            state.missing.append(id)
            return number
        }
    }

    func add(_ faults: [ObjectFault]) { state.withLock { $0.keys.faults += faults } }

    /// What was gathered, once all workers are done.
    func result() -> (keys: BlobKeys, trees: TreeIndex, isCut: Bool) {
        let (all, chunks) = state.withLock { state in
            var chunks: [TreeRecorder.Chunk] = []
            swap(&chunks, &state.chunks)
            return (state, chunks)
        }
        var keys = all.keys
        keys.missing = all.missing.sorted()
        keys.faults.sort { $0.description < $1.description }
        return (keys, TreeIndex(chunks, table, names: all.names, missing: all.missing), all.isCut)
    }
}

/// Notes the entries of each tree that its base does not have.
private struct NameCollector: ObjectVisitor, ~Copyable {
    /// What is remembered of a name: its number in the records, and its key's.
    private struct Name {
        let number: Int32
        let key: Int32
    }

    private let table: ObjectTable
    private let format: ObjectFormat
    private let shared: Shared
    private let key: @Sendable ([UInt8]) -> Int32
    private var names = NameTable<Name>()
    /// Where ids were found lately, each at the place that its first bytes say: trees name the same objects again and again.
    private var lately = [(id: ObjectID, node: Int32)?](repeating: nil, count: NameCollector.places)
    /// What was noted lately, by node.
    private var noted = [(node: Int32, key: Int32)](repeating: (-1, -1), count: NameCollector.places)
    private var pairs: [(node: Int32, key: Int32)] = []
    private var recorder = TreeRecorder()
    private var isRecording = true
    private var faults: [ObjectFault] = []

    private static let places = 1 << 16
    private static let batch = 1 << 13

    init(
        _ table: ObjectTable, _ format: ObjectFormat, _ shared: Shared,
        _ key: @escaping @Sendable ([UInt8]) -> Int32
    ) {
        (self.table, self.format, self.shared, self.key) = (table, format, shared, key)
    }

    mutating func visit(
        _ node: Int, _ content: ByteBuffer, _ origin: DeltaOrigin<TreeMemo>?
    ) -> (memo: TreeMemo, cost: Int) {
        var memo = TreeMemo()
        // What was copied was noted when the base was visited. A tree of very many pieces is read as a whole.
        let isDelta = origin.map { $0.copies.count <= TreeRecorder.mostCopies } ?? false
        do throws(ObjectFault) {
            var cursor = TreeCursor(
                content, format, base: isDelta ? origin?.memo.starts ?? [] : [],
                copies: isDelta ? origin?.copies ?? [] : [],
                keepsStarts: !table.deltaRange(of: node).isEmpty)
            while let step = try cursor.next() {
                switch step {
                case .copied(let places): recorder.copy(places)
                case .new(let entry): note(entry, in: content.bytes)
                }
            }
            memo.starts = cursor.starts
        } catch { faults.append(error.of(table.id(of: node))) }
        if recorder.end(node) { flushRecords() }
        return (memo, memo.memoryCost)
    }

    private mutating func note(_ entry: TreeEntry, in tree: Span<UInt8>) {
        guard entry.mode != .gitlink else { return recorder.skip() }
        let target = find(entry.id)
        let (shared, key) = (shared, key)
        let name = names.number(tree, entry.name) {
            Name(number: shared.number(ofName: $0), key: key($0))
        }
        if isRecording, name.number >= 0 {
            recorder.add(name: name.number, isDirectory: entry.mode == .directory, target: target)
        } else {
            recorder.skip()
        }
        guard entry.mode != .directory, Int(target) < table.count else { return }
        let place = Int(target) & (NameCollector.places - 1)
        guard noted[place] != (target, name.key) else { return }
        noted[place] = (target, name.key)
        pairs.append((target, name.key))
        if pairs.count >= NameCollector.batch { flush() }
    }

    /// The node of an object, or what stands for one that is missing.
    private mutating func find(_ id: ObjectID) -> Int32 {
        let place = Int(truncatingIfNeeded: id.prefix) & (NameCollector.places - 1)
        if let known = lately[place], known.id == id { return known.node }
        let node = table.node(of: id).map { Int32($0) } ?? shared.number(ofMissing: id)
        lately[place] = (id, node)
        return node
    }

    private mutating func flush() {
        shared.add(pairs)
        pairs.removeAll(keepingCapacity: true)
    }

    private mutating func flushRecords() { isRecording = shared.add(recorder.take()) && isRecording }

    mutating func visitLarge(_ node: Int, _ stream: BlobStream) {}

    mutating func fault(_ fault: ObjectFault) { faults.append(fault) }

    consuming func finish() {
        flush()
        flushRecords()
        shared.add(faults)
    }
}

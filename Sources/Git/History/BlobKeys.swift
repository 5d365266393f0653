/// The first pass of a history's scan: one walk over all trees tells what every blob is called, reduced to the keys that its names are
/// scanned under. Most blobs have one key.

internal import Bytes
internal import Synchronization

/// Which keys every blob has. Keys are numbers that the caller gives to names.
public struct BlobKeys: Sendable {
    /// By node; -1 for none.
    fileprivate(set) var first: [Int32]
    fileprivate(set) var more: [Int: Set<Int32>] = [:]
    /// What trees name and the repository lacks, sorted. Submodules' commits do not count: they are elsewhere.
    public fileprivate(set) var missing: [ObjectID] = []
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

    fileprivate init(first: [Int32]) { self.first = first }

    /// Adds a name's key.
    public mutating func add(key: Int32, of node: Int) { add(node, key) }

    /// The nodes that have a key.
    public var nodes: [Int] { first.indices.filter { first[$0] >= 0 } }

    /// Gives a key to the blobs that no tree names.
    public mutating func nameRest(_ table: ObjectTable, key: Int32) {
        for node in first.indices where first[node] < 0 && table.kind(of: node) == .blob { first[node] = key }
    }

    fileprivate mutating func add(_ node: Int, _ key: Int32) {
        if first[node] < 0 { first[node] = key } else if first[node] != key { more[node, default: []].insert(key) }
    }

    /// Walks all trees of a table.
    /// - Parameter key: the number of a name's key; called by several threads.
    public static func collect(
        _ table: ObjectTable, _ store: ObjectStore, threads: Int, budget: Int,
        isStopped: @escaping @Sendable () -> Bool = { false }, key: @escaping @Sendable ([UInt8]) -> Int32
    ) -> BlobKeys {
        let shared = Shared(table.count)
        DeltaWalk(table, store, .tree, budget: budget).run(
            threads: threads, isStopped: isStopped, makeVisitor: { NameCollector(table, store.format, shared, key) })
        return shared.result()
    }
}

/// What the workers gather. Which of a blob's keys comes first depends on their order; the set does not.
private final class Shared: Sendable {
    private struct State {
        var keys: BlobKeys
        var missing: Set<ObjectID> = []
    }

    private let state: Mutex<State>

    init(_ count: Int) { state = Mutex(State(keys: BlobKeys(first: [Int32](repeating: -1, count: count)))) }

    func add(_ pairs: [(node: Int32, key: Int32)]) {
        state.withLock { state in
            for pair in pairs { state.keys.add(Int(pair.node), pair.key) }
        }
    }

    func finish(_ missing: Set<ObjectID>, _ faults: [ObjectFault]) {
        state.withLock { state in
            state.missing.formUnion(missing)
            state.keys.faults += faults
        }
    }

    func result() -> BlobKeys {
        state.withLock { state in
            var keys = state.keys
            keys.missing = state.missing.sorted()
            keys.faults.sort { $0.description < $1.description }
            return keys
        }
    }
}

private struct NameCollector: ObjectVisitor, ~Copyable {
    private let table: ObjectTable
    private let format: ObjectFormat
    private let shared: Shared
    private let key: @Sendable ([UInt8]) -> Int32
    private var known: [[UInt8]: Int32] = [:]
    private var pairs: [(node: Int32, key: Int32)] = []
    private var missing: Set<ObjectID> = []
    private var faults: [ObjectFault] = []

    private static let most = 1 << 16

    init(
        _ table: ObjectTable, _ format: ObjectFormat, _ shared: Shared, _ key: @escaping @Sendable ([UInt8]) -> Int32
    ) {
        (self.table, self.format, self.shared, self.key) = (table, format, shared, key)
    }

    mutating func visit(
        _ node: Int, _ content: ByteBuffer, _ origin: DeltaOrigin<TreeMemo<Void>>?
    ) -> (memo: TreeMemo<Void>, cost: Int) {
        var memo = TreeMemo<Void>()
        do throws(ObjectFault) {
            var cursor = TreeCursor(
                content, format, base: origin?.memo.starts ?? [], copies: origin?.copies ?? [],
                keepsStarts: !table.deltas(of: node).isEmpty)
            while let step = try cursor.next() {
                // What was copied was noted when the base was visited.
                if case .new(let entry) = step, entry.mode != .gitlink { note(entry, in: content) }
            }
            memo.starts = cursor.starts
        } catch { faults.append(error.of(table.id(of: node))) }
        return (memo, memo.memoryCost)
    }

    private mutating func note(_ entry: TreeEntry, in content: ByteBuffer) {
        guard let node = find(entry.id) else { return }
        guard entry.mode != .directory else { return }
        let name = content.bytes.array(entry.name)
        let number = known[name] ?? key(name)
        if known.count >= NameCollector.most { known.removeAll(keepingCapacity: true) }
        known[name] = number
        pairs.append((node, number))
        if pairs.count >= NameCollector.most { flush() }
    }

    private mutating func find(_ id: ObjectID) -> Int32? {
        guard let node = table.node(of: id) else {
            missing.insert(id)
            return nil
        }
        return Int32(node)
    }

    private mutating func flush() {
        shared.add(pairs)
        pairs.removeAll(keepingCapacity: true)
    }

    mutating func visitLarge(_ node: Int, _ stream: BlobStream) {}

    mutating func fault(_ fault: ObjectFault) { faults.append(fault) }

    consuming func finish() {
        flush()
        shared.finish(missing, faults)
    }
}

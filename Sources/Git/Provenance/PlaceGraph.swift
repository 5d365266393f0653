/// Which trees lead to a few objects of interest: those that hold one of them, those that hold such trees, and so on up to the trees of
/// commits. One walk over all trees, then one pass from the bottom up; everything afterwards is arithmetic on dense arrays.

internal import Bytes
internal import Synchronization

public struct PlaceGraph: Sendable {
    /// A name in a tree: what it leads to is a tree of the graph, or (its complement) an object of interest, by number.
    struct Entry: Sendable {
        let name: Int32
        let target: Int32

        var leaf: Int? { target < 0 ? Int(~target) : nil }
    }

    /// The entries of tree t are `entries[starts[t]..<starts[t + 1]]`, in the order of their names' numbers.
    private(set) var starts: [Int32] = [0]
    private(set) var entries: [Entry] = []
    /// Trees, children before the trees that hold them. Trees in a circle, which only damage can make, are left out.
    private(set) var bottomUp: [Int32] = []
    /// The number of each node's tree; -1 for trees that lead nowhere.
    private var numbers: [Int32]
    private(set) var names: [[UInt8]]
    /// How many objects of interest there are.
    public let leafCount: Int

    public var treeCount: Int { starts.count - 1 }

    /// The number of the tree at a node of the table; nil where it leads to nothing of interest.
    public func tree(atNode node: Int) -> Int? {
        guard node >= 0, node < numbers.count, numbers[node] >= 0 else { return nil }
        return Int(numbers[node])
    }

    /// Trees that no tree holds.
    public var tops: [Int] {
        var isHeld = [Bool](repeating: false, count: treeCount)
        for entry in entries where entry.target >= 0 { isHeld[Int(entry.target)] = true }
        return isHeld.indices.filter { !isHeld[$0] }
    }

    func entries(of tree: Int) -> ArraySlice<Entry> { entries[Int(starts[tree])..<Int(starts[tree + 1])] }

    /// - Parameter leaves: the objects of interest, each once; they need not be in the repository.
    public init(
        _ table: ObjectTable, _ store: ObjectStore, leaves: [ObjectID], threads: Int, budget: Int,
        isStopped: @escaping @Sendable () -> Bool = { false }
    ) {
        let shared = EdgeList()
        let filter = LeafFilter(leaves)
        DeltaWalk(table, store, .tree, budget: budget).run(threads: threads, isStopped: isStopped) {
            EdgeCollector(table, store.format, filter, shared)
        }
        let (lists, names) = shared.take()
        self.names = names
        leafCount = leaves.count
        numbers = [Int32](repeating: -1, count: table.count)
        number(lists, EdgeLists.leading(lists, treeCount: table.count, leafCount: leaves.count), treeCount: table.count)
        sortBottomUp()
        dropCircles()
    }

    /// What leads to itself leads nowhere.
    private mutating func dropCircles() {
        guard bottomUp.count < treeCount else { return }
        var isSound = [Bool](repeating: false, count: treeCount)
        for tree in bottomUp { isSound[Int(tree)] = true }
        var (newStarts, kept): ([Int32], [Entry]) = ([0], [])
        for tree in 0..<treeCount {
            if isSound[tree] { kept += entries(of: tree) }
            newStarts.append(Int32(kept.count))
        }
        (starts, entries) = (newStarts, kept)
    }

    /// Keeps the edges whose lower end is an object of interest or leads to one.
    private mutating func number(_ lists: [[Int32]], _ leads: [Bool], treeCount: Int) {
        var count: Int32 = 0
        for tree in 0..<treeCount where leads[tree] {
            numbers[tree] = count
            count += 1
        }
        func isKept(_ edge: Edge) -> Bool { leads[edge.place(treeCount)] }
        starts = [Int32](repeating: 0, count: Int(count) + 1)
        for list in lists {
            EdgeLists.forEach(list) { if isKept($0) { starts[Int(numbers[Int($0.tree)]) + 1] += 1 } }
        }
        for tree in 0..<Int(count) { starts[tree + 1] += starts[tree] }
        var next = starts
        entries = [Entry](repeating: Entry(name: 0, target: 0), count: Int(starts[Int(count)]))
        for list in lists {
            EdgeLists.forEach(list) { edge in
                guard isKept(edge) else { return }
                let tree = Int(numbers[Int(edge.tree)])
                let target = edge.target < 0 ? edge.target : numbers[Int(edge.target)]
                entries[Int(next[tree])] = Entry(name: edge.name, target: target)
                next[tree] += 1
            }
        }
        for tree in 0..<Int(count) {
            entries[Int(starts[tree])..<Int(starts[tree + 1])].sort { ($0.name, $0.target) < ($1.name, $1.target) }
        }
    }

    private mutating func sortBottomUp() {
        var (waits, holders) = ([Int32](repeating: 0, count: treeCount), [Int32](repeating: 0, count: treeCount + 1))
        for tree in 0..<treeCount {
            for entry in entries(of: tree) where entry.target >= 0 {
                waits[tree] += 1
                holders[Int(entry.target) + 1] += 1
            }
        }
        for tree in 0..<treeCount { holders[tree + 1] += holders[tree] }
        var (next, upper) = (holders, [Int32](repeating: 0, count: Int(holders[treeCount])))
        for tree in 0..<treeCount {
            for entry in entries(of: tree) where entry.target >= 0 {
                upper[Int(next[Int(entry.target)])] = Int32(tree)
                next[Int(entry.target)] += 1
            }
        }
        bottomUp = (0..<treeCount).filter { waits[$0] == 0 }.map { Int32($0) }
        var done = 0
        while done < bottomUp.count {
            let tree = Int(bottomUp[done])
            done += 1
            for holder in upper[Int(holders[tree])..<Int(holders[tree + 1])] {
                waits[Int(holder)] -= 1
                if waits[Int(holder)] == 0 { bottomUp.append(holder) }
            }
        }
    }
}

/// A name in a tree, all by number. The target is a node, or the complement of a leaf's number.
private struct Edge {
    let tree: Int32
    let name: Int32
    let target: Int32

    /// Trees first, leaves behind them.
    func place(_ treeCount: Int) -> Int { target < 0 ? treeCount + Int(~target) : Int(target) }
}

/// Edges as the walk's workers write them down, a list each: a tree's node, how many edges it has, then the name and the target of each.
/// Histories have tens of millions.
private enum EdgeLists {
    static func forEach(_ list: [Int32], _ body: (Edge) -> Void) {
        var position = 0
        while position < list.count {
            let (tree, end) = (list[position], position + 2 + 2 * Int(list[position + 1]))
            position += 2
            while position < end {
                body(Edge(tree: tree, name: list[position], target: list[position + 1]))
                position += 2
            }
        }
    }

    /// Which trees and leaves (behind the trees) are of interest or lead to what is.
    static func leading(_ lists: [[Int32]], treeCount: Int, leafCount: Int) -> [Bool] {
        var starts = [Int32](repeating: 0, count: treeCount + leafCount + 1)
        for list in lists { forEach(list) { starts[$0.place(treeCount) + 1] += 1 } }
        for index in 1..<starts.count { starts[index] += starts[index - 1] }
        var upper = [Int32](repeating: 0, count: Int(starts[treeCount + leafCount]))
        // Filled from the ends: then each start has come to its place.
        var next = Array(starts.dropFirst())
        for list in lists {
            forEach(list) { edge in
                let place = edge.place(treeCount)
                next[place] -= 1
                upper[Int(next[place])] = edge.tree
            }
        }
        var leads = [Bool](repeating: false, count: treeCount + leafCount)
        var waiting = Array(treeCount..<treeCount + leafCount)
        for leaf in waiting { leads[leaf] = true }
        while let lower = waiting.popLast() {
            for edge in Int(starts[lower])..<Int(starts[lower + 1]) where !leads[Int(upper[edge])] {
                leads[Int(upper[edge])] = true
                waiting.append(Int(upper[edge]))
            }
        }
        return leads
    }
}

/// Which ids are of interest: asked for every entry of every tree, so most are turned away by a bit.
private final class LeafFilter: Sendable {
    private let numbers: [ObjectID: Int32]
    private let bits: [UInt64]

    init(_ leaves: [ObjectID]) {
        var bits = [UInt64](repeating: 0, count: 1 << 14)
        for leaf in leaves { bits[Int(leaf.prefix >> 50)] |= 1 << (leaf.prefix >> 44 & 63) }
        self.bits = bits
        numbers = Dictionary(leaves.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
    }

    func number(of id: ObjectID) -> Int32? {
        guard bits[Int(id.prefix >> 50)] >> (id.prefix >> 44 & 63) & 1 == 1 else { return nil }
        return numbers[id]
    }
}

/// What all workers gather: edges, and one number for each name.
private final class EdgeList: Sendable {
    private struct State {
        var lists: [[Int32]] = []
        var numbers: [[UInt8]: Int32] = [:]
        var names: [[UInt8]] = []
    }

    private let state = Mutex(State())

    func number(of name: [UInt8]) -> Int32 {
        state.withLock { state in
            if let known = state.numbers[name] { return known }
            let number = Int32(state.names.count)
            state.numbers[name] = number
            state.names.append(name)
            return number
        }
    }

    func add(_ list: [Int32]) { state.withLock { $0.lists.append(list) } }

    func take() -> (lists: [[Int32]], names: [[UInt8]]) {
        state.withLock { state in
            let result = (lists: state.lists, names: state.names)
            state = State()
            return result
        }
    }
}

/// What an entry of a tree leads to; as in `Edge`.
private struct KnownEntry {
    let name: Int32
    let target: Int32

    /// Neither to a tree nor to anything of interest.
    static let nothing = KnownEntry(name: -1, target: 0)
}

private struct EdgeCollector: ObjectVisitor, ~Copyable {
    private let table: ObjectTable
    private let format: ObjectFormat
    private let filter: LeafFilter
    private let shared: EdgeList
    private var names = NameTable()
    /// As `EdgeLists` has them.
    private var list: [Int32] = []

    /// A list that grew on would be copied again and again.
    private static let longest = 1 << 20

    init(_ table: ObjectTable, _ format: ObjectFormat, _ filter: LeafFilter, _ shared: EdgeList) {
        (self.table, self.format, self.filter, self.shared) = (table, format, filter, shared)
    }

    mutating func visit(
        _ node: Int, _ content: ByteBuffer, _ origin: DeltaOrigin<TreeMemo<KnownEntry>>?
    ) -> (memo: TreeMemo<KnownEntry>, cost: Int) {
        let isBase = !table.deltas(of: node).isEmpty
        var memo = TreeMemo<KnownEntry>()
        let start = list.count
        list.append(Int32(node))
        list.append(0)
        var cursor = TreeCursor(
            content, format, base: origin?.memo.starts ?? [], copies: origin?.copies ?? [], keepsStarts: isBase)
        // What cannot be read was said when the names were collected.
        while let step = try? cursor.next() {
            switch step {
            case .copied(let places):
                guard let base = origin?.memo else { continue }
                for place in places { note(base.known[place]) }
                if isBase { memo.known += base.known[places] }
            case .new(let entry):
                let known = known(entry, in: content)
                note(known)
                if isBase { memo.known.append(known) }
            }
        }
        if list.count == start + 2 { list.removeLast(2) } else { list[start + 1] = Int32((list.count - start - 2) / 2) }
        if list.count >= EdgeCollector.longest { flush() }
        memo.starts = cursor.starts
        // Of a damaged tree only a part is known.
        if memo.starts.count != memo.known.count + 1 { memo = TreeMemo() }
        return (memo, memo.memoryCost)
    }

    private mutating func flush() {
        shared.add(list)
        list = []
        list.reserveCapacity(EdgeCollector.longest + 4_096)
    }

    private mutating func note(_ entry: KnownEntry) {
        guard entry.name >= 0 else { return }
        list.append(entry.name)
        list.append(entry.target)
    }

    private mutating func known(_ entry: TreeEntry, in content: ByteBuffer) -> KnownEntry {
        guard entry.mode != .gitlink else { return .nothing }
        if let leaf = filter.number(of: entry.id) {
            return KnownEntry(name: number(of: entry, in: content), target: ~leaf)
        }
        guard entry.mode == .directory, let lower = table.node(of: entry.id) else { return .nothing }
        return KnownEntry(name: number(of: entry, in: content), target: Int32(lower))
    }

    private mutating func number(of entry: TreeEntry, in content: ByteBuffer) -> Int32 {
        names.number(content.bytes, entry.name) { shared.number(of: $0) }
    }

    mutating func visitLarge(_ node: Int, _ stream: BlobStream) {}

    mutating func fault(_ fault: ObjectFault) {}

    consuming func finish() { flush() }
}

/// All commits and annotated tags of a repository in dense arrays: which trees and parents commits have, and an order in which parents come
/// first. Read in one walk over the packs; whoever wants the messages is lent them on the way.
///
/// Commits have numbers: their places in the order. A parent that is missing is left out of the lists.

public import Bytes
internal import Synchronization

/// Takes the messages of commits and tags. One a thread.
public protocol MessageReader: ~Copyable, SendableMetatype {
    /// - Parameters:
    ///   - node: of the table.
    ///   - start: where in `content` the message begins; bytes, 0-based.
    mutating func read(_ node: Int, _ content: ByteBuffer, from start: Int)
    consuming func finish()
}

public struct CommitGraph: Sendable {
    /// By number.
    public private(set) var nodes: [Int32] = []
    /// The node of each commit's tree; -1 for one that is missing.
    public private(set) var trees: [Int32] = []
    /// Seconds since 1970 began, UTC.
    public private(set) var times: [Int] = []
    private var parentStarts: [Int32] = [0]
    private var parents: [Int32] = []
    /// The numbers of all commits, in the order of their nodes.
    private var numbersByNode: [Int32] = []
    private var targets: [Int32: ObjectID] = [:]
    /// What commits name and the repository lacks, with the number of a commit that names it.
    public private(set) var missing: [(id: ObjectID, commit: Int)] = []
    public private(set) var faults: [ObjectFault] = []

    public var count: Int { nodes.count }

    /// The numbers of a commit's parents, all smaller than its own.
    public func parents(of commit: Int) -> ArraySlice<Int32> {
        parents[Int(parentStarts[commit])..<Int(parentStarts[commit + 1])]
    }

    /// The number of the commit at a node.
    public func number(ofNode node: Int) -> Int? {
        let place = numbersByNode.indices.firstPlace { nodes[Int(numbersByNode[$0])] >= node }
        guard place < numbersByNode.count, nodes[Int(numbersByNode[place])] == node else { return nil }
        return Int(numbersByNode[place])
    }

    /// What the annotated tag at a node points to.
    public func target(ofTag node: Int) -> ObjectID? { targets[Int32(node)] }

    /// The nodes of all annotated tags.
    public var tags: [Int32] { targets.keys.sorted() }

    /// Walks all commits and tags of a table.
    /// - Parameter shallow: commits that are to have no parents: those of a shallow clone are not there.
    public static func collect<Reader: MessageReader & ~Copyable>(
        _ table: ObjectTable, _ store: ObjectStore, shallow: Set<ObjectID>, threads: Int, budget: Int,
        isStopped: @escaping @Sendable () -> Bool = { false }, makeReader: @escaping @Sendable () -> Reader
    ) -> CommitGraph {
        let shared = Gathered()
        for kind in [ObjectKind.commit, .tag] {
            DeltaWalk(table, store, kind, budget: budget).run(threads: threads, isStopped: isStopped) {
                LinkCollector(table, kind, store.format, shallow, shared, makeReader())
            }
        }
        return CommitGraph(shared.take(), table)
    }

    private init(_ gathered: consuming CommitLinks, _ table: ObjectTable) {
        let links = gathered
        // Each node's place in what was gathered.
        var places = [Int32](repeating: -1, count: table.count)
        for (place, node) in links.nodes.enumerated() { places[Int(node)] = Int32(place) }
        let known = links.parents(at: places)
        let order = CommitOrder(parents: known, times: links.times) { table.id(of: Int(links.nodes[$0])) }
        nodes.reserveCapacity(order.places.count)
        trees.reserveCapacity(order.places.count)
        times.reserveCapacity(order.places.count)
        parentStarts.reserveCapacity(order.places.count + 1)
        var numbers = [Int32](repeating: -1, count: links.nodes.count)
        for place in order.places {
            numbers[Int(place)] = Int32(nodes.count)
            nodes.append(links.nodes[Int(place)])
            trees.append(links.trees[Int(place)])
            times.append(links.times[Int(place)])
            // What a circle left out is nobody's parent: whoever has such a parent is left out, too.
            for parent in known[Int(place)] { parents.append(numbers[Int(parent)]) }
            parentStarts.append(Int32(parents.count))
        }
        for place in places where place >= 0 && numbers[Int(place)] >= 0 { numbersByNode.append(numbers[Int(place)]) }
        missing =
            links.absent.compactMap { absent in
                let number = numbers[Int(places[Int(absent.commit)])]
                return number >= 0 ? (absent.id, Int(number)) : nil
            }
            .sorted { ($0.id, $0.commit) < ($1.id, $1.commit) }
        targets = links.tags
        faults = links.faults.sorted { $0.description < $1.description }
        if order.places.count < links.nodes.count {
            faults.append(
                ObjectFault(.corrupt, "\(links.nodes.count - order.places.count) commits are their own ancestors"))
        }
    }
}

/// A list of numbers for each of many things, in one piece of memory.
private struct NumberLists {
    private var starts: [Int32] = [0]
    private var numbers: [Int32] = []

    var count: Int { starts.count - 1 }

    subscript(place: Int) -> ArraySlice<Int32> { numbers[Int(starts[place])..<Int(starts[place + 1])] }

    mutating func append(_ list: some Sequence<Int32>) {
        numbers += list
        starts.append(Int32(numbers.count))
    }

    init() {}

    /// For each number the places of the lists that have it. All numbers are places.
    init(turning lists: NumberLists) {
        starts = [Int32](repeating: 0, count: lists.count + 1)
        for number in lists.numbers { starts[Int(number) + 1] += 1 }
        for place in 0..<lists.count { starts[place + 1] += starts[place] }
        numbers = [Int32](repeating: 0, count: lists.numbers.count)
        var next = starts
        for place in 0..<lists.count {
            for number in lists[place] {
                numbers[Int(next[Int(number)])] = Int32(place)
                next[Int(number)] += 1
            }
        }
    }
}

/// An order in which parents come before their children, and older commits before younger ones where that leaves a choice. The same for
/// the same commits, however they are packed.
private struct CommitOrder {
    /// Commits in a circle, which only damage can make, are left out, and so is what has them as ancestors.
    private(set) var places: [Int32] = []

    init(parents: NumberLists, times: [Int], id: @escaping (Int) -> ObjectID) {
        var ready = Heap<(time: Int, place: Int32)> { left, right in
            left.time != right.time ? left.time < right.time : id(Int(left.place)) < id(Int(right.place))
        }
        var waits = (0..<parents.count).map { Int32(parents[$0].count) }
        let children = NumberLists(turning: parents)
        places.reserveCapacity(parents.count)
        for place in 0..<parents.count where waits[place] == 0 { ready.push((times[place], Int32(place))) }
        while let (_, place) = ready.pop() {
            places.append(place)
            for child in children[Int(place)] {
                waits[Int(child)] -= 1
                if waits[Int(child)] == 0 { ready.push((times[Int(child)], child)) }
            }
        }
    }
}

/// What the walk over commits and tags gathers: a line for each commit in each list.
private struct CommitLinks: Sendable {
    var nodes: [Int32] = []
    /// -1 for a tree that is missing.
    var trees: [Int32] = []
    var times: [Int] = []
    /// The nodes of the parents of commit n are `parents[parentEnds[n - 1]..<parentEnds[n]]`.
    private var parents: [Int32] = []
    private var parentEnds: [Int32] = []
    /// What is missing, with the node of the commit that names it.
    var absent: [(id: ObjectID, commit: Int32)] = []
    var tags: [Int32: ObjectID] = [:]
    var faults: [ObjectFault] = []

    mutating func add(_ node: Int, _ header: CommitHeader, _ table: ObjectTable, isEdge: Bool) {
        nodes.append(Int32(node))
        times.append(header.time)
        for parent in isEdge ? [] : header.parents {
            if let other = table.node(of: parent) {
                parents.append(Int32(other))
            } else {
                absent.append((parent, Int32(node)))
            }
        }
        parentEnds.append(Int32(parents.count))
        let tree = table.node(of: header.tree)
        trees.append(tree.map { Int32($0) } ?? -1)
        if tree == nil { absent.append((header.tree, Int32(node))) }
    }

    mutating func add(_ other: CommitLinks) {
        nodes += other.nodes
        trees += other.trees
        times += other.times
        let shift = Int32(parents.count)
        parents += other.parents
        parentEnds += other.parentEnds.lazy.map { $0 + shift }
        absent += other.absent
        tags.merge(other.tags) { first, _ in first }
        faults += other.faults
    }

    /// The parents of each, by their places here; each once.
    /// - Parameter places: of nodes; -1 for what is no commit.
    func parents(at places: [Int32]) -> NumberLists {
        var lists = NumberLists()
        var start = 0
        // Whose list a number was put on last.
        var listed = [Int32](repeating: -1, count: nodes.count)
        var list: [Int32] = []
        for (child, end) in parentEnds.enumerated() {
            for parent in start..<Int(end) {
                let place = places[Int(parents[parent])]
                guard place >= 0, listed[Int(place)] != child else { continue }
                listed[Int(place)] = Int32(child)
                list.append(place)
            }
            lists.append(list)
            list.removeAll(keepingCapacity: true)
            start = Int(end)
        }
        return lists
    }
}

/// What all workers of the walk gather.
private final class Gathered: Sendable {
    private let state = Mutex(CommitLinks())

    func add(_ other: CommitLinks) { state.withLock { $0.add(other) } }

    /// Takes all of it.
    func take() -> CommitLinks {
        state.withLock { state in
            var taken = CommitLinks()
            swap(&taken, &state)
            return taken
        }
    }
}

private struct LinkCollector<Reader: MessageReader & ~Copyable>: ObjectVisitor, ~Copyable {
    private let table: ObjectTable
    private let kind: ObjectKind
    private let format: ObjectFormat
    /// Commits that are to have no parents.
    private let edge: Set<ObjectID>
    private let shared: Gathered
    private var reader: Reader
    private var own = CommitLinks()

    init(
        _ table: ObjectTable, _ kind: ObjectKind, _ format: ObjectFormat, _ edge: Set<ObjectID>, _ shared: Gathered,
        _ reader: consuming Reader
    ) {
        (self.table, self.kind, self.format, self.edge, self.shared) = (table, kind, format, edge, shared)
        self.reader = reader
    }

    mutating func visit(_ node: Int, _ content: ByteBuffer, _ origin: DeltaOrigin<Void>?) -> (memo: Void, cost: Int) {
        if kind == .commit, let header = CommitHeader(content.bytes, format) {
            own.add(node, header, table, isEdge: !edge.isEmpty && edge.contains(table.id(of: node)))
            reader.read(node, content, from: header.messageStart)
        } else if kind == .tag, let header = TagHeader(content.bytes, format) {
            own.tags[Int32(node)] = header.target
            reader.read(node, content, from: header.messageStart)
        } else {
            own.faults.append(ObjectFault(.corrupt, "the \(kind.name) is damaged", object: table.id(of: node)))
        }
        return ((), 0)
    }

    mutating func visitLarge(_ node: Int, _ stream: BlobStream) {}

    mutating func fault(_ fault: ObjectFault) { own.faults.append(fault) }

    consuming func finish() {
        reader.finish()
        shared.add(own)
    }
}

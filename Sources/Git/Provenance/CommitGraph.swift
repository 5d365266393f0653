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
    private var numbers: [Int32: Int32] = [:]
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
    public func number(ofNode node: Int) -> Int? { numbers[Int32(node)].map(Int.init) }

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
                LinkCollector(table, kind, store.format, shared, makeReader())
            }
        }
        return CommitGraph(shared.take(), table, shallow)
    }

    private init(_ gathered: Gathered.State, _ table: ObjectTable, _ shallow: Set<ObjectID>) {
        var commits = gathered.commits.sorted { $0.node < $1.node }
        for place in commits.indices where shallow.contains(table.id(of: Int(commits[place].node))) {
            commits[place].parents = []
        }
        let places = Dictionary(uniqueKeysWithValues: commits.enumerated().map { ($1.node, $0) })
        var known: [[Int]] = []
        var absent: [(id: ObjectID, place: Int)] = []
        for (place, commit) in commits.enumerated() {
            var list: [Int] = []
            for parent in commit.parents {
                if let node = table.node(of: parent), let other = places[Int32(node)] {
                    if !list.contains(other) { list.append(other) }
                } else if table.node(of: parent) == nil {
                    absent.append((parent, place))
                }
            }
            known.append(list)
            if commit.tree < 0 { absent.append((commit.treeID, place)) }
        }
        let order = CommitOrder(parents: known, times: commits.map(\.time)) { table.id(of: Int(commits[$0].node)) }
        for place in order.places {
            let commit = commits[place]
            numbers[commit.node] = Int32(nodes.count)
            nodes.append(commit.node)
            trees.append(commit.tree)
            times.append(commit.time)
            parents += known[place].compactMap { numbers[commits[$0].node] }
            parentStarts.append(Int32(parents.count))
        }
        missing = absent.compactMap { entry in numbers[commits[entry.place].node].map { (entry.id, Int($0)) } }
            .sorted { ($0.id, $0.commit) < ($1.id, $1.commit) }
        targets = gathered.tags
        faults = gathered.faults.sorted { $0.description < $1.description }
        if order.places.count < commits.count {
            faults.append(
                ObjectFault(.corrupt, "\(commits.count - order.places.count) commits are their own ancestors"))
        }
    }
}

/// An order in which parents come before their children, and older commits before younger ones where that leaves a choice. The same for
/// the same commits, however they are packed.
private struct CommitOrder {
    /// Commits in a circle, which only damage can make, are left out.
    private(set) var places: [Int] = []

    init(parents: [[Int]], times: [Int], id: @escaping (Int) -> ObjectID) {
        var ready = Heap<Int> { left, right in
            times[left] != times[right] ? times[left] < times[right] : id(left) < id(right)
        }
        var waits = parents.map(\.count)
        var children = [[Int32]](repeating: [], count: parents.count)
        for (place, list) in parents.enumerated() { for parent in list { children[parent].append(Int32(place)) } }
        places.reserveCapacity(parents.count)
        for place in parents.indices where waits[place] == 0 { ready.push(place) }
        while let place = ready.pop() {
            places.append(place)
            for child in children[place] {
                waits[Int(child)] -= 1
                if waits[Int(child)] == 0 { ready.push(Int(child)) }
            }
        }
    }
}

/// What all workers of the walk gather.
private final class Gathered: Sendable {
    struct Links: Sendable {
        let node: Int32
        let treeID: ObjectID
        let tree: Int32
        var parents: [ObjectID]
        let time: Int
    }

    struct State {
        var commits: [Links] = []
        var tags: [Int32: ObjectID] = [:]
        var faults: [ObjectFault] = []
    }

    private let state = Mutex(State())

    func add(_ other: State) {
        state.withLock { state in
            state.commits += other.commits
            state.tags.merge(other.tags) { first, _ in first }
            state.faults += other.faults
        }
    }

    func take() -> State { state.withLock { $0 } }
}

private struct LinkCollector<Reader: MessageReader & ~Copyable>: ObjectVisitor, ~Copyable {
    private let table: ObjectTable
    private let kind: ObjectKind
    private let format: ObjectFormat
    private let shared: Gathered
    private var reader: Reader
    private var own = Gathered.State()

    init(
        _ table: ObjectTable, _ kind: ObjectKind, _ format: ObjectFormat, _ shared: Gathered,
        _ reader: consuming Reader
    ) {
        (self.table, self.kind, self.format, self.shared) = (table, kind, format, shared)
        self.reader = reader
    }

    mutating func visit(_ node: Int, _ content: ByteBuffer, _ origin: DeltaOrigin<Void>?) -> (memo: Void, cost: Int) {
        if kind == .commit, let header = CommitHeader(content.bytes, format) {
            let tree = table.node(of: header.tree).map { Int32($0) } ?? -1
            own.commits.append(
                Gathered.Links(
                    node: Int32(node), treeID: header.tree, tree: tree, parents: header.parents, time: header.time))
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

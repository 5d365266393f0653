/// Visits every object of a kind, each inflated once, a delta right after what it is a delta of: depth-first down the trees of deltas, on
/// several threads. Nothing recurses.
///
/// Memory is bounded (`WalkBudget`): what was forgotten is built anew from its chain when its turn comes, and what is too large to be
/// held lies in a temporary file.

public import Bytes

/// What a visitor is told of the base of an object.
public struct DeltaOrigin<Memo> {
    public let memo: Memo
    /// What was copied from the base, in the order of the object. Those that are contiguous in both are one.
    public let copies: [CopyRun]

    @inlinable
    init(memo: Memo, copies: [CopyRun]) { (self.memo, self.copies) = (memo, copies) }
}

/// One worker's part in a walk. Not shared between threads.
public protocol ObjectVisitor: ~Copyable, SendableMetatype {
    associatedtype Memo: Sendable
    /// Bytes of the shortest copy that it is told of: many deltas copy crumbs.
    static var leastCopy: Int { get }
    /// An object that another pack has, too, is visited once.
    /// - Parameters:
    ///   - node: of the table.
    ///   - origin: nil for what is no delta, and where the base is not remembered.
    /// - Returns: what the deltas of this object are told, and what that holds in memory (bytes).
    mutating func visit(_ node: Int, _ content: ByteBuffer, _ origin: DeltaOrigin<Memo>?) -> (memo: Memo, cost: Int)
    /// A blob too large to be held.
    mutating func visitLarge(_ node: Int, _ stream: BlobStream)
    /// An object that cannot be read.
    mutating func fault(_ fault: ObjectFault)
    /// The walk is over.
    consuming func finish()
}

extension ObjectVisitor where Self: ~Copyable {
    public static var leastCopy: Int { 0 }
}

public struct DeltaWalk: Sendable {
    private let table: ObjectTable
    private let store: ObjectStore
    private let kind: ObjectKind
    private let bytes: Int
    private let expansion: Int
    private let only: [Bool]?

    /// - Parameters:
    ///   - budget: bytes of memory.
    ///   - only: for each node whether to visit it, bases of such nodes included (`ObjectTable.marked`); nil: all.
    ///   - expansion: bytes that may be built in all; nil for what no honest repository needs. Beyond them, objects are faults.
    public init(
        _ table: ObjectTable, _ store: ObjectStore, _ kind: ObjectKind, budget: Int = 256 << 20, only: [Bool]? = nil,
        expansion: Int? = nil
    ) {
        (self.table, self.store, self.kind, bytes, self.only) = (table, store, kind, budget, only)
        // A large file with many small changes expands to some thousand times its pack.
        let packed = table.packs.reduce(0) { $0 + $1.file.bytes.count }
        self.expansion = expansion ?? max(64 << 30, 16_384 * packed)
    }

    /// Returns when all is visited, or soon after `isStopped` says so.
    @inlinable
    public func run<Visitor: ObjectVisitor & ~Copyable>(
        threads: Int, isStopped: @escaping @Sendable () -> Bool = { false },
        makeVisitor: @escaping @Sendable () -> Visitor
    ) {
        run(threads: threads, leastCopy: Visitor.leastCopy, isStopped: isStopped) { OneVisitor(makeVisitor()) }
    }

    @usableFromInline
    func run(
        threads: Int, leastCopy: Int, isStopped: @escaping @Sendable () -> Bool,
        makeVisitor: @escaping @Sendable () -> WalkVisitor
    ) {
        let budget = WalkBudget(
            bytes: bytes, threads: max(1, threads), packs: table.packs.count, expansion: expansion)
        let agenda = WalkAgenda(roots: table.roots.count)
        let (table, store, kind, only) = (table, store, kind, only)
        let work: @Sendable () -> Void = {
            var worker = WalkWorker(
                table, kind, only: only, agenda, budget,
                ObjectBuilder(table, store, kind, budget, leastCopy: leastCopy), makeVisitor())
            worker.run(isStopped)
            worker.finish()
        }
        var helpers: [WorkerThread] = []
        for _ in 1..<max(1, threads) {
            // Where no more threads are to be had, those at hand do it.
            if let helper = try? WorkerThread(work) { helpers.append(helper) }
        }
        work()
        for helper in helpers { helper.join() }
    }
}

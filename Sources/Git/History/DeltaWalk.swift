/// Visits every object of a kind, each inflated once, a delta right after what it is a delta of: depth-first down the trees of deltas, on
/// several threads. Nothing recurses.
///
/// What tasks wait for (bases and what visitors remember of them) is counted; beyond the budget a task keeps nothing and its object is
/// rebuilt from its chain when its turn comes.

public import Bytes
internal import Synchronization

/// A stretch of an object that a delta copies from its base. Bytes, 0-based.
public struct DeltaCopy: Sendable, Equatable {
    public let source: Int
    public let target: Int
    public let count: Int
}

/// What a visitor is told of the base of an object.
public struct DeltaOrigin<Memo> {
    public let memo: Memo
    /// In the order of the object.
    public let copies: [DeltaCopy]
}

/// One worker's part in a walk. Not shared between threads.
public protocol ObjectVisitor: ~Copyable, SendableMetatype {
    associatedtype Memo: Sendable
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

public struct DeltaWalk: Sendable {
    private let table: ObjectTable
    private let store: ObjectStore
    private let kind: ObjectKind
    private let budget: Int
    private let only: [Bool]?

    /// - Parameters:
    ///   - budget: bytes that may wait.
    ///   - only: for each node whether to visit it, bases of such nodes included (`ObjectTable.marked`); nil: all.
    public init(
        _ table: ObjectTable, _ store: ObjectStore, _ kind: ObjectKind, budget: Int = 256 << 20, only: [Bool]? = nil
    ) {
        (self.table, self.store, self.kind, self.budget, self.only) = (table, store, kind, budget, only)
    }

    /// Returns when all is visited, or soon after `isStopped` says so.
    public func run<Visitor: ObjectVisitor & ~Copyable>(
        threads: Int, isStopped: @escaping @Sendable () -> Bool = { false },
        makeVisitor: @escaping @Sendable () -> Visitor
    ) {
        let agenda = Agenda<Visitor.Memo>(table, kind, budget: budget, only: only)
        let (table, store, kind, limit) = (table, store, kind, max(budget / 4, 1 << 16))
        let work: @Sendable () -> Void = {
            var worker = WalkWorker(table, store, kind, limit: limit, agenda, makeVisitor())
            while !isStopped(), let task = agenda.take() {
                worker.perform(task)
                agenda.done()
            }
            agenda.stop()
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

/// A base that tasks wait for, counted as long as one of them does.
private final class HeldBase<Memo: Sendable>: Sendable {
    let content: ByteBuffer
    let memo: Memo
    private let cost: Int
    private let agenda: Agenda<Memo>

    /// Nil where it would exceed the budget.
    init?(_ content: ByteBuffer, _ memo: Memo, _ memoCost: Int, _ agenda: Agenda<Memo>) {
        cost = content.count + memoCost
        guard agenda.reserve(cost) else { return nil }
        (self.content, self.memo, self.agenda) = (content, memo, agenda)
    }

    deinit { agenda.release(cost) }
}

/// An object to visit, with its base where that is still held.
private struct WalkTask<Memo: Sendable>: Sendable {
    let node: Int
    let base: HeldBase<Memo>?
}

/// What is still to do, shared by the workers: the last that was added comes first, then the next root.
private final class Agenda<Memo: Sendable>: Sendable {
    private struct State {
        var tasks: [WalkTask<Memo>] = []
        var nextRoot = 0
        var active = 0
        var isStopped = false
    }

    private let state = Monitor(State())
    private let held = Atomic<Int>(0)
    private let table: ObjectTable
    private let kind: ObjectKind
    private let budget: Int
    private let only: [Bool]?

    init(_ table: ObjectTable, _ kind: ObjectKind, budget: Int, only: [Bool]?) {
        (self.table, self.kind, self.budget, self.only) = (table, kind, budget, only)
    }

    /// Nil when all is done. `done()` follows each task.
    func take() -> WalkTask<Memo>? {
        state.waiting { state -> WalkTask<Memo>?? in
            if state.isStopped { return .some(nil) }
            if let task = state.tasks.popLast() {
                state.active += 1
                return task
            }
            while state.nextRoot < table.roots.count {
                let root = Int(table.roots[state.nextRoot])
                state.nextRoot += 1
                guard table.kinds[root] == kind.rawValue, only?[root] != false else { continue }
                state.active += 1
                return WalkTask(node: root, base: nil)
            }
            return state.active == 0 ? .some(nil) : nil
        }
    }

    func add(_ nodes: ArraySlice<Int32>, _ base: HeldBase<Memo>?) {
        state.withLock { state in
            for node in nodes where only?[Int(node)] != false {
                state.tasks.append(WalkTask(node: Int(node), base: base))
            }
        }
        state.wakeAll()
    }

    func done() {
        let isLast = state.withLock { state in
            state.active -= 1
            return state.active == 0
        }
        if isLast { state.wakeAll() }
    }

    /// Whoever waits gives up.
    func stop() {
        state.withLock { state in
            state.isStopped = true
            // Tasks hold their bases, and those this.
            state.tasks.removeAll()
        }
        state.wakeAll()
    }

    func reserve(_ bytes: Int) -> Bool {
        let before = held.add(bytes, ordering: .relaxed).oldValue
        guard before + bytes > budget else { return true }
        release(bytes)
        return false
    }

    func release(_ bytes: Int) { held.subtract(bytes, ordering: .relaxed) }
}

private struct WalkWorker<Visitor: ObjectVisitor & ~Copyable>: ~Copyable {
    private let table: ObjectTable
    private let kind: ObjectKind
    private let agenda: Agenda<Visitor.Memo>
    private let limit: Int
    private var visitor: Visitor
    private var reader: ObjectReader
    private let inflater = Inflater()

    init(
        _ table: ObjectTable, _ store: ObjectStore, _ kind: ObjectKind, limit: Int, _ agenda: Agenda<Visitor.Memo>,
        _ visitor: consuming Visitor
    ) {
        (self.table, self.kind, self.limit, self.agenda) = (table, kind, limit, agenda)
        self.visitor = visitor
        reader = ObjectReader(store, limit: limit)
    }

    consuming func finish() { visitor.finish() }

    mutating func perform(_ task: WalkTask<Visitor.Memo>) {
        do throws(ObjectFault) {
            let (content, origin) = try load(task)
            let deltas = table.deltas(of: task.node)
            guard !table.isRepeated(task.node) else {
                // Its deltas are given its bytes by rebuilding it: rare, and nothing is remembered of it.
                agenda.add(deltas, nil)
                return
            }
            let (memo, cost) = visitor.visit(task.node, content, origin)
            guard !deltas.isEmpty else { return }
            agenda.add(deltas, HeldBase(content, memo, cost, agenda))
        } catch {
            perform(task, after: error.of(table.id(of: task.node)))
        }
    }

    /// What is too large is streamed where it can be. The deltas of what cannot be read are tried all the same: each is named.
    private mutating func perform(_ task: WalkTask<Visitor.Memo>, after fault: ObjectFault) {
        if fault.reason == .tooLarge, kind == .blob, !table.isRepeated(task.node),
            let stream = try? reader.stream(table.id(of: task.node))
        {
            visitor.visitLarge(task.node, stream)
        } else {
            visitor.fault(fault)
        }
        agenda.add(table.deltas(of: task.node), nil)
    }

    private mutating func load(
        _ task: WalkTask<Visitor.Memo>
    ) throws(ObjectFault) -> (ByteBuffer, DeltaOrigin<Visitor.Memo>?) {
        guard let pack = table.pack(of: task.node) else { return (try reader.read(table.id(of: task.node), kind), nil) }
        let offset = table.offsets[task.node]
        let entry = try pack.file.entry(at: offset)
        guard let base = task.base else { return (try reader.object(in: pack.source, at: offset).content, nil) }
        guard entry.size <= limit else {
            throw pack.file.fault(.tooLarge, "its delta is larger than is held in memory", offset)
        }
        let delta = ByteBuffer(capacity: entry.size)
        try pack.file.inflate(entry, into: delta, with: inflater)
        let source = base.content
        do throws(DeltaFault) {
            let content = try Delta.apply(delta.bytes, to: source.bytes, limit: limit)
            let copies = Delta.copies(of: delta)
            return (content, DeltaOrigin(memo: base.memo, copies: copies))
        } catch {
            throw pack.file.fault(error.isTooLarge ? .tooLarge : .corrupt, error.message, offset)
        }
    }
}

extension Delta {
    /// What an honest delta copies, in the order of its result.
    static func copies(of delta: ByteBuffer) -> [DeltaCopy] {
        guard var instructions = DeltaInstructions(delta.bytes) else { return [] }
        var (copies, target): ([DeltaCopy], Int) = ([], 0)
        while let instruction = instructions.next() {
            switch instruction {
            case .copy(let range):
                copies.append(DeltaCopy(source: range.lowerBound, target: target, count: range.count))
                target += range.count
            case .insert(let range): target += range.count
            }
        }
        return copies
    }
}

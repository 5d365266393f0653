/// What a walk may hold: one number of bytes, shared out so that nobody waits for what another will not give.
///
/// - Half is for what waits: bases whose deltas are still to come, and what visitors remember of them. Nobody waits for it: a worker that
///   lacks room forgets what it will need last, and builds it anew later.
/// - A quarter is what workers may take without asking, each its share: a delta, a base that is built anew, a result.
/// - A quarter is for those that need more, and they wait for each other. The largest object that is held is a third of it, so
///   that whoever needs three such pieces gets them some time.
///
/// What is larger than that lies in temporary files, which have a limit of their own; and so has the work: a small pack can say that it
/// expands to a thousand times what a disk holds.

internal import Bytes
internal import Synchronization

final class WalkBudget: Sendable {
    /// Bytes of the largest object that is held in memory.
    let largest: Int
    /// Bytes of the largest piece that a worker may take without asking.
    let share: Int
    /// Bytes of a pack, or of a temporary file, that a worker keeps in memory.
    let pageLimit: Int
    private let waitingLimit: Int
    private let fileLimit: Int
    private let expansionLimit: Int
    private let waiting = Atomic<Int>(0)
    private let files = Atomic<Int>(0)
    private let expanded = Atomic<Int>(0)
    private let pool: Monitor<Int>

    /// Smaller than this no object is thought too large: a page or so of text.
    private static let leastLargest = 1 << 16

    /// - Parameters:
    ///   - bytes: of memory.
    ///   - expansion: bytes that may be built, in all.
    init(bytes: Int, threads: Int, packs: Int, expansion: Int) {
        waitingLimit = bytes / 2
        largest = min(max(bytes / 12, WalkBudget.leastLargest), 1 << 30)
        share = min(largest, bytes / 12 / threads)
        // Each worker has a view of every pack.
        pageLimit = max(1 << 18, min(bytes / 4, 64 << 20) / threads / max(1, packs))
        fileLimit = 16 * max(bytes, 1 << 22)
        expansionLimit = expansion
        pool = Monitor(3 * largest)
    }

    // MARK: What waits

    /// Whether there is room for so many bytes; then they are taken.
    func reserve(_ bytes: Int) -> Bool { WalkBudget.take(bytes, from: waiting, limit: waitingLimit) }

    func release(_ bytes: Int) { waiting.subtract(bytes, ordering: .relaxed) }

    func reserveFile(_ bytes: Int) -> Bool { WalkBudget.take(bytes, from: files, limit: fileLimit) }

    func releaseFile(_ bytes: Int) { files.subtract(bytes, ordering: .relaxed) }

    private static func take(_ bytes: Int, from count: borrowing Atomic<Int>, limit: Int) -> Bool {
        guard count.add(bytes, ordering: .relaxed).newValue > limit else { return true }
        count.subtract(bytes, ordering: .relaxed)
        return false
    }

    // MARK: What workers hold

    /// Waits until so many bytes (at most three of the largest objects) are to be had. A worker that has some asks for no more.
    func borrow(_ bytes: Int) {
        precondition(bytes <= 3 * largest, "nobody holds so much")
        pool.waiting { free -> Void? in
            guard free >= bytes else { return nil }
            free -= bytes
            return ()
        }
    }

    func giveBack(_ bytes: Int) {
        pool.withLock { $0 += bytes }
        pool.wakeAll()
    }

    // MARK: Work

    /// Counts what was built.
    func add(expanded bytes: Int) { expanded.add(bytes, ordering: .relaxed) }

    /// Whether the packs expand beyond all measure.
    /// - Parameter uncounted: bytes that were not added yet.
    func isExhausted(_ uncounted: Int) -> Bool { expanded.load(ordering: .relaxed) + uncounted > expansionLimit }
}

/// Bytes that were reserved, given back when nobody has them any more.
@usableFromInline
final class HeldCost: Sendable {
    private let bytes: Int
    private let budget: WalkBudget

    init(bytes: Int, _ budget: WalkBudget) { (self.bytes, self.budget) = (bytes, budget) }

    deinit { budget.release(bytes) }
}

/// Something that waits, counted as long as it does.
final class Held<Value: Sendable>: Sendable {
    let value: Value
    private let cost: Int
    private let isFile: Bool
    private let budget: WalkBudget

    /// - Parameter cost: bytes, which were reserved.
    init(_ value: Value, cost: Int, isFile: Bool = false, _ budget: WalkBudget) {
        (self.value, self.cost, self.isFile, self.budget) = (value, cost, isFile, budget)
    }

    deinit { if isFile { budget.releaseFile(cost) } else { budget.release(cost) } }
}

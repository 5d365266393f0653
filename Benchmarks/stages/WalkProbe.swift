import Bytes
import Git

/// What reading a history costs before anything is scanned: the table of objects, and a walk over each kind that only looks at the bytes.
struct WalkProbe {
    private let store: ObjectStore
    private let threads: Int
    private let budget: Int

    /// Nil unless the arguments are `--walk OBJECTS [THREADS [MEGABYTES]]`.
    init?(arguments: [String]) {
        guard arguments.count >= 2, arguments[0] == "--walk" else { return nil }
        store = ObjectStore(FilePath(Array(arguments[1].utf8)))
        threads = arguments.count > 2 ? Int(arguments[2]) ?? 1 : Processors.online
        budget = (arguments.count > 3 ? Int(arguments[3]) ?? 256 : 256) << 20
    }

    func print() {
        var lines = ["| step | objects | bytes | faults | wall ms | CPU ms |", "|---|---:|---:|---:|---:|---:|"]
        func add(_ name: String, _ body: () -> WalkCount) {
            let (wall, cpu) = (ContinuousClock.now, ProcessClock.cpuTime)
            let count = body()
            let (spent, used) = (ContinuousClock.now - wall, ProcessClock.cpuTime - cpu)
            lines.append(
                "| \(name) | \(count.objects) | \(count.bytes) | \(count.faults) | \(milliseconds(spent)) "
                    + "| \(milliseconds(used)) |")
        }
        var table: ObjectTable?
        add("table") {
            let made = ObjectTable(store)
            table = made
            return WalkCount(objects: made.count, bytes: 0, faults: made.faults.count)
        }
        guard let table else { return }
        add("names of blobs") {
            let keys = BlobKeys.collect(table, store, threads: threads, budget: budget) { _ in 0 }
            return WalkCount(objects: 0, bytes: 0, faults: keys.faults.count)
        }
        for (name, kind) in [("commits", ObjectKind.commit), ("trees", .tree), ("blobs", .blob), ("tags", .tag)] {
            add(name) {
                let total = WalkTotal()
                DeltaWalk(table, store, kind, budget: budget).run(threads: threads) { Counter(total) }
                return total.count
            }
        }
        Swift.print(lines.joined(separator: "\n"))
    }

    private func milliseconds(_ time: Duration) -> Int { Int(time / .milliseconds(1)) }
}

private struct WalkCount: Sendable {
    var objects = 0
    var bytes = 0
    var faults = 0
}

private final class WalkTotal: Sendable {
    private let state = Monitor(WalkCount())

    var count: WalkCount { state.withLock { $0 } }

    func add(_ other: WalkCount) {
        state.withLock { count in
            count.objects += other.objects
            count.bytes += other.bytes
            count.faults += other.faults
        }
    }
}

/// Counts, and nothing else.
private struct Counter: ObjectVisitor, ~Copyable {
    private let total: WalkTotal
    private var own = WalkCount()

    init(_ total: WalkTotal) { self.total = total }

    mutating func visit(_ node: Int, _ content: ByteBuffer, _ origin: DeltaOrigin<Void>?) -> (memo: Void, cost: Int) {
        own.objects += 1
        own.bytes += content.count
        return ((), 0)
    }

    mutating func visitLarge(_ node: Int, _ stream: BlobStream) {
        own.objects += 1
        own.bytes += stream.size
    }

    mutating func fault(_ fault: ObjectFault) { own.faults += 1 }

    consuming func finish() { total.add(own) }
}

/// Results leave in list order, in whatever order they are made.

import Bytes
import Synchronization
import TestSupport
import Testing

@testable import Inputs

struct OrderedWorkTests {
    /// What was delivered, from any thread.
    private final class Results: Sendable {
        private let list = Mutex<[String]>([])
        var all: [String] { list.withLock { $0 } }
        func add(_ result: String) { list.withLock { $0.append(result) } }
    }

    private let results = Results()

    private func work(_ items: [String]) -> OrderedWork<String, String> {
        OrderedWork(items) { [results] in results.add($0) }
    }

    @Test func completionOrderDoesNotMatter() throws {
        for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
            let results = Results()
            let work = OrderedWork<String, String>(["a", "b", "c", "d"]) { results.add($0) }
            let tickets = try (0..<4).map { _ in try #require(work.take()) }
            #expect(tickets.map(\.item) == ["a", "b", "c", "d"])
            for index in order { work.complete(tickets[index], tickets[index].item.uppercased()) }
            #expect(results.all == ["A", "B", "C", "D"])
            #expect(work.take() == nil)
        }
    }

    @Test func resultsWaitForTheOnesBefore() throws {
        let work = work(["a", "b", "c"])
        let (a, b, c) = try (#require(work.take()), #require(work.take()), #require(work.take()))
        work.complete(c, "C")
        work.complete(b, nil)
        #expect(results.all.isEmpty)
        work.complete(a, "A")
        #expect(results.all == ["A", "C"])
    }

    @Test func entriesTakeThePlaceOfTheirDirectory() throws {
        let work = work(["d", "z"])
        let d = try #require(work.take())
        let z = try #require(work.take())
        work.complete(z, "Z")
        work.replace(d, with: ["d1", "d2"], output: "D")
        #expect(results.all == ["D"])
        let d1 = try #require(work.take())
        #expect(d1.item == "d1")
        work.replace(d1, with: ["d1x"], output: nil)
        let (d1x, d2) = try (#require(work.take()), #require(work.take()))
        #expect([d1x.item, d2.item] == ["d1x", "d2"])
        work.complete(d2, "D2")
        #expect(results.all == ["D"])
        work.complete(d1x, "D1X")
        #expect(results.all == ["D", "D1X", "D2", "Z"])
        #expect(work.take() == nil)
    }

    @Test func emptyDirectoryLeavesNothing() throws {
        let work = work(["d"])
        work.replace(try #require(work.take()), with: [], output: nil)
        #expect(work.take() == nil && results.all.isEmpty && work.waiting == 0)
    }

    @Test func nothingIsHandedOutAfterAStop() throws {
        let work = work(["a", "b"])
        let a = try #require(work.take())
        work.stop(ifStopped: false)
        let b = try #require(work.take())
        work.stop(ifStopped: true)
        #expect(work.take() == nil)
        work.complete(b, "B")
        work.complete(a, "A")
        #expect(results.all == ["A", "B"])
    }

    /// A worker that waits for entries is let go when another stops.
    @Test func waitingWorkerIsWokenByAStop() throws {
        let work = work(["d"])
        let d = try #require(work.take())
        let other = try WorkerThread { if work.take() != nil { Issue.record("something was handed out") } }
        work.stop(ifStopped: true)
        other.join()
        work.complete(d, nil)
    }

    @Test func waitingWorkerIsWokenByTheEnd() throws {
        let work = work(["d"])
        let d = try #require(work.take())
        let others = try (0..<3).map { _ in
            try WorkerThread { if work.take() != nil { Issue.record("something was handed out") } }
        }
        work.complete(d, nil)
        for other in others { other.join() }
    }

    // MARK: Trees

    /// A made-up tree: an item is a path; one that ends in a slash has entries.
    private static func entries(of path: String) -> [String] {
        var noise = Noise(seed: UInt64(path.utf8.reduce(7) { ($0 &* 31 &+ UInt64($1)) & 0xFFFF_FFFF }))
        let depth = path.count { $0 == "/" }
        return (0..<noise.number(0..<9)).map { "\(path)\($0)" + (depth < 5 && noise.chance(2) ? "/" : "") }
    }

    private static func expected(_ path: String) -> [String] {
        guard path.hasSuffix("/") else { return [path] }
        return [path] + entries(of: path).flatMap(expected)
    }

    @Test(arguments: [1, 2, 8])
    func anyNumberOfThreadsGivesTheSameOrder(_ threads: Int) throws {
        let roots = (0..<40).map { "r\($0)/" }
        let work = work(roots)
        let workers = try (0..<threads).map { _ in
            try WorkerThread {
                while let ticket = work.take() {
                    if ticket.item.hasSuffix("/") {
                        work.replace(ticket, with: Self.entries(of: ticket.item), output: ticket.item)
                    } else {
                        work.complete(ticket, ticket.item)
                    }
                }
            }
        }
        for worker in workers { worker.join() }
        let expected = roots.flatMap(Self.expected)
        #expect(expected.count > 1_000)
        #expect(results.all == expected)
    }

    /// Two directories that are read at once: the later one's entries are taken first, and when too many of their results wait, the
    /// next to be taken is the entry of the earlier one that they wait for. (All workers once waited for it for ever.)
    @Test func whatHeldResultsWaitForIsTakenNext() throws {
        let work = work(["d1/", "d2/"])
        let first = try #require(work.take())
        let second = try #require(work.take())
        work.replace(first, with: ["d1/a"], output: nil)
        work.replace(second, with: (0..<5_000).map { "d2/\($0)" }, output: nil)
        for _ in 0..<4_096 {
            let ticket = try #require(work.take())
            #expect(ticket.item.hasPrefix("d2/"))
            work.complete(ticket, ticket.item)
        }
        let awaited = try #require(work.take())
        #expect(awaited.item == "d1/a")
        work.complete(awaited, "d1/a")
        while let ticket = work.take() { work.complete(ticket, ticket.item) }
        #expect(results.all == ["d1/a"] + (0..<5_000).map { "d2/\($0)" })
    }

    /// More results than may be held wait for the first: the others wait too, and all goes on when it is done.
    @Test func slowFirstItemHoldsTheOthersBack() throws {
        let count = 10_000
        let work = OrderedWork<Int, String>(Array(0..<count)) { [results] in results.add($0) }
        let first = try #require(work.take())
        let finished = Monitor(0)
        let helper = try WorkerThread {
            while let ticket = work.take() {
                work.complete(ticket, "\(ticket.item)")
                finished.withLock { $0 += 1 }
                finished.wakeAll()
            }
        }
        _ = finished.waiting { $0 >= 4_096 ? true : nil }
        #expect(results.all.isEmpty)
        work.complete(first, "0")
        helper.join()
        #expect(results.all == (0..<count).map(String.init))
    }

    /// On a small stack, where freeing one slot after another recursively would not fit.
    @Test func longListsDoNotOverflowTheStack() throws {
        let count = 300_000
        let thread = try WorkerThread(stackSize: 1 << 17) {
            let stopped = OrderedWork<Int, Int>(Array(0..<count)) { _ in }
            if stopped.take() == nil { Issue.record("nothing to take") }
            stopped.stop(ifStopped: true)
            stopped.unlink()
            let finished = OrderedWork<Int, Int>([0]) { _ in }
            if let ticket = finished.take() { finished.replace(ticket, with: Array(0..<count), output: nil) }
            while let ticket = finished.take() { finished.complete(ticket, nil) }
            finished.unlink()
        }
        thread.join()
    }
}

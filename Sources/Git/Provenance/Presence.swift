/// Which commits have which secrets, 256 secrets at a time: a bit for each in every tree and every commit, worked out from the bottom up.

internal import Bytes
internal import Synchronization

/// How long a secret was in a history.
public struct Presence: Sendable, Equatable {
    /// How many of the commits have it.
    public var commits = 0
    /// The last commit that removed it: all of its parents have it. Nil where nothing did.
    public var removed: Int?
    /// Which of the tips have it, by their places in the list.
    public var tips: [Int] = []

    /// - Parameters:
    ///   - groups: for each secret the objects of interest that hold it.
    ///   - commits: what counts, by number.
    ///   - tips: numbers of commits.
    public static func all(
        _ graph: PlaceGraph, _ history: CommitGraph, groups: [[Int32]], commits: [Bool], tips: [Int], threads: Int
    ) -> [Presence] {
        let starts = Array(stride(from: 0, to: groups.count, by: Bits.bitCount))
        let results = Mutex([Presence](repeating: Presence(), count: groups.count))
        let next = Atomic<Int>(0)
        let work: @Sendable () -> Void = {
            while true {
                let chunk = next.add(1, ordering: .relaxed).oldValue
                guard chunk < starts.count else { return }
                let range = starts[chunk]..<min(starts[chunk] + Bits.bitCount, groups.count)
                let found = Presence.chunk(graph, history, groups[range], commits, tips)
                results.withLock { all in for (index, one) in zip(range, found) { all[index] = one } }
            }
        }
        // Each has a table of all trees.
        let helpers = (1..<max(1, min(threads, starts.count, 4))).compactMap { _ in try? WorkerThread(work) }
        work()
        for helper in helpers { helper.join() }
        return results.withLock { $0 }
    }

    private static func chunk(
        _ graph: PlaceGraph, _ history: CommitGraph, _ groups: ArraySlice<[Int32]>, _ commits: [Bool], _ tips: [Int]
    ) -> [Presence] {
        var leaves = [Bits](repeating: Bits(), count: graph.leafCount)
        for (bit, group) in groups.enumerated() { for leaf in group { leaves[Int(leaf)].insert(bit) } }
        var trees = [Bits](repeating: Bits(), count: graph.treeCount)
        let (starts, entries) = (graph.starts, graph.entries)
        for tree in graph.bottomUp {
            var held = Bits()
            for place in Int(starts[Int(tree)])..<Int(starts[Int(tree) + 1]) {
                let target = entries[place].target
                let lower = target < 0 ? leaves[Int(~target)] : trees[Int(target)]
                held.words = held.words | lower.words
            }
            trees[Int(tree)] = held
        }
        var found = [Presence](repeating: Presence(), count: groups.count)
        func held(_ commit: Int) -> Bits { graph.tree(atNode: Int(history.trees[commit])).map { trees[$0] } ?? Bits() }
        var counter = BitCounter(groups.count)
        for commit in 0..<history.count where commits[commit] {
            let now = held(commit)
            counter.add(now)
            var before = Bits.all
            let parents = history.parents(of: commit)
            for parent in parents { before.words = before.words & held(Int(parent)).words }
            guard !parents.isEmpty else { continue }
            before.words = before.words & ~now.words
            before.visit { found[$0].removed = commit }
        }
        for (bit, count) in counter.finish().enumerated() { found[bit].commits = count }
        for (place, tip) in tips.enumerated() { held(tip).visit { found[$0].tips.append(place) } }
        return found
    }
}

/// A set of small numbers.
private struct Bits {
    var words = SIMD4<UInt64>()

    static let bitCount = 256
    static let all = Bits(words: ~SIMD4<UInt64>())

    mutating func insert(_ bit: Int) { words[bit / 64] = words[bit / 64] | 1 << UInt64(bit % 64) }

    func visit(_ body: (Int) -> Void) {
        guard words != SIMD4() else { return }
        for index in 0..<4 {
            var rest = words[index]
            while rest != 0 {
                body(64 * index + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
    }
}

/// In how many of a sequence of sets each number is. Sets that follow each other are mostly alike, so only what differs is looked at.
private struct BitCounter {
    private var last = Bits()
    /// How many sets there were.
    private var total = 0
    private var counts: [Int]
    /// How many there were before the number came, for those that the last set has.
    private var since: [Int]

    init(_ count: Int) {
        counts = [Int](repeating: 0, count: count)
        since = counts
    }

    mutating func add(_ set: Bits) {
        let came = Bits(words: set.words & ~last.words)
        let went = Bits(words: last.words & ~set.words)
        came.visit { since[$0] = total }
        went.visit { counts[$0] += total - since[$0] }
        last = set
        total += 1
    }

    consuming func finish() -> [Int] {
        add(Bits())
        total -= 1
        return counts
    }
}

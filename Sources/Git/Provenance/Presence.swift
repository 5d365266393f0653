/// Which commits have which secrets, 64 secrets at a time: one word a tree and one a commit, worked out from the bottom up.

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
        let starts = Array(stride(from: 0, to: groups.count, by: 64))
        let results = Mutex([Presence](repeating: Presence(), count: groups.count))
        let next = Atomic<Int>(0)
        let work: @Sendable () -> Void = {
            while true {
                let chunk = next.add(1, ordering: .relaxed).oldValue
                guard chunk < starts.count else { return }
                let range = starts[chunk]..<min(starts[chunk] + 64, groups.count)
                let found = Presence.chunk(graph, history, groups[range], commits, tips)
                results.withLock { all in for (index, one) in zip(range, found) { all[index] = one } }
            }
        }
        let helpers = (1..<max(1, min(threads, starts.count))).compactMap { _ in try? WorkerThread(work) }
        work()
        for helper in helpers { helper.join() }
        return results.withLock { $0 }
    }

    private static func chunk(
        _ graph: PlaceGraph, _ history: CommitGraph, _ groups: ArraySlice<[Int32]>, _ commits: [Bool], _ tips: [Int]
    ) -> [Presence] {
        var leaves = [UInt64](repeating: 0, count: graph.leafCount)
        for (bit, group) in groups.enumerated() { for leaf in group { leaves[Int(leaf)] |= 1 << UInt64(bit) } }
        var trees = [UInt64](repeating: 0, count: graph.treeCount)
        for tree in graph.bottomUp {
            var word: UInt64 = 0
            for entry in graph.entries(of: Int(tree)) {
                word |= entry.target < 0 ? leaves[Int(~entry.target)] : trees[Int(entry.target)]
            }
            trees[Int(tree)] = word
        }
        func held(_ commit: Int) -> UInt64 { graph.tree(atNode: Int(history.trees[commit])).map { trees[$0] } ?? 0 }
        var found = [Presence](repeating: Presence(), count: groups.count)
        var words = [UInt64](repeating: 0, count: history.count)
        for commit in 0..<history.count {
            let word = held(commit)
            words[commit] = word
            guard commits[commit] else { continue }
            forEachBit(word) { found[$0].commits += 1 }
            let parents = history.parents(of: commit)
            guard !parents.isEmpty else { continue }
            let before = parents.reduce(~0 as UInt64) { $0 & words[Int($1)] }
            forEachBit(before & ~word) { found[$0].removed = commit }
        }
        for (place, tip) in tips.enumerated() { forEachBit(words[tip]) { found[$0].tips.append(place) } }
        return found
    }

    private static func forEachBit(_ word: UInt64, _ body: (Int) -> Void) {
        var rest = word
        while rest != 0 {
            body(rest.trailingZeroBitCount)
            rest &= rest - 1
        }
    }
}

/// What one commit has that another has not, and where both meet: what `git rev-list --topo-order` and `git merge-base --all` say, read
/// from the objects. Git needs several times as long, most of it for its own start.
///
/// Commits are looked at by their dates, the newest first, and each hands down which of the two ends reaches it. Dates may lie: where
/// a commit was passed before it was known that the base reaches it, it is told later, as long as anything is left to look at that only
/// one end reaches. What is missed beyond that counts as new, never as old.

internal import Bytes

struct CommitWalk {
    /// Commits whose parents a shallow clone lacks.
    let edge: Set<ObjectID>

    /// Which ends reach a commit.
    private struct Reach: OptionSet {
        let rawValue: UInt8
        static let head = Reach(rawValue: 1)
        static let base = Reach(rawValue: 2)
        /// Below a commit that both reach: of no interest.
        static let stale = Reach(rawValue: 4)
        static let both: Reach = [.head, .base]
    }

    private struct Node {
        let parents: [ObjectID]
        let time: Int
        var reach: Reach = []
        /// How often it waits.
        var waiting = 0
        var isCommon = false
    }

    private struct Painting {
        var nodes: [ObjectID: Node] = [:]
        /// Commits that both ends reach, the first on their line.
        var common: [ObjectID] = []
    }

    /// Git looks at so many more when nothing of interest is left.
    private static let slop = 5
    /// Of more meeting points, those that others reach are not sorted out.
    private static let mostBases = 16

    /// What `head` has that `base` has not.
    func range(
        from base: ObjectID, to head: ObjectID, _ reader: inout ObjectReader
    ) throws(ObjectFault) -> CommitRange {
        guard base != head else { return CommitRange(commits: [], mergeBases: [base]) }
        let painting = try paint(base, head, &reader)
        let common = painting.common.filter { painting.nodes[$0]?.reach.contains(.stale) == false }
        return CommitRange(commits: order(painting, from: head), mergeBases: try withoutRedundant(common, &reader))
    }

    private func paint(
        _ base: ObjectID, _ head: ObjectID, _ reader: inout ObjectReader
    ) throws(ObjectFault) -> Painting {
        var painting = Painting()
        var queue = Heap<(time: Int, id: ObjectID)> { $0.time > $1.time }
        // How many wait that are not stale.
        var live = 0
        var oldestNew = Int.max
        func add(_ id: ObjectID, _ reach: Reach, _ reader: inout ObjectReader) throws(ObjectFault) {
            if painting.nodes[id] == nil {
                let commit = try reader.commit(id)
                painting.nodes[id] = Node(
                    parents: edge.contains(id) ? [] : commit.parents, time: commit.committer.time)
            }
            guard var node = painting.nodes[id], !node.reach.isSuperset(of: reach) else { return }
            if !node.reach.contains(.stale), reach.contains(.stale) { live -= node.waiting }
            node.reach.formUnion(reach)
            node.waiting += 1
            if !node.reach.contains(.stale) { live += 1 }
            painting.nodes[id] = node
            queue.push((node.time, id))
        }
        try add(head, .head, &reader)
        try add(base, .base, &reader)
        var slop = CommitWalk.slop
        while let next = queue.first {
            if live > 0 || next.time >= oldestNew { slop = CommitWalk.slop } else { slop -= 1 }
            guard slop > 0, let id = queue.pop()?.id, var node = painting.nodes[id] else { break }
            node.waiting -= 1
            if !node.reach.contains(.stale) { live -= 1 }
            if node.reach == .head { oldestNew = min(oldestNew, node.time) }
            var handed = node.reach
            if node.reach == .both {
                if !node.isCommon {
                    node.isCommon = true
                    painting.common.append(id)
                }
                handed.insert(.stale)
            }
            painting.nodes[id] = node
            for parent in node.parents { try add(parent, handed, &reader) }
        }
        return painting
    }

    /// The commits that only the head reaches, parents before their children, as git orders them.
    private func order(_ painting: Painting, from head: ObjectID) -> [CommitRange.Member] {
        func isNew(_ id: ObjectID) -> Bool { painting.nodes[id]?.reach == .head }
        var children: [ObjectID: Int] = [:]
        for node in painting.nodes.values where node.reach == .head {
            for parent in node.parents where isNew(parent) { children[parent, default: 0] += 1 }
        }
        var commits: [CommitRange.Member] = []
        var ready = isNew(head) ? [head] : []
        while let id = ready.popLast() {
            guard let node = painting.nodes[id] else { continue }
            commits.append(CommitRange.Member(id: id, parents: node.parents))
            for parent in node.parents where isNew(parent) {
                children[parent, default: 0] -= 1
                if children[parent] == 0 { ready.append(parent) }
            }
        }
        return commits.reversed()
    }

    /// Without the commits that others of them reach, the newest first.
    private func withoutRedundant(
        _ common: [ObjectID], _ reader: inout ObjectReader
    ) throws(ObjectFault) -> [ObjectID] {
        guard common.count > 1, common.count <= CommitWalk.mostBases else { return common }
        var best: [ObjectID] = []
        for id in common {
            var isReached = false
            for other in common where other != id && !isReached {
                let reach = try paint(id, other, &reader).nodes[id]?.reach
                isReached = reach?.contains(.head) == true
            }
            if !isReached { best.append(id) }
        }
        return best
    }
}

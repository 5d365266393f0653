/// Finds the trees that lead to objects of interest, from these upwards: what names them, what names that, and so on.
///
/// A tree has an entry because it says so itself, or because the tree that it is a delta of has it and it copies it. So each entry that leads
/// somewhere is followed from the tree that says it down the deltas that copy it. Nothing is looked at that leads nowhere.

internal import Bytes

struct UpwardSearch {
    /// An entry of a tree that leads to something. The tree is a number of the search; the target likewise, or (its complement) the number of
    /// an object of interest.
    struct Link {
        let tree: Int32
        let name: Int32
        let target: Int32
    }

    /// A tree that says an entry itself.
    private struct Holder {
        let tree: Int32
        let index: Int32
        let name: Int32
    }

    private let table: ObjectTable
    private let trees: TreeIndex
    /// What a target of the index is: 0 for a tree, the complement of its number for an object of interest, `nothing` for anything else.
    private var roles: [Int32]
    private static let nothing = Int32.max
    /// The holders of target t are `holders[holderStarts[t]..<holderStarts[t + 1]]`.
    private var holderStarts: [Int32]
    private var holders: [Holder] = []
    /// The number of each node's tree, in the order in which they came up; -1 for those that lead nowhere.
    private(set) var numbers: [Int32]
    private(set) var treeCount = 0
    private var links: [[Link]] = []
    private var list: [Link] = []
    /// Targets whose holders are still to be followed.
    private var waiting: [Int32] = []
    private var steps: [(tree: Int32, index: Int32)] = []

    /// A list that grew on would be copied again and again.
    private static let longest = 1 << 16

    init(_ table: ObjectTable, _ trees: TreeIndex, _ leaves: [ObjectID]) {
        (self.table, self.trees) = (table, trees)
        let count = table.count + trees.missing.count
        roles = [Int32](repeating: UpwardSearch.nothing, count: count)
        for node in 0..<table.count where table.isKind(.tree, node) { roles[node] = 0 }
        let missing = Dictionary(uniqueKeysWithValues: trees.missing.enumerated().map { ($1, table.count + $0) })
        for (number, leaf) in leaves.enumerated() {
            guard let target = table.node(of: leaf) ?? missing[leaf] else { continue }
            roles[target] = ~Int32(number)
            waiting.append(Int32(target))
        }
        numbers = [Int32](repeating: -1, count: table.count)
        holderStarts = [Int32](repeating: 0, count: count + 1)
        findHolders()
    }

    /// Turns the entries that may be looked for round to lists of who says them.
    private mutating func findHolders() {
        trees.forEachEntry { _, entry in
            if isCandidate(entry) { holderStarts[Int(entry.target) + 1] += 1 }
        }
        for target in 1..<holderStarts.count { holderStarts[target] += holderStarts[target - 1] }
        holders = [Holder](repeating: Holder(tree: 0, index: 0, name: 0), count: Int(holderStarts[roles.count]))
        // Filled from the ends, so that each start comes back to its place.
        for target in 0..<roles.count { holderStarts[target] = holderStarts[target + 1] }
        trees.forEachEntry { tree, entry in
            guard isCandidate(entry) else { return }
            holderStarts[Int(entry.target)] -= 1
            holders[Int(holderStarts[Int(entry.target)])] = Holder(tree: tree, index: entry.index, name: entry.name)
        }
    }

    private func isCandidate(_ entry: TreeIndex.Entry) -> Bool {
        let role = roles[Int(entry.target)]
        return role < 0 || role == 0 && entry.isDirectory
    }

    mutating func run() {
        while let target = waiting.popLast() {
            for place in holderStarts[Int(target)]..<holderStarts[Int(target) + 1] {
                follow(holders[Int(place)], to: target)
            }
        }
    }

    /// Goes from who says an entry down the deltas that copy it.
    private mutating func follow(_ holder: Holder, to target: Int32) {
        let role = roles[Int(target)]
        steps.append((holder.tree, holder.index))
        while let (tree, index) = steps.popLast() {
            if numbers[Int(tree)] < 0 {
                numbers[Int(tree)] = Int32(treeCount)
                treeCount += 1
                if roles[Int(tree)] == 0 { waiting.append(tree) }
            }
            let end = role < 0 ? role : numbers[Int(target)]
            list.append(Link(tree: numbers[Int(tree)], name: holder.name, target: end))
            if list.count >= UpwardSearch.longest {
                links.append(list)
                list.removeAll(keepingCapacity: false)
            }
            for place in table.deltaRange(of: Int(tree)) {
                let delta = table.children[place]
                trees.forEachCopy(in: delta, of: index) { steps.append((delta, $0)) }
            }
        }
    }

    /// All links, once the search is over.
    mutating func takeLinks() -> [[Link]] {
        var taken: [[Link]] = []
        swap(&taken, &links)
        taken.append(list)
        list = []
        (holders, holderStarts, roles) = ([], [], [])
        return taken
    }
}

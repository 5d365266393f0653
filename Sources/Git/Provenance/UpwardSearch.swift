/// Finds the trees that lead to objects of interest, from these upwards: what names them, what names that, and so on.
///
/// A tree has an entry because it says so itself, or because the tree that it is a delta of has it and it copies it. So each entry that leads
/// somewhere is followed from the tree that says it down the deltas that copy it. Nothing is looked at that leads nowhere. Everything is
/// followed twice, to count and to write down: a list of what was found would need more memory than the result.

internal import Bytes

struct UpwardSearch {
    /// A tree that says an entry itself.
    private struct Holder {
        let tree: Int32
        let index: Int32
        let name: Int32
    }

    /// Trees by their numbers in the index, then the objects of interest. The holders of goal g are
    /// `holders[holderStarts[g]..<holderStarts[g + 1]]`.
    private var holderStarts: [Int32] = []
    private var holders: [Holder] = []

    private var starts: [Int32] = [0]
    private var entries: [PlaceGraph.Entry] = []
    private var numbers: [Int32]

    /// What `PlaceGraph` has by these names. Trees keep the order of the index.
    var result: (starts: [Int32], entries: [PlaceGraph.Entry], numbers: [Int32]) {
        (starts, entries, numbers)
    }

    init(_ table: ObjectTable, _ trees: TreeIndex, _ leaves: [ObjectID]) {
        numbers = [Int32](repeating: -1, count: table.count)
        findHolders(trees, UpwardSearch.goals(table, trees, leaves), count: trees.count + leaves.count)
        let counts = count(trees)
        // Whoever leads somewhere gets a number.
        var newNumbers = counts
        for tree in 0..<trees.count where counts[tree] > 0 {
            newNumbers[tree] = Int32(starts.count - 1)
            starts.append(starts[starts.count - 1] + counts[tree])
        }
        write(trees, counts, newNumbers)
        for node in numbers.indices {
            let tree = trees.numbers[node]
            if tree >= 0, counts[Int(tree)] > 0 { numbers[node] = newNumbers[Int(tree)] }
        }
    }

    /// The goal that each target of the index is; -1 for what is not looked for.
    private static func goals(_ table: ObjectTable, _ trees: TreeIndex, _ leaves: [ObjectID])
        -> [Int32]
    {
        var goals = trees.numbers + [Int32](repeating: -1, count: trees.missing.count)
        let missing = Dictionary(
            uniqueKeysWithValues: trees.missing.enumerated().map { ($1, table.count + $0) })
        for (number, leaf) in leaves.enumerated() {
            if let target = table.node(of: leaf) ?? missing[leaf] {
                goals[target] = Int32(trees.count + number)
            }
        }
        return goals
    }

    /// Turns the entries that lead to goals round to lists of who says them.
    private mutating func findHolders(_ trees: TreeIndex, _ goals: [Int32], count: Int) {
        func goal(_ entry: TreeIndex.Entry) -> Int? {
            let goal = Int(goals[Int(entry.target)])
            // A file that is a directory leads nowhere.
            return goal >= trees.count || goal >= 0 && entry.isDirectory ? goal : nil
        }
        var ends = [Int32](repeating: 0, count: count + 1)
        trees.forEachEntry { _, entry in
            if let goal = goal(entry) { ends[goal] += 1 }
        }
        for goal in 1..<ends.count { ends[goal] += ends[goal - 1] }
        var found = [Holder](repeating: Holder(tree: 0, index: 0, name: 0), count: Int(ends[count]))
        // Filled from the ends, which so become the starts.
        trees.forEachEntry { tree, entry in
            guard let goal = goal(entry) else { return }
            ends[goal] -= 1
            found[Int(ends[goal])] = Holder(tree: tree, index: entry.index, name: entry.name)
        }
        (holderStarts, holders) = (ends, found)
    }

    /// How many entries of each tree lead to something of interest.
    private func count(_ trees: TreeIndex) -> [Int32] {
        var counts = [Int32](repeating: 0, count: trees.count)
        var waiting = Array(trees.count..<holderStarts.count - 1)
        var steps: [(tree: Int32, index: Int32)] = []
        while let goal = waiting.popLast() {
            for place in Int(holderStarts[goal])..<Int(holderStarts[goal + 1]) {
                steps.append((holders[place].tree, holders[place].index))
                while let (tree, index) = steps.popLast() {
                    if counts[Int(tree)] == 0 { waiting.append(Int(tree)) }
                    counts[Int(tree)] += 1
                    trees.forEachCopy(of: index, in: tree) { steps.append(($0, $1)) }
                }
            }
        }
        return counts
    }

    /// Writes these entries down.
    private mutating func write(_ trees: TreeIndex, _ counts: [Int32], _ newNumbers: [Int32]) {
        var found = [PlaceGraph.Entry](
            repeating: PlaceGraph.Entry(name: 0, target: 0), count: Int(starts[starts.count - 1]))
        var next = starts
        var steps: [(tree: Int32, index: Int32)] = []
        for goal in 0..<holderStarts.count - 1 where goal >= trees.count || counts[goal] > 0 {
            let target = goal >= trees.count ? ~Int32(goal - trees.count) : newNumbers[goal]
            for place in Int(holderStarts[goal])..<Int(holderStarts[goal + 1]) {
                let entry = PlaceGraph.Entry(name: holders[place].name, target: target)
                steps.append((holders[place].tree, holders[place].index))
                while let (tree, index) = steps.popLast() {
                    let number = Int(newNumbers[Int(tree)])
                    found[Int(next[number])] = entry
                    next[number] += 1
                    trees.forEachCopy(of: index, in: tree) { steps.append(($0, $1)) }
                }
            }
        }
        entries = found
    }
}

/// Which trees lead to a few objects of interest: those that hold one of them, those that hold such trees, and so on up to the trees of
/// commits. Found from the bottom up (`UpwardSearch`); everything afterwards is arithmetic on dense arrays.

internal import Bytes

public struct PlaceGraph: Sendable {
    /// A name in a tree: what it leads to is a tree of the graph, or (its complement) an object of interest, by number.
    struct Entry: Sendable {
        let name: Int32
        let target: Int32

        var leaf: Int? { target < 0 ? Int(~target) : nil }
    }

    /// The entries of tree t are `entries[starts[t]..<starts[t + 1]]`, in the order of their names' numbers.
    private(set) var starts: [Int32] = [0]
    private(set) var entries: [Entry] = []
    /// Trees, children before the trees that hold them. Trees in a circle, which only damage can make, are left out.
    private(set) var bottomUp: [Int32] = []
    /// The number of each node's tree; -1 for trees that lead nowhere.
    private let numbers: [Int32]
    private(set) var names: [[UInt8]] = []
    /// How many objects of interest there are.
    public let leafCount: Int

    public var treeCount: Int { starts.count - 1 }

    /// The number of the tree at a node of the table; nil where it leads to nothing of interest.
    public func tree(atNode node: Int) -> Int? {
        guard node >= 0, node < numbers.count, numbers[node] >= 0 else { return nil }
        return Int(numbers[node])
    }

    /// Trees that no tree holds.
    public var tops: [Int] {
        var isHeld = [Bool](repeating: false, count: treeCount)
        for entry in entries where entry.target >= 0 { isHeld[Int(entry.target)] = true }
        return isHeld.indices.filter { !isHeld[$0] }
    }

    func entries(of tree: Int) -> ArraySlice<Entry> {
        entries[Int(starts[tree])..<Int(starts[tree + 1])]
    }

    /// - Parameter leaves: the objects of interest, each once; they need not be in the repository.
    public init(_ table: ObjectTable, _ trees: TreeIndex, leaves: [ObjectID]) {
        leafCount = leaves.count
        (starts, entries, numbers) = UpwardSearch(table, trees, leaves).result
        names = PlaceGraph.renumber(&entries, trees.names)
        for tree in 0..<treeCount {
            entries[Int(starts[tree])..<Int(starts[tree + 1])].sort {
                ($0.name, $0.target) < ($1.name, $1.target)
            }
        }
        sortBottomUp()
        dropCircles()
    }

    /// Numbers the names that are left, few of all; their order stays.
    private static func renumber(_ entries: inout [Entry], _ all: NameList) -> [[UInt8]] {
        var numbers = [Int32](repeating: -1, count: all.count)
        for entry in entries { numbers[Int(entry.name)] = 0 }
        var names: [[UInt8]] = []
        for name in numbers.indices where numbers[name] == 0 {
            numbers[name] = Int32(names.count)
            names.append(all[Int32(name)])
        }
        for place in entries.indices {
            entries[place] = Entry(name: numbers[Int(entries[place].name)], target: entries[place].target)
        }
        return names
    }

    /// What leads to itself leads nowhere.
    private mutating func dropCircles() {
        guard bottomUp.count < treeCount else { return }
        var isSound = [Bool](repeating: false, count: treeCount)
        for tree in bottomUp { isSound[Int(tree)] = true }
        var (newStarts, kept): ([Int32], [Entry]) = ([0], [])
        for tree in 0..<treeCount {
            if isSound[tree] { kept += entries(of: tree) }
            newStarts.append(Int32(kept.count))
        }
        (starts, entries) = (newStarts, kept)
    }

    private mutating func sortBottomUp() {
        var (waits, holders) = (
            [Int32](repeating: 0, count: treeCount), [Int32](repeating: 0, count: treeCount + 1)
        )
        for tree in 0..<treeCount {
            for place in Int(starts[tree])..<Int(starts[tree + 1]) where entries[place].target >= 0 {
                waits[tree] += 1
                holders[Int(entries[place].target) + 1] += 1
            }
        }
        for tree in 0..<treeCount { holders[tree + 1] += holders[tree] }
        var (next, upper) = (holders, [Int32](repeating: 0, count: Int(holders[treeCount])))
        for tree in 0..<treeCount {
            for place in Int(starts[tree])..<Int(starts[tree + 1]) where entries[place].target >= 0 {
                let lower = Int(entries[place].target)
                upper[Int(next[lower])] = Int32(tree)
                next[lower] += 1
            }
        }
        bottomUp = (0..<treeCount).filter { waits[$0] == 0 }.map { Int32($0) }
        bottomUp.reserveCapacity(treeCount)
        var done = 0
        while done < bottomUp.count {
            let tree = Int(bottomUp[done])
            done += 1
            for place in Int(holders[tree])..<Int(holders[tree + 1]) {
                let holder = upper[place]
                waits[Int(holder)] -= 1
                if waits[Int(holder)] == 0 { bottomUp.append(holder) }
            }
        }
    }
}

/// Where objects of interest stand and since when: for every commit, what its tree has at a path where none of its parents' trees has the same.
/// Only trees that lead to such objects and differ from those of all parents are looked at.

internal import Bytes

/// An object of interest at a path.
public struct Occurrence: Sendable, Hashable {
    /// A number of `Occurrences`.
    public let path: Int32
    public let leaf: Int32
}

/// When an object came to a path: the first and the last time. Numbers of commits; -1 for a tree that no commit has.
public struct Arrival: Sendable, Equatable {
    public var first: Int32
    public var last: Int32
}

public struct Occurrences: Sendable {
    public private(set) var arrivals: [Occurrence: Arrival] = [:]
    /// Whether there was more than can be told, in hostile trees that hold each other many times.
    public private(set) var isCut = false
    /// Each path's directory and the number of its last name. Path 0 is the root.
    private var paths: [(parent: Int32, name: Int32)] = [(-1, -1)]
    private var pathNumbers: [UInt64: Int32] = [:]
    private let graph: PlaceGraph
    private var steps: [Step] = []
    /// The trees to compare with, of all steps.
    private var others: [Int32] = []

    /// More than any commit of a real history brings, and more paths than any has.
    private static let mostSteps = 4_000_000
    private static let mostPaths = 8_000_000

    private struct Step {
        let tree: Int32
        let path: Int32
        /// Where its trees to compare with are.
        let others: Range<Int>
    }

    public init(_ graph: PlaceGraph) { self.graph = graph }

    /// Takes what a tree has and others have not.
    /// - Parameters:
    ///   - tree: a number of the graph.
    ///   - parents: likewise, of trees that were there before.
    ///   - commit: its number; -1: none. Commits come in their order.
    public mutating func add(tree: Int, since parents: [Int], commit: Int) {
        guard !parents.contains(tree) else { return }
        others = parents.map { Int32($0) }
        steps = [Step(tree: Int32(tree), path: 0, others: 0..<parents.count)]
        var looked = 0
        while let step = steps.popLast() {
            looked += graph.entries(of: Int(step.tree)).count + 1
            guard looked < Occurrences.mostSteps, paths.count < Occurrences.mostPaths else {
                isCut = true
                return
            }
            compare(step, Int32(commit))
        }
    }

    private mutating func compare(_ step: Step, _ commit: Int32) {
        let (starts, entries) = (graph.starts, graph.entries)
        for place in Int(starts[Int(step.tree)])..<Int(starts[Int(step.tree) + 1]) {
            let entry = entries[place]
            let start = others.count
            var isOld = false
            for other in step.others where !isOld {
                let old = Int(starts[Int(others[other])])..<Int(starts[Int(others[other]) + 1])
                var index = old.firstPlace { entries[$0].name >= entry.name }
                while index < old.upperBound, entries[index].name == entry.name {
                    if entries[index].target == entry.target { isOld = true }
                    if entries[index].target >= 0 { others.append(entries[index].target) }
                    index += 1
                }
            }
            guard !isOld else {
                others.removeSubrange(start...)
                continue
            }
            let path = self.path(step.path, entry.name)
            if let leaf = entry.leaf {
                others.removeSubrange(start...)
                let occurrence = Occurrence(path: path, leaf: Int32(leaf))
                arrivals[occurrence, default: Arrival(first: commit, last: commit)].last = commit
            } else {
                steps.append(Step(tree: entry.target, path: path, others: start..<others.count))
            }
        }
    }

    private mutating func path(_ parent: Int32, _ name: Int32) -> Int32 {
        let key = UInt64(UInt32(bitPattern: parent)) << 32 | UInt64(UInt32(bitPattern: name))
        if let known = pathNumbers[key] { return known }
        let number = Int32(paths.count)
        paths.append((parent, name))
        pathNumbers[key] = number
        return number
    }

    /// A path's bytes.
    public func text(ofPath path: Int32) -> [UInt8] {
        var (parts, place): ([[UInt8]], Int) = ([], Int(path))
        while place > 0 {
            parts.append(graph.names[Int(paths[place].name)])
            place = Int(paths[place].parent)
        }
        return Array(parts.reversed().joined(separator: [UInt8(ascii: "/")]))
    }
}

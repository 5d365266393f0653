extension ObjectTable {
    /// Marks nodes and what they are deltas of, so that a walk can pass over everything else.
    public func marked(_ nodes: some Sequence<Int>) -> [Bool] {
        var marks = [Bool](repeating: false, count: count)
        for node in nodes {
            var place = node
            while place >= 0, !marks[place] {
                marks[place] = true
                place = Int(bases[place])
            }
        }
        return marks
    }

    /// How many objects of a kind there are; one in two packs counts twice.
    public func count(of kind: ObjectKind) -> Int { kinds.count { $0 == kind.rawValue } }

    /// The nodes of a kind.
    public func nodes(of kind: ObjectKind) -> [Int] { kinds.indices.filter { kinds[$0] == kind.rawValue } }
}

/// Which commits, tags, and trees or blobs that no commit has, a request selects.

internal import Git

struct HistorySelection: Sendable {
    /// By number: whether it is selected.
    private(set) var commits: [Bool]
    /// Nodes of annotated tags.
    private(set) var tags: Set<Int32> = []
    /// What references point to directly, by node.
    private(set) var trees: [Int] = []
    private(set) var blobs: [(node: Int, name: [UInt8])] = []
    /// What references name and the repository lacks.
    private(set) var missing: [(id: ObjectID, name: [UInt8])] = []

    /// Whether only what commits changed is wanted.
    let isNarrow: Bool

    var count: Int { commits.count { $0 } }

    init(_ request: HistoryRequest, _ graph: CommitGraph, _ table: ObjectTable) {
        commits = [Bool](repeating: false, count: graph.count)
        isNarrow = request.isNarrow && !request.takesEverything
        for start in request.starts { follow(start, graph, table) }
        if request.takesEverything {
            commits = commits.map { _ in true }
            tags = Set(graph.tags)
            return
        }
        HistorySelection.spread(&commits, graph)
        var excluded = [Bool](repeating: false, count: graph.count)
        for id in request.excluded {
            if let commit = HistorySelection.commit(id, graph, table) { excluded[commit] = true }
        }
        HistorySelection.spread(&excluded, graph)
        for commit in commits.indices where commits[commit] {
            let isOld = request.since.map { graph.times[commit] < $0 } ?? false
            if excluded[commit] || isOld { commits[commit] = false }
        }
        if isNarrow {
            tags = tags.filter { tag in
                HistorySelection.commit(table.id(of: Int(tag)), graph, table).map { commits[$0] } ?? false
            }
        }
    }

    /// From a reference through tags of tags to what it is about.
    private mutating func follow(_ start: Reference, _ graph: CommitGraph, _ table: ObjectTable) {
        var id = start.id
        // A chain that is longer is somebody's joke.
        for _ in 0..<100 {
            guard let node = table.node(of: id) else {
                missing.append((id, start.name))
                return
            }
            switch table.kind(of: node) {
            case .commit:
                if let commit = graph.number(ofNode: node) { commits[commit] = true }
                return
            case .tree: return trees.append(node)
            case .blob: return blobs.append((node, start.name))
            case .tag:
                tags.insert(Int32(node))
                guard let target = graph.target(ofTag: node) else { return }
                id = target
            case nil: return
            }
        }
    }

    /// The number of the commit that an id leads to, through tags.
    static func commit(_ id: ObjectID, _ graph: CommitGraph, _ table: ObjectTable) -> Int? {
        var id = id
        for _ in 0..<100 {
            guard let node = table.node(of: id) else { return nil }
            guard let target = graph.target(ofTag: node) else { return graph.number(ofNode: node) }
            id = target
        }
        return nil
    }

    /// Marks the ancestors of what is marked. Parents have smaller numbers.
    private static func spread(_ marks: inout [Bool], _ graph: CommitGraph) {
        for commit in marks.indices.reversed() where marks[commit] {
            for parent in graph.parents(of: commit) { marks[Int(parent)] = true }
        }
    }
}

/// What the selected commits name and the repository lacks: lost, or never fetched by a partial clone.

internal import Bytes
internal import Findings
internal import Git

struct MissingObjects {
    /// Where each is named: a path and a commit's number, the first of all.
    private var places: [ObjectID: (path: FilePath, commit: Int?)] = [:]

    init() {}

    /// Commits, their trees, and what references name.
    init(_ graph: CommitGraph, _ selection: HistorySelection) {
        for (id, commit) in graph.missing where selection.commits[commit] { add(id, "", commit) }
        for (id, name) in selection.missing { add(id, FilePath(name), nil) }
    }

    var count: Int { places.count }

    mutating func add(_ id: ObjectID, _ path: FilePath, _ commit: Int?) {
        guard let known = places[id] else {
            places[id] = (path, commit)
            return
        }
        let (old, new) = (known.commit ?? .max, commit ?? .max)
        if (new, path) < (old, known.path) { places[id] = (path, commit) }
    }

    /// One for all, or, with `--verbose`, one for each; none where a person accepts that.
    /// - Parameter isPromised: whether a partial clone's remote has them, so that git can get them.
    func problems(
        _ options: HistoryOptions, _ root: FilePath, isPromised: Bool, _ name: (Int) -> ObjectID
    ) -> [ScanProblem] {
        guard count > 0, !options.allowMissing else { return [] }
        let remedy = isPromised ? "; `git fetch --refetch --no-filter --tags` gets them" : ""
        let hint = options.verbose ? "" : "; --verbose lists them"
        let sentence =
            "\(count) \(count == 1 ? "object is" : "objects are") missing and could not be scanned (never fetched, or lost): --allow-missing accepts that\(remedy)\(hint)"
        return [ScanProblem(.unreadable, root, sentence)] + (options.verbose ? listed(name) : [])
    }

    /// Each with where it is named.
    func listed(_ name: (Int) -> ObjectID) -> [ScanProblem] {
        places.sorted { $0.key < $1.key }.map { id, place in
            let path = place.path.bytes.isEmpty ? "" : " as \(place.path)"
            let commit = place.commit.map { " in commit \(name($0))" } ?? ""
            return ScanProblem(
                .unreadable, FilePath("object \(id)"),
                "missing\(commit.isEmpty && path.isEmpty ? "" : ": named")\(path)\(commit)")
        }
    }
}

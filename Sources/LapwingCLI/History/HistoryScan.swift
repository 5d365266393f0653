/// Scans every blob of a repository that a tree names: kinds first, then the blobs. Docs: docs/history.md.

internal import Bytes
internal import Engine
internal import Git
internal import Synchronization

/// What a scan of all blobs gave, before it is asked where they lie.
struct ScannedHistory {
    let table: ObjectTable
    let keys: BlobKeys
    /// What the numbers of `keys` stand for.
    let scanKeys: [ScanKey]
    let versions: VersionFindings.State
}

struct HistoryScan {
    let store: ObjectStore
    let program: DeltaProgram
    let threads: Int
    /// Bytes that may wait in a walk.
    var budget = 256 << 20
    /// Whether to scan every blob whole.
    var isWhole = false
    /// What earlier scans found nothing in; nil: nobody asked.
    var state: HistoryState?

    /// All blobs that any tree names.
    func run(isStopped: @escaping @Sendable () -> Bool = { false }) -> ScannedHistory {
        run(ObjectTable(store), HistoryProgress(isShown: false), isStopped: isStopped)
    }

    /// - Parameters:
    ///   - graph: of the selection.
    ///   - selection: names the blobs that no tree does; nil: none.
    ///   - takesUnnamed: whether to scan all other blobs that no tree names.
    func run(
        _ table: ObjectTable, _ progress: HistoryProgress, graph: CommitGraph? = nil,
        selection: HistorySelection? = nil, takesUnnamed: Bool = false, isStopped: @escaping @Sendable () -> Bool
    ) -> ScannedHistory {
        let numbers = KeyNumbers(program)
        let brought = selection.flatMap { $0.isNarrow ? BroughtBlobs(graph: graph, table, store, $0) : nil }
        var keys: BlobKeys
        if let brought {
            keys = BlobKeys(table, missing: brought.missing)
            for (node, name) in brought.names { keys.add(key: numbers.number(ofName: name), of: node) }
        } else {
            progress.begin("names of files", of: table.count(of: .tree))
            keys = BlobKeys.collect(
                table, store, threads: threads, budget: budget, isStopped: isStopped,
                key: { numbers.number(ofName: $0) })
        }
        for (node, name) in selection?.blobs ?? [] { keys.add(key: numbers.number(ofName: name), of: node) }
        if takesUnnamed { keys.nameRest(table, key: numbers.number(ofName: HistoryReport.unnamed(""))) }
        let unknown = unknown(keys, numbers.all, table)
        let only = brought == nil && unknown == nil ? nil : table.marked(unknown ?? keys.nodes)
        let (named, scanKeys) = (keys, numbers.all)
        let results = VersionFindings()
        let (program, isWhole, remembers) = (program, isWhole, state != nil)
        let wanted = unknown.map { nodes in
            var marks = [Bool](repeating: false, count: table.count)
            for node in nodes { marks[node] = true }
            return marks
        }
        progress.begin("versions of files", of: only?.count { $0 } ?? table.count(of: .blob))
        DeltaWalk(table, store, .blob, budget: budget, only: only).run(threads: threads, isStopped: isStopped) {
            VersionScanner(
                table, named, scanKeys, program, isWhole: isWhole, results, progress, wanted: wanted,
                remembers: remembers)
        }
        var versions = results.result()
        if let unknown { versions.remembered = keys.nodes.count - unknown.count }
        return ScannedHistory(table: table, keys: keys, scanKeys: scanKeys, versions: versions)
    }

    /// The nodes that must be scanned: all but those of which it is known, under each of their keys, that there is nothing. Nil: all.
    private func unknown(_ keys: BlobKeys, _ scanKeys: [ScanKey], _ table: ObjectTable) -> [Int]? {
        guard let state, !state.entries.isEmpty else { return nil }
        let places = scanKeys.map { state.place(of: HistoryState.text(of: $0)) }
        return keys.nodes.filter { node in
            let id = table.id(of: node)
            return !keys[node].allSatisfy { number in places[Int(number)].map { state.found(id, $0) == false } ?? false
            }
        }
    }
}

/// Numbers for scan keys, in the order in which they come up.
private final class KeyNumbers: Sendable {
    private struct State {
        var numbers: [ScanKey: Int32] = [:]
        var all: [ScanKey] = []
    }

    private let program: DeltaProgram
    private let state = Mutex(State())

    init(_ program: DeltaProgram) { self.program = program }

    var all: [ScanKey] { state.withLock { $0.all } }

    func number(ofName name: [UInt8]) -> Int32 {
        let key = program.key(of: FilePath(name))
        return state.withLock { state in
            if let known = state.numbers[key] { return known }
            let number = Int32(state.all.count)
            state.numbers[key] = number
            state.all.append(key)
            return number
        }
    }
}

/// The files that the commits of a narrow selection changed, by comparing trees: then nothing else needs to be scanned.
private struct BroughtBlobs {
    private(set) var names: [(node: Int, name: [UInt8])] = []
    /// Blobs that the repository lacks.
    private(set) var missing: [ObjectID] = []

    /// From here on, to look at everything is cheaper.
    private static let mostCommits = 2_000

    /// Nil where that costs too much, or trees cannot be read.
    init?(graph: CommitGraph?, _ table: ObjectTable, _ store: ObjectStore, _ selection: HistorySelection) {
        guard let graph, selection.count <= BroughtBlobs.mostCommits, selection.trees.isEmpty else { return nil }
        var reader = ObjectReader(store)
        var seen: Set<ObjectID> = []
        for commit in 0..<graph.count where selection.commits[commit] {
            let trees = ([Int32(commit)] + graph.parents(of: commit)).map { graph.trees[Int($0)] }
            guard !trees.contains(-1) else { return nil }
            let ids = trees.map { table.id(of: Int($0)) }
            guard let difference = try? TreeDiff(ids[0], from: Array(ids.dropFirst()), &reader) else { return nil }
            for change in difference.changes where change.mode != .gitlink {
                if let node = table.node(of: change.id) {
                    names.append((node, Array(change.path.lastComponent)))
                } else if seen.insert(change.id).inserted {
                    missing.append(change.id)
                }
            }
        }
        missing.sort()
    }
}

extension ScannedHistory {
    /// What is known now, of this scan and earlier ones.
    func added(to state: HistoryState) -> HistoryState {
        var state = state
        let places = scanKeys.map { state.addedPlace(of: HistoryState.text(of: $0)) }
        for (node, key, found) in versions.done {
            if let place = places[Int(key)] { state.note(table.id(of: Int(node)), place, found: found) }
        }
        return state
    }
}

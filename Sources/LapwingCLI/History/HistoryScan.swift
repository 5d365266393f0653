/// Scans every blob of a repository that a tree names: kinds first, then the blobs. Docs: docs/history.md.

internal import Bytes
internal import Engine
internal import Git
internal import Synchronization

/// What a scan of all blobs gave, before it is asked where they lie.
struct ScannedHistory {
    let table: ObjectTable
    let keys: BlobKeys
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

    func run(isStopped: @escaping @Sendable () -> Bool = { false }) -> ScannedHistory {
        let table = ObjectTable(store)
        let numbers = KeyNumbers(program)
        let keys = BlobKeys.collect(
            table, store, threads: threads, budget: budget, isStopped: isStopped, key: { numbers.number(ofName: $0) })
        let scanKeys = numbers.all
        let results = VersionFindings()
        let (program, isWhole) = (program, isWhole)
        DeltaWalk(table, store, .blob, budget: budget).run(threads: threads, isStopped: isStopped) {
            VersionScanner(table, keys, scanKeys, program, isWhole: isWhole, results)
        }
        return ScannedHistory(table: table, keys: keys, versions: results.result())
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

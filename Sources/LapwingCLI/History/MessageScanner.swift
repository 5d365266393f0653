/// Scans the messages of commits and tags, each as a text of its own.

internal import Bytes
internal import Engine
internal import Findings
internal import Git
internal import Synchronization

/// What all workers found.
final class MessageFindings: Sendable {
    struct Found: Sendable {
        let node: Int
        let memo: BlobMemo
    }

    struct State {
        /// In the order of nodes, once all workers are done.
        var found: [Found] = []
        var problems: [ScanProblem] = []
    }

    private let state = Mutex(State())

    func add(_ other: State) {
        state.withLock { state in
            state.found += other.found
            state.problems += other.problems
        }
    }

    func result() -> State {
        var all = state.withLock { $0 }
        all.found.sort { $0.node < $1.node }
        all.problems.sort { $0.description < $1.description }
        return all
    }
}

struct MessageScanner: MessageReader, ~Copyable {
    private let table: ObjectTable
    private let key: ScanKey
    private let results: MessageFindings
    private var scanner: DeltaScanner
    private var own = MessageFindings.State()

    /// Messages are prose.
    static func label(_ path: FilePath, _ kind: ObjectKind) -> BlobLabel {
        BlobLabel(path: path, identity: FilePath("\(kind.name) message"), kind: .text)
    }

    /// What a file of prose is scanned under.
    static func key(_ program: DeltaProgram) -> ScanKey { program.key(of: "message.txt") }

    init(_ table: ObjectTable, _ program: DeltaProgram, _ results: MessageFindings) {
        (self.table, self.results) = (table, results)
        key = MessageScanner.key(program)
        scanner = DeltaScanner(program)
    }

    mutating func read(_ node: Int, _ content: ByteBuffer, from start: Int) {
        let text = content.bytes.extracting(start..<content.count)
        let memo = scanner.scan(text, key, name: "message")
        if memo.hasAccepted { own.found.append(MessageFindings.Found(node: node, memo: memo.findingsOnly)) }
        guard !scanner.problems.isEmpty else { return }
        let name = FilePath("\(table.kind(of: node)?.name ?? "object") \(table.id(of: node))")
        own.problems += scanner.problems.map { ScanProblem($0.kind, name, $0.message) }
    }

    consuming func finish() { results.add(own) }
}

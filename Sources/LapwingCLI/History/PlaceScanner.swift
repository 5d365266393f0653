/// Scans again, as `lapwing scan` does, the few versions that are reported: for lines, columns, excerpts and markers.

internal import Bytes
internal import Engine
internal import Findings
internal import Git
internal import Inputs
internal import Synchronization

/// Which finding of which version at which path is wanted.
struct PlaceRequest: Hashable, Sendable {
    let node: Int
    let path: FilePath
    let rule: String
    let secret: Secret
}

/// What a scan at a place gave.
struct PlacedFinding: Sendable {
    let finding: Finding
    let explanations: [Explanation]
}

final class PlaceScan: Sendable {
    private let wanted: [Int: [FilePath: [PlaceRequest]]]
    private let found = Mutex<[PlaceRequest: PlacedFinding]>([:])

    init(_ requests: Set<PlaceRequest>) {
        var wanted: [Int: [FilePath: [PlaceRequest]]] = [:]
        for request in requests { wanted[request.node, default: [:]][request.path, default: []].append(request) }
        self.wanted = wanted
    }

    /// Walks to the versions in question and no further than to what they are deltas of.
    func run(
        _ table: ObjectTable, _ store: ObjectStore, threads: Int, budget: Int,
        makeWorker: @escaping @Sendable () -> ScanWorker
    ) -> [PlaceRequest: PlacedFinding] {
        guard !wanted.isEmpty else { return [:] }
        DeltaWalk(table, store, .blob, budget: budget, only: table.marked(wanted.keys)).run(threads: threads) {
            PlaceVisitor(self, makeWorker())
        }
        return found.withLock { $0 }
    }

    fileprivate func requests(of node: Int) -> [FilePath: [PlaceRequest]]? { wanted[node] }

    fileprivate func add(_ result: FileResult, _ requests: [PlaceRequest]) {
        let all = requests.compactMap { request -> (PlaceRequest, PlacedFinding)? in
            let finding = result.findings.first { $0.rule == request.rule && $0.secret == request.secret }
            return finding.map { finding in
                let explanations = result.explanations.filter {
                    $0.rule == finding.rule && $0.line == finding.location.line && $0.column == finding.location.column
                }
                return (request, PlacedFinding(finding: finding, explanations: explanations))
            }
        }
        found.withLock { found in for (request, finding) in all { found[request] = finding } }
    }
}

private struct PlaceVisitor: ObjectVisitor, ~Copyable {
    private let scan: PlaceScan
    private var worker: ScanWorker

    init(_ scan: PlaceScan, _ worker: consuming ScanWorker) {
        self.scan = scan
        self.worker = worker
    }

    mutating func visit(_ node: Int, _ content: ByteBuffer, _ origin: DeltaOrigin<Void>?) -> (memo: Void, cost: Int) {
        visit(node, GitBlob(content))
        return ((), 0)
    }

    mutating func visitLarge(_ node: Int, _ stream: BlobStream) { visit(node, GitBlob(stream)) }

    private mutating func visit(_ node: Int, _ blob: GitBlob) {
        for (path, requests) in scan.requests(of: node) ?? [:] {
            blob.rewind()
            if let result = worker.scan(blob, size: nil, BlobLabel(path: path, identity: path)) {
                scan.add(result, requests)
            }
        }
    }

    mutating func fault(_ fault: ObjectFault) {}

    consuming func finish() {}
}

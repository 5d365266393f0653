/// Judges the findings of one scan as they come, and keeps what is needed to tell which suppressions were of no use.

internal import Bytes
internal import Findings
internal import Suppression
internal import Synchronization

struct SuppressionCourt {
    private let suppressor: Suppressor
    private let root: FilePath?
    private let currentDirectory: FilePath
    private var used: Set<SuppressionKey> = []
    private var usedMarkers: Set<PlacedMarker> = []
    /// All markers that were seen, where they are looked for.
    var markers: [PlacedMarker] = []
    var summary = SuppressionSummary()

    init(_ plan: ScanPlan) {
        suppressor = plan.suppressor
        root = plan.project.root
        currentDirectory = plan.currentDirectory
        summary.expired = suppressor.expired
    }

    /// The findings of one file, each with what was decided. No reason that is shown holds one of the file's secrets.
    mutating func judge(_ findings: [Finding]) -> [Finding] {
        findings.map { finding in
            var finding = finding
            let verdict = suppressor.judge(finding, path: path(of: finding))
            for key in verdict.used {
                if case .marker(let line) = key {
                    usedMarkers.insert(PlacedMarker(path: finding.path, line: line))
                } else {
                    used.insert(key)
                }
            }
            finding.notes += verdict.notes
            finding.suppression = verdict.record.map { record in
                let reason = findings.reduce(record.reason) { $1.secret.hidden(in: $0) }
                return SuppressionRecord(
                    means: record.means, place: record.place, reason: reason, author: record.author,
                    review: record.review)
            }
            return finding
        }
    }

    /// Relative to the tree whose ignore file and baseline count; nil outside of it.
    private func path(of finding: Finding) -> [UInt8]? {
        guard let root else { return finding.identity.bytes }
        return finding.path.absolute(in: currentDirectory).relative(to: root)
    }

    /// Fills in what matched nothing.
    mutating func findStale() {
        let lost = Set(markers).subtracting(usedMarkers).sorted { ($0.path, $0.line) < ($1.path, $1.line) }
        summary.stale =
            suppressor.stale(used: used) + lost.map { "\($0.path):\($0.line): the marker matches nothing" }
    }
}

/// What a scan found, for commands that go on from there.
final class FindingLog: Sendable {
    private let state = Mutex<(findings: [Finding], summary: SuppressionSummary)>(([], SuppressionSummary()))

    func add(_ finding: Finding) { state.withLock { $0.findings.append(finding) } }
    func end(_ summary: SuppressionSummary) { state.withLock { $0.summary = summary } }

    /// Suppressed ones, too.
    var findings: [Finding] { state.withLock { $0.findings } }
    var summary: SuppressionSummary { state.withLock { $0.summary } }
}

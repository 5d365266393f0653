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

    /// - Parameter root: of the tree whose ignore file and baseline count; nil takes findings by their identity.
    init(_ suppressor: Suppressor, root: FilePath?, currentDirectory: FilePath) {
        self.suppressor = suppressor
        self.root = root
        self.currentDirectory = currentDirectory
        summary.expired = suppressor.expired
    }

    /// The findings of one file in the order of their bytes, each with what was decided.
    mutating func judge(_ findings: [Finding]) -> [Finding] {
        findings.indices.map { index in
            var finding = findings[index]
            let change = finding.newLines.map { new in JudgedChange { new.contains($0) } }
            let verdict = suppressor.judge(finding, path: path(of: finding), change: change)
            for key in verdict.used {
                if case .marker(let line) = key {
                    usedMarkers.insert(PlacedMarker(path: finding.path, line: line))
                } else {
                    used.insert(key)
                }
            }
            finding.notes += verdict.notes
            finding.suppression = verdict.record.map { record in
                SuppressionRecord(
                    means: record.means, place: record.place,
                    reason: SuppressionCourt.harmless(record.reason, findings, index),
                    author: record.author, review: record.review)
            }
            return finding
        }
    }

    /// Further off than a marker and its reason can stand; bytes.
    private static let near = 4_096

    /// A reason without the secrets that stand near: people write `was ghp_… before`.
    private static func harmless(_ reason: String, _ findings: [Finding], _ index: Int) -> String {
        let bytes = findings[index].location.bytes
        let before = findings[..<index].reversed().prefix { bytes.lowerBound - $0.location.bytes.upperBound < near }
        let after = findings[index...].prefix { $0.location.bytes.lowerBound - bytes.upperBound < near }
        return (Array(before) + after).reduce(reason) { $1.secret.hidden(in: $0) }
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

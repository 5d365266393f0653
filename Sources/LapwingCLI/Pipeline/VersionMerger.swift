/// Makes one finding of the same secret in several versions of a file: it names the commit that brought it, and stands where the newest
/// commit has it, or else where it first stood.

internal import Bytes
internal import Findings
internal import Synchronization

final class VersionMerger: Sendable {
    /// The versions of the path at hand, the oldest first.
    private let versions = Mutex<[VersionResult]>([])
    private let deliver: @Sendable (FileResult) -> Void

    init(_ deliver: @escaping @Sendable (FileResult) -> Void) { self.deliver = deliver }

    /// Takes versions in path order.
    func take(_ version: VersionResult) {
        let done = versions.withLock { versions -> [VersionResult] in
            guard versions.first?.path != version.path else {
                versions.append(version)
                return []
            }
            defer { versions = [version] }
            return versions
        }
        give(done)
    }

    /// After the last version.
    func finish() {
        give(
            versions.withLock { versions in
                defer { versions = [] }
                return versions
            })
    }

    private func give(_ versions: [VersionResult]) {
        guard !versions.isEmpty else { return }
        var all = FileResult()
        for version in versions {
            all.problems += version.result.problems
            all.explanations += version.result.explanations
        }
        all.findings = VersionMerger.merge(versions)
        deliver(all)
    }

    private struct Key: Hashable {
        let rule: String
        let secret: Secret
    }

    static func merge(_ versions: [VersionResult]) -> [Finding] {
        var shown: [Key: Int] = [:]
        var first: [Key: Provenance] = [:]
        for (number, version) in versions.enumerated() {
            for finding in version.result.findings {
                let key = Key(rule: finding.rule, secret: finding.secret)
                if first[key] == nil { first[key] = finding.provenance }
                if shown[key] == nil || version.isHead { shown[key] = number }
            }
        }
        var merged: [Finding] = []
        for (number, version) in versions.enumerated() {
            for var finding in version.result.findings {
                let key = Key(rule: finding.rule, secret: finding.secret)
                guard shown[key] == number else { continue }
                finding.provenance = first[key]
                merged.append(finding)
            }
        }
        return merged.sorted { ($0.location.bytes.lowerBound, $0.rule) < ($1.location.bytes.lowerBound, $1.rule) }
    }
}

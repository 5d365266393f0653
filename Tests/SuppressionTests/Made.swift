import Bytes
import Findings
import Suppression

/// Findings that nobody made: what suppressions ask of them, nothing else.
enum Made {
    static let strong = Array("q7Zp2LkV9xTn4RbW8sYd3HfJ".utf8)

    static func finding(
        rule: String = "generic-password", path: FilePath = "src/app.py", value: [UInt8] = Array("changeme".utf8),
        name: String = "db_password", line: Int = 10, endLine: Int? = nil, confidence: Confidence = .medium,
        markers: NearbyMarkers = NearbyMarkers()
    ) -> Finding {
        let (secret, name) = (Secret(value), Array(name.utf8))
        var finding = Finding(
            rule: rule, kind: .committed, severity: .high, confidence: confidence, path: path,
            location: Location(line: line, column: 1, endLine: endLine ?? line, endColumn: 9, bytes: 0..<8),
            secret: secret,
            name: name, message: "", reason: "",
            fingerprint: Fingerprint(rule: rule, path: path, name: name, secret: secret),
            secretID: Fingerprint(rule: rule, path: nil, name: name, secret: secret), excerpt: Excerpt(segments: []))
        finding.markers = markers
        return finding
    }

    static func after(_ text: String) -> NearbyMarkers {
        NearbyMarkers(after: .init(bytes: Array(text.utf8), standsAlone: false))
    }

    static func above(_ text: String, alone: Bool = true) -> NearbyMarkers {
        NearbyMarkers(lineBefore: .init(bytes: Array(text.utf8), standsAlone: alone))
    }

    static let today = CalendarDate("2026-06-15")!

    static func suppressor(
        ignore: String = "", proposed: String? = nil, baseline: [Baseline.Entry] = [], foreign: [ForeignMarker] = [],
        policy: NewSuppressionPolicy = .judge, today: CalendarDate = today, existing: Set<String> = []
    ) throws -> Suppressor {
        try Suppressor(
            ignore: IgnoreList(Array(ignore.utf8), name: ".lapwingignore"),
            proposed: proposed.map { try IgnoreList(Array($0.utf8), name: ".lapwingignore") },
            baseline: Baseline(Baseline.text(of: baseline), name: ".lapwing-baseline"), foreignMarkers: foreign,
            policy: policy, today: today, exists: { existing.contains(String(decoding: $0, as: UTF8.self)) })
    }
}

extension Suppressor {
    func judge(_ finding: Finding, change: JudgedChange? = nil) -> Verdict {
        judge(finding, path: finding.identity.bytes, change: change)
    }
}

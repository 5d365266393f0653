/// A made-up scan that every report is tried on. Secrets are put together from pieces, so that no scanner takes them for real.

import Bytes
import Findings
import Reports
import Rules

enum Fixture {
    static let token = Array(("lpw_" + "9fK2xQ7vLm" + "3ZtR8bWc" + "Y5nHd1Js").utf8)
    static let password = Array(("correct-" + "horse").utf8)
    static let neighbour = Array(("Neighb0ur" + "Tr0mb0ne" + "Vi0la").utf8)
    static let key = Array(
        """
        -----BEGIN \("PRIVATE") KEY-----
        MIIBVQIBADANBgkqhkiG9w0BAQEFAASCAT8w
        ggE7AgEAAkEAq7BFUpkGp3LQmlQmx2FqPl
        -----END \("PRIVATE") KEY-----
        """.utf8)
    static let secrets = [token, password, neighbour, key]

    /// Newline, colour, bidirectional override, zero-width space, tag, a byte that is not UTF-8, quotes.
    static let hostile = Array("a\nb\u{1B}[31m\u{202E}gpj\u{200B}\u{E0041}\u{9B}2J\u{7F}\"\\%é".utf8) + [0xFF]

    static let rules = ["lapwing-token", "generic-password", "private-key"].map(rule)

    static func rule(_ id: String) -> Rule {
        Rule(
            id: id, provider: "Lapwing", name: "Name of \(id)", description: "What \(id) opens, and \"how\".",
            kind: .committed, severity: id == "private-key" ? .critical : .high, confidence: .proven, tier: .provider,
            trigger: .path, pattern: "x", window: .line, lead: 0, checks: [], files: [], includedPaths: [],
            excludedPaths: [], references: ["https://example.com/docs/\(id)"],
            remedy: id == "generic-password" ? "" : "https://example.com/revoke/\(id)")
    }

    static func finding(
        rule: String = "lapwing-token", severity: Severity = .high, confidence: Confidence = .proven,
        path: FilePath = "src/app/main.py", line: Int = 12, column: Int = 10, secret: [UInt8] = token,
        name: String = "", before: [UInt8] = Array("token = \"".utf8), after: [UInt8] = Array("\"".utf8)
    ) -> Finding {
        let lines = secret.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let endColumn = (lines.count == 1 ? column : 1) + (lines.last?.count ?? 0)
        let secret = Secret(secret)
        let nameBytes = Array(name.utf8)
        return Finding(
            rule: rule, kind: .committed, severity: severity, confidence: confidence, path: path,
            location: Location(
                line: line, column: column, endLine: line + lines.count - 1, endColumn: endColumn,
                bytes: 100..<100 + secret.count),
            secret: secret, name: nameBytes, message: "Message of \(rule)", reason: "its checksum holds",
            fingerprint: Fingerprint(rule: rule, path: path, name: nameBytes, secret: secret),
            secretID: Fingerprint(rule: rule, path: nil, name: nameBytes, secret: secret),
            excerpt: Excerpt(segments: [.text(before), .secret(secret, marked: true), .text(after)]))
    }

    /// In path order: a neighbour and a repeat on the line, a weak secret with wide letters, many lines, a hostile name.
    static let findings: [Finding] = {
        let tabbed = finding(path: FilePath(hostile), before: Array("\t\tx\t= '".utf8), after: hostile)
        var crowded = finding(name: "token")
        crowded.excerpt.segments += [
            .text(Array(", other=".utf8)), .secret(Secret(neighbour), marked: false),
            .text(Array(" # was ".utf8) + token + Array("?".utf8)),
        ]
        crowded.excerpt.cutAfter = true
        let weak = finding(
            rule: "generic-password", severity: .low, confidence: .medium, line: 40, column: 7, secret: password,
            name: "密码", before: Array("    密码: ".utf8), after: [])
        let key = finding(
            rule: "private-key", severity: .critical, path: "the key.pem", line: 1, column: 1, secret: Fixture.key,
            before: [],
            after: [])
        return [tabbed, crowded, weak, key]
    }()

    static let explanation = Explanation(
        rule: "lapwing-token", path: "src/app/main.py", line: 12, column: 10, secret: Secret(token),
        steps: [
            .init(check: "placeholder", verdict: "pass", reason: "no placeholder"),
            .init(check: "checksum", verdict: "prove", reason: "its checksum holds"),
        ], outcome: "reported")

    static let header = ReportHeader(version: "0.1.0", ruleCount: 366)

    static var ledger: Ledger {
        var ledger = Ledger()
        ledger.files = 1_204
        ledger.bytes = 48_291_337
        ledger.skipped = [.binary: 12, .ignored: 3, .symbolicLink: 1]
        return ledger
    }

    static let problems = [
        ScanProblem(.unreadable, "etc/shadow", "permission denied"),
        ScanProblem(.limit, FilePath(hostile), "rule lapwing-token hit the match limit at byte 17"),
    ]

    static func summary(of findings: [Finding], problems: [ScanProblem] = [], interrupted: Bool = false)
        -> ReportSummary
    {
        var ledger = ledger
        ledger.problems = problems
        let counts = Dictionary(findings.map { ($0.severity, 1) }, uniquingKeysWith: +)
        return ReportSummary(
            ledger: ledger, counts: counts, failing: findings.count { $0.severity >= .high }, belowConfidence: 2,
            wasInterrupted: interrupted)
    }

    static var style: ReportStyle {
        var style = ReportStyle()
        style.currentDirectory = "/home/me/my project"
        return style
    }
}

/// What a format makes of a scan.
struct Report {
    var format: ReportFormat
    var style = Fixture.style
    var findings = Fixture.findings
    var explanations: [Explanation] = []
    var problems: [ScanProblem] = []
    var interrupted = false

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        let rules = Dictionary(Fixture.rules.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var reporter = format.makeReporter(ReportTools(style: style, write: { bytes += $0 }, rule: { rules[$0] }))
        reporter.begin(Fixture.header)
        for (index, finding) in findings.enumerated() {
            if !findings[..<index].contains(where: { $0.path == finding.path }) {
                for explanation in explanations where explanation.path == finding.path {
                    reporter.explanation(explanation)
                }
            }
            reporter.finding(finding)
        }
        reporter.end(Fixture.summary(of: findings, problems: problems, interrupted: interrupted))
        return bytes
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }
}

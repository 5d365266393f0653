internal import Findings
internal import Rules

/// GitLab's secret detection report (security report schema 15.2.1). The schema wants two times, the only ones in any report.
struct GitLabReporter: Reporter {
    private let tools: ReportTools
    private var header = ReportHeader(version: "", ruleCount: 0)
    private var startTime = 0
    private var files = 0
    private var lastPath: [UInt8]?
    private var hasFindings = false

    private static let schemaVersion = "15.2.1"

    init(_ tools: ReportTools) { self.tools = tools }

    mutating func begin(_ header: ReportHeader) {
        self.header = header
        startTime = tools.clock()
        write("{\n\"version\": ", .text(GitLabReporter.schemaVersion), ",\n\"vulnerabilities\": [")
    }

    mutating func finding(_ finding: Finding) {
        if lastPath != finding.path.bytes { files += 1 }
        lastPath = finding.path.bytes
        write(hasFindings ? ",\n" : "\n", vulnerability(finding))
        hasFindings = true
    }

    mutating func explanation(_ explanation: Explanation) {}

    mutating func end(_ summary: ReportSummary) {
        write(hasFindings ? "\n],\n\"scan\": " : "],\n\"scan\": ", scan(summary), "\n}\n")
    }

    private func vulnerability(_ finding: Finding) -> JSONText {
        let rule = tools.rule(finding.rule)
        let place = finding.location
        let line = max(1, place.line)
        let links = (rule.map { [$0.remedy] + $0.references } ?? []).filter(WebAddress.isValid)
        return [
            // The same secret may stand in a file twice, but not at one place.
            "id": .text("\(finding.fingerprint.text)-\(line)-\(place.column)"),
            "name": .text(String((rule?.name ?? finding.rule).prefix(255))),
            // GitLab takes it for Markdown.
            "description": .text(
                MarkdownText.text(tools.message(finding)) + "\n\n" + MarkdownText.code(tools.excerpt(finding))),
            "severity": .text(finding.severity.rawValue.prefix(1).uppercased() + finding.severity.rawValue.dropFirst()),
            "solution": solution(finding),
            "identifiers": [
                [
                    "type": "lapwing_rule_id", "name": .text("Lapwing rule \(finding.rule)"),
                    "value": .text(finding.rule),
                ]
            ],
            "links": links.isEmpty ? .absent : .list(links.map { ["url": .text($0)] }),
            "location": [
                "file": .text(tools.path(finding.path.bytes)),
                "start_line": .number(line),
                "end_line": .number(max(line, place.endLine)),
                // The schema wants one; GitLab's own scanner writes zeros where it looks at no history.
                "commit": ["sha": .text(finding.provenance?.commit ?? "0000000")],
            ],
            "raw_source_code_extract": .text(tools.style.shown(finding.secret)),
        ]
    }

    private func solution(_ finding: Finding) -> JSONText {
        let remedy = tools.remedy(finding)
        let verb = finding.kind == .default ? "" : "Revoke: "
        return remedy.isEmpty ? .absent : .text(String((verb + MarkdownText.remedy(remedy)).prefix(7_000)))
    }

    private func scan(_ summary: ReportSummary) -> JSONText {
        let tool: JSONText = [
            "id": "lapwing", "name": "Lapwing", "version": .text(header.version), "vendor": ["name": "Lapwing"],
        ]
        let text = SummaryText(summary, header, files: files, style: tools.style)
        let said = summary.problemLines.map { message("warn", $0) } + text.scanned.map { message("info", $0) }
        return [
            "type": "secret_detection",
            "status": summary.isComplete ? "success" : "failure",
            "start_time": .text(GitLabReporter.time(startTime)),
            "end_time": .text(GitLabReporter.time(max(startTime, tools.clock()))),
            "analyzer": tool,
            "scanner": tool,
            "messages": .list(said),
        ]
    }

    private func message(_ level: JSONText, _ text: String) -> JSONText { ["level": level, "value": .text(text)] }

    /// UTC, `2026-11-24T12:00:00`. Days are turned into a date of the Gregorian calendar by counting years from March, so that the
    /// leap day is the last of its year.
    static func time(_ seconds: Int) -> String {
        let (days, second) = (seconds / 86_400, seconds % 86_400)
        // From 0000-03-01; 146,097 days are 400 years.
        let shifted = days + 719_468
        let (era, dayOfEra) = (shifted / 146_097, shifted % 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * month + 2) / 5 + 1
        let year = era * 400 + yearOfEra + (month >= 10 ? 1 : 0)
        func padded(_ number: Int, _ digits: Int = 2) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, digits - text.count)) + text
        }
        let date = "\(padded(year, 4))-\(padded(month >= 10 ? month - 9 : month + 3))-\(padded(day))"
        return "\(date)T\(padded(second / 3_600)):\(padded(second / 60 % 60)):\(padded(second % 60))"
    }

    private func write(_ before: String, _ value: JSONText, _ after: String = "") {
        tools.write(Array(before.utf8) + value.rendered + after.utf8)
    }
}

internal import Findings

/// GitLab's code quality report: a list of issues, a subset of Code Climate's. It has no place for what was scanned; what was not
/// is an issue of its own, so that an incomplete scan never looks clean.
struct CodeQualityReporter: Reporter {
    private let tools: ReportTools
    private var hasIssues = false
    private var lastPath: [UInt8]?
    /// How often a fingerprint came in this file: GitLab drops all but the first of a fingerprint.
    private var seen: [String: Int] = [:]

    init(_ tools: ReportTools) { self.tools = tools }

    mutating func begin(_ header: ReportHeader) { tools.write([UInt8(ascii: "[")]) }

    mutating func finding(_ finding: Finding) {
        if lastPath != finding.path.bytes { seen = [:] }
        lastPath = finding.path.bytes
        let count = seen[finding.fingerprint.text, default: 0] + 1
        seen[finding.fingerprint.text] = count
        let line = max(1, finding.location.line)
        write([
            "type": "issue",
            "check_name": .text(finding.rule),
            "description": .text(tools.message(finding)),
            "content": ["body": .text(content(finding))],
            "categories": ["Security"],
            "severity": .text(CodeQualityReporter.severity(finding.severity)),
            "fingerprint": .text(finding.fingerprint.text + (count == 1 ? "" : "-\(count)")),
            "location": [
                "path": .text(tools.path(finding.path.bytes)),
                "lines": ["begin": .number(line), "end": .number(max(line, finding.location.endLine))],
            ],
        ])
    }

    mutating func explanation(_ explanation: Explanation) {}

    mutating func end(_ summary: ReportSummary) {
        for (index, problem) in summary.ledger.problems.enumerated() {
            let text = "Not scanned: \(problem.kind.rawValue): \(TerminalText.visible(problem.message))"
            write(problemIssue(text, path: tools.path(problem.path.bytes), id: "\(index + 1)"))
        }
        if summary.wasInterrupted {
            write(problemIssue(ReportSummary.interruption, path: [UInt8(ascii: ".")], id: "interrupted"))
        }
        tools.write(Array((hasIssues ? "\n]\n" : "]\n").utf8))
    }

    private func content(_ finding: Finding) -> String {
        let remedy = tools.remedy(finding)
        return
            "\(MarkdownText.code(tools.excerpt(finding)))\(remedy.isEmpty ? "" : "\n\n\(MarkdownText.remedy(remedy))")"
    }

    private func problemIssue(_ text: String, path: [UInt8], id: String) -> JSONText {
        [
            "type": "issue",
            "check_name": "lapwing-incomplete",
            "description": .text(text),
            "categories": ["Security"],
            "severity": "blocker",
            "fingerprint": .text("lapwing-incomplete-\(id)"),
            "location": ["path": .text(path), "lines": ["begin": .number(1)]],
        ]
    }

    private mutating func write(_ issue: JSONText) {
        tools.write(Array((hasIssues ? ",\n" : "\n").utf8) + issue.rendered)
        hasIssues = true
    }

    private static func severity(_ severity: Severity) -> String {
        switch severity {
        case .critical: "blocker"
        case .high: "critical"
        case .medium: "major"
        case .low: "minor"
        }
    }
}

internal import Findings

/// CSV as RFC 4180 has it: one header line, CRLF, quotes where a field needs them. `type` says what a row is: findings as they
/// come, then what was not scanned, then one row that ends the report.
struct CSVReporter: Reporter {
    private let tools: ReportTools
    private var header = ReportHeader(version: "", ruleCount: 0)
    private var files = 0
    private var lastPath: [UInt8]?

    static let columns = [
        "type", "path", "line", "column", "end_line", "end_column", "severity", "confidence", "kind", "rule", "message",
        "reason", "secret", "name", "variable", "fingerprint", "secret_id", "excerpt", "remedy", "commit",
    ]

    init(_ tools: ReportTools) { self.tools = tools }

    mutating func begin(_ header: ReportHeader) {
        self.header = header
        write(CSVReporter.columns)
    }

    mutating func finding(_ finding: Finding) {
        if lastPath != finding.path.bytes { files += 1 }
        lastPath = finding.path.bytes
        let place = finding.location
        write([
            "finding", TerminalText.visible(finding.path.bytes), "\(place.line)", "\(place.column)", "\(place.endLine)",
            "\(place.endColumn)", finding.severity.rawValue, finding.confidence.rawValue, finding.kind.rawValue,
            TerminalText.visible(finding.rule), TerminalText.visible(finding.message),
            TerminalText.visible(finding.reason), TerminalText.visible(tools.style.shown(finding.secret)),
            TerminalText.visible(finding.name), TerminalText.visible(finding.variable ?? []), finding.fingerprint.text,
            finding.secretID.text, tools.excerpt(finding), tools.remedy(finding), finding.provenance?.commit ?? "",
        ])
    }

    mutating func explanation(_ explanation: Explanation) {}

    mutating func end(_ summary: ReportSummary) {
        for problem in summary.ledger.problems {
            row(
                "problem", path: TerminalText.visible(problem.path.bytes),
                message: TerminalText.visible(problem.message),
                reason: problem.kind.rawValue)
        }
        if summary.wasInterrupted { row("problem", message: ReportSummary.interruption, reason: "interrupted") }
        let text = SummaryText(summary, header, files: files, style: tools.style)
        let message = ([text.verdict] + text.scanned).joined(separator: " ")
        row("summary", message: message, reason: summary.isComplete ? "complete" : "incomplete")
    }

    /// A row that is no finding.
    private func row(_ type: String, path: String = "", message: String, reason: String) {
        let cells = ["type": type, "path": path, "message": message, "reason": reason]
        write(CSVReporter.columns.map { cells[$0] ?? "" })
    }

    private func write(_ cells: [String]) {
        tools.write(Array((cells.map(CSVReporter.field).joined(separator: ",") + "\r\n").utf8))
    }

    /// A cell that begins like a formula would be computed by a spreadsheet, and could send the others away: an apostrophe in front
    /// makes it text. East Asian spreadsheets take the wide forms for the same.
    static func field(_ text: String) -> String {
        let isFormula = text.unicodeScalars.first.map { "=+-@\t\r＝＋－＠".unicodeScalars.contains($0) } ?? false
        let safe = isFormula ? "'" + text : text
        guard safe.unicodeScalars.contains(where: { "\",\r\n".unicodeScalars.contains($0) }) else { return safe }
        return "\"" + safe.unicodeScalars.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }
}

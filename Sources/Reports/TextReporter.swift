internal import Findings

/// What a person reads, in a terminal or in the log of a failed job: findings under the path of their file, each with its line,
/// what decided and where to revoke it; then what was scanned, what was not, and what to do next.
struct TextReporter: Reporter {
    private let tools: ReportTools
    private let paint: Paint
    private var header = ReportHeader(version: "", ruleCount: 0)
    /// The path that was last written as a heading.
    private var heading: [UInt8]?
    private var lastFileWithFinding: [UInt8]?
    private var filesWithFindings = 0
    /// Suppressed findings that somebody should look at, ready to be shown at the end.
    private var reviews: [String] = []

    /// Terminal cells of an excerpt.
    static let excerptCells = 160

    init(_ tools: ReportTools) {
        self.tools = tools
        paint = Paint(isOn: tools.style.usesColor)
    }

    /// A hook's message must fit into a terminal beside what git says.
    private var isShort: Bool { tools.style.occasion == .commit }

    mutating func begin(_ header: ReportHeader) { self.header = header }

    mutating func finding(_ finding: Finding) {
        if lastFileWithFinding != finding.path.bytes { filesWithFindings += 1 }
        lastFileWithFinding = finding.path.bytes
        begin(file: finding.path.bytes)
        let place = "\(finding.location.line):\(finding.location.column)"
        let severity = paint(finding.severity.rawValue, .of(finding.severity))
        let message = TerminalText.visible(finding.message)
        let rule = paint("[\(TerminalText.visible(finding.rule))]", .faint)
        var lines = ["  \(place)  \(severity)  \(message) (confidence: \(finding.confidence.rawValue))  \(rule)"]
        let excerpt = ExcerptView(finding.excerpt, tools.style, cells: TextReporter.excerptCells).lines(paint)
        lines += (isShort ? excerpt.prefix(1) : excerpt[...]).map { "      \($0)" }
        if !finding.reason.isEmpty { lines.append("      why: \(TerminalText.visible(finding.reason))") }
        if let facts = finding.history {
            lines += HistoryText(finding.provenance, facts).lines.map { "      \($0)" }
        } else if let provenance = finding.provenance {
            lines.append("      in:  \(TextReporter.commit(provenance))")
        }
        if let remedy = tools.rule(finding.rule)?.remedy, !remedy.isEmpty {
            let fix = "fix: \(TerminalText.visible(remedy))"
            if isShort, !finding.reason.isEmpty {
                lines[lines.count - 1] += "; \(fix)"
            } else {
                lines.append("      \(fix)")
            }
        }
        lines += finding.notes.map { "      note: \(TerminalText.visible($0))" }
        if isShort {
            let comment = "lapwing:allow[\(TerminalText.visible(finding.rule))] REASON"
            let entry = "lapwing ignore add \(finding.fingerprint.text) --reason 'REASON'"
            lines.append("      allow: the comment `\(comment)` on that line, or `\(entry)`")
        } else {
            lines.append(paint("      id: \(finding.fingerprint)", .faint))
        }
        write(lines)
    }

    private static func commit(_ provenance: Provenance) -> String {
        let author = TerminalText.visible(provenance.author)
        let rest =
            provenance.isInHead.map { $0 ? "; still there" : "; removed since, but it stays in the history" } ?? ""
        return "commit \(provenance.commit.prefix(12)), \(author), \(provenance.date)\(rest)"
    }

    mutating func suppressed(_ finding: Finding) {
        guard let record = finding.suppression, let review = record.review else { return }
        let place = "\(TerminalText.visible(finding.path.bytes)):\(finding.location.line):\(finding.location.column)"
        let why = [record.author.map { "by \($0)" }, "at \(record.place)"].compactMap { $0 }.joined(separator: " ")
        reviews.append(
            "  \(place)  \(TerminalText.visible("\(finding.rule): \(review) (\(why)): \(record.reason)"))")
    }

    mutating func explanation(_ explanation: Explanation) {
        begin(file: explanation.path.bytes)
        let place = "\(explanation.line):\(explanation.column)"
        let secret = TerminalText.visible(tools.style.shown(explanation.secret))
        let rule = paint("[\(TerminalText.visible(explanation.rule))]", .faint)
        let outcome = TerminalText.visible(explanation.outcome)
        let width = explanation.steps.map(\.check.count).max() ?? 0
        let steps = explanation.steps.map { step in
            let check = TerminalText.visible(step.check) + String(repeating: " ", count: width - step.check.count)
            let verdict = TerminalText.visible(step.verdict)
            let gap = String(repeating: " ", count: max(0, "reject".count - step.verdict.count))
            return "      \(check)  \(verdict)\(gap)  \(TerminalText.visible(step.reason))"
        }
        write(["  \(place)  candidate \(secret): \(paint(outcome, .strong))  \(rule)"] + steps)
    }

    mutating func end(_ summary: ReportSummary) {
        if heading != nil { write([""]) }
        let text = SummaryText(summary, header, files: filesWithFindings, style: tools.style)
        write(text.lines(paint, reviews: reviews))
    }

    private mutating func begin(file path: [UInt8]) {
        guard heading != path else { return }
        write((heading == nil || isShort ? [] : [""]) + [link(paint(TerminalText.visible(path), .strong), to: path)])
        heading = path
    }

    /// OSC 8. Only a path that can be made absolute is linked.
    private func link(_ text: String, to path: [UInt8]) -> String {
        guard tools.style.usesHyperlinks else { return text }
        guard let address = FileAddress(path, in: tools.style.currentDirectory).absolute else { return text }
        return "\u{1B}]8;;\(address)\u{1B}\\\(text)\u{1B}]8;;\u{1B}\\"
    }

    private func write(_ lines: [String]) { tools.write(lines.flatMap { $0.utf8 + [UInt8(ascii: "\n")] }) }
}

internal import Findings

/// GitHub's Markdown: a table of findings, then what was scanned and what was not. For job summaries, comments and wikis. What
/// comes from files is shown as code and can be no Markdown, no HTML, no mention and no link.
struct MarkdownReporter: Reporter {
    private let tools: ReportTools
    private var header = ReportHeader(version: "", ruleCount: 0)
    private var files = 0
    private var lastPath: [UInt8]?
    private var written = 0
    private var leftOut = 0

    /// Of a size limit, what is kept for the end.
    private static let reserve = 32 << 10

    init(_ tools: ReportTools) { self.tools = tools }

    mutating func begin(_ header: ReportHeader) {
        self.header = header
        write(["## Lapwing", ""])
    }

    mutating func finding(_ finding: Finding) {
        if lastPath == nil { write(["| severity | place | finding | line | fix |", "|---|---|---|---|---|"]) }
        if lastPath != finding.path.bytes { files += 1 }
        lastPath = finding.path.bytes
        let cells = [
            finding.severity.rawValue,
            MarkdownText.code("\(tools.visiblePath(finding)):\(finding.location.line)"),
            "\(MarkdownText.text(tools.message(finding))) \(MarkdownText.code(TerminalText.visible(finding.rule)))",
            MarkdownText.code(tools.excerpt(finding)),
            MarkdownText.remedy(tools.remedy(finding)),
        ]
        let row = "| \(cells.joined(separator: " | ")) |"
        if let limit = tools.style.byteLimit, written + row.utf8.count > limit - MarkdownReporter.reserve {
            leftOut += 1
        } else {
            write([row])
        }
    }

    mutating func explanation(_ explanation: Explanation) {}

    mutating func end(_ summary: ReportSummary) {
        let text = SummaryText(summary, header, files: files, style: tools.style)
        var lines = lastPath == nil ? [] : [""]
        if leftOut > 0 { lines += ["\(leftOut) more findings do not fit here; the log has them.", ""] }
        lines += ["**\(MarkdownText.text(text.verdict))**", ""]
        lines += text.scanned.map { MarkdownText.text($0) + "  " }
        let problems = summary.problemLines
        if !problems.isEmpty {
            lines += ["", "**Incomplete: not everything was scanned.**", ""]
            lines += problems.prefix(100).map { "- \(MarkdownText.code(String($0.prefix(500))))" }
            if problems.count > 100 { lines.append("- and \(problems.count - 100) more") }
        }
        write(lines)
    }

    private mutating func write(_ lines: [String]) {
        let bytes = lines.flatMap { $0.utf8 + [UInt8(ascii: "\n")] }
        written += bytes.count
        tools.write(bytes)
    }
}

/// Text inside of Markdown. Whatever could be markup is written as a character reference, which Markdown never takes for structure:
/// not for the end of a table's cell, of a code span or of a tag.
enum MarkdownText {
    /// Text that is shown as it is, in a fixed width. Inside of `<code>`, services look for no mentions and no links.
    static func code(_ text: String) -> String { text.isEmpty ? "" : "<code>\(escaped(text))</code>" }

    /// Prose. What could be a mention, a reference or a link is shown as code.
    static func text(_ text: String) -> String {
        let isSuspect =
            text.contains("://") || text.contains("www.")
            || text.unicodeScalars.contains { "@#!".unicodeScalars.contains($0) }
        return isSuspect ? code(text) : escaped(text)
    }

    /// What to do: an address as a link, words as prose.
    static func remedy(_ text: String) -> String { WebAddress.isValid(text) ? "<\(text)>" : MarkdownText.text(text) }

    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            let isPlain =
                !scalar.isASCII || scalar.properties.isAlphabetic || "0123456789 ./-,()".unicodeScalars.contains(scalar)
            return isPlain ? String(scalar) : "&#\(scalar.value);"
        }.joined()
    }
}

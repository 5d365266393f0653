internal import Findings

/// Annotations for GitHub Actions: workflow commands on standard output, which GitHub shows on the lines of the pull request. It
/// takes ten of each level from one step and drops the rest in silence, so the last one of a level says how many there are
/// besides. Every finding is in the log, too; the job summary is the Markdown report's.
struct GitHubReporter: Reporter {
    private enum Level: String, CaseIterable {
        case error, warning, notice

        /// Annotations of findings. One error is kept for an incomplete scan.
        var limit: Int { self == .error ? 9 : 10 }
    }

    private struct Annotations {
        var written = 0
        /// The last that fits: held back until it is known whether it must give its place to the number of the rest.
        var held: String?
        var rest = 0
    }

    private let tools: ReportTools
    private var header = ReportHeader(version: "", ruleCount: 0)
    private var annotations: [Level: Annotations] = [:]
    private var files = 0
    private var lastPath: [UInt8]?

    init(_ tools: ReportTools) { self.tools = tools }

    mutating func begin(_ header: ReportHeader) { self.header = header }

    mutating func finding(_ finding: Finding) {
        if lastPath != finding.path.bytes { files += 1 }
        lastPath = finding.path.bytes
        let level: Level =
            switch finding.severity {
            case .critical, .high: .error
            case .medium: .warning
            case .low: .notice
            }
        annotate(command(level, finding), level)
        let place = "\(tools.visiblePath(finding)):\(finding.location.line):\(finding.location.column)"
        let message = tools.message(finding)
        log("\(finding.severity.rawValue) \(place): \(message) [\(TerminalText.visible(finding.rule))]")
    }

    mutating func explanation(_ explanation: Explanation) {}

    mutating func end(_ summary: ReportSummary) {
        for level in Level.allCases {
            guard let state = annotations[level], let held = state.held else { continue }
            let rest = "\(state.rest + 1) more of this level are in the log of this step and in the job summary."
            write(state.rest == 0 ? held : GitHubReporter.command(level.rawValue, [("title", "Lapwing")], rest))
        }
        let problems = summary.problemLines
        if !problems.isEmpty {
            let head = "Not everything was scanned, so this is no clean result."
            write(
                GitHubReporter.command(
                    "error", [("title", "Lapwing: incomplete")], ([head] + problems).joined(separator: "\n")))
        }
        let text = SummaryText(summary, header, files: files, style: tools.style)
        for line in [text.verdict] + text.scanned { log(line) }
    }

    private mutating func annotate(_ command: String, _ level: Level) {
        var state = annotations[level] ?? Annotations()
        if state.written < level.limit - 1 {
            state.written += 1
            write(command)
        } else if state.held == nil {
            state.held = command
        } else {
            state.rest += 1
        }
        annotations[level] = state
    }

    private func command(_ level: Level, _ finding: Finding) -> String {
        let place = finding.location
        let line = max(1, place.line)
        var properties = [("file", tools.visiblePath(finding)), ("line", "\(line)")]
        if place.endLine > line {
            properties.append(("endLine", "\(place.endLine)"))
        } else {
            // GitHub takes columns only within one line; its last column is inside.
            properties += [
                ("col", "\(max(1, place.column))"), ("endColumn", "\(max(1, place.column, place.endColumn - 1))"),
            ]
        }
        properties.append(("title", TerminalText.visible(tools.rule(finding.rule)?.name ?? finding.rule)))
        let remedy = tools.remedy(finding)
        let text = [tools.message(finding), tools.excerpt(finding)] + (remedy.isEmpty ? [] : ["fix: \(remedy)"])
        return GitHubReporter.command(level.rawValue, properties, text.joined(separator: "\n"))
    }

    /// `::name key=value,key=value::text`, escaped as the runner takes it back: `%`, CR and LF everywhere, and in properties `:` and
    /// `,`, which would end one.
    static func command(_ name: String, _ properties: [(String, String)], _ text: String) -> String {
        let list = properties.map { "\($0.0)=\(escaped($0.1, inProperty: true))" }.joined(separator: ",")
        return "::\(name) \(list)::\(escaped(text, inProperty: false))"
    }

    private static func escaped(_ text: String, inProperty: Bool) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "%": "%25"
            case "\r": "%0D"
            case "\n": "%0A"
            case ":" where inProperty: "%3A"
            case "," where inProperty: "%2C"
            default: String(scalar)
            }
        }.joined()
    }

    /// A line that is no command: one begins with `::`, and the older form with `##[` stands anywhere.
    private func log(_ text: String) {
        write("lapwing: \(text.split(separator: "##[", omittingEmptySubsequences: false).joined(separator: "# #["))")
    }

    private func write(_ line: String) { tools.write(line.utf8 + [UInt8(ascii: "\n")]) }
}

internal import Findings

/// JUnit's XML, for the test pages of CI services. A file with findings is a suite, each finding a failed case; the scan itself is
/// the last suite, whose one case passes when everything was scanned, and where each problem is an error. A suite tells its
/// numbers before its cases, so the cases of one file are held until the next.
struct JUnitReporter: Reporter {
    private let tools: ReportTools
    private var header = ReportHeader(version: "", ruleCount: 0)
    private var path: [UInt8]?
    /// The cases of `path`, whole.
    private var cases: [String] = []
    private var files = 0

    init(_ tools: ReportTools) { self.tools = tools }

    mutating func begin(_ header: ReportHeader) {
        self.header = header
        write(["<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "<testsuites name=\"lapwing\">"])
    }

    mutating func finding(_ finding: Finding) {
        if path != finding.path.bytes { closeFile() }
        path = finding.path.bytes
        let file = XMLText.escaped(tools.visiblePath(finding))
        let place = "\(finding.location.line):\(finding.location.column)"
        let rule = XMLText.escaped(TerminalText.visible(finding.rule))
        let message = XMLText.escaped(tools.message(finding))
        let remedy = tools.remedy(finding)
        let body =
            [
                "\(tools.visiblePath(finding)):\(place)", tools.excerpt(finding),
                "severity: \(finding.severity.rawValue)", "fingerprint: \(finding.fingerprint.text)",
            ] + (remedy.isEmpty ? [] : ["fix: \(remedy)"])
        let line = max(1, finding.location.line)
        let head = "<testcase name=\"\(rule) at \(place)\" classname=\"\(file)\" file=\"\(file)\" line=\"\(line)\">"
        let failure = "<failure type=\"\(rule)\" message=\"\(message)\">"
        let text = body.map(XMLText.escaped).joined(separator: "\n")
        cases.append("    \(head)\n      \(failure)\(text)</failure>\n    </testcase>")
    }

    mutating func explanation(_ explanation: Explanation) {}

    mutating func end(_ summary: ReportSummary) {
        closeFile()
        let problems = summary.problemLines.map(XMLText.escaped)
        let text = SummaryText(summary, header, files: files, style: tools.style)
        var lines = [
            "  <testsuite name=\"lapwing\" tests=\"\(max(1, problems.count))\" failures=\"0\" errors=\"\(problems.count)\">"
        ]
        if problems.isEmpty {
            lines.append("    <testcase name=\"everything was scanned\" classname=\"lapwing\"/>")
        }
        for (index, problem) in problems.enumerated() {
            lines += [
                "    <testcase name=\"problem \(index + 1)\" classname=\"lapwing\">",
                "      <error type=\"incomplete\" message=\"\(problem)\"/>", "    </testcase>",
            ]
        }
        let said = ([text.verdict] + text.scanned).map(XMLText.escaped).joined(separator: "\n")
        write(lines + ["    <system-out>\(said)</system-out>", "  </testsuite>", "</testsuites>"])
    }

    private mutating func closeFile() {
        guard let path else { return }
        files += 1
        let name = XMLText.escaped(TerminalText.visible(tools.path(path)))
        let numbers = "tests=\"\(cases.count)\" failures=\"\(cases.count)\" errors=\"0\""
        write(["  <testsuite name=\"\(name)\" \(numbers)>"] + cases + ["  </testsuite>"])
        cases = []
        self.path = nil
    }

    private func write(_ lines: [String]) { tools.write(lines.flatMap { $0.utf8 + [UInt8(ascii: "\n")] }) }
}

/// Text inside of XML 1.0, in attributes and between tags.
enum XMLText {
    /// What is visible already (see `TerminalText`) needs this much more; U+FFFE and U+FFFF cannot stand in XML at all.
    static func escaped(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "'": "&apos;"
            case "\u{FFFE}", "\u{FFFF}": "‹U+\(hexadecimal(scalar.value, digits: 4))›"
            default: String(scalar)
            }
        }.joined()
    }
}

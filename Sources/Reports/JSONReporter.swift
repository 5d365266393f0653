internal import Findings

/// One JSON document, written while the scan goes on, a finding a line. Only what comes between findings and has a list of its own
/// waits: suppressed findings, and explanations when a person asks for them.
struct JSONReporter: Reporter {
    private let tools: ReportTools
    private var header = ReportHeader(version: "", ruleCount: 0)
    private var hasFindings = false
    private var suppressed: [[UInt8]] = []
    private var explanations: [JSONText] = []

    init(_ tools: ReportTools) { self.tools = tools }

    mutating func begin(_ header: ReportHeader) {
        self.header = header
        write("{\n\"version\": \(JSONText.formatVersion),\n\"tool\": ", .tool(header), ",\n\"findings\": [")
    }

    mutating func finding(_ finding: Finding) {
        write(hasFindings ? ",\n" : "\n", .finding(finding, tools))
        hasFindings = true
    }

    mutating func suppressed(_ finding: Finding) { suppressed.append(JSONText.finding(finding, tools).rendered) }

    mutating func explanation(_ explanation: Explanation) {
        explanations.append(.explanation(explanation, tools.style))
    }

    mutating func end(_ summary: ReportSummary) {
        write(hasFindings ? "\n],\n\"suppressed\": [" : "],\n\"suppressed\": [")
        for (index, finding) in suppressed.enumerated() {
            write(index > 0 ? ",\n" : "\n")
            tools.write(finding)
        }
        write(suppressed.isEmpty ? "],\n\"explanations\": [" : "\n],\n\"explanations\": [")
        for (index, explanation) in explanations.enumerated() { write(index > 0 ? ",\n" : "\n", explanation) }
        write(explanations.isEmpty ? "],\n\"summary\": " : "\n],\n\"summary\": ", .summary(summary, header), "\n}\n")
    }

    private func write(_ before: String, _ value: JSONText? = nil, _ after: String = "") {
        tools.write(Array(before.utf8) + (value?.rendered ?? []) + after.utf8)
    }
}

internal import Findings

/// One JSON object a line, each written as soon as it is known: findings (and explanations, when asked for) in path order, then
/// one summary. A report without a last line of type `summary` was cut off.
struct JSONLinesReporter: Reporter {
    private let tools: ReportTools
    private var header = ReportHeader(version: "", ruleCount: 0)

    init(_ tools: ReportTools) { self.tools = tools }

    mutating func begin(_ header: ReportHeader) { self.header = header }

    mutating func finding(_ finding: Finding) { write(.finding(finding, tools)) }

    mutating func suppressed(_ finding: Finding) { write(.finding(finding, tools)) }

    mutating func explanation(_ explanation: Explanation) { write(.explanation(explanation, tools.style)) }

    mutating func end(_ summary: ReportSummary) { write(.summary(summary, header)) }

    private func write(_ object: JSONText) { tools.write(object.rendered + [UInt8(ascii: "\n")]) }
}

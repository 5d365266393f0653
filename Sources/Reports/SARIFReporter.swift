internal import Findings
internal import Rules

/// SARIF 2.1.0, for code scanning services. Results are written as they come, and what they refer to (the rules, with the help
/// that services show) after them: members of an object have no order in JSON, so only the ids of rules seen are kept.
/// Explanations have no place in it. docs/report-format.md says what is promised.
struct SARIFReporter: Reporter {
    private let tools: ReportTools
    private var header = ReportHeader(version: "", ruleCount: 0)
    /// Ids of rules in the order of their first finding, which `ruleIndex` counts, and the way back.
    private var rules: [String] = []
    private var indices: [String: Int] = [:]
    private var hasResults = false

    init(_ tools: ReportTools) { self.tools = tools }

    mutating func begin(_ header: ReportHeader) {
        self.header = header
        write("{\n\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n\"version\": \"2.1.0\",\n")
        write("\"runs\": [{\n\"columnKind\": \"unicodeCodePoints\",\n\"results\": [")
    }

    mutating func finding(_ finding: Finding) {
        let index = indices[finding.rule] ?? rules.count
        if index == rules.count {
            rules.append(finding.rule)
            indices[finding.rule] = index
        }
        write(hasResults ? ",\n" : "\n", result(finding, index))
        hasResults = true
    }

    /// A result with a suppression, as the format has it; services show it as closed.
    mutating func suppressed(_ finding: Finding) { self.finding(finding) }

    mutating func explanation(_ explanation: Explanation) {}

    mutating func end(_ summary: ReportSummary) {
        write(hasResults ? "\n],\n\"tool\": " : "],\n\"tool\": ", tool)
        write(",\n\"invocations\": ", [invocation(summary)])
        let base =
            tools.style.isTreeRoot ? "The root of the repository's tree." : "The directory that lapwing was started in."
        let root: JSONText = ["description": ["text": .text(base)]]
        write(",\n\"originalUriBaseIds\": ", [SARIFReporter.baseID: root])
        if !tools.style.showsSecrets { write(",\n\"redactionTokens\": ", ["******"]) }
        write(",\n\"properties\": ", ["summary": .summary(summary, header)], "\n}]\n}\n")
    }

    private static let baseID = "%SRCROOT%"

    private func write(_ before: String, _ value: JSONText? = nil, _ after: String = "") {
        tools.write(Array(before.utf8) + (value?.rendered ?? []) + after.utf8)
    }
}

// MARK: - Results

extension SARIFReporter {
    private func result(_ finding: Finding, _ index: Int) -> JSONText {
        [
            "ruleId": .text(finding.rule),
            "ruleIndex": .number(index),
            "level": .text(finding.severity.level),
            "message": ["text": .text(message(finding))],
            "locations": [["physicalLocation": physicalLocation(finding)]],
            // Either every result of a run has the member, or none.
            "suppressions": finding.suppression.map { [suppression($0)] } ?? [],
            "partialFingerprints": [
                "lapwing/v1": .text(finding.fingerprint.text), "lapwingSecret/v1": .text(finding.secretID.text),
            ],
            "properties": [
                "kind": .text(finding.kind.rawValue),
                "severity": .text(finding.severity.rawValue),
                "confidence": .text(finding.confidence.rawValue),
                "secret": .text(tools.style.shown(finding.secret)),
                "name": finding.name.isEmpty ? .absent : .text(finding.name),
                "variable": finding.variable.map { .text($0) } ?? .absent,
                "reason": .text(finding.reason),
                "notes": finding.notes.isEmpty ? .absent : .list(finding.notes.map { .text($0) }),
            ],
        ]
    }

    private func suppression(_ record: SuppressionRecord) -> JSONText {
        [
            "kind": .text(record.kind),
            "status": "accepted",
            "justification": .text(TerminalText.visible(record.reason)),
            "properties": [
                "means": .text(record.means.rawValue),
                "place": .text(TerminalText.visible(record.place)),
                "author": record.author.map { .text(TerminalText.visible($0)) } ?? .absent,
                "review": record.review.map { .text($0) } ?? .absent,
            ],
        ]
    }

    private func message(_ finding: Finding) -> String {
        let reason = finding.reason.isEmpty ? "" : ": \(finding.reason)"
        return TerminalText.visible("\(finding.message) (\(finding.confidence.rawValue) confidence\(reason))")
    }

    private func physicalLocation(_ finding: Finding) -> JSONText {
        let place = finding.location
        let line = max(1, place.line)
        let endLine = max(line, place.endLine)
        let column = max(1, place.column)
        return [
            "artifactLocation": artifact(finding.path.bytes),
            "region": [
                "startLine": .number(line),
                "startColumn": .number(column),
                "endLine": .number(endLine),
                "endColumn": .number(endLine == line ? max(column, place.endColumn) : max(1, place.endColumn)),
                "byteOffset": .number(place.bytes.lowerBound),
                "byteLength": .number(place.bytes.count),
            ],
            "contextRegion": [
                "startLine": .number(line),
                "endLine": .number(endLine),
                "snippet": ["text": .text(TerminalText.visible(finding.excerpt.line(tools.style)))],
            ],
        ]
    }

    private func artifact(_ path: [UInt8]) -> JSONText {
        let address = FileAddress(path, in: tools.style.currentDirectory)
        guard let relative = address.relative else {
            return ["uri": .text(address.absolute ?? address.asWritten)]
        }
        return ["uri": .text(relative), "uriBaseId": .text(SARIFReporter.baseID)]
    }
}

// MARK: - The tool

extension SARIFReporter {
    private var tool: JSONText {
        [
            "driver": [
                "name": "Lapwing",
                "version": .text(header.version),
                "rules": .list(rules.map(descriptor)),
                "notifications": .list(
                    (ScanProblem.Kind.allCases.map(\.rawValue) + [SARIFReporter.interrupted]).map { ["id": .text($0)] }),
            ]
        ]
    }

    private static let interrupted = "interrupted"

    private func descriptor(_ id: String) -> JSONText {
        guard let rule = tools.rule(id) else { return ["id": .text(id)] }
        let links = ([rule.remedy] + rule.references).filter { !$0.isEmpty }
        return [
            "id": .text(id),
            "name": .text(id.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()),
            "shortDescription": ["text": .text(rule.name)],
            "fullDescription": ["text": .text(rule.description)],
            "helpUri": links.first(where: WebAddress.isValid).map(JSONText.text) ?? .absent,
            "help": ["text": .text(helpText(rule)), "markdown": .text(helpMarkdown(rule))],
            "defaultConfiguration": ["level": .text(rule.severity.level)],
            "properties": [
                "security-severity": .text(rule.severity.score),
                "precision": .text(rule.confidence.precision),
                "tags": ["security", "secret", .text(rule.kind.rawValue)],
            ],
        ]
    }

    private static let advice =
        "Revoke it first: whoever read it can go on using it after the line is gone. "
        + "Then issue a new one and read it from the environment."

    private func advice(_ rule: Rule) -> [String] { rule.kind == .default ? [] : [SARIFReporter.advice] }

    /// A default is removed, not revoked.
    private func remedy(_ rule: Rule) -> [String] {
        rule.remedy.isEmpty ? [] : ["\(rule.kind == .default ? "Fix" : "Revoke"): \(rule.remedy)"]
    }

    private func helpText(_ rule: Rule) -> String {
        ([rule.description] + advice(rule) + remedy(rule) + rule.references.map { "See: \($0)" })
            .joined(separator: "\n")
    }

    private func helpMarkdown(_ rule: Rule) -> String {
        let links = (remedy(rule).map { "- \($0)" } + rule.references.map { "- See: \($0)" }).joined(separator: "\n")
        return (["## \(rule.name)", rule.description] + advice(rule) + (links.isEmpty ? [] : [links]))
            .joined(separator: "\n\n")
    }
}

// MARK: - How the scan went

extension SARIFReporter {
    private func invocation(_ summary: ReportSummary) -> JSONText {
        let problems = summary.ledger.problems.map { problem in
            notification(
                problem.kind.rawValue, TerminalText.visible(problem.message),
                [["physicalLocation": ["artifactLocation": artifact(problem.path.bytes)]]])
        }
        let stop =
            summary.wasInterrupted
            ? [notification(SARIFReporter.interrupted, "The scan was interrupted: the rest was not scanned.", .absent)]
            : []
        return [
            "executionSuccessful": .bool(summary.isComplete),
            "toolExecutionNotifications": .list(problems + stop),
        ]
    }

    private func notification(_ id: String, _ message: String, _ locations: JSONText) -> JSONText {
        [
            "descriptor": ["id": .text(id)], "level": "error", "message": ["text": .text(message)],
            "locations": locations,
        ]
    }
}

extension Severity {
    fileprivate var level: String {
        switch self {
        case .critical, .high: "error"
        case .medium: "warning"
        case .low: "note"
        }
    }

    /// GitHub's `security-severity`: from 9.0 on critical, from 7.0 high, from 4.0 medium.
    fileprivate var score: String {
        switch self {
        case .critical: "9.5"
        case .high: "8.0"
        case .medium: "5.5"
        case .low: "2.0"
        }
    }
}

extension Confidence {
    /// GitHub's `precision`.
    fileprivate var precision: String { self == .proven ? "very-high" : rawValue }
}

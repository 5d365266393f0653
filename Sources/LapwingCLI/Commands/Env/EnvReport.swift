/// A survey as text. Names, places and reasons come from files of others: nothing of them reaches a terminal or Markdown as it is.

internal import EnvContract
internal import Reports

enum EnvReport {
    static func text(_ survey: EnvSurvey, _ format: EnvFormat) -> String {
        switch format {
        case .table: table(survey)
        case .markdown: markdown(survey.variables)
        case .json: json(survey)
        }
    }

    // MARK: Table

    private static func table(_ survey: EnvSurvey) -> String {
        let rows = survey.variables.map { [$0.name, $0.default.rawValue, $0.coverage.state.rawValue, $0.purpose] }
        var lines = columns([["VARIABLE", "DEFAULT", "CHECKED", "PURPOSE"]] + rows)
        var detailed = [lines.removeFirst()]
        for (line, variable) in zip(lines, survey.variables) {
            detailed.append(line)
            for read in variable.reads {
                let value = read.default == .none ? "" : " (\(read.default.rawValue) default)"
                detailed.append("    read     \(read.place)\(value)")
            }
            detailed.append("    checked  \(variable.coverage.state.rawValue): \(variable.coverage.reason)")
            if let generate = variable.generate { detailed.append("    make     \(generate)") }
        }
        if survey.variables.isEmpty {
            detailed = ["No secret is read from the environment."]
        } else {
            detailed.append("")
        }
        if !survey.variables.isEmpty { detailed.append(summary(survey.variables)) }
        if survey.passedOver > 0 {
            let reads = survey.passedOver == 1 ? "1 read" : "\(survey.passedOver) reads"
            detailed.append("\(reads) in tests, examples and documentation not listed (--include-tests).")
        }
        return detailed.map(TerminalText.visible).joined(separator: "\n")
    }

    private static func summary(_ variables: [SecretVariable]) -> String {
        func count(_ state: Coverage.State) -> Int { variables.count { $0.coverage.state == state } }
        let literal = variables.count { $0.default == .literal }
        return
            "\(variables.count) \(variables.count == 1 ? "secret" : "secrets"): checked at start-up \(count(.yes)) yes, "
            + "\(count(.no)) no, \(count(.unknown)) unknown; \(literal) with a literal default."
    }

    private static func columns(_ rows: [[String]]) -> [String] {
        let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths + [0]).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }
                .joined(separator: "  ")
        }
    }

    // MARK: Markdown

    private static func markdown(_ variables: [SecretVariable]) -> String {
        var lines = [
            "| variable | read | default | checked at start-up | purpose | generate |", "|---|---|---|---|---|---|",
        ]
        for variable in variables {
            let places = variable.reads.map { code("\($0.place)") }.joined(separator: "<br>")
            let check = "\(variable.coverage.state.rawValue): \(plain(variable.coverage.reason))"
            lines.append(
                "| \(code(variable.name)) | \(places) | \(variable.default.rawValue) | \(check) "
                    + "| \(plain(variable.purpose)) | \(variable.generate.map(code) ?? "") |")
        }
        return lines.map(TerminalText.visible).joined(separator: "\n")
    }

    private static func plain(_ text: String) -> String {
        var result = ""
        for character in text {
            if "\\`*_{}[]<>|#".contains(character) { result.append("\\") }
            result.append(character.isNewline ? " " : character)
        }
        return result
    }

    /// In a table, even code must not hold a bar.
    private static func code(_ text: String) -> String {
        "`" + text.filter { $0 != "`" && !$0.isNewline }.map { $0 == "|" ? "\\|" : String($0) }.joined() + "`"
    }

    // MARK: JSON

    /// docs/env.md describes it.
    private static func json(_ survey: EnvSurvey) -> String {
        let variables = survey.variables.map { variable in
            JSONText.object([
                ("name", .text(variable.name)),
                (
                    "reads",
                    .list(
                        variable.reads.map { read in
                            .object([
                                ("path", .text(read.place.path.bytes)), ("line", .number(read.place.line)),
                                ("default", .text(read.default.rawValue)),
                            ])
                        })
                ),
                ("default", .text(variable.default.rawValue)),
                ("checked", .text(variable.coverage.state.rawValue)), ("reason", .text(variable.coverage.reason)),
                ("purpose", .text(variable.purpose)), ("generate", variable.generate.map { .text($0) } ?? .absent),
            ])
        }
        let problems = survey.problems.map { problem in
            JSONText.object([
                ("kind", .text(problem.kind.rawValue)), ("path", .text(problem.path.bytes)),
                ("message", .text(problem.message)),
            ])
        }
        let report = JSONText.object([
            ("schema", .text("lapwing-env-1")), ("variables", .list(variables)),
            ("passed_over", .number(survey.passedOver)), ("problems", .list(problems)),
        ])
        return String(decoding: report.rendered, as: UTF8.self)
    }
}

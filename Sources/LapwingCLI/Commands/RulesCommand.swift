internal import ArgumentParser
internal import BuiltinRules
internal import RuleSource
internal import Rules

struct RulesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rules", abstract: "List, show and check rules.", subcommands: [List.self, Show.self, Check.self])

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List the built-in rules: id, severity, confidence, name.")

        func run() throws {
            let rules = BuiltinRules.all.all
            let width = rules.map(\.id.count).max() ?? 0
            for rule in rules {
                Console.print(
                    rule.id.padded(to: width) + "  " + rule.severity.rawValue.padded(to: 8) + "  "
                        + rule.confidence.rawValue.padded(to: 6)
                        + "  " + rule.name)
            }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "show", abstract: "Show one rule whole.")

        @Argument(help: "The rule's id.")
        var id: String

        func run() throws {
            let rules = BuiltinRules.all.all + BuiltinRules.environment.all.filter { $0.kind == .environmentRead }
            guard let rule = rules.first(where: { $0.id == id }) else {
                let near = rules.map(\.id).filter { $0.contains(id) || id.contains($0) }.prefix(5)
                let hint = near.isEmpty ? "`lapwing rules list` prints all" : "perhaps: \(near.joined(separator: ", "))"
                throw UsageFault("there is no rule '\(id)'; \(hint)")
            }
            Console.print(RulesCommand.page(rule))
        }
    }

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: "Lint rule files: syntax, anchors, examples, cost on hostile input.")

        @Argument(help: "The rule files.")
        var files: [String]

        func run() throws {
            let report = RuleFileCheck.run(
                files: files,
                builtin: BuiltinRules.all.all + BuiltinRules.environment.all.filter { $0.kind == .environmentRead })
            for fault in report.faults { Console.print(fault) }
            Console.print(
                "\(report.ruleCount) rules in \(files.count) files: \(report.faults.isEmpty ? "no faults" : "\(report.faults.count) faults")"
            )
            if !report.faults.isEmpty { throw Ending(status: .failed) }
        }
    }

    private static func page(_ rule: Rule) -> String {
        let trigger: String =
            switch rule.trigger {
            case .anchors(let anchors): "anchors      " + anchors.map(\.text).joined(separator: "  ")
            case .path: "trigger      every line of files that match its paths"
            case .run(let alphabet, let length):
                "trigger      runs of at least \(length) \(alphabet.rawValue) characters"
            }
        var lines = [
            rule.id, "  \(rule.name) (\(rule.provider))", "", "  \(rule.description)", "",
            "  kind         \(rule.kind.rawValue)", "  severity     \(rule.severity.rawValue)",
            "  confidence   \(rule.confidence.rawValue)", "  \(trigger)", "  pattern      \(rule.pattern)",
            "  checks       \(rule.checks.map(\.description).joined(separator: "  "))",
        ]
        if !rule.files.isEmpty { lines.append("  files        \(rule.files.map(\.rawValue).joined(separator: "  "))") }
        if !rule.includedPaths.isEmpty { lines.append("  only in      \(rule.includedPaths.joined(separator: "  "))") }
        if !rule.excludedPaths.isEmpty { lines.append("  not in       \(rule.excludedPaths.joined(separator: "  "))") }
        lines += rule.references.map { "  reference    \($0)" }
        return (lines + ["  remedy       \(rule.remedy)"]).joined(separator: "\n")
    }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }
}

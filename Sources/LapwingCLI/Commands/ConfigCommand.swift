internal import ArgumentParser
internal import Reports
internal import Suppression

struct ConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config", abstract: "Show what is configured.", subcommands: [Show.self])

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print what counts here, and who said so.",
            discussion: "Reads .lapwing.yml of the work tree that contains the current directory.")

        @OptionGroup var config: ConfigArguments

        func run() throws {
            let project = try Project.ofCurrentDirectory(config.options)
            let applied = try project.settings.applied(to: ScanPlan.rules(config.ruleFiles, project))
            Console.print("Work tree: \(project.root.map { TerminalText.visible($0.bytes) } ?? "none here")")
            Console.print("Configuration: \(project.settings.configuration ?? "none")")
            let rows = Show.rows(project.settings) + Show.accepted(project)
            let widths = (0..<2).map { column in rows.map { $0[column].count }.max() ?? 0 }
            for row in rows {
                let cells = zip(row, widths).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }
                Console.print(
                    "  " + (cells + row.dropFirst(2)).map { TerminalText.visible($0) }.joined(separator: "  "))
            }
            let off = applied.rules.disabled.count
            Console.print("Rules: \(applied.rules.count - off) on, \(off) off.")
        }

        /// Name, value, origin.
        private static func rows(_ settings: Settings) -> [[String]] {
            var rows = [
                ["fail-on", settings.failOn.value.rawValue, settings.failOn.origin],
                ["min-confidence", settings.minConfidence.value.rawValue, settings.minConfidence.origin],
                ["new-markers", settings.newMarkers.value.rawValue, settings.newMarkers.origin],
            ]
            let markers = settings.foreignMarkers.value.map(\.rawValue)
            rows.append(
                [
                    "foreign-markers", markers.isEmpty ? "none" : markers.joined(separator: " "),
                    settings.foreignMarkers.origin,
                ])
            rows += settings.excluded.map { ["exclude", $0.value, $0.origin] }
            rows += settings.ruleFiles.map { ["rule-files", $0.value, $0.origin] }
            return rows
                + settings.ruleSettings.map { setting in
                    let value: String =
                        switch setting.value.value {
                        case .on: "on"
                        case .off: "off"
                        case .severity(let severity): severity.rawValue
                        }
                    return ["rules", "\(setting.value.pattern): \(value)", setting.origin]
                }
        }

        private static func accepted(_ project: Project) -> [[String]] {
            func row(_ what: String, _ count: Int, _ name: String) -> [String] {
                [what, "\(count) \(count == 1 ? "entry" : "entries")", count == 0 ? "default" : name]
            }
            return [
                row("ignore file", project.ignore.entries.count, project.ignore.name),
                row("baseline", project.baseline.count, project.baseline.name),
            ]
        }
    }
}

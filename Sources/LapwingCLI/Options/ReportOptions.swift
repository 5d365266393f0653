internal import ArgumentParser
internal import Findings

/// What is reported, where and how.
struct ReportOptions: Equatable {
    /// `FORMAT` or `FORMAT=FILE`.
    var reports: [String] = []
    var showSecrets = false
    var explain = false
    var minConfidence: Confidence?
    var failOn: Severity?
    var quiet = false
    var color: ColorChoice = .auto
}

/// The arguments that say so.
struct ReportArguments: ParsableArguments {
    @Option(
        name: .customLong("report"),
        help: ArgumentHelp(
            "text, json, jsonl, sarif, github, gitlab, codequality, junit, csv or markdown; to a file with FORMAT=FILE (repeatable).",
            valueName: "format"))
    var reports: [String] = []

    @Flag(help: "Write secrets out instead of redacting them.")
    var showSecrets = false

    @Flag(help: "Show how every candidate was judged, reported or not.")
    var explain = false

    @Option(
        help: ArgumentHelp(
            "Report findings of at least this confidence: low, medium, high, proven (default: low; staged and diff: medium).",
            valueName: "level"),
        transform: LevelParser.parse)
    var minConfidence: Confidence?

    @Option(
        help: ArgumentHelp(
            "Exit 1 for findings of at least this severity: low, medium, high, critical.", valueName: "level"),
        transform: LevelParser.parse)
    var failOn: Severity?

    @Flag(name: .shortAndLong, help: "Print no report and no progress, only errors.")
    var quiet = false

    @Option(help: ArgumentHelp("Colours: auto, always, never (NO_COLOR counts).", valueName: "when"))
    var color: ColorChoice = .auto

    var options: ReportOptions {
        ReportOptions(
            reports: reports, showSecrets: showSecrets, explain: explain, minConfidence: minConfidence, failOn: failOn,
            quiet: quiet, color: color)
    }
}

enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
}

/// Reads the words of levels.
enum LevelParser {
    static func parse<Level: RawRepresentable & CaseIterable>(_ text: String) throws -> Level
    where Level.RawValue == String {
        guard let level = Level(rawValue: text) else {
            throw ValidationError(
                "'\(text)' is no level; there are: \(Level.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return level
    }
}

internal import ArgumentParser
internal import Reports

/// How a change is judged.
struct ChangeArguments: ParsableArguments {
    @Flag(help: "Report findings on lines that the change does not touch, too.")
    var wholeFiles = false
}

/// A command that scans.
protocol PlannedCommand {
    var report: ReportOptions { get }
    var config: ConfigOptions { get }
    var engine: EngineArguments { get }
}

/// A command that scans what git holds of a change.
protocol ChangeCommand: PlannedCommand {
    var change: ChangeArguments { get }
    var occasion: ReportOccasion { get }
}

extension ChangeCommand {
    var occasion: ReportOccasion { .audit }
}

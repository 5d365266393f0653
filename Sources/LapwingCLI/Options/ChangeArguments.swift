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
    var engine: EngineOptions { get }
}

/// One whose options ArgumentParser reads.
protocol ParsedCommand: PlannedCommand {
    var reportArguments: ReportArguments { get }
    var configArguments: ConfigArguments { get }
    var engineArguments: EngineArguments { get }
}

extension ParsedCommand {
    var report: ReportOptions { reportArguments.options }
    var config: ConfigOptions { configArguments.options }
    var engine: EngineOptions { engineArguments.options }
}

/// A command that scans what git holds of a change.
protocol ChangeCommand: PlannedCommand {
    var occasion: ReportOccasion { get }
}

extension ChangeCommand {
    var occasion: ReportOccasion { .audit }
}

internal import ArgumentParser

struct ScanCommand: ParsableCommand, PlannedCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Scan files, directories, or standard input (-).",
        discussion: """
            Hidden files are scanned; .git is not, but for its config. Symbolic links are not followed. Inside a git work tree, untracked
            files that gitignore files name are left out; tracked ones never are.
            """)

    @Argument(help: ArgumentHelp("What to scan; - is standard input.", valueName: "path"))
    var paths: [String]

    @OptionGroup var walk: WalkArguments
    @OptionGroup var report: ReportOptions
    @OptionGroup var config: ConfigOptions
    @Flag(
        name: .customLong("strict-suppressions"),
        help: "Fail, too, when a marker, an ignore entry or a baseline line matches nothing (whole work trees only).")
    var strictSuppressions = false

    @OptionGroup var engine: EngineArguments

    func run() throws {
        let plan = try ScanPlan(resolving: self)
        throw Ending(status: try ScanPipeline(plan).run())
    }
}

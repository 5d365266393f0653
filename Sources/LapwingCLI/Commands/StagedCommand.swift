internal import ArgumentParser
internal import Reports

struct StagedCommand: ParsableCommand, ChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "staged", abstract: "Scan what the next commit would add.",
        discussion: """
            For git's pre-commit hook: the index against HEAD. Files are read as they are staged, not as they are on disk; they are
            scanned whole, and what stands on added lines is reported.
            """)

    @OptionGroup var change: ChangeArguments
    @OptionGroup var report: ReportOptions
    @OptionGroup var config: ConfigOptions
    @OptionGroup var engine: EngineArguments

    var occasion: ReportOccasion { .commit }

    func run() throws {
        let staged = try StagedScan()
        let plan = try ScanPlan(resolving: self, staged.trust, root: staged.root, notices: staged.notices)
        let excluded = plan.project.settings.excluded.map(\.value)
        let changes = try staged.changes(wholeFiles: change.wholeFiles).excluding(excluded)
        throw Ending(status: try ScanPipeline(plan).run(changes))
    }
}

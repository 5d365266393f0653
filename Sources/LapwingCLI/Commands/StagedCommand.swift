internal import ArgumentParser

struct StagedCommand: ParsableCommand, ChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "staged", abstract: "Scan what the next commit would add.",
        discussion: """
            For git's pre-commit hook: the index against HEAD. Files are read as they are staged, not as they are on disk; they are
            scanned whole, and what stands on added lines is reported.
            """)

    @OptionGroup var change: ChangeArguments
    @OptionGroup var report: ReportOptions
    @OptionGroup var rules: RuleOptions
    @OptionGroup var engine: EngineArguments

    func run() throws {
        let staged = try StagedScan()
        let plan = try ScanPlan(resolving: self, trusting: staged.trusted, root: staged.root, notices: staged.notices)
        throw Ending(status: try ScanPipeline(plan).run(staged.changes(wholeFiles: change.wholeFiles)))
    }
}

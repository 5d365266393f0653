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

    func run() throws { try run(StagedScan.Opening()) }

    /// Runs what the arguments say; git looks for the repository while they are parsed.
    /// - Returns: whether they were plain; else nothing was done.
    static func runPlain(_ arguments: [String]) throws -> Bool {
        var command: StagedCommand?
        let opening = Result { try StagedScan.Opening { command = try? StagedCommand.parse(arguments) } }
        guard let command else { return false }
        try command.run(opening.get())
        return true
    }

    private func run(_ opening: StagedScan.Opening) throws {
        let staged = try StagedScan(opening)
        let plan = try ScanPlan(resolving: self, staged.trust, root: staged.root, notices: staged.notices)
        let excluded = plan.project.settings.excluded.map(\.value)
        let changes = try staged.changes(wholeFiles: change.wholeFiles).excluding(excluded)
        throw Ending(status: try ScanPipeline(plan).run(changes))
    }
}

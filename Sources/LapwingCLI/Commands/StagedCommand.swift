internal import ArgumentParser
internal import Reports

struct StagedCommand: ParsableCommand, ParsedCommand {
    static let configuration = CommandConfiguration(
        commandName: "staged", abstract: "Scan what the next commit would add.",
        discussion: """
            For git's pre-commit hook: the index against HEAD. Files are read as they are staged, not as they are on disk; they are
            scanned whole, and what stands on added lines is reported.
            """)

    @OptionGroup var change: ChangeArguments
    @OptionGroup var reportArguments: ReportArguments
    @OptionGroup var configArguments: ConfigArguments
    @OptionGroup var engineArguments: EngineArguments

    var request: StagedRequest {
        StagedRequest(wholeFiles: change.wholeFiles, report: report, config: config, engine: engine)
    }

    func run() throws { try request.run() }
}

/// What `lapwing staged` is asked for.
struct StagedRequest: ChangeCommand, Equatable {
    var wholeFiles = false
    var report = ReportOptions()
    var config = ConfigOptions()
    var engine = EngineOptions()

    var occasion: ReportOccasion { .commit }

    func run() throws {
        let staged = try StagedScan()
        let plan = try ScanPlan(resolving: self, staged.trust, root: staged.root, notices: staged.notices)
        let excluded = plan.project.settings.excluded.map(\.value)
        let changes = try staged.changes(wholeFiles: wholeFiles).excluding(excluded)
        throw Ending(status: try ScanPipeline(plan).run(changes))
    }
}

extension StagedRequest {
    /// Reads what follows `staged`. nil for all that is not plain; see `PlainArguments`.
    init?(plain words: [String]) {
        self.init()
        var arguments = PlainArguments(words)
        while let word = arguments.next() {
            if word == "--whole-files" {
                wholeFiles = true
            } else {
                guard
                    report.take(word, &arguments) || config.take(word, &arguments) || engine.take(word, &arguments)
                else { return nil }
            }
        }
    }
}

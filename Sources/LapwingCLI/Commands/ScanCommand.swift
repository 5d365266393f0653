internal import ArgumentParser

struct ScanCommand: ParsableCommand, ParsedCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan", abstract: "Scan files, directories, or standard input (-).",
        discussion: """
            Hidden files are scanned; .git is not, but for its config. Symbolic links are not followed. Inside a git work tree, untracked
            files that gitignore files name are left out; tracked ones never are.
            """)

    @Argument(help: ArgumentHelp("What to scan; - is standard input.", valueName: "path"))
    var paths: [String]

    @OptionGroup var walk: WalkArguments
    @OptionGroup var reportArguments: ReportArguments
    @OptionGroup var configArguments: ConfigArguments
    @Flag(
        name: .customLong("strict-suppressions"),
        help: "Fail, too, when a marker, an ignore entry or a baseline line matches nothing (whole work trees only).")
    var strictSuppressions = false

    @OptionGroup var engineArguments: EngineArguments

    var request: ScanRequest {
        ScanRequest(
            paths: paths, walk: walk.selection, report: report, config: config,
            strictSuppressions: strictSuppressions, engine: engine)
    }

    func run() throws { try request.run() }
}

/// What `lapwing scan` is asked for.
struct ScanRequest: PlannedCommand, Equatable {
    var paths: [String] = []
    var walk = WalkSelection()
    var report = ReportOptions()
    var config = ConfigOptions()
    var strictSuppressions = false
    var engine = EngineOptions()

    func run() throws {
        let plan = try ScanPlan(resolving: self)
        throw Ending(status: try ScanPipeline(plan).run())
    }
}

extension ScanRequest {
    /// Reads what follows `scan`. nil for all that is not plain; see `PlainArguments`.
    init?(plain words: [String]) {
        self.init()
        var arguments = PlainArguments(words)
        while let word = arguments.next() {
            if PlainArguments.isValue(word) {
                paths.append(word)
            } else if word == "--strict-suppressions" {
                strictSuppressions = true
            } else {
                guard
                    report.take(word, &arguments) || walk.take(word, &arguments) || config.take(word, &arguments)
                        || engine.take(word, &arguments)
                else { return nil }
            }
        }
        if paths.isEmpty { return nil }
    }
}

internal import ArgumentParser

struct DiffCommand: ParsableCommand, ParsedCommand, ChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Scan what a branch adds: the whole difference and each of its commits.",
        discussion: """
            For the gate of a pull request. What BASE gained meanwhile is not blamed; a secret that was added and removed again within
            the branch is found, since it stays in the history; of a merge only the lines that none of its parents has count.
            Configuration is read from BASE, never from the change.

            Without a range, BASE comes from the variables of GitHub, GitLab, Bitbucket, Azure, Jenkins, Buildkite or pre-commit.
            """)

    @Argument(
        help: ArgumentHelp("BASE..HEAD or BASE...HEAD; HEAD is the current commit where left out.", valueName: "range"))
    var range: String?

    @Option(help: ArgumentHelp("What the branch is compared with, instead of a range.", valueName: "revision"))
    var base: String?

    @Flag(help: "Read what is pushed from standard input, as git's pre-receive hook gets it.")
    var preReceive = false

    @OptionGroup var change: ChangeArguments
    @OptionGroup var reportArguments: ReportArguments
    @OptionGroup var configArguments: ConfigArguments
    @OptionGroup var engineArguments: EngineArguments

    func run() throws {
        let threads = try ScanPlan.threads(engine)
        let diff =
            try preReceive
            ? DiffScan(receiving: pushed(), threads: threads) : DiffScan(ends(), threads: threads)
        let plan = try ScanPlan(resolving: self, diff.trust, root: diff.root, notices: diff.notices)
        let excluded = plan.project.settings.excluded.map(\.value)
        let changes = try diff.changes(wholeFiles: change.wholeFiles).excluding(excluded)
        throw Ending(status: try ScanPipeline(plan).run(changes))
    }

    private func pushed() throws -> [PushedReference] {
        guard range == nil, base == nil else {
            throw UsageFault("--pre-receive reads what is pushed from standard input: give it no range and no --base")
        }
        return try PushedReference.read()
    }

    private func ends() throws -> RangeEnds {
        switch (range, base) {
        case (.some, .some): throw UsageFault("give a range or --base, not both")
        case (let range?, nil): return try RangeEnds(typed: range)
        case (nil, let base?): return RangeEnds(base: base, head: "HEAD", origin: nil)
        case (nil, nil): return try RangeEnds.ofEnvironment()
        }
    }
}

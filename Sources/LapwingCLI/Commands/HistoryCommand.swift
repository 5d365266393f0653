internal import ArgumentParser
internal import Bytes
internal import Git

struct HistoryCommand: ParsableCommand, ParsedCommand {
    static let configuration = CommandConfiguration(
        commandName: "history", abstract: "Scan every version of every file of a git history, and all messages.",
        discussion: """
            Everything that branches, tags, the stash and worktrees lead to; REV limits it: a branch, a tag, a commit, or A..B, which scans the files
            that those commits changed. All places and versions of a secret are one finding, with the commit that brought it. Packs are read
            directly, and of each version only what differs from another is looked at.

            Examples:
              lapwing history                               the repository around the current directory
              lapwing history /srv/git/app.git              another one; bare ones, too
              lapwing history . v1.0..v2.0                  what came between two tags
              lapwing history --since '3 months ago'
            """)

    @Argument(
        help: ArgumentHelp(
            "A directory of the repository (default: the current one), then what to scan of it, as git names commits.",
            valueName: "repo] [rev"))
    var arguments: [String] = []

    @OptionGroup var history: HistoryOptions
    @OptionGroup var reportArguments: ReportArguments
    @OptionGroup var configArguments: ConfigArguments
    @OptionGroup var engineArguments: EngineArguments

    func run() throws {
        let (directory, revisions) = try places()
        let audit = try HistoryAudit(at: directory, revisions, history)
        let plan = try ScanPlan(resolving: self, audit)
        throw Ending(status: try ScanPipeline(plan).run(history: audit))
    }

    /// The first argument is the repository if there is such a directory.
    private func places() throws -> (FilePath?, [String]) {
        guard let first = arguments.first else { return (nil, []) }
        if (try? FileStatus.of(FilePath(first)))?.type == .directory {
            return (FilePath(first), Array(arguments.dropFirst()))
        }
        if first.contains("/"), first.hasPrefix("/") || first.hasPrefix("./") || first.hasPrefix("../") {
            throw UsageFault("there is no directory \(first)")
        }
        return (nil, arguments)
    }
}

internal import ArgumentParser

struct Lapwing: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lapwing",
        abstract: "Finds secrets that are written down where they should not be.",
        discussion: """
            Examples:
              lapwing scan .                                audit a tree
              lapwing scan --report sarif=out.sarif src     for a code scanning service
              git show HEAD:app.py | lapwing scan - --stdin-name app.py
              lapwing history                               audit a git history
              lapwing env list                              the secrets that the code reads from its environment
              lapwing env check -- ./server                 start it only with its secrets set
              lapwing rules show github-personal-access-token

            Exit status: 0 clean, 1 findings, 2 the scan failed or was incomplete, 130 interrupted.
            """,
        version: Version.text,
        subcommands: [
            ScanCommand.self, StagedCommand.self, DiffCommand.self, HistoryCommand.self, HookCommand.self,
            EnvCommand.self,
            BaselineCommand.self, IgnoreCommand.self, ConfigCommand.self, RulesCommand.self,
        ])
}

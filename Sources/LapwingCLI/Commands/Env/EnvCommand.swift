internal import ArgumentParser

struct EnvCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "env", abstract: "The secrets that programs read from their environment.",
        discussion: """
            list shows what the code reads, init writes it down as a manifest, check holds the environment against the manifest before
            a program starts, diff holds the code against it. docs/env.md explains all four.
            """,
        subcommands: [EnvListCommand.self, EnvInitCommand.self, EnvCheckCommand.self, EnvDiffCommand.self])
}

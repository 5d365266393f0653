internal import ArgumentParser

/// Which rules run.
struct RuleOptions: ParsableArguments {
    @Option(name: .customLong("rules"), help: ArgumentHelp("Add the rules of a file (repeatable).", valueName: "file"))
    var files: [String] = []
}

internal import ArgumentParser

/// Which reads of the environment count.
struct EnvSurveyOptions: ParsableArguments {
    @Option(
        name: .customLong("exclude"), help: ArgumentHelp("Leave out paths that match (repeatable).", valueName: "glob"))
    var excluded: [String] = []

    @Option(
        name: .customLong("rules"),
        help: ArgumentHelp("Add a file's rules of kind env-read and default (repeatable).", valueName: "file"))
    var rules: [String] = []

    @Flag(help: "Count reads in tests, examples and documentation, too.")
    var includeTests = false
}

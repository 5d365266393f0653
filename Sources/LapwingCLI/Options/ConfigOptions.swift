internal import ArgumentParser

/// What counts: added rules, and whether the tree's own configuration and suppressions count.
struct ConfigOptions: Equatable {
    var ruleFiles: [String] = []
    var noConfig = false
    var noSuppressions = false
    /// A file; nil: the tree's own.
    var baseline: String?
}

/// The arguments that say so.
struct ConfigArguments: ParsableArguments {
    @Option(name: .customLong("rules"), help: ArgumentHelp("Add the rules of a file (repeatable).", valueName: "file"))
    var ruleFiles: [String] = []

    @Flag(name: .customLong("no-config"), help: "Ignore the tree's .lapwing.yml.")
    var noConfig = false

    @Flag(
        name: .customLong("no-suppressions"),
        help: "Report accepted findings too: ignore markers, .lapwingignore and the baseline.")
    var noSuppressions = false

    @Option(
        name: .customLong("baseline"),
        help: ArgumentHelp(
            "The findings that are accepted for now (default: the tree's .lapwing-baseline).", valueName: "file"))
    var baseline: String?

    var options: ConfigOptions {
        ConfigOptions(ruleFiles: ruleFiles, noConfig: noConfig, noSuppressions: noSuppressions, baseline: baseline)
    }
}

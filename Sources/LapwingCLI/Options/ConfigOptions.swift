internal import ArgumentParser

/// What counts: added rules, and whether the tree's own configuration and suppressions count. Names are written out, here and beside: to derive them from the
/// properties' names costs a hook noticeable time.
struct ConfigOptions: ParsableArguments {
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
}

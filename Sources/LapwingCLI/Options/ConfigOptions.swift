internal import ArgumentParser

/// Whether the tree's own configuration and suppressions count.
struct ConfigOptions: ParsableArguments {
    @Flag(help: "Ignore the tree's .lapwing.yml.")
    var noConfig = false

    @Flag(help: "Report accepted findings too: ignore markers, .lapwingignore and the baseline.")
    var noSuppressions = false

    @Flag(help: "Do not read the tree's baseline.")
    var noBaseline = false

    @Option(
        help: ArgumentHelp(
            "The findings that are accepted for now (default: the tree's .lapwing-baseline).", valueName: "file"))
    var baseline: String?
}

internal import ArgumentParser

/// Which files are scanned.
struct WalkSelection: Equatable {
    /// Globs.
    var excluded: [String] = []
    var included: [String] = []
    var includeIgnored = false
    var stdinName: String?
    var allowEmpty = false
}

/// The arguments that say so.
struct WalkArguments: ParsableArguments {
    @Option(
        name: .customLong("exclude"), help: ArgumentHelp("Leave out paths that match (repeatable).", valueName: "glob"))
    var excluded: [String] = []

    @Option(
        name: .customLong("include"), help: ArgumentHelp("Scan only files that match (repeatable).", valueName: "glob"))
    var included: [String] = []

    @Flag(
        name: .customLong("include-ignored"), help: "Scan untracked files that gitignore files name, too.")
    var includeIgnored = false

    @Option(
        name: .customLong("stdin-name"), help: ArgumentHelp("The name of what standard input holds.", valueName: "path")
    )
    var stdinName: String?

    @Flag(name: .customLong("allow-empty"), help: "Do not fail when there was no file to scan.")
    var allowEmpty = false

    var selection: WalkSelection {
        WalkSelection(
            excluded: excluded, included: included, includeIgnored: includeIgnored, stdinName: stdinName,
            allowEmpty: allowEmpty)
    }
}

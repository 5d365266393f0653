internal import ArgumentParser
internal import EnvContract
internal import Reports

struct EnvDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Compare the secrets that the code reads with the manifest.",
        discussion: """
            Exit 1 when the code reads a secret that the manifest does not name, when the manifest names one that nothing reads, or when
            one is read with no check at start-up. What the sources leave open is told, and counts with --strict.
            """)

    @Argument(help: ArgumentHelp("The tree or file to look at.", valueName: "path"))
    var path = "."

    @Option(help: ArgumentHelp("The manifest (default: lapwing.env.yml in PATH).", valueName: "file"))
    var manifest: String?

    @Flag(help: "Fail for unknown start-up checks, too.")
    var strict = false

    @OptionGroup var survey: EnvSurveyOptions

    func run() throws {
        let file = ManifestPlace.path(manifest, root: path)
        let manifest = try ManifestReading.manifest(at: file)
        let found = try EnvSurvey(of: path, survey, manifest: manifest)
        let differences = ContractDiff(of: found.variables, manifest)
        for difference in differences.all { Console.print(TerminalText.visible(difference.description)) }
        try found.requireCompleteness()
        if differences.fails(strict: strict) { throw Ending(status: .findings) }
        if differences.all.isEmpty {
            let count = found.variables.count
            Console.print(
                "\(count) \(count == 1 ? "secret" : "secrets"): the code and \(TerminalText.visible(file)) agree.")
        }
    }
}

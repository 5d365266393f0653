internal import ArgumentParser
internal import Bytes

struct EnvListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the secrets that the code reads from its environment.",
        discussion: """
            For each: where it is read, whether the reads have a default, whether something stops the program at its start when it is
            missing (yes, no, or unknown where the sources do not show it), what it is for, and how one is made.
            """)

    @Argument(help: ArgumentHelp("The tree or file to look at.", valueName: "path"))
    var path = "."

    @Option(help: ArgumentHelp("table, markdown or json.", valueName: "format"))
    var format: EnvFormat = .table

    @Option(help: ArgumentHelp("The manifest (default: lapwing.env.yml in PATH).", valueName: "file"))
    var manifest: String?

    @OptionGroup var survey: EnvSurveyOptions

    func run() throws {
        let manifest = try ManifestPlace.existing(manifest, root: path)
        let found = try EnvSurvey(of: path, survey, manifest: manifest)
        Console.print(EnvReport.text(found, format))
        try found.requireCompleteness()
    }
}

enum EnvFormat: String, ExpressibleByArgument, CaseIterable {
    case table, markdown, json
}

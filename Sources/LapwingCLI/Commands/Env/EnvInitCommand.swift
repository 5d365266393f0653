internal import ArgumentParser
internal import Bytes
internal import EnvContract
internal import Reports

struct EnvInitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write the manifest and a .env.example for what the code reads.",
        discussion: """
            Writes lapwing.env.yml and .env.example into PATH. Where one of them exists, nothing is written without --force; with it, what a
            person wrote of a secret that is still read is kept, other lines of .env.example stay, and secrets in it lose their values.
            """)

    @Argument(help: ArgumentHelp("The tree to look at.", valueName: "path"))
    var path = "."

    @Flag(help: "Bring files that exist up to date.")
    var force = false

    @OptionGroup var survey: EnvSurveyOptions

    func run() throws {
        let root = FilePath(path)
        let manifestPath = root.appending(Manifest.fileName)
        let examplePath = root.appending(EnvExample.fileName)
        if (try? FileStatus.of(root))?.type == .regular {
            throw UsageFault("\(path) is a file: give the directory that the manifest belongs into")
        }
        let existing = [manifestPath, examplePath].filter { (try? FileStatus.of($0, followingLinks: false)) != nil }
        guard force || existing.isEmpty else {
            let names = existing.map(\.description).joined(separator: " and ")
            throw UsageFault(
                "\(names) \(existing.count == 1 ? "exists" : "exist") already: nothing was written; --force brings it up to date"
            )
        }
        for path in existing where (try? FileStatus.of(path, followingLinks: false))?.type != .regular {
            throw UsageFault("\(path) is no file (a link would be written through): nothing was written")
        }
        let earlier = existing.contains(manifestPath) ? try ManifestReading.manifest(at: manifestPath.description) : nil
        let example = existing.contains(examplePath) ? try EnvInitCommand.text(of: examplePath) : nil
        let found = try EnvSurvey(of: path, survey, manifest: earlier)
        // Half a survey would drop what it did not see.
        try found.requireCompleteness()
        let manifest = Manifest(for: found.variables, keeping: earlier)
        try EnvInitCommand.write(manifest.text, to: manifestPath)
        try EnvInitCommand.write(EnvExample.text(for: manifest, keeping: example), to: examplePath)
        for gone in earlier?.entries.filter({ manifest.entry($0.name) == nil }) ?? [] {
            Console.print(TerminalText.visible("\(gone.name): nothing reads it, removed"))
        }
        let count = manifest.entries.count
        Console.print(
            TerminalText.visible(
                "\(manifestPath) and \(examplePath): \(count) \(count == 1 ? "secret" : "secrets"). Look through the purposes and minimums."
            ))
    }

    private static func text(of path: FilePath) throws -> String {
        do {
            let bytes = try TextFile.contents(of: path, limit: 1 << 20)
            guard let text = String(validating: bytes, as: UTF8.self) else {
                throw UsageFault("\(path) is not UTF-8: mend it first")
            }
            return text
        } catch let errno as Errno {
            throw UsageFault("\(path) cannot be read: \(errno)")
        }
    }

    private static func write(_ text: String, to path: FilePath) throws {
        do { try TextFile.write(text, to: path) } catch { throw UsageFault("\(path) cannot be written: \(error)") }
    }
}

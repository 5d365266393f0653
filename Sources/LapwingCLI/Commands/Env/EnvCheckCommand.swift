internal import ArgumentParser
internal import Bytes
internal import EnvContract
internal import RequiredSecrets

struct EnvCheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check the environment against the manifest, then start a command.",
        discussion: """
            With -- COMMAND it replaces itself with the command when all secrets are sound, so it can be the entrypoint of a container.
            Otherwise it lists every fault and exits 1. What counts as production: --production, or what APP_ENV, ENVIRONMENT, NODE_ENV
            and their like say; silence is production. 126: the command cannot be executed; 127: there is none of that name.
            """)

    @Option(help: ArgumentHelp("The manifest.", valueName: "file"))
    var manifest = Manifest.fileName

    @Flag(help: "Check as in production, whatever the environment says.")
    var production = false

    @Argument(parsing: .postTerminator, help: ArgumentHelp("What to start, with its arguments.", valueName: "command"))
    var command: [String] = []

    func run() throws {
        let manifest = try ManifestReading.manifest(at: manifest)
        let deployment: Deployment = production ? .production : .detected()
        let faults = manifest.faults(in: .process, deployment: deployment)
        guard faults.isEmpty else {
            Console.write("FATAL: \(RequiredSecretsError(faults))\n")
            throw Ending(status: .findings)
        }
        guard !command.isEmpty else {
            let count = manifest.entries.count
            Console.print("\(count) \(count == 1 ? "secret is" : "secrets are") fit for \(deployment)")
            return
        }
        let errno = ProcessContext.replace(withArgumentsFrom: CommandLine.arguments.count - command.count)
        Console.error("\(command[0]) cannot be started: \(errno)")
        throw Ending(status: errno == .noSuchFile ? .notFound : .notExecutable)
    }
}

/// Reads manifests for commands: whatever is wrong with one ends the command with status 2.
enum ManifestReading {
    static func manifest(at path: String) throws(UsageFault) -> Manifest {
        let bytes: [UInt8]
        do { bytes = try TextFile.contents(of: FilePath(path), limit: 1 << 20) } catch {
            let hint = error == .noSuchFile ? "; `lapwing env init` writes one, --manifest names another" : ""
            throw UsageFault("the manifest \(path) cannot be read: \(error)\(hint)")
        }
        let file = ManifestFile(bytes, name: path)
        guard file.faults.isEmpty else {
            throw UsageFault(
                "the manifest cannot be used:\n" + file.faults.map { "  \($0)" }.joined(separator: "\n"))
        }
        return file.manifest
    }
}

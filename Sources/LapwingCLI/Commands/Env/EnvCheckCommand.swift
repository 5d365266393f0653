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
        let place = command.isEmpty ? nil : CommandLine.arguments.count - command.count
        try EnvCheck(manifest: manifest, isProduction: production, command: place).run()
    }
}

/// What `lapwing env check` does, without ArgumentParser: it stands before every start of a program, and the parser's reflection takes
/// longer than all the rest.
struct EnvCheck: Equatable {
    var manifest = Manifest.fileName
    var isProduction = false
    /// Where the command begins among the process's arguments; nil without one.
    var command: Int?

    init(manifest: String, isProduction: Bool, command: Int?) {
        (self.manifest, self.isProduction, self.command) = (manifest, isProduction, command)
    }

    /// Reads the arguments of the process. nil for all that is not plain: the parser has the words for it.
    init?(plain arguments: [String]) {
        guard arguments.dropFirst().starts(with: ["env", "check"]) else { return nil }
        var index = 3
        while index < arguments.count {
            switch arguments[index] {
            case "--production": isProduction = true
            case "--manifest" where index + 1 < arguments.count && !arguments[index + 1].hasPrefix("-"):
                index += 1
                manifest = arguments[index]
            case "--" where index + 1 < arguments.count:
                command = index + 1
                return
            default: return nil
            }
            index += 1
        }
    }

    /// Returns when there is no command and all is well; throws how it ends otherwise.
    func run() throws {
        let manifest = try ManifestReading.manifest(at: manifest)
        let deployment: Deployment = isProduction ? .production : .detected()
        let faults = manifest.faults(in: .process, deployment: deployment)
        guard faults.isEmpty else {
            Console.write("FATAL: \(RequiredSecretsError(faults))\n")
            throw Ending(status: .findings)
        }
        guard let command else {
            let count = manifest.entries.count
            Console.print("\(count) \(count == 1 ? "secret is" : "secrets are") fit for \(deployment)")
            return
        }
        let errno = ProcessContext.replace(withArgumentsFrom: command)
        Console.error("\(CommandLine.arguments[command]) cannot be started: \(errno)")
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

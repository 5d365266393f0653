/// `lapwing env check`: what it lets through, what it refuses, and what it hands over.

import Foundation
import TestSupport
import Testing

struct EnvCheckTests {
    static let manifest = """
        secrets:
          - name: JWT_SECRET_KEY
            purpose: signs session tokens
            generate: openssl rand -hex 32
          - name: DATABASE_PASSWORD
            purpose: opens the database
            minimum: 12 bytes

        """
    static let sound = ["JWT_SECRET_KEY": "8f3Kd0qWm2Vx7Rb5Tz1Yc6Nh", "DATABASE_PASSWORD": "kX9-vm3Tq7-pW"]

    private func check(
        _ arguments: [String], environment: [String: String] = sound, manifest: String = manifest
    ) throws -> CommandResult {
        let tree = try TestTree(["lapwing.env.yml": manifest])
        return try Lapwing.command(["env", "check"] + arguments, in: tree, environment: environment).run()
    }

    @Test func aSoundEnvironmentPasses() throws {
        let run = try check([])
        #expect(run.status == 0 && run.text == "2 secrets are fit for production\n" && run.errors.isEmpty)
    }

    @Test func everyFaultIsListedAndNoValueShown() throws {
        let run = try check(
            ["--", "/bin/echo", "started"], environment: ["JWT_SECRET_KEY": "", "DATABASE_PASSWORD": "hunter" + "2"])
        #expect(run.status == 1 && run.text.isEmpty)
        #expect(
            run.errors == """
                FATAL: Missing required secrets: JWT_SECRET_KEY
                Unfit required secrets: DATABASE_PASSWORD
                  JWT_SECRET_KEY (signs session tokens) is empty; make one with: openssl rand -hex 32
                  DATABASE_PASSWORD (opens the database) holds a value that anybody would try first and is shorter than 12 bytes

                """)
    }

    @Test func developmentMayLackSecretsUnlessProductionIsAskedFor() throws {
        #expect(try check([], environment: ["APP_ENV": "development"]).status == 0)
        #expect(try check(["--production"], environment: ["APP_ENV": "development"]).status == 1)
        #expect(try check([], environment: ["APP_ENV": "staging"]).status == 1)
        #expect(try check([], environment: [:]).status == 1, "silence is production")
    }

    @Test func theCommandGetsItsArgumentsToTheByteAndTheEnvironment() throws {
        let tree = try TestTree(["lapwing.env.yml": EnvCheckTests.manifest])
        var command = try Lapwing.command(
            ["env", "check", "--", "/bin/sh", "-c", "printf '%s|' \"$@\" \"$JWT_SECRET_KEY\"", "sh"], in: tree,
            environment: EnvCheckTests.sound)
        command.arguments += [[0x61, 0xFF, 0x20], [], Array("--manifest".utf8), Array("--".utf8)]
        let run = try command.run()
        #expect(run.status == 0)
        #expect(
            run.output == [0x61, 0xFF, 0x20] + Array("||--manifest|--|\(EnvCheckTests.sound["JWT_SECRET_KEY"]!)|".utf8))
    }

    @Test func theCommandsStatusIsTheStatus() throws {
        #expect(try check(["--", "/bin/sh", "-c", "exit 42"]).status == 42)
        #expect(try check(["--", "true"]).status == 0, "looked for in PATH")
    }

    /// Not a child: the process itself goes on as the command, so every signal reaches it.
    @Test func theProcessBecomesTheCommandAndSignalsReachIt() throws {
        let tree = try TestTree(["lapwing.env.yml": EnvCheckTests.manifest])
        var command = try Lapwing.command(
            ["env", "check", "--", "/bin/sh", "-c", "trap 'echo stopped; exit 7' TERM; read line; echo never"],
            in: tree,
            environment: EnvCheckTests.sound)
        command.input = .pipe
        let running = try RunningCommand(command)
        // Give the shell time to set its trap; a signal that comes too early would just end it.
        Thread.sleep(forTimeInterval: 0.5)
        running.signal(SIGTERM)
        let run = try running.wait()
        #expect(run.status == 7 && run.text == "stopped\n")
    }

    /// What is ignored is inherited, so the command must ignore what its caller does, and nothing more.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/status"), "there is no /proc here"))
    func theCommandIgnoresTheSignalsThatItsCallerDoes() throws {
        let shell = ["-c", "grep SigIgn /proc/self/status"]
        let direct = try Command("/bin/sh", shell.map { Array($0.utf8) }, environment: Lapwing.environment).run()
        let run = try check(["--", "/bin/sh"] + shell)
        #expect(direct.status == 0 && run.status == 0 && run.text == direct.text)
    }

    @Test func aCommandThatIsNotThereIs127AndOneThatCannotRunIs126() throws {
        let missing = try check(["--", "no-such-program"])
        #expect(missing.status == 127)
        #expect(missing.errors == "lapwing: no-such-program cannot be started: No such file or directory\n")
        #expect(try check(["--", "./nowhere"]).status == 127)
        let refused = try check(["--", "./lapwing.env.yml"])
        #expect(refused.status == 126)
        #expect(refused.errors == "lapwing: ./lapwing.env.yml cannot be started: Permission denied\n")
        #expect(try check(["--", "/"]).status == 126)
    }

    @Test func aFaultInTheEnvironmentComesBeforeAFaultInTheCommand() throws {
        #expect(try check(["--", "no-such-program"], environment: [:]).status == 1)
    }

    /// No shell can give such a value as text: `printf` makes it.
    @Test func valuesThatAreNoTextAreRefusedAndNotShown() throws {
        let tree = try TestTree(["lapwing.env.yml": EnvCheckTests.manifest])
        let script = """
            JWT_SECRET_KEY=$(printf '8f3Kd0qWm2Vx7Rb5\\377\\376Tz1Yc6') exec "$0" env check
            """
        let binary = try #require(Lapwing.binary)
        let run = try Command(
            "/bin/sh", ["-c", script, binary].map { Array($0.utf8) },
            environment: Lapwing.environment.merging(EnvCheckTests.sound) { $1 }, directory: tree.root
        ).run()
        #expect(run.status == 1)
        #expect(run.errors.contains("JWT_SECRET_KEY (signs session tokens) is not UTF-8"))
        #expect(!run.errorOutput.contains(0xFF) && !run.errors.contains("8f3Kd0q"))
    }

    // MARK: Bad manifests

    @Test func aManifestWithErrorsIsTwoAndListsThemAllWithTheirLines() throws {
        let run = try check(
            ["--", "true"], manifest: "secrets:\n  - name: A\n    purpos: x\n  - name: A\n    purpose: y\n")
        #expect(run.status == 2 && run.text.isEmpty)
        #expect(run.errors.contains("lapwing.env.yml:3: unknown key 'purpos' in a secret; did you mean 'purpose'?"))
        #expect(run.errors.contains("lapwing.env.yml:2: missing key 'purpose'"))
        #expect(run.errors.contains("lapwing.env.yml:4: 'A' has an entry already, on line 2"))
    }

    @Test func aManifestThatCannotBeReadIsTwo() throws {
        let tree = try TestTree()
        let missing = try Lapwing.run("env", "check", in: tree)
        #expect(missing.status == 2 && missing.errors.contains("lapwing env init"))
        try tree.makeDirectory("m.yml")
        let directory = try Lapwing.run("env", "check", "--manifest", "m.yml", "--", "true", in: tree)
        #expect(directory.status == 2)
        #expect(directory.errors == "lapwing: the manifest m.yml cannot be read: Is a directory\n")
    }

    @Test(arguments: [["--wat"], ["true"], ["--manifest"]]) func wrongUsageIsTwo(_ arguments: [String]) throws {
        let run = try check(arguments)
        #expect(run.status == 2 && !run.errors.isEmpty && run.text.isEmpty)
    }
}

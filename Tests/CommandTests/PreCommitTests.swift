/// The hooks of `.pre-commit-hooks.yaml` under the real pre-commit framework, where it is installed (`pip install pre-commit`).

import Foundation
import TestSupport
import Testing

struct PreCommitTests {
    /// The directory of PATH that has the framework.
    static let directory = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        .first { FileManager.default.isExecutableFile(atPath: "\($0)/pre-commit") }

    private let tree: TestTree
    private let repository: GitRepository

    init() throws {
        tree = try TestTree()
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let hooks = try GitRepository(in: tree, at: "hooks")
        let manifest = try String(contentsOf: package.appending(path: ".pre-commit-hooks.yaml"), encoding: .utf8)
        try hooks.write(manifest, to: ".pre-commit-hooks.yaml")
        try hooks.git("add", ".")
        try hooks.git("commit", "-qm", "hooks")
        let commit = try hooks.git("rev-parse", "HEAD").text.prefix(40)
        try tree.makeDirectory("bin")
        if let binary = Lapwing.binary { try tree.link("bin/lapwing", to: binary) }
        repository = try GitRepository(in: tree, at: "project")
        try repository.write(
            """
            repos:
              - repo: \(hooks.root)
                rev: \(commit)
                hooks:
                  - id: lapwing
                  - {id: lapwing-all, stages: [manual]}

            """, to: ".pre-commit-config.yaml")
    }

    private func run(_ words: String...) throws -> CommandResult {
        var environment = GitRepository.environment(home: tree.root)
        environment["PATH"] = "\(tree.path("bin")):\(Self.directory ?? ""):/usr/local/bin:/usr/bin:/bin"
        environment["PRE_COMMIT_HOME"] = tree.path("cache")
        return try Command(
            "/usr/bin/env", words.map { Array($0.utf8) }, environment: environment, directory: repository.root
        ).run()
    }

    private func expect(_ status: Int32, _ run: CommandResult) {
        let text = run.text + run.errors
        #expect(run.status == status, "\(text)")
        #expect(text.contains("lapwing"), "it did not run: \(text)")
        if status == 1 { #expect(text.contains("github-personal-access-token"), "\(text)") }
    }

    @Test(.enabled(if: directory != nil)) func nothingPassesInSilence() throws {
        #expect(try run("pre-commit", "install", "-t", "pre-commit", "-t", "pre-push").status == 0)
        try repository.git("add", ".")
        expect(0, try run("git", "commit", "-m", "clean"))
        try repository.write(code(MadeUp.gitHubToken(seed: 91)), to: "a.swift")
        try repository.git("add", ".")
        expect(1, try run("git", "commit", "-m", "secret"))
        expect(1, try run("pre-commit", "run", "--all-files"))
        expect(1, try run("pre-commit", "run", "--hook-stage", "manual", "lapwing-all"))
        try repository.git("commit", "-qnm", "secret")
        try repository.git("rm", "-q", "a.swift")
        try repository.git("commit", "-qnm", "removed")
        expect(0, try run("pre-commit", "run", "--all-files"))
        expect(1, try run("pre-commit", "run", "--from-ref", "HEAD~2", "--to-ref", "HEAD"))
        expect(0, try run("pre-commit", "run", "--from-ref", "HEAD~1", "--to-ref", "HEAD"))
        // What a first push brings is all of the history; after that, what the remote lacks.
        try repository.git("init", "-q", "--bare", tree.path("remote.git"))
        try repository.git("remote", "add", "origin", tree.path("remote.git"))
        expect(1, try run("git", "push", "origin", "main"))
        try repository.git("push", "-q", "--no-verify", "origin", "main")
        try repository.write("x = 1\n", to: "b.py")
        try repository.git("add", ".")
        try repository.git("commit", "-qnm", "more")
        expect(0, try run("git", "push", "origin", "main"))
    }
}

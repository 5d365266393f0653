/// `lapwing hook` with real git: what was there comes back, nothing is broken in silence, and a machine without lapwing does not commit.
/// What the hook runs is a stand-in that writes down how it was called.

import Foundation
import TestSupport
import Testing

struct HookTests {
    /// A repository at `repo`, a home directory at `home`, and the binary as `bin dir/lapwing`, so that it can be exchanged.
    private struct Place {
        let tree: TestTree
        let repository: GitRepository
        let directory: String

        init(_ directory: String = "repo") throws {
            self.directory = directory
            tree = try TestTree()
            repository = try GitRepository(in: tree, at: directory)
            try tree.makeDirectory("home")
            try tree.makeDirectory("bin dir")
            try tree.link("bin dir/lapwing", to: try #require(Lapwing.binary))
        }

        var environment: [String: String] {
            ["HOME": tree.path("home"), "GIT_CONFIG_NOSYSTEM": "1", "PATH": "/usr/local/bin:/usr/bin:/bin"]
        }

        func hook(_ arguments: String..., at directory: String? = nil, environment: [String: String] = [:]) throws
            -> CommandResult
        {
            var command = Command(
                tree.path("bin dir/lapwing"), (["hook"] + arguments).map { Array($0.utf8) },
                environment: self.environment.merging(environment) { $1 },
                directory: tree.path(directory ?? self.directory))
            command.tree = tree
            return try command.run()
        }

        /// Exchanges the program for one that notes its arguments and ends so.
        func standIn(status: Int) throws {
            try tree.remove("bin dir/lapwing")
            try program("bin dir/lapwing", "echo \"lapwing $*\" >>'\(tree.path("log"))'\nexit \(status)")
        }

        func program(_ path: String, _ body: String) throws {
            try tree.write("#!/bin/sh\n\(body)\n", to: path)
            tree.setMode(0o755, of: path)
        }

        var log: String { String(decoding: tree.read("log"), as: UTF8.self) }

        func commit(_ message: String = "m") throws -> CommandResult {
            var environment = GitRepository.environment(home: tree.path("home"))
            environment["GIT_CONFIG_GLOBAL"] = nil
            environment["PATH"] = self.environment["PATH"]
            let words = ["git", "commit", "--allow-empty", "-qm", message]
            return try Command(
                "/usr/bin/env", words.map { Array($0.utf8) }, environment: environment, directory: repository.root
            ).run()
        }
    }

    @Test(arguments: ["repo", "with space's/repo"]) func aCommitRunsStaged(_ directory: String) throws {
        let place = try Place(directory)
        let install = try place.hook("install")
        #expect(install.status == 0, "\(install.errors)")
        #expect(install.text.contains("Wrote \(place.repository.root)/.git/hooks/pre-commit: it runs `lapwing staged`"))
        #expect(try place.hook("status").status == 0)
        try place.standIn(status: 0)
        #expect(try place.commit().status == 0)
        #expect(place.log == "lapwing staged\n")
        try place.standIn(status: 1)
        #expect(try place.commit().status == 1)
        try place.standIn(status: 2)
        #expect(try place.commit().status != 0, "a scan that failed stops the commit")
    }

    @Test func installTwiceChangesNothing() throws {
        let place = try Place()
        _ = try place.hook("install")
        let before = place.tree.read("repo/.git/hooks/pre-commit")
        let again = try place.hook("install")
        #expect(again.status == 0)
        #expect(again.text.hasPrefix("Nothing to do: "))
        #expect(place.tree.read("repo/.git/hooks/pre-commit") == before)
        #expect(try place.hook("uninstall").status == 0)
        #expect(place.tree.read("repo/.git/hooks/pre-commit").isEmpty)
        #expect(try place.hook("status").status == 1)
        #expect(try place.hook("uninstall").text.hasPrefix("There is no hook of lapwing's"))
    }

    @Test func aHookThatWasThereRunsFirstAndComesBack() throws {
        let place = try Place()
        let path = "repo/.git/hooks/pre-commit"
        try place.program(path, "echo before >>'\(place.tree.path("log"))'; exit $(cat '\(place.tree.path("code"))')")
        try place.tree.write("0", to: "code")
        let before = place.tree.read(path)
        #expect(
            try place.hook("install").text.contains("is now \(place.tree.path(path)).before-lapwing, and runs first"))
        #expect(try place.hook("install").status == 0, "once more does not chain to itself")
        #expect(try place.hook("status").text.contains("runs before it: "))
        let binary = try #require(Lapwing.binary)
        try place.standIn(status: 0)
        #expect(try place.commit().status == 0)
        #expect(place.log == "before\nlapwing staged\n")
        try place.tree.write("3", to: "code")
        #expect(try place.commit().status != 0)
        #expect(place.log == "before\nlapwing staged\nbefore\n", "what the first hook stops is stopped")
        try place.tree.remove("bin dir/lapwing")
        try place.tree.link("bin dir/lapwing", to: binary)
        #expect(try place.hook("uninstall").text.contains("put back the hook"))
        #expect(place.tree.read(path) == before)
        #expect(FileManager.default.isExecutableFile(atPath: place.tree.path(path)))
        #expect(!FileManager.default.fileExists(atPath: place.tree.path(path + ".before-lapwing")))
    }

    @Test func aChangedHookAndAKeptOneAreLeftAlone() throws {
        let place = try Place()
        let path = "repo/.git/hooks/pre-commit"
        _ = try place.hook("install")
        try place.tree.write(place.tree.read(path) + Array("echo mine\n".utf8), to: path)
        for command in ["install", "uninstall"] {
            let run = try place.hook(command)
            #expect(run.status == 2)
            #expect(run.errors.contains("left alone"))
        }
        #expect(String(decoding: place.tree.read(path), as: UTF8.self).hasSuffix("echo mine\n"))
        try place.program(path, "exit 0")
        try place.program(path + ".before-lapwing", "exit 0")
        #expect(try place.hook("install").status == 2)
        #expect(place.tree.read(path) == Array("#!/bin/sh\nexit 0\n".utf8))
    }

    @Test func withoutLapwingTheCommitIsStopped() throws {
        let place = try Place()
        _ = try place.hook("install")
        try place.tree.remove("bin dir/lapwing")
        let run = try place.commit()
        #expect(run.status == 1)
        for needed in ["lapwing was not found", "Install it", "git commit --no-verify"] {
            #expect(run.errors.contains(needed))
        }
    }

    @Test func hooksPathOfTheRepositoryCounts() throws {
        let place = try Place()
        try place.repository.git("config", "core.hooksPath", "my hooks")
        try place.tree.makeDirectory("repo/sub")
        #expect(try place.hook("install", at: "repo/sub").status == 0)
        #expect(!place.tree.read("repo/my hooks/pre-commit").isEmpty)
        #expect(place.tree.read("repo/.git/hooks/pre-commit").isEmpty)
        try place.standIn(status: 1)
        #expect(try place.commit().status == 1)
    }

    @Test func aDirectoryThatGitDoesNotLookIntoIsSaid() throws {
        let place = try Place()
        let run = try place.hook("install", "--hooks-path", "shared")
        #expect(run.status == 0)
        #expect(!place.tree.read("repo/shared/pre-commit").isEmpty)
        #expect(run.errors.contains("git config core.hooksPath '\(place.tree.path("repo/shared"))'"))
        #expect(try place.hook("status", "--hooks-path", "shared").status == 1)
        #expect(try place.hook("uninstall", "--hooks-path", "shared").status == 0)
        #expect(place.tree.read("repo/shared/pre-commit").isEmpty)
    }

    @Test func aWorktreeSharesItsHooks() throws {
        let place = try Place()
        try place.repository.git("commit", "--allow-empty", "-qm", "first")
        try place.repository.git("worktree", "add", "-q", "../other")
        #expect(try place.hook("install", at: "other").status == 0)
        #expect(!place.tree.read("repo/.git/hooks/pre-commit").isEmpty)
        #expect(try place.hook("status").status == 0)
    }

    @Test func managersOfHooksAreNotWrittenOver() throws {
        let place = try Place()
        try place.program("repo/.git/hooks/pre-commit", "call_lefthook run pre-commit")
        let lefthook = try place.hook("install")
        #expect(lefthook.status == 2)
        #expect(lefthook.errors.contains("lefthook.yml") && lefthook.errors.contains("run: lapwing staged"))
        try place.repository.git("config", "core.hooksPath", ".husky/_")
        let husky = try place.hook("install")
        #expect(husky.status == 2)
        #expect(husky.errors.contains("Add this line to .husky/pre-commit"))
        #expect(place.tree.read("repo/.husky/_/pre-commit").isEmpty)
    }

    @Test func aDirectoryThatCannotBeWrittenIsTwo() throws {
        let place = try Place()
        try place.tree.write("no directory", to: "repo/file")
        let run = try place.hook("install", "--hooks-path", "file/hooks")
        #expect(run.status == 2)
        #expect(run.errors.contains("cannot be written: Not a directory"))
        #expect(try place.hook("install", at: "home").errors.contains("no git repository"))
    }
}

extension HookTests {
    /// Root may write anywhere, so it becomes somebody else, whose repository it is.
    @Test(.enabled(if: geteuid() != 0 || FileManager.default.fileExists(atPath: "/usr/bin/setpriv")))
    func aDirectoryThatMayNotBeWrittenIsTwo() throws {
        let place = try Place()
        try place.tree.makeDirectory("repo/.git/hooks")
        place.tree.setMode(0o555, of: "repo/.git/hooks")
        defer { place.tree.setMode(0o755, of: "repo/.git/hooks") }
        var words = [try #require(Lapwing.binary), "hook", "install"]
        if geteuid() == 0 {
            let nobody = "65534"
            for path in ["", "repo", "repo/.git"] { unsafe chown(place.tree.path(path), 65_534, 65_534) }
            words = ["/usr/bin/setpriv", "--reuid", nobody, "--regid", nobody, "--clear-groups"] + words
        }
        let run = try Command(
            words[0], words.dropFirst().map { Array($0.utf8) }, environment: place.environment,
            directory: place.tree.path("repo")
        ).run()
        #expect(run.status == 2 && run.errors.contains("cannot be written: Permission denied"), "\(run.errors)")
        #expect(place.tree.read("repo/.git/hooks/pre-commit").isEmpty)
    }
    @Test func globalHooksRunTheRepositorysOwn() throws {
        let place = try Place()
        for name in ["pre-commit", "commit-msg"] {
            try place.program("repo/.git/hooks/\(name)", "echo own \(name) >>'\(place.tree.path("log"))'")
        }
        let install = try place.hook("install", "--global")
        #expect(install.status == 0, "\(install.errors)")
        let hooks = place.tree.path("home/.config/lapwing/hooks")
        #expect(install.text.contains("Set core.hooksPath to \(hooks) (git config --global)"))
        #expect(try place.hook("install", "--global").text.hasPrefix("Nothing to do"))
        #expect(try place.hook("status", "--global").status == 0)
        #expect(try place.hook("install").text.hasPrefix("Nothing to do: \(hooks)/pre-commit is run for all"))
        let status = try place.hook("status")
        #expect(status.status == 0 && status.text.contains("installed for all repositories: \(hooks)/pre-commit"))
        let local = try place.hook("uninstall")
        #expect(local.status == 2 && local.errors.contains("lapwing hook uninstall --global"))
        let binary = try #require(Lapwing.binary)
        try place.standIn(status: 0)
        #expect(try place.commit().status == 0)
        #expect(place.log == "own pre-commit\nlapwing staged\nown commit-msg\n")
        try place.tree.remove("bin dir/lapwing")
        try place.tree.link("bin dir/lapwing", to: binary)
        #expect(try place.hook("uninstall", "--global").text.contains("Unset the global core.hooksPath."))
        #expect(!FileManager.default.fileExists(atPath: hooks))
        #expect(!String(decoding: place.tree.read("home/.gitconfig"), as: UTF8.self).contains("hooksPath"))
    }

    @Test func globalHooksOfAPersonAreChainedTo() throws {
        let place = try Place()
        try place.program("home/hooks/pre-commit", "echo theirs >>'\(place.tree.path("log"))'")
        try place.tree.write("[core]\n\thooksPath = ~/hooks\n", to: "home/.gitconfig")
        for command in ["install", "status"] {
            let local = try place.hook(command)
            #expect(local.status == 2 && local.errors.contains("lapwing hook install --global"))
        }
        #expect(try place.hook("install", "--global").status == 0)
        #expect(try names(place.tree.path("home/hooks")) == ["pre-commit", "pre-commit.before-lapwing"])
        #expect(try place.hook("uninstall", "--global").status == 0)
        #expect(try names(place.tree.path("home/hooks")) == ["pre-commit"])
        #expect(String(decoding: place.tree.read("home/.gitconfig"), as: UTF8.self).contains("~/hooks"))
    }

    private func names(_ path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    /// Nothing that a repository's configuration names may run while a hook is installed or looked at.
    @Test func nothingNamedInAConfigurationRuns() throws {
        let place = try Place()
        try place.program("evil", "touch '\(place.tree.path("ran"))'")
        for key in [
            "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "alias.config", "alias.rev-parse",
            "diff.external",
        ] {
            try place.repository.git("config", key, place.tree.path("evil"))
        }
        for command in ["install", "status", "uninstall"] { #expect(try place.hook(command).status == 0) }
        #expect(!FileManager.default.fileExists(atPath: place.tree.path("ran")))
    }
}

/// `lapwing hook run`: which command the framework's environment asks for.
struct HookRunTests {
    private func run(_ environment: [String: String], at directory: String = "") throws -> CommandResult {
        let tree = try TestTree()
        let repository = try GitRepository(in: tree)
        try repository.write(code(MadeUp.gitHubToken(seed: 1)), to: "a.swift")
        try tree.makeDirectory("sub")
        return try Lapwing.command(
            ["hook", "run", "--report", "jsonl"], in: tree, at: directory, environment: environment
        ).run()
    }

    @Test(arguments: ["", "sub"]) func outsideOfACommitEverythingIsScanned(_ directory: String) throws {
        let run = try run(["PRE_COMMIT": "1"], at: directory)
        #expect(run.status == 1)
        #expect(run.text.contains("a.swift\""))
    }

    @Test(arguments: [
        ["PRE_COMMIT_FROM_REF": "main"], ["PRE_COMMIT_TO_REF": "main"],
        ["PRE_COMMIT_FROM_REF": "--help", "PRE_COMMIT_TO_REF": "x"],
        ["PRE_COMMIT_FROM_REF": "no-such-ref", "PRE_COMMIT_TO_REF": "HEAD"],
    ]) func refsThatCannotBeUsedAreTwo(_ environment: [String: String]) throws {
        #expect(try run(environment).status == 2)
    }

    @Test func withoutARepositoryIsTwo() throws {
        let result = try Lapwing.run("hook", "run", in: TestTree())
        #expect(result.status == 2)
        #expect(result.errors.contains("no work tree"))
    }
}

/// The hook with the real program behind it.
struct HookStoryTests {
    @Test func aSecretIsKeptOutOfACommit() throws {
        let tree = try TestTree()
        let repository = try GitRepository(in: tree)
        let environment = GitRepository.environment(home: tree.root)
        func command(_ words: String...) throws -> CommandResult {
            var command = Command(
                "/usr/bin/env", words.map { Array($0.utf8) }, environment: environment, directory: repository.root)
            command.tree = tree
            return try command.run()
        }
        #expect(try command(try #require(Lapwing.binary), "hook", "install").status == 0)
        let token = MadeUp.gitHubToken(seed: 1)
        try repository.write(code(token), to: "a.swift")
        try repository.write(code(MadeUp.gitHubToken(seed: 2)), to: "b.swift")
        try repository.git("add", ".")
        let blocked = try command("git", "commit", "-qm", "secret")
        #expect(blocked.status == 1)
        let text = blocked.text + blocked.errors
        #expect(text.contains("lapwing:allow[github-personal-access-token]") && text.contains("git commit --no-verify"))
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count - 1 < 15, "\(text)")
        #expect(!text.contains(token))
        for path in ["a.swift", "b.swift"] { try repository.write("let auth = read()\n", to: path) }
        try repository.git("add", ".")
        #expect(try command("git", "commit", "-qm", "clean").status == 0)
    }
}

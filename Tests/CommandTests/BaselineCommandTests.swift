/// A baseline keeps what a team has accepted through everything that git does to files.

import TestSupport
import Testing

struct BaselineCommandTests {
    private func repository() throws -> GitRepository {
        var noise = Noise(seed: 51)
        let repository = try GitRepository(in: TestTree())
        try repository.write("db_password = \"\(MadeUp.password(&noise))\"\n", to: "src/a.py")
        try repository.write("x = 1\napi_token = \"\(noise.text(24))\"\n", to: "src/b.py")
        try repository.git("add", ".")
        try repository.git("commit", "-qm", "start")
        return repository
    }

    private func baseline(_ repository: GitRepository, _ arguments: String...) throws -> CommandResult {
        try Lapwing.command(["baseline"] + arguments, in: repository.tree).run()
    }

    private func accepted(_ repository: GitRepository) throws -> Int? {
        let result = try Lapwing.scan(".", in: repository.tree)
        #expect(result.findings.isEmpty == (result.status == 0))
        return result.findings.isEmpty ? result.report.summary.suppressed["baseline"] : nil
    }

    private func text(_ repository: GitRepository, _ path: String) -> String {
        String(decoding: repository.tree.read(path), as: UTF8.self)
    }

    @Test func createAcceptsWhatIsThereAndSaysNoPlace() throws {
        let repository = try repository()
        let run = try baseline(repository, "create")
        #expect(run.status == 0)
        #expect(run.text.contains("2 findings accepted"))
        let lines = text(repository, ".lapwing-baseline").split(separator: "\n").dropFirst()
        #expect(lines.map { $0.split(separator: "\t").count } == [3, 3])
        #expect(Array(lines) == lines.sorted())
        #expect(text(repository, ".gitattributes") == "/.lapwing-baseline merge=union\n")
        #expect(try accepted(repository) == 2)
        #expect(try baseline(repository, "create").status == 2)
        #expect(try baseline(repository, "create", "--force").status == 0)
        #expect(text(repository, ".gitattributes") == "/.lapwing-baseline merge=union\n")
        let shown = try baseline(repository, "show")
        #expect(shown.text.contains("2 accepted findings"))
        #expect(shown.text.contains("src/a.py\n  generic-"))
    }

    @Test func baselineOutlivesWhatGitDoes() throws {
        let repository = try repository()
        #expect(try baseline(repository, "create").status == 0)
        try repository.git("add", ".")
        try repository.git("commit", "-qm", "baseline")
        // Lines above, on a branch of two commits with a rename in it.
        try repository.git("checkout", "-q", "-b", "work")
        try repository.write("# a\n# b\n" + text(repository, "src/a.py"), to: "src/a.py")
        try repository.git("commit", "-qam", "lines")
        #expect(try accepted(repository) == 2)
        try repository.git("mv", "src/b.py", "renamed.py")
        try repository.git("commit", "-qm", "rename")
        #expect(try accepted(repository) == 2)
        // Rebased on a main that moved, then squashed into it.
        try repository.git("checkout", "-q", "main")
        try repository.write("y = 2\n", to: "c.py")
        try repository.git("add", ".")
        try repository.git("commit", "-qm", "elsewhere")
        try repository.git("checkout", "-q", "work")
        try repository.git("rebase", "-q", "main")
        #expect(try accepted(repository) == 2)
        try repository.git("checkout", "-q", "main")
        try repository.git("merge", "-q", "--squash", "work")
        try repository.git("commit", "-qm", "squashed")
        #expect(try accepted(repository) == 2)
        // A CRLF checkout.
        for path in [".lapwing-baseline", "src/a.py", "renamed.py"] {
            try repository.write(text(repository, path).replacing("\n", with: "\r\n"), to: path)
        }
        #expect(try accepted(repository) == 2)
    }

    @Test func branchesThatBothUpdateMergeWithoutConflict() throws {
        let repository = try repository()
        #expect(try baseline(repository, "create").status == 0)
        try repository.git("add", ".")
        try repository.git("commit", "-qm", "baseline")
        for (branch, seed) in [("left", 61), ("right", 62)] as [(String, UInt64)] {
            try repository.git("checkout", "-q", "-b", branch, "main")
            try repository.write(code(MadeUp.gitHubToken(seed: seed)), to: "src/c-\(branch).swift")
            let update = try baseline(repository, "update")
            #expect(update.text.contains("2 kept, 0 dropped, 1 added"))
            #expect(update.text.contains("  added: src/c-\(branch).swift:1"))
            try repository.git("add", ".")
            try repository.git("commit", "-qm", branch)
        }
        try repository.git("merge", "-q", "--no-edit", "left")
        #expect(try accepted(repository) == 4)
    }

    @Test func updateDropsWhatIsGoneAndPruneAddsNothing() throws {
        let repository = try repository()
        #expect(try baseline(repository, "create").status == 0)
        try repository.write("x = 1\n", to: "src/b.py")
        try repository.write(code(MadeUp.gitHubToken(seed: 63)), to: "new.swift")
        let pruned = try baseline(repository, "update", "--prune")
        #expect(pruned.text.contains("1 kept, 1 dropped, 0 added"))
        #expect(pruned.text.contains("Not accepted (--prune): 1 new finding."))
        #expect(try Lapwing.scan(".", in: repository.tree).paths == ["./new.swift"])
        #expect(try baseline(repository, "update").text.contains("1 kept, 0 dropped, 1 added"))
        #expect(try accepted(repository) == 2)
    }

    @Test func changedValueIsAFindingAgain() throws {
        var noise = Noise(seed: 52)
        let repository = try repository()
        #expect(try baseline(repository, "create").status == 0)
        try repository.write("db_password = \"\(MadeUp.password(&noise))\"\n", to: "src/a.py")
        let result = try Lapwing.scan(".", "--strict-suppressions", in: repository.tree)
        #expect(result.paths == ["./src/a.py"])
        #expect(result.report.summary.staleSuppressions.count == 1)
        #expect(
            result.report.summary.staleSuppressions.first?.hasPrefix(".lapwing-baseline:2: matches nothing: ") == true)
    }

    /// A copy is no rename: the old path is still there.
    @Test func copyIsAFinding() throws {
        let repository = try repository()
        #expect(try baseline(repository, "create").status == 0)
        try repository.write(text(repository, "src/a.py"), to: "copy.py")
        #expect(try Lapwing.scan(".", in: repository.tree).paths == ["./copy.py"])
    }

    @Test func anotherFileCanBeNamed() throws {
        let repository = try repository()
        #expect(try baseline(repository, "create", "--baseline", "src/accepted").status == 0)
        #expect(text(repository, ".gitattributes") == "/src/accepted merge=union\n")
        #expect(try Lapwing.scan(".", in: repository.tree).status == 1)
        #expect(try Lapwing.scan(".", "--baseline", "src/accepted", in: repository.tree).status == 0)
        #expect(
            try Lapwing.scan(".", "--baseline", "src/accepted", "--no-suppressions", in: repository.tree).status == 1)
        let missing = try Lapwing.run("scan", ".", "--baseline", "nope", in: repository.tree)
        #expect(missing.status == 2)
        #expect(missing.errors.contains("--baseline nope: No such file"))
    }

    @Test func brokenBaselineIsTwoForEveryCommand() throws {
        let repository = try repository()
        try repository.write("# fine\n<<<<<<< HEAD\n", to: ".lapwing-baseline")
        for arguments in [
            ["scan", "."], ["config", "show"], ["baseline", "update"], ["baseline", "show"], ["ignore", "stale"],
        ] {
            let run = try Lapwing.command(arguments, in: repository.tree).run()
            #expect(run.status == 2, "\(arguments)")
            #expect(run.errors.contains(".lapwing-baseline:2: a merge conflict"), "\(run.errors)")
        }
    }

    /// What was not seen can be neither accepted nor called gone.
    @Test func incompleteScanWritesNothing() throws {
        let repository = try repository()
        try repository.tree.makeUnreachableDirectory(in: "deep")
        #expect(try baseline(repository, "create").status == 2)
        #expect(text(repository, ".lapwing-baseline").isEmpty)
        try repository.write("", to: ".lapwing-baseline")
        #expect(try baseline(repository, "update").status == 2)
        #expect(text(repository, ".lapwing-baseline").isEmpty)
    }

    @Test func linksAreNotWrittenThrough() throws {
        let repository = try repository()
        try repository.write("precious\n", to: "target")
        for name in [".lapwing-baseline", ".gitattributes"] {
            try repository.tree.link(name, to: "target")
            let run = try baseline(repository, "create", "--force")
            #expect(run.status == 2)
            #expect(run.errors.contains("is no regular file"))
            #expect(text(repository, "target") == "precious\n")
            try repository.tree.remove(name)
        }
    }

    /// Neither the baseline nor an ignore file holds what a scan would take for a secret.
    @Test func ownFilesAreClean() throws {
        let repository = try repository()
        for seed in 0..<20 as Range<UInt64> {
            try repository.write(code(MadeUp.gitHubToken(seed: seed)), to: "t/secret-\(seed).py")
        }
        #expect(try baseline(repository, "create").status == 0)
        #expect(try accepted(repository) == 22)
        #expect(try Lapwing.scan(".lapwing-baseline", "--no-suppressions", in: repository.tree).findings.isEmpty)
    }
}

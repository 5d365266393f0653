/// `lapwing history` in real repositories: everything that a history holds is found, once, with where it came from and where it is now.

import Foundation
import TestSupport
import Testing

extension Workshop {
    /// `lapwing history`, which must write a whole report.
    func history(_ arguments: String..., at directory: String = "") throws -> ScanResult {
        try ScanResult(historyRun(["--report", "json"] + arguments, at: directory))
    }

    func historyRun(_ arguments: [String], at directory: String = "") throws -> CommandResult {
        try Lapwing.command(["history"] + arguments, in: tree, at: directory, environment: ["HOME": tree.root]).run()
    }

    /// The commit's id at which the current branch stands after committing these files.
    func committed(_ files: [String: String], _ message: String = "x") throws -> String {
        try commit(files, message)
        return try id()
    }
}

struct HistoryTests {
    let workshop: Workshop

    init() throws { workshop = try Workshop() }

    @Test func emptyRepositoryIsClean() throws {
        let result = try workshop.history()
        #expect(result.status == 0 && result.findings.isEmpty)
        #expect(result.report.summary.notices == ["The repository has no commit."])
    }

    @Test func noRepositoryIsTwo() throws {
        let tree = try TestTree(["a": "a"])
        let run = try Lapwing.command(["history"], in: tree, environment: ["HOME": tree.root]).run()
        #expect(run.status == 2 && run.errors.contains("no git repository"))
        #expect(try workshop.historyRun(["./nothing"]).errors.contains("there is no directory ./nothing"))
        #expect(try workshop.historyRun(["nothing"]).errors.contains("'nothing' is neither a directory nor"))
    }

    // MARK: Provenance

    @Test func removedSecretNamesItsCommits() throws {
        try workshop.commit(["a.txt": "nothing"])
        let brought = try workshop.committed(["src/a.swift": code(Workshop.token)])
        try workshop.commit(["b.txt": "between"])
        let removed = try workshop.committed(["src/a.swift": "let auth = read()\n"])
        let result = try workshop.history()
        let finding = try #require(result.findings.first)
        #expect(result.status == 1 && result.findings.count == 1)
        #expect(finding.path == "src/a.swift" && finding.line == 1 && finding.column == 13)
        #expect(finding.commit == brought && finding.author == "t" && finding.authorMail == "t@example.com")
        #expect(finding.inHead == false && finding.removedBy?.commit == removed)
        #expect(finding.commits == 2 && finding.blobs == 1 && finding.paths == ["src/a.swift"])
        #expect(finding.refs == [])
        let text = try workshop.historyRun([]).text
        #expect(text.contains("in:  commit \(brought.prefix(12)), t, "))
        #expect(text.contains("now: removed by commit \(removed.prefix(12)), t, "))
        #expect(text.contains("all: 2 commits, 1 version, 1 path"))
    }

    @Test func oneSecretIsOneFinding() throws {
        let first = try workshop.committed(["old/a.swift": code(Workshop.token)])
        try workshop.git("mv", "old", "new")
        try workshop.commit([:], "rename")
        try workshop.commit(["new/a.swift": "// more\n" + code(Workshop.token), "copy.swift": code(Workshop.token)])
        let finding = try #require(try workshop.history().findings.first)
        #expect(finding.path == "old/a.swift" && finding.commit == first && finding.line == 1)
        #expect(finding.paths == ["copy.swift", "new/a.swift", "old/a.swift"])
        #expect(finding.commits == 3 && finding.blobs == 2 && finding.inHead == true && finding.refs == ["main"])
    }

    /// What is too large to be held is read again for every kind of file that it is.
    @Test func largeContentOfTwoKindsIsScannedAsBoth() throws {
        var noise = Noise(seed: 5)
        let lines = (0..<6_000).map { _ in "// \(noise.next()) \(noise.next())\n" }.joined()
        try workshop.commit(["b/a.py": lines + code(Workshop.token), "c/a.ini": lines + code(Workshop.token)])
        let result = try workshop.history("--memory", "1M")
        #expect(result.status == 1 && result.ledger.problems.isEmpty)
        #expect(result.findings.map(\.paths) == [["b/a.py", "c/a.ini"]])
        #expect(result.findings.first?.line == 6_001)
    }

    @Test func secretOfTwoBranchesHasItsFirstCommitAndItsTips() throws {
        try workshop.commit(["a": "a"])
        try workshop.git("checkout", "-qb", "side")
        let first = try workshop.committed(["a.swift": code(Workshop.token)])
        try workshop.git("tag", "v1")
        try workshop.git("checkout", "-q", "main")
        try workshop.commit(["a.swift": code(Workshop.token), "c": "c"])
        let finding = try #require(try workshop.history().findings.first)
        // Both commits bring it; of equal times, either may come first.
        #expect(try [first, workshop.id()].contains(finding.commit))
        #expect(finding.refs == ["main", "side", "v1"] && finding.commits == 2 && finding.inHead == true)
    }

    @Test func mergeThatTakesTheSideWithoutItDoesNotRemoveIt() throws {
        try workshop.commit(["a": "a", "a.swift": code(Workshop.token)])
        try workshop.git("checkout", "-qb", "side")
        try workshop.commit(["b": "b"])
        try workshop.git("checkout", "-q", "main")
        let removed = try workshop.committed(["a.swift": "gone"])
        try workshop.git("merge", "-q", "--no-ff", "-m", "merge", "side")
        let finding = try #require(try workshop.history().findings.first)
        #expect(finding.inHead == false && finding.removedBy?.commit == removed && finding.refs == ["side"])
    }

    // MARK: Places

    @Test func mergeOnlySecretIsFound() throws {
        try workshop.commit(["a": "a"])
        try workshop.git("checkout", "-qb", "side")
        try workshop.commit(["b": "b"])
        try workshop.git("checkout", "-q", "main")
        try workshop.commit(["c": "c"])
        try workshop.git("merge", "-q", "--no-commit", "--no-ff", "side")
        let merge = try workshop.committed(["m.swift": code(Workshop.token)], "merge")
        let finding = try #require(try workshop.history().findings.first)
        #expect(finding.commit == merge && finding.path == "m.swift")
    }

    @Test func commitThatOnlyATagHasIsFound() throws {
        try workshop.commit(["a": "a"])
        try workshop.git("checkout", "-q", "--detach")
        let commit = try workshop.committed(["t.swift": code(Workshop.token)])
        try workshop.git("tag", "-a", "v9", "-m", "the tag says \(Workshop.other)")
        try workshop.git("checkout", "-q", "main")
        let findings = try workshop.history().findings
        #expect(findings.map(\.path) == ["t.swift", "tag v9"])
        let file = try #require(findings.first)
        #expect(file.commit == commit && file.inHead == false && file.refs == ["v9"] && file.removedBy == nil)
        #expect(findings.last?.commit == commit)
    }

    @Test func stashIsFound() throws {
        try workshop.commit(["a.swift": "a\n"])
        try workshop.write(code(Workshop.token), to: "a.swift")
        try workshop.git("stash", "push", "-q")
        #expect(try workshop.history().paths == ["a.swift"])
        // Only the newest stash has a reference; the older ones are in its reflog.
        try workshop.write(code(Workshop.other), to: "a.swift")
        try workshop.git("stash", "push", "-q")
        #expect(try workshop.history().findings.count == 1)
        #expect(try workshop.history("--everything").findings.count == 2)
    }

    @Test func reflogAndWhatIsLeftLyingAreFoundWithEverything() throws {
        try workshop.commit(["a": "a"])
        let lost = try workshop.committed(["a.swift": code(Workshop.token)])
        try workshop.git("reset", "-q", "--hard", "HEAD~1")
        let blob = try workshop.repository.git(
            ["hash-object", "-w", "--stdin"], input: Array(code(Workshop.other).utf8))
        #expect(try workshop.history().status == 0)
        let findings = try workshop.history("--everything").findings
        #expect(findings.map(\.path) == ["a.swift", "blob \(blob.text.dropLast())"])
        #expect(findings.first?.commit == lost && findings.last?.commit == nil)
        // Nothing leads to the tree of what was staged and never committed.
        try workshop.write(code(MadeUp.gitHubToken(seed: 103)), to: "d/staged.swift")
        try workshop.git("add", "d")
        try workshop.git("write-tree")
        #expect(try workshop.history("--everything").paths.contains("d/staged.swift"))
    }

    @Test func commitMessagesAreInputs() throws {
        let commit = try workshop.committed(["a": "a"], "oops\n\nthe key was \(Workshop.token)\n")
        try workshop.commit(["b": "b"], "again: \(Workshop.token)")
        let result = try workshop.history()
        let finding = try #require(result.findings.first)
        #expect(result.findings.count == 1 && finding.path == "commit \(commit)")
        #expect(finding.line == 3 && finding.column == 13 && finding.commits == 2 && finding.commit == commit)
        #expect(result.run.text.contains("the key was") && !result.run.text.contains(Workshop.token))
    }

    @Test func tagsOfTreesAndBlobsAreFound() throws {
        try workshop.write(code(Workshop.token), to: "d/b.swift")
        try workshop.write(code(Workshop.other), to: "c.swift")
        try workshop.git("add", "d")
        try workshop.git("tag", "tree", String(try workshop.repository.git("write-tree").text.dropLast()))
        try workshop.git("add", ".")
        try workshop.git("tag", "blob", workshop.id(":c.swift"))
        let findings = try workshop.history().findings
        #expect(findings.map(\.path) == ["d/b.swift", "refs/tags/blob"])
    }

    @Test func submodulesAreTheirOwnHistories() throws {
        let module = try GitRepository(in: workshop.tree, at: "module-origin")
        try module.write(code(Workshop.token), to: "m.swift")
        try module.git("add", ".")
        try module.git("commit", "-qm", "m")
        try workshop.tree.write("module-origin/\n", to: ".git/info/exclude")
        try workshop.git("submodule", "--quiet", "add", module.root, "module")
        try workshop.git("commit", "-qm", "module")
        #expect(try workshop.history().findings.isEmpty)
        #expect(try workshop.history("module").paths == ["m.swift"])
        #expect(try workshop.history(at: "module").paths == ["m.swift"])
    }

    @Test func worktreesAndBareRepositoriesAndAlternatesAreRead() throws {
        try workshop.commit(["a": "a"])
        try workshop.git("worktree", "add", "-q", "--detach", "linked")
        let linked = GitRepository(in: workshop.tree, existing: "linked")
        try linked.write(code(Workshop.token), to: "w.swift")
        try linked.git("add", ".")
        try linked.git("commit", "-qm", "in the linked worktree, on no branch")
        #expect(try workshop.history().paths == ["w.swift"])
        #expect(try workshop.history(at: "linked").paths == ["w.swift"])
        try linked.git("branch", "kept")
        try workshop.git("clone", "-q", "--bare", "--shared", ".", "bare.git")
        #expect(try workshop.history("bare.git").paths == ["w.swift"])
        #expect(try workshop.history(at: "bare.git").paths == ["w.swift"])
    }
}

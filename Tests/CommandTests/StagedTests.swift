/// `lapwing staged` in real repositories: what the next commit adds is scanned, as it is staged, and nothing else.

import Foundation
import TestSupport
import Testing

/// A repository to commit in, and Lapwing's answer.
struct Workshop {
    let repository: GitRepository
    var tree: TestTree { repository.tree }

    init(format: String = "sha1") throws { repository = try GitRepository(in: TestTree(), format: format) }

    static let token = MadeUp.gitHubToken(seed: 101)
    static let other = MadeUp.gitHubToken(seed: 102)

    func git(_ arguments: String...) throws { try repository.git(arguments) }

    func write(_ text: String, to path: String) throws { try repository.write(text, to: path) }

    /// Writes, stages and commits.
    func commit(_ files: [String: String], _ message: String = "x") throws {
        for (path, text) in files { try write(text, to: path) }
        try git("add", "-A")
        try git("commit", "-q", "--allow-empty", "-m", message)
    }

    func id(_ revision: String = "HEAD") throws -> String {
        String(try repository.git("rev-parse", revision).text.dropLast())
    }

    func staged(_ arguments: String..., at directory: String = "", environment: [String: String] = [:]) throws
        -> ScanResult
    {
        try ScanResult(
            Lapwing.command(
                ["staged", "--report", "json"] + arguments, in: tree, at: directory,
                environment: ["HOME": tree.root].merging(environment) { $1 }
            ).run())
    }

    /// As `staged`, when there is no report because something is to be mended.
    func refusal(_ arguments: [String], environment: [String: String] = [:], input: CommandInput = .nothing) throws
        -> CommandResult
    {
        try Lapwing.command(
            arguments, in: tree, environment: ["HOME": tree.root].merging(environment) { $1 }, input: input
        ).run()
    }

    func diff(_ arguments: String..., environment: [String: String] = [:], input: CommandInput = .nothing) throws
        -> ScanResult
    {
        try ScanResult(refusal(["diff", "--report", "json"] + arguments, environment: environment, input: input))
    }
}

struct StagedTests {
    let workshop: Workshop

    init() throws { workshop = try Workshop() }

    private func expectClean(_ notice: String) throws {
        let result = try workshop.staged()
        #expect(result.status == 0 && result.findings.isEmpty)
        #expect(result.report.summary.notices.contains(notice) == true)
        #expect(try workshop.refusal(["staged"]).text.contains(notice))
    }

    @Test func emptyRepositoryIsClean() throws { try expectClean("Nothing is staged.") }

    @Test func nothingStagedIsClean() throws {
        try workshop.commit(["a.swift": code(Workshop.token)])
        try expectClean("Nothing is staged.")
    }

    @Test func commitThatOnlyDeletesIsClean() throws {
        try workshop.commit(["a.swift": code(Workshop.token), "b": "b"])
        try workshop.git("rm", "-q", "a.swift")
        try expectClean("The commit only deletes files.")
    }

    @Test func firstCommitIsScanned() throws {
        try workshop.write(code(Workshop.token), to: "d/a.swift")
        try workshop.git("add", ".")
        let result = try workshop.staged()
        #expect(result.status == 1 && result.paths == ["d/a.swift"] && result.ledger.files == 1)
    }

    @Test(arguments: ["sha256", "sha1"]) func onlyAddedLinesCount(_ format: String) throws {
        let workshop = try Workshop(format: format)
        try workshop.commit(["a.swift": code(Workshop.token) + "// end\n"])
        try workshop.write("// begin\n" + code(Workshop.token) + code(Workshop.other) + "// end\n", to: "a.swift")
        try workshop.git("add", ".")
        let result = try workshop.staged()
        #expect(result.findings.map(\.line) == [3] && result.status == 1)
        #expect(
            result.report.summary.notices.contains { $0.contains("1 on lines that the change does not touch") } == true
        )
        #expect(try workshop.staged("--whole-files").findings.map(\.line) == [2, 3])
        // The context of what is not added is gone from the explanations, too.
        let explained = try workshop.refusal(["staged", "--explain"]).text
        #expect(explained.contains("on a line that was there before"))
    }

    @Test func whatIsStagedCountsAndNotWhatIsOnDisk() throws {
        try workshop.commit(["a.swift": "a\n", "b.swift": "b\n"])
        try workshop.write(code(Workshop.token), to: "a.swift")
        try workshop.git("add", ".")
        try workshop.write("clean\n", to: "a.swift")
        try workshop.write(code(Workshop.other), to: "b.swift")
        #expect(try workshop.staged().paths == ["a.swift"])
    }

    @Test func changeOfLineEndsAddsNothing() throws {
        try workshop.git("config", "core.autocrlf", "false")
        try workshop.commit(["a.swift": "// x\n" + code(Workshop.token)])
        try workshop.write(
            "// x\r\n" + code(Workshop.token).replacingOccurrences(of: "\n", with: "\r\n"), to: "a.swift")
        try workshop.git("add", ".")
        #expect(try workshop.staged().status == 0)
    }

    // MARK: Other names, other modes

    @Test func renamesAddOnlyWhatIsNew() throws {
        let lines = (0..<20).map { "// line \($0)\n" }.joined()
        try workshop.commit(["a.swift": lines + code(Workshop.token), "b.swift": code(Workshop.token)])
        try workshop.git("mv", "a.swift", "c.swift")
        #expect(try workshop.staged().ledger.files == 0)
        try workshop.write("// new\n" + lines + code(Workshop.token), to: "c.swift")
        try workshop.git("add", ".")
        #expect(try workshop.staged().status == 0)
        try workshop.write(lines + code(Workshop.token) + code(Workshop.other), to: "c.swift")
        try workshop.git("add", ".")
        #expect(try workshop.staged().findings.map(\.line) == [22])
        // A copy is new: the first one stays.
        try workshop.git("reset", "-q", "--hard")
        try workshop.write(lines + code(Workshop.token), to: "copy.swift")
        try workshop.git("add", ".")
        #expect(try workshop.staged().paths == ["copy.swift"])
    }

    @Test func changeOfModeAddsNothing() throws {
        try workshop.commit(["a.swift": code(Workshop.token)])
        try workshop.git("update-index", "--chmod=+x", "a.swift")
        #expect(try workshop.staged().status == 0)
    }

    @Test func linksAndSubmodulesAreCounted() throws {
        let library = try GitRepository(in: workshop.tree, at: "library")
        try library.write("x", to: "l")
        try library.git("add", ".")
        try library.git("commit", "-qm", "x")
        try workshop.tree.link("link", to: "nowhere")
        try workshop.git("submodule", "add", "-q", library.root, "module")
        try workshop.git("add", "link")
        let result = try workshop.staged()
        #expect(result.ledger.skipped["symbolic-link"] == 1 && result.ledger.skipped["submodule"] == 1)
        #expect(result.paths.isEmpty && result.ledger.files == 1, "of .gitmodules")
    }

    @Test func linkThatBecomesAFileIsNew() throws {
        try workshop.tree.link("a.swift", to: "target")
        try workshop.git("add", ".")
        try workshop.git("commit", "-qm", "x")
        try workshop.tree.remove("a.swift")
        try workshop.write(code(Workshop.token), to: "a.swift")
        try workshop.git("add", ".")
        #expect(try workshop.staged().paths == ["a.swift"])
    }

    @Test func namesMayBeAnyBytes() throws {
        let path = Array("d/\u{E9} \n".utf8) + [0xFF, 0x80] + Array(".swift".utf8)
        try workshop.tree.write(Array(code(Workshop.token).utf8), to: path)
        try workshop.git("add", ".")
        let result = try workshop.staged()
        #expect(result.findings.count == 1 && result.paths[0].hasSuffix(".swift"))
    }

    @Test func pointersOfLargeFilesAreText() throws {
        let pointer =
            "version https://git-lfs.github.com/spec/v1\noid sha256:\(String(repeating: "0a", count: 32))\nsize 12\n"
        try workshop.write(pointer, to: "large.bin")
        try workshop.git("add", ".")
        let result = try workshop.staged()
        #expect(result.status == 0 && result.ledger.files == 1)
    }

    // MARK: Indexes

    @Test func announcedFilesAreNotScanned() throws {
        try workshop.write(code(Workshop.token), to: "a.swift")
        try workshop.git("add", "-N", "a.swift")
        let result = try workshop.staged()
        #expect(result.status == 0 && result.report.summary.notices.contains { $0.contains("git add -N") } == true)
    }

    @Test func conflictIsTwoAndNamesTheFile() throws {
        try workshop.commit(["a": "1\n"])
        try workshop.git("checkout", "-qb", "other")
        try workshop.commit(["a": "2\n"])
        try workshop.git("checkout", "-q", "main")
        try workshop.commit(["a": "3\n"])
        _ = try? workshop.git("merge", "-q", "other")
        let run = try workshop.refusal(["staged"])
        #expect(run.status == 2 && run.errors.contains("git add") && run.errors.contains("  a"))
    }

    @Test func splitIndexIsReadThroughGit() throws {
        try workshop.commit(["a.swift": "a\n", "c.swift": code(Workshop.other)])
        try workshop.write(code(Workshop.token), to: "a.swift")
        try workshop.write("x", to: "announced")
        try workshop.git("add", "a.swift")
        try workshop.git("add", "-N", "announced")
        try workshop.git("update-index", "--split-index")
        let result = try workshop.staged()
        #expect(result.paths == ["a.swift"] && result.ledger.files == 1)
        #expect(result.report.summary.notices.contains { $0.contains("split") } == true)
    }

    /// What decides is read from the index, also where only git can read that.
    @Test func aSplitIndexIsTrustedThroughGit() throws {
        try workshop.commit(["a.swift": "a\n"])
        try workshop.write(code(Workshop.token), to: "a.swift")
        let rule = "github-personal-access-token"
        try workshop.write("exclude: [a.swift]\n", to: ".lapwing.yml")
        try workshop.write("rule: \(rule); paths: **; author: a; reason: a test\n", to: ".lapwingignore")
        try workshop.git("add", "a.swift", ".lapwing.yml", ".lapwingignore")
        try workshop.git("update-index", "--split-index")
        // What is on disk has no say.
        try workshop.write("fail-on: [\n", to: ".lapwing.yml")
        #expect(try workshop.staged().status == 0)
        #expect(try workshop.staged("--no-config").report.suppressed.map(\.path) == ["a.swift"])
        #expect(try workshop.staged("--no-config", "--no-suppressions").status == 1)
        try workshop.git("add", ".lapwing.yml")
        #expect(try workshop.refusal(["staged"]).status == 2)
        try workshop.git("rm", "-q", "--cached", ".lapwing.yml")
        #expect(try workshop.staged("--no-suppressions").status == 1)
    }

    /// Paths are those of the tree wherever a person stands, and so is what they are relative to.
    @Test func reportsNameTheTopOfTheTree() throws {
        try workshop.commit(["d/e/a.swift": "a\n"])
        try workshop.write(code(Workshop.token), to: "d/e/a.swift")
        try workshop.git("add", ".")
        func sarif(_ arguments: [String], at directory: String) throws -> CommandResult {
            try Lapwing.command(
                arguments + ["--report", "sarif"], in: workshop.tree, at: directory,
                environment: ["HOME": workshop.tree.root]
            ).run()
        }
        for directory in ["", "d", "d/e"] {
            let run = try sarif(["staged"], at: directory)
            #expect(
                run.status == 1 && run.text.contains("\"uri\":\"d/e/a.swift\""), "\(run.text)"
            )
        }
        let base = "\"%SRCROOT%\":{\"description\":{\"text\":\"The root of the repository's tree.\"}}"
        #expect(try sarif(["staged"], at: "d").text.contains(base))
        try workshop.git("commit", "-qm", "y")
        for directory in ["", "d", "d/e"] {
            let run = try sarif(["diff", "HEAD~1..HEAD"], at: directory)
            #expect(
                run.status == 1 && run.text.contains("\"uri\":\"d/e/a.swift\"") && run.text.contains(base),
                "\(run.text)")
        }
        let scan = try sarif(["scan", "."], at: "d").text
        #expect(scan.contains("The directory that lapwing was started in.") && scan.contains("\"uri\":\"e/a.swift\""))
    }

    @Test func sparseIndexIsRead() throws {
        try workshop.commit(["in/a.swift": "a\n", "out/b.swift": code(Workshop.other)])
        try workshop.git("sparse-checkout", "set", "--cone", "--sparse-index", "in")
        try workshop.write(code(Workshop.token), to: "in/a.swift")
        try workshop.git("add", ".")
        let result = try workshop.staged()
        #expect(result.paths == ["in/a.swift"] && result.ledger.files == 1)
    }

    @Test func damagedIndexIsTwo() throws {
        try workshop.commit(["a": "1\n"])
        try workshop.tree.write("DIRC rubbish", to: ".git/index")
        let run = try workshop.refusal(["staged"])
        #expect(run.status == 2 && run.errors.contains("index"))
    }

    @Test func missingObjectIsTwoAndNamesIt() throws {
        try workshop.write(code(Workshop.token), to: "a.swift")
        try workshop.write("b", to: "b")
        try workshop.git("add", ".")
        let id = try workshop.id(":b")
        try workshop.tree.remove(".git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
        let result = try workshop.staged()
        #expect(result.status == 2 && result.paths == ["a.swift"])
        #expect(result.ledger.problems.count == 1 && result.ledger.problems[0].message.contains(id))
    }

    // MARK: Where git stands

    @Test func worktreesAndSubdirectoriesWork() throws {
        try workshop.commit(["d/a": "1\n"])
        try workshop.git("worktree", "add", "-q", workshop.tree.path("linked"))
        try workshop.tree.write(code(Workshop.token), to: "linked/d/b.swift")
        try GitRepository(in: workshop.tree, existing: "linked").git("add", ".")
        #expect(try workshop.staged(at: "linked/d").paths == ["d/b.swift"])
        #expect(try workshop.staged().status == 0)
    }

    @Test func outsideOfARepositoryIsTwo() throws {
        let run = try Lapwing.run("staged", in: TestTree())
        #expect(run.status == 2 && run.errors.contains("lapwing scan PATH"))
    }

    @Test func bareRepositoryIsTwo() throws {
        try workshop.git("init", "-q", "--bare", "bare.git")
        let run = try Lapwing.command(["staged"], in: workshop.tree, at: "bare.git").run()
        #expect(run.status == 2 && run.errors.contains("work tree"))
    }

    @Test func withoutGitIsTwo() throws {
        let run = try Lapwing.run("staged", in: workshop.tree, environment: ["PATH": "/nonexistent:."])
        #expect(run.status == 2 && run.errors.contains("git was not found"))
    }

    @Test func wrongOptionIsTwo() throws { #expect(try Lapwing.run("staged", "--wat", in: workshop.tree).status == 2) }

    /// Root may give a directory to someone else, and is told like anybody.
    @Test(.enabled(if: geteuid() == 0)) func dubiousOwnershipIsTwoWithTheCommand() throws {
        try workshop.commit(["a": "1\n"])
        for path in ["", ".git"] { unsafe chown(workshop.tree.path(path), 12_345, 12_345) }
        for arguments in [["staged"], ["diff", "HEAD..HEAD"], ["diff", "--pre-receive"]] {
            let run = try workshop.refusal(arguments)
            #expect(
                run.status == 2 && run.errors.contains("git config --global --add safe.directory \(workshop.tree.root)")
            )
        }
    }

    // MARK: As a hook

    private func installHook() throws {
        let binary = try #require(Lapwing.binary)
        try workshop.tree.write("#!/bin/sh\nexec '\(binary)' staged\n", to: ".git/hooks/pre-commit")
        workshop.tree.setMode(0o755, of: ".git/hooks/pre-commit")
    }

    @Test func commitIsBlockedHoweverItIsMade() throws {
        try workshop.commit(["a.swift": "a\n", "b.swift": "b\n", "c": "c"])
        try installHook()
        try workshop.write(code(Workshop.token), to: "a.swift")
        #expect(throws: CommandFault.self) { try workshop.git("commit", "-qam", "all") }
        #expect(throws: CommandFault.self) { try workshop.git("commit", "-qm", "path", "a.swift") }
        try workshop.write("fine\n", to: "b.swift")
        // Only the named path is in this commit, whatever else is staged.
        try workshop.git("add", "a.swift")
        try workshop.git("commit", "-qm", "other path", "b.swift")
        #expect(throws: CommandFault.self) { try workshop.git("commit", "-qm", "the rest") }
        let sub = Command(
            "/usr/bin/env", ["git", "commit", "-qm", "from below"].map { Array($0.utf8) },
            environment: GitRepository.environment(home: workshop.tree.root), directory: workshop.tree.path(".git/.."))
        #expect(try sub.run().status == 1)
        try workshop.git("reset", "-q", "--hard")
        try workshop.write("fine too\n", to: "b.swift")
        try workshop.git("commit", "-qam", "clean")
    }

    @Test func mergeDoesNotBlameWhatEitherSideHas() throws {
        try workshop.commit(["a.swift": "a\n", "shared": "1\n2\n3\n4\n5\n"])
        try workshop.git("checkout", "-qb", "other")
        try workshop.commit(["b.swift": code(Workshop.token), "shared": "other\n2\n3\n4\n5\n"])
        try workshop.git("checkout", "-q", "main")
        try workshop.commit(["shared": "1\n2\n3\n4\nmain\n"])
        try workshop.git("merge", "-q", "--no-commit", "other")
        #expect(try workshop.staged().status == 0)
        try workshop.write("other\n2\n" + code(Workshop.other) + "4\nmain\n", to: "shared")
        try workshop.git("add", ".")
        #expect(try workshop.staged().paths == ["shared"])
    }
}

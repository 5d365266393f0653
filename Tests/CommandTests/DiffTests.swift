/// `lapwing diff` with real git: nothing that a branch adds gets past, nothing else is blamed, and no doubt passes for clean.

import Foundation
import TestSupport
import Testing

@testable import LapwingCLI

struct DiffTests {
    let workshop: Workshop

    /// A repository with one commit on main, and a branch that is checked out.
    init() throws {
        workshop = try Workshop()
        try workshop.commit(["old.swift": code(Workshop.other), "shared": "1\n2\n3\n4\n5\n"])
        try workshop.git("checkout", "-qb", "branch")
    }

    @Test func whatABranchAddsIsFoundWithItsCommit() throws {
        try workshop.commit(["a.swift": "// a\n"])
        try workshop.commit(["a.swift": "// a\n" + code(Workshop.token)])
        let commit = try workshop.id()
        try workshop.commit(["a.swift": "// b\n// a\n" + code(Workshop.token) + "// c\n"])
        for arguments in [["main..HEAD"], ["main...HEAD"], ["--base", "main"], ["main.."]] {
            let result = try ScanResult(workshop.refusal(["diff", "--report", "json"] + arguments))
            #expect(result.status == 1 && result.findings.count == 1)
            let finding = try #require(result.findings.first)
            #expect(finding.path == "a.swift" && finding.commit == commit && finding.inHead == true)
            #expect(finding.line == 3, "where HEAD has it")
            #expect(finding.author == "t" && finding.authorMail == "t@example.com" && finding.date?.count == 25)
        }
        #expect(try workshop.refusal(["diff", "main..HEAD"]).text.contains("commit \(commit.prefix(12)), t, "))
    }

    @Test func whatWasAddedAndRemovedIsFound() throws {
        try workshop.commit(["a.swift": code(Workshop.token)])
        let commit = try workshop.id()
        try workshop.git("rm", "-q", "a.swift")
        try workshop.git("commit", "-qm", "gone")
        let result = try workshop.diff("main..HEAD")
        #expect(
            result.status == 1 && result.findings.map(\.commit) == [commit] && result.findings.map(\.inHead) == [false])
    }

    @Test func eachSecretIsNamedOncePerPath() throws {
        try workshop.commit(["a.swift": code(Workshop.token)])
        let first = try workshop.id()
        try workshop.commit(["a.swift": "let renamed = \"\(Workshop.token)\"\n"])
        try workshop.commit(["b.swift": code(Workshop.token)])
        let result = try workshop.diff("main..HEAD")
        #expect(result.paths == ["a.swift", "b.swift"])
        let last = try workshop.id()
        #expect(result.findings.map(\.commit) == [first, last])
    }

    @Test func twoPlacesInOneFileAreTwo() throws {
        try workshop.commit(["a.swift": code(Workshop.token) + "//\n" + code(Workshop.token)])
        #expect(try workshop.diff("main..HEAD").findings.map(\.line) == [1, 3])
    }

    @Test func whatTheBaseGainedMeanwhileIsNotBlamed() throws {
        try workshop.commit(["a": "a"])
        try workshop.git("checkout", "-q", "main")
        try workshop.commit(["main.swift": code(Workshop.token)])
        try workshop.git("checkout", "-q", "branch")
        #expect(try workshop.diff("main..HEAD").status == 0)
        // Nor when it is merged into the branch.
        try workshop.git("merge", "-q", "--no-edit", "main")
        #expect(try workshop.diff("main..HEAD").status == 0)
        #expect(try workshop.diff("HEAD~1..main").status == 1)
    }

    @Test func linesThatOnlyAMergeHasAreFound() throws {
        try workshop.commit(["shared": "branch\n2\n3\n4\n5\n", "b.swift": code(Workshop.token)])
        try workshop.git("checkout", "-q", "main")
        try workshop.commit(["shared": "1\n2\n3\n4\nmain\n"])
        try workshop.git("checkout", "-q", "branch")
        try workshop.git("merge", "-q", "--no-commit", "main")
        let evil = MadeUp.gitHubToken(seed: 7)
        try workshop.write("branch\n2\n\(code(evil))4\nmain\n", to: "shared")
        try workshop.git("add", ".")
        try workshop.git("commit", "-qm", "evil merge")
        let merge = try workshop.id()
        let result = try workshop.diff("main..HEAD")
        #expect(result.findings.map(\.path) == ["b.swift", "shared"])
        #expect(result.findings.last?.commit == merge && result.findings.last?.line == 3)
        // The secret goes again: now only the merge commit has it.
        try workshop.commit(["shared": "branch\n2\n4\nmain\n"])
        #expect(try workshop.diff("main..HEAD").findings.map(\.path) == ["b.swift", "shared"])
    }

    @Test func renamesAddOnlyWhatIsNew() throws {
        let lines = (0..<20).map { "// line \($0)\n" }.joined()
        try workshop.commit(["a.swift": lines + code(Workshop.token)])
        try workshop.git("branch", "-f", "main")
        try workshop.git("mv", "a.swift", "moved.swift")
        try workshop.git("commit", "-qm", "moved")
        #expect(try workshop.diff("main..HEAD").ledger.files == 0)
        try workshop.git("mv", "old.swift", "older.swift")
        try workshop.commit(["moved.swift": "// first\n" + lines + code(Workshop.token)])
        #expect(try workshop.diff("main..HEAD").status == 0)
        try workshop.commit(["moved.swift": lines + code(Workshop.token) + code(Workshop.other)])
        #expect(try workshop.diff("main..HEAD").findings.map(\.line) == [22])
        #expect(try workshop.diff("main..HEAD", "--whole-files").findings.count == 2)
    }

    /// A branch that was written anew: the old commits are not in it, and the new ones are judged.
    @Test func amendedAndRebasedHistoryIsJudgedAsItIs() throws {
        try workshop.commit(["a.swift": code(Workshop.token)])
        try workshop.commit(["b": "b"])
        try workshop.git("checkout", "-q", "main")
        try workshop.commit(["c": "c"])
        try workshop.git("checkout", "-q", "branch")
        try workshop.git("rebase", "-q", "main")
        #expect(try workshop.diff("main..HEAD").findings.map(\.commit) == [try workshop.id("HEAD~1")])
        try workshop.git("reset", "-q", "--soft", "main")
        try workshop.git("rm", "-q", "--cached", "a.swift")
        try workshop.git("commit", "-qm", "squashed, without it")
        #expect(try workshop.diff("main..HEAD").status == 0)
    }

    @Test func commitsWithoutParentsAreNew() throws {
        try workshop.git("checkout", "-q", "--orphan", "fresh")
        try workshop.commit(["a.swift": code(Workshop.token)])
        try workshop.git("checkout", "-q", "branch")
        try workshop.git("merge", "-q", "--allow-unrelated-histories", "--no-edit", "fresh")
        let result = try workshop.diff("main..HEAD")
        // All of a commit without parents is new.
        let fresh = try workshop.id("fresh")
        #expect(result.paths == ["a.swift", "old.swift"] && result.findings.map(\.commit) == [fresh, fresh])
    }

    // MARK: What is no silent pass

    @Test func emptyRangeIsCleanAndSaysSo() throws {
        let result = try workshop.diff("main..HEAD")
        #expect(
            result.status == 0 && result.report.summary.notices.contains { $0.contains("no commit between") } == true)
    }

    @Test(arguments: [
        (["nope..HEAD"], "git fetch origin nope"),
        (["origin/x/y..HEAD"], "git fetch origin x/y:refs/remotes/origin/x/y"),
        (["main"], "main..HEAD"), (["--base=-x"], "no commit '-x'"), (["-x..HEAD"], "-x"), ([".."], "no range"),
        (["main..HEAD", "--base", "main"], "not both"), ([], "nothing says what to compare with"),
        (["main..HEAD", "--pre-receive"], "no range"), (["main..HEAD..x"], "no range"),
    ]) func wrongRangeIsTwoAndSaysHowToMendIt(_ arguments: [String], _ message: String) throws {
        let run = try workshop.refusal(["diff"] + arguments)
        #expect(run.status == 2 && run.errors.contains(message) && run.text.isEmpty, "\(run.errors)")
    }

    @Test func unrelatedHistoriesAreTwo() throws {
        try workshop.git("checkout", "-q", "--orphan", "fresh")
        try workshop.commit(["a": "a"])
        let run = try workshop.refusal(["diff", "main..HEAD"])
        #expect(run.status == 2 && run.errors.contains("no commit in common"))
    }

    @Test func repositoryWithoutCommitsIsTwo() throws {
        let run = try Workshop().refusal(["diff", "HEAD..HEAD"])
        #expect(run.status == 2 && run.errors.contains("HEAD has no commit yet"))
    }

    @Test func shallowCloneIsTwoUnlessItReachesFarEnough() throws {
        for number in 0..<4 { try workshop.commit(["a": "\(number)"]) }
        try workshop.commit(["a.swift": code(Workshop.token)])
        try workshop.git(
            "clone", "-q", "--depth", "2", "--no-single-branch", "file://\(workshop.tree.root)",
            workshop.tree.path("shallow"))
        let command = { (arguments: [String]) in
            try Lapwing.command(arguments, in: workshop.tree, at: "shallow", environment: ["HOME": workshop.tree.root])
                .run()
        }
        let run = try command(["diff", "origin/main..HEAD"])
        #expect(
            run.status == 2 && run.errors.contains("git fetch --unshallow") && run.errors.contains("fetch-depth: 0"))
        let before = try workshop.id("HEAD~3")
        let unknown = try command(["diff", "--base", before])
        #expect(unknown.status == 2 && unknown.errors.contains("fetch-depth: 0"))
        // What is there is enough for this one.
        let near = try ScanResult(command(["diff", "--report", "json", "HEAD~1..HEAD"]))
        #expect(near.status == 1 && near.paths == ["a.swift"])
    }

    @Test func missingObjectsAreTwo() throws {
        try workshop.commit(["a.swift": code(Workshop.token), "b": "b"])
        let blob = try workshop.id("HEAD:b")
        try workshop.tree.remove(".git/objects/\(blob.prefix(2))/\(blob.dropFirst(2))")
        let result = try workshop.diff("main..HEAD")
        #expect(
            result.status == 2 && result.paths == ["a.swift"] && result.ledger.problems[0].message.contains("git fetch")
        )
        let tree = try workshop.id("HEAD^{tree}")
        try workshop.tree.remove(".git/objects/\(tree.prefix(2))/\(tree.dropFirst(2))")
        let run = try workshop.refusal(["diff", "main..HEAD"])
        #expect(run.status == 2 && run.errors.contains(tree) && run.errors.contains("git fetch --refetch"))
    }

    // MARK: Continuous integration

    @Test func variablesOfServicesAreRead() throws {
        try workshop.commit(["a.swift": code(Workshop.token)])
        let main = try workshop.id("main")
        try workshop.git("update-ref", "refs/remotes/origin/main", "main")
        try workshop.tree.write(
            "{\"commits\":[{\"message\":\"\\\"before\\\": 0\"}],\"before\": \"\(main)\"}", to: "event.json")
        let cases: [[String: String]] = [
            ["GITHUB_BASE_REF": "main"],
            ["GITHUB_BASE_REF": "", "GITHUB_EVENT_PATH": workshop.tree.path("event.json")],
            ["CI_MERGE_REQUEST_DIFF_BASE_SHA": main], ["CI_COMMIT_BEFORE_SHA": main],
            [
                "GITLAB_CI": "true", "CI_COMMIT_BEFORE_SHA": String(repeating: "0", count: 40),
                "CI_DEFAULT_BRANCH": "main",
            ],
            ["BITBUCKET_PR_DESTINATION_BRANCH": "main"], ["SYSTEM_PULLREQUEST_TARGETBRANCH": "refs/heads/main"],
            ["CHANGE_TARGET": "main"], ["BUILDKITE_PULL_REQUEST_BASE_BRANCH": "main"],
            ["PRE_COMMIT_FROM_REF": main, "PRE_COMMIT_TO_REF": "HEAD"], ["GIT_PREVIOUS_COMMIT": main],
        ]
        for variables in cases {
            let result = try workshop.diff(environment: variables)
            #expect(result.status == 1 && result.paths == ["a.swift"], "\(variables)")
        }
        let run = try workshop.refusal(["diff"], environment: ["GITHUB_BASE_REF": "gone"])
        #expect(
            run.status == 2 && run.errors.contains("GITHUB_BASE_REF") && run.errors.contains("git fetch origin gone:"))
    }

    @Test func outputDoesNotDependOnThreads() throws {
        for number in 0..<30 {
            try workshop.commit(["f\(number % 7).swift": code(MadeUp.gitHubToken(seed: UInt64(number)))])
        }
        let outputs = try ["1", "2", "4"].map {
            try workshop.refusal(["diff", "main..HEAD", "--threads", $0, "--report", "json"]).output
        }
        #expect(outputs[0] == outputs[1] && outputs[1] == outputs[2])
        #expect(try ScanReport(json: outputs[0]).findings.count == 30)
    }
}

/// A server's hook, with real pushes.
struct PreReceiveTests {
    let workshop: Workshop

    init() throws {
        workshop = try Workshop()
        try workshop.commit(["old.swift": code(Workshop.other)])
        try workshop.git("clone", "-q", "--bare", ".", "server.git")
        let binary = try #require(Lapwing.binary)
        try workshop.tree.write(
            "#!/bin/sh\nexec '\(binary)' diff --pre-receive\n", to: "server.git/hooks/pre-receive")
        workshop.tree.setMode(0o755, of: "server.git/hooks/pre-receive")
    }

    private func push(_ references: String...) -> String? {
        do {
            try workshop.repository.git(["push", "-q", workshop.tree.path("server.git")] + references)
            return nil
        } catch { return "\(error)" }
    }

    @Test func pushesAreJudgedInQuarantine() throws {
        #expect(push("main:refs/heads/copy") == nil, "nothing new")
        try workshop.commit(["a": "clean"])
        #expect(push("main") == nil)
        try workshop.commit(["a.swift": code(Workshop.token)])
        try workshop.commit(["a.swift": "gone"])
        let answer = try #require(push("main"))
        let commit = try workshop.id("HEAD~1")
        #expect(answer.contains("github-personal-access-token") && answer.contains(commit.prefix(12)))
        #expect(push("main:refs/heads/new") != nil, "a new branch")
        try workshop.git("tag", "-a", "-m", "tag", "v1")
        #expect(push("v1") != nil, "a tag")
        #expect(push(":refs/heads/copy") == nil, "a deletion")
    }

    /// Each tip is judged, and none accepts for the others.
    @Test func severalTipsArePushedAtOnce() throws {
        try workshop.write("server.git/\n", to: ".git/info/exclude")
        try workshop.git("checkout", "-qb", "one")
        try workshop.commit(["a.swift": code(Workshop.token)])
        let one = try workshop.id()
        try workshop.git("checkout", "-qb", "two", "main")
        try workshop.commit(["b.swift": code(MadeUp.gitHubToken(seed: 103))])
        let two = try workshop.id()
        try workshop.git("checkout", "-qb", "three", "main")
        try workshop.commit([".lapwingignore": "rule: github-personal-access-token; paths: **; author: a; reason: no\n"]
        )
        let answer = try #require(push("one", "two", "three"))
        #expect(answer.contains("a.swift") && answer.contains(one.prefix(12)))
        #expect(answer.contains("b.swift") && answer.contains(two.prefix(12)))
        #expect(push("three") == nil && push("three", "main") == nil)
        #expect(push("three", "two") != nil)
    }

    @Test func tagsOfBlobsAndTreesAreScanned() throws {
        try workshop.write(code(Workshop.token), to: "d/b.swift")
        try workshop.git("add", ".")
        try workshop.git("tag", "blob", workshop.id(":d/b.swift"))
        #expect(push("blob") != nil)
        try workshop.git("tag", "tree", String(try workshop.repository.git("write-tree").text.dropLast()))
        #expect(push("tree") != nil)
    }

    @Test(arguments: ["rubbish\n", "abc def refs/heads/x\n", "\u{0}\n"]) func otherInputIsTwo(_ text: String) throws {
        let run = try workshop.refusal(["diff", "--pre-receive"], input: .bytes(Array(text.utf8)))
        #expect(run.status == 2 && run.errors.contains("line 1"))
    }

    @Test func nothingPushedIsClean() throws { #expect(try workshop.refusal(["diff", "--pre-receive"]).status == 0) }

    @Test func objectThatIsNotThereIsTwo() throws {
        let line = "\(String(repeating: "0", count: 40)) \(String(repeating: "ab", count: 20)) refs/heads/x\n"
        let run = try workshop.refusal(["diff", "--pre-receive"], input: .bytes(Array(line.utf8)))
        #expect(run.status == 2 && run.errors.contains("abababab"))
    }
}

/// `lapwing history` where git reads objects: the same is found, git may die, and nobody may be made to run anything.

import Foundation
import TestSupport
import Testing

@testable import LapwingCLI

/// A git that does what a test wants of `cat-file`, and is git itself otherwise.
struct FalseGit {
    let workshop: Workshop
    /// Absolute, so that Lapwing takes it.
    var path: String { "\(workshop.tree.path("false")):/usr/local/bin:/usr/bin:/bin" }

    /// - Parameter script: lines of `sh` for `cat-file --batch`; `"$@"` are its arguments, `git` is the real one.
    init(_ workshop: Workshop, _ script: String) throws {
        self.workshop = workshop
        let text = """
            #!/bin/sh
            PATH=/usr/local/bin:/usr/bin:/bin
            case "$*" in
            *"cat-file --batch")
            \(script)
            ;;
            esac
            exec git "$@"

            """
        try workshop.tree.write(text, to: "false/git")
        workshop.tree.setMode(0o755, of: "false/git")
        try workshop.tree.write("false/\ncounted\nstate*\nreport\n", to: ".git/info/exclude")
    }

    func history(_ arguments: String...) throws -> ScanResult {
        try ScanResult(
            Lapwing.command(
                ["history", "--report", "json", "--through-git"] + arguments, in: workshop.tree,
                environment: ["HOME": workshop.tree.root, "PATH": path]
            ).run())
    }
}

struct HistoryFallbackTests {
    private func workshop(_ format: String = "sha1") throws -> Workshop {
        let workshop = try Workshop(format: format)
        var noise = Noise(seed: 78)
        var lines = (0..<60).map { _ in noise.text(30) }
        for number in 0..<12 {
            lines[noise.number(0..<60)] =
                number % 3 == 0
                ? code(MadeUp.gitHubToken(seed: UInt64(300 + number % 7)))
                : "password: \(MadeUp.password(&noise))"
            try workshop.commit(["d\(number % 3)/app.yaml": lines.joined(separator: "\n")], "commit \(number)")
            if number == 6 { try workshop.git("repack", "-adfq", "--depth=50", "--window=50") }
        }
        try workshop.git("checkout", "-q", "--detach")
        try workshop.commit(["t.swift": code(Workshop.token)], "the key was \(Workshop.other)")
        try workshop.git("tag", "-a", "v9", "-m", "the tag says \(MadeUp.gitHubToken(seed: 104))")
        try workshop.git("checkout", "-q", "main")
        return workshop
    }

    /// What does not depend on how it was read.
    private func findings(_ run: CommandResult) throws -> Substring {
        run.text.prefix(upTo: try #require(run.text.range(of: "\"summary\"")).lowerBound)
    }

    @Test(arguments: ["sha1", "sha256"]) func throughGitTheSameIsFound(_ format: String) throws {
        let workshop = try workshop(format)
        let large = (0..<6_000).map { "// line \($0) of what is large\n" }.joined()
        try workshop.commit(["large.py": large + code(MadeUp.gitHubToken(seed: 105))])
        for options in [[], ["--everything"], ["--memory", "1M"], ["HEAD~3..HEAD"]] {
            let direct = try workshop.historyRun(["--report", "json"] + options)
            let run = try workshop.historyRun(["--report", "json", "--through-git"] + options)
            #expect(run.status == 1 && direct.status == 1)
            #expect(try findings(run) == findings(direct), "\(options)")
            let (one, other) = (try ScanResult(run), try ScanResult(direct))
            #expect(other.findings.count > (options == ["HEAD~3..HEAD"] ? 0 : 10))
            #expect(one.ledger.bytes == other.ledger.bytes && one.ledger.problems.isEmpty)
            #expect(one.ledger.history?.throughGitBecause == ["--through-git was given"])
            #expect(one.ledger.history?.throughGit ?? 0 > 50 && other.ledger.history?.throughGit == 0)
            #expect(other.ledger.history?.throughGitBecause == [])
        }
        let text = try workshop.historyRun(["--through-git"]).text
        #expect(text.contains("Read through git, which takes longer: "))
        #expect(text.contains("(--through-git was given)"))
    }

    /// A pack that only git can read, which here reads a copy.
    @Test func whatOnlyGitCanReadIsFound() throws {
        let workshop = try workshop()
        let expected = try findings(workshop.historyRun(["--report", "json"]))
        try workshop.git("clone", "-q", "--bare", ".", "false/copy.git")
        let pack = try #require(
            FileManager.default.contentsOfDirectory(atPath: workshop.tree.path(".git/objects/pack"))
                .first { $0.hasSuffix(".idx") })
        var bytes = workshop.tree.read(".git/objects/pack/\(pack)")
        bytes[7] = 3
        try workshop.tree.remove(".git/objects/pack/\(pack)")
        try workshop.tree.write(bytes, to: ".git/objects/pack/\(pack)")
        let copy = workshop.tree.path("false/copy.git")
        let git = try FalseGit(workshop, ":")
        // References, too: they lead to what only the copy can read.
        let script = String(decoding: workshop.tree.read("false/git"), as: UTF8.self)
            .replacing(
                "exec git", with: "case \"$*\" in *cat-file*) exec git --git-dir='\(copy)' \"$@\";; esac\nexec git")
        try workshop.tree.write(script, to: "false/git")
        let run = try Lapwing.command(
            ["history", "--report", "json"], in: workshop.tree,
            environment: ["HOME": workshop.tree.root, "PATH": git.path]
        ).run()
        let result = try ScanResult(run)
        #expect(result.ledger.problems.isEmpty)
        #expect(try findings(run) == expected)
        let reason = try #require(result.ledger.history?.throughGitBecause.first)
        #expect(reason.contains("the pack's index is of version 3, which is not known"))
        #expect(result.ledger.history?.throughGit ?? 0 > 10)
    }

    // MARK: A git that fails

    @Test(arguments: [
        ("head -n 1 >/dev/null; echo 'fatal: no more' >&2; exit 3", "ended before it gave the object: fatal: no more"),
        ("read id; echo \"$id blob 100\"; echo short; exit 0", "ended before it gave the object"),
        ("read id; echo \"$id blob 99999999999999999999\"; cat", "gave no answer that can be understood"),
        ("cat", "gave no answer that can be understood"), ("kill -9 $$", "ended before it gave the object"),
        ("exec yes", "gave no answer that can be understood"),
        ("read id; echo \"$id blob 5\"; echo hello", "its content is not what its name says (git cat-file)"),
        ("while read id; do echo \"$id missing\"; done; exit 0", "git does not have it any more"),
    ]) func gitThatFailsIsTwoAndSaysSo(_ script: String, _ message: String) throws {
        let workshop = try Workshop()
        try workshop.commit(["a.swift": code(Workshop.token)])
        let result = try FalseGit(workshop, script).history()
        #expect(result.status == 2 && !result.report.summary.complete)
        #expect(
            result.ledger.problems.contains { $0.message.contains(message) }, "\(result.ledger.problems.map(\.message))"
        )
        #expect(!result.run.text.contains(Workshop.token) && !result.run.errors.contains(Workshop.token))
    }

    /// What git gave before it died counts, and so does what another git gives.
    @Test func gitThatDiesMidwayIsAskedAgain() throws {
        let workshop = try workshop()
        let whole = try workshop.history("--through-git").findings
        let git = try FalseGit(workshop, "for i in 1 2 3 4 5 6 7 8; do read id; echo $id; done | git \"$@\"; exit 0")
        let result = try git.history("--threads", "1")
        #expect(result.status == 2)
        #expect(result.ledger.problems.contains { $0.message.contains("ended before it gave the object") })
        #expect(Set(result.findings.map(\.secretId)).isSubset(of: whole.map(\.secretId)))
    }

    @Test func gitThatCannotListIsTwo() throws {
        let workshop = try workshop()
        let git = try FalseGit(workshop, ":")
        let script = String(decoding: workshop.tree.read("false/git"), as: UTF8.self)
        for (answer, message) in [
            ("echo 'fatal: bad' >&2; exit 1", "git could not list the objects: bad"),
            ("echo rubbish; exit 0", "git's list of objects cannot be understood"),
        ] {
            let failing = script.replacing("exec git", with: "case \"$*\" in *batch-all*) \(answer);; esac\nexec git")
            try workshop.tree.write(failing, to: "false/git")
            let result = try git.history()
            #expect(result.status == 2 && result.ledger.problems.contains { $0.message.contains(message) })
        }
    }

    // MARK: Partial clones

    @Test func partialCloneIsToldAndNotFetched() throws {
        let workshop = try workshop()
        try workshop.git("config", "uploadpack.allowFilter", "true")
        try workshop.git(
            "clone", "-q", "--no-checkout", "--filter=blob:none", "file://\(workshop.repository.root)", "partial")
        let result = try workshop.history("partial")
        let missing = try #require(result.ledger.history?.missing)
        #expect(result.status == 2 && missing > 10)
        #expect(result.ledger.history?.throughGitBecause == [], "git has no more than its packs")
        #expect(result.ledger.problems.first?.message.contains("git fetch --refetch --no-filter --tags`") == true)
        #expect(try workshop.history("partial").ledger.history?.missing == missing, "something was fetched")
        // What the message says helps.
        let clone = GitRepository(in: workshop.tree, existing: "partial")
        try clone.git("fetch", "-q", "--refetch", "--no-filter", "--tags")
        let full = try workshop.history("partial")
        #expect(full.status == 1 && full.ledger.history?.missing == 0)
        #expect(full.findings.map(\.secretId) == (try workshop.history().findings.map(\.secretId)))
    }

    // MARK: References in a reftable

    /// A git that is too old for it says what is needed; one that is not reads them.
    @Test func reftableIsReadOrNamed() throws {
        let workshop = try workshop()
        let expected = try workshop.history().findings.map(\.secretId)
        if (try? workshop.repository.git("init", "-q", "--ref-format=reftable", "new")) != nil {
            let new = GitRepository(in: workshop.tree, existing: "new")
            try new.git("fetch", "-q", workshop.repository.root, "+refs/*:refs/*")
            #expect(try workshop.history("new").findings.map(\.secretId) == expected)
        } else {
            try workshop.git("config", "core.repositoryformatversion", "1")
            try workshop.git("config", "extensions.refStorage", "reftable")
            let run = try workshop.historyRun([])
            #expect(run.status == 2 && run.text.isEmpty)
            #expect(
                run.errors.contains("keeps its references in a reftable, which needs git 2.45 or newer: update git"))
        }
    }
}

/// Ctrl-C at every step: a git that reads objects for Lapwing sends it just when it is asked first in a step.
struct HistoryStepInterruptTests {
    @Test func interruptAtAnyStepReportsWhatWasFound() throws {
        let workshop = try Workshop()
        for number in 0..<4 {
            try workshop.commit(
                ["a\(number).swift": code(MadeUp.gitHubToken(seed: UInt64(400 + number)))], "commit \(number)")
        }
        let expected = try workshop.history().findings
        let git = try FalseGit(
            workshop, "echo x >>counted\n[ $(wc -l <counted) = $(cat at) ] && kill -INT $PPID")
        var (interrupted, complete) = (0, false)
        for step in 1..<40 where !complete {
            for name in ["counted", "state"] { try? workshop.tree.remove(name) }
            try workshop.tree.write("\(step)", to: "at")
            let result = try git.history("--state", "state", "--threads", "1")
            complete = result.status == 1
            #expect(complete || result.status == 130, "step \(step)")
            #expect(result.report.summary.interrupted == !complete)
            #expect(Set(result.findings.map(\.secretId)).isSubset(of: expected.map(\.secretId)))
            // Once the versions are scanned, all of them are found, and have their places.
            if result.findings.count == expected.count, !complete {
                interrupted += 1
                #expect(result.findings.map(\.commit) == expected.map(\.commit), "step \(step)")
            }
            // Whatever was written can be gone on from.
            let next = try workshop.history("--state", "state")
            #expect(next.status == 1 && next.findings.map(\.secretId) == expected.map(\.secretId))
            #expect(!next.run.errors.contains("everything is scanned"))
        }
        #expect(complete && interrupted > 0, "no step after the scan was interrupted")
    }
}

/// What a run tells its caller: 0 clean, 1 findings, 2 failed or incomplete, 130 interrupted; nothing else, ever.

import Foundation
import TestSupport
import Testing

struct ExitTests {
    let token = MadeUp.gitHubToken(seed: 1)

    @Test func cleanTreeIsZero() throws {
        let run = try Lapwing.run("scan", ".", in: TestTree(["a.txt": "nothing to see\n"]))
        #expect(run.status == 0)
        #expect(run.text.contains("No secrets found."))
        #expect(run.errors.isEmpty)
    }

    @Test func findingsAreOne() throws {
        let run = try Lapwing.run("scan", ".", in: TestTree(["a.swift": code(token)]))
        #expect(run.status == 1)
        #expect(run.text.contains("github-personal-access-token"))
    }

    @Test func incompleteIsTwoEvenWithFindings() throws {
        let run = try Lapwing.run("scan", ".", "missing", in: TestTree(["a.swift": code(token)]))
        #expect(run.status == 2)
        #expect(run.text.contains("1 finding in 1 file"))
        #expect(run.text.contains("missing: unreadable: No such file or directory"))
    }

    @Test(arguments: [
        ["scan", ".", "--wat"], ["scan"], ["nonsense"], ["scan", ".", "--threads", "0"],
        ["scan", ".", "--threads", "x"],
        ["scan", ".", "--report", "xml"], ["scan", ".", "--report", "json="],
        ["scan", ".", "--min-confidence", "great"],
        ["scan", ".", "--fail-on", "never"], ["scan", ".", "--exclude", "a[b"], ["scan", ".", "--color", "pink"],
        ["scan", ".", "--stdin-name", "a.py"], ["scan", ".", "--rules", "missing.yml"],
        ["rules", "show", "no-such-rule"],
        ["rules", "check"], ["rules", "check", "missing.yml"], ["scan", ".", "--report", "text", "--report", "json"],
    ])
    func wrongUsageIsTwoAndSaysWhy(_ arguments: [String]) throws {
        let tree = try TestTree(["a.swift": code(token)])
        let run = try Lapwing.command(arguments, in: tree).run()
        #expect(run.status == 2)
        #expect(!run.errors.isEmpty || run.text.contains("missing.yml"))
        #expect(!run.text.contains("finding"))
    }

    @Test(arguments: [["--help"], ["scan", "--help"], ["rules", "--help"], ["--version"], ["help", "scan"]])
    func helpAndVersionAreZeroAndGoToStandardOutput(_ arguments: [String]) throws {
        let run = try Lapwing.command(arguments, in: TestTree()).run()
        #expect(run.status == 0)
        #expect(!run.output.isEmpty)
        #expect(run.errors.isEmpty)
    }

    @Test func emptyTreeIsTwoUnlessAllowed() throws {
        let tree = try TestTree()
        let refused = try Lapwing.run("scan", ".", in: tree)
        #expect(refused.status == 2)
        #expect(refused.errors.contains("--allow-empty"))
        #expect(try Lapwing.run("scan", ".", "--allow-empty", in: tree).status == 0)
    }

    @Test func treeOfWhichNothingIsLeftIsTwo() throws {
        let tree = try TestTree(["a.swift": code(token)])
        #expect(try Lapwing.run("scan", ".", "--exclude", "*.swift", in: tree).status == 2)
        try tree.write([0, 1, 2, 3], to: "b.bin")
        #expect(try Lapwing.run("scan", "b.bin", in: tree).status == 2)
    }

    @Test(arguments: [("low", 1), ("high", 1), ("critical", 1)] as [(String, Int32)])
    func failOnDecidesTheStatus(_ level: String, _ status: Int32) throws {
        let tree = try TestTree(["a.swift": code(token)])
        #expect(try Lapwing.run("scan", ".", "--fail-on", level, in: tree).status == status)
    }

    @Test func findingsBelowFailOnAreReportedAndPass() throws {
        var noise = Noise(seed: 7)
        let tree = try TestTree(["a.py": "db_password = \"\(MadeUp.password(&noise))\"\n"])
        #expect(try Lapwing.scan(".", in: tree).status == 1)
        let result = try Lapwing.scan(".", "--fail-on", "critical", in: tree)
        #expect(result.status == 0)
        #expect(result.findings.count == 1)
        #expect(result.report.summary.failing == 0)
    }

    @Test func findingsBelowMinConfidenceAreCountedAndPass() throws {
        var noise = Noise(seed: 7)
        let tree = try TestTree(["a.py": "db_password = \"\(MadeUp.password(&noise))\"\n", "b.swift": code(token)])
        let result = try Lapwing.scan(".", "--min-confidence", "proven", in: tree)
        #expect(result.paths == ["./b.swift"])
        #expect(result.report.summary.belowConfidence == 1)
        #expect(result.status == 1)
        #expect(try Lapwing.scan("a.py", "--min-confidence", "proven", in: tree).status == 0)
    }
}

/// Ctrl-C while a scan waits for its input. More than a pipe holds is sent first: when that is gone, the scan runs.
struct InterruptTests {
    @Test(arguments: [SIGINT, SIGTERM])
    func waitingScanEndsWithItsFindings(_ signal: Int32) throws {
        let tree = try TestTree()
        let command = try Lapwing.command(["scan", "-", "--stdin-name", "a.swift"], in: tree, input: .pipe)
        let run = try interrupt(command, signal)
        #expect(run.ending == .exited(130))
        #expect(run.text.contains("1 finding in 1 file"))
        #expect(run.text.contains("Interrupted: the rest was not scanned."))
        #expect(run.errors.contains("interrupted"))
    }

    @Test func everyReportSaysThatItIsIncomplete() throws {
        let command = try Lapwing.command(["scan", "-", "--report", "json"], in: TestTree(), input: .pipe)
        let run = try interrupt(command, SIGINT)
        #expect(run.ending == .exited(130))
        let report = try ScanReport(json: run.output)
        #expect(report.summary.interrupted && !report.summary.complete)
    }

    @Test func nothingIsScannedAfterwards() throws {
        let tree = try TestTree(["later.swift": code(MadeUp.gitHubToken(seed: 2))])
        let command = try Lapwing.command(["scan", "-", "later.swift"], in: tree, input: .pipe)
        let run = try interrupt(command, SIGINT)
        #expect(run.ending == .exited(130))
        #expect(!run.text.contains("later.swift"))
    }

    private func interrupt(_ command: Command, _ signal: Int32) throws -> CommandResult {
        let text = code(MadeUp.gitHubToken(seed: 1)) + String(repeating: "some plain words\n", count: 20_000)
        let running = try RunningCommand(command)
        #expect(running.send(Array(text.utf8)))
        running.signal(signal)
        return try running.wait()
    }
}

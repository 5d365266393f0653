/// What `lapwing history` is told to scan, what it lacks, and what it costs nothing to change: threads, whole blobs.

import Foundation
import TestSupport
import Testing

struct HistorySelectionTests {
    let workshop: Workshop

    init() throws { workshop = try Workshop() }

    private func token(_ number: Int) -> String { MadeUp.gitHubToken(seed: UInt64(200 + number)) }

    /// A commit with a new secret in `f<number>.swift`, of the year 2020 + number.
    private func commitDated(_ number: Int) throws {
        try workshop.write(code(token(number)), to: "f\(number).swift")
        try workshop.git("add", "f\(number).swift")
        let date = "\(2020 + number)-06-01T12:00:00Z"
        let tree = String(try workshop.repository.git("write-tree").text.dropLast())
        let parents = (try? workshop.id()).map { "parent \($0)\n" } ?? ""
        let stamp = "t <t@example.com> \(Int(ISO8601DateFormatter().date(from: date)!.timeIntervalSince1970)) +0000"
        let text = "tree \(tree)\n\(parents)author \(stamp)\ncommitter \(stamp)\n\ncommit \(number)\n"
        let commit = try workshop.repository.git(
            ["hash-object", "-t", "commit", "-w", "--stdin"], input: Array(text.utf8))
        try workshop.git("update-ref", "HEAD", String(commit.text.dropLast()))
    }

    @Test func revisionsAndRangesLimitTheScan() throws {
        for number in 0..<4 { try commitDated(number) }
        try workshop.git("tag", "-a", "v1", "-m", "v1", "HEAD~2")
        try workshop.git("branch", "old", "HEAD~3")
        #expect(try workshop.history("--all").paths == ["f0.swift", "f1.swift", "f2.swift", "f3.swift"])
        #expect(try workshop.history("v1").paths == ["f0.swift", "f1.swift"])
        #expect(try workshop.history("v1..main").paths == ["f2.swift", "f3.swift"])
        #expect(try workshop.history(".", "v1..").paths == ["f2.swift", "f3.swift"])
        #expect(try workshop.history("main", "^HEAD~1").paths == ["f3.swift"])
        #expect(try workshop.history("old...v1").paths == ["f1.swift"])
        #expect(try workshop.history("--branch", "old").paths == ["f0.swift"])
        #expect(try workshop.history("--branch", "ol*").paths == ["f0.swift"])
        #expect(try workshop.history("--since", "2022-01-01").paths == ["f2.swift", "f3.swift"])
        #expect(try workshop.history("old..main", "--since", "2023-01-01").paths == ["f3.swift"])
        let narrow = try workshop.history("main~1..main")
        #expect(narrow.findings.first?.commits == 1 && narrow.ledger.history?.commits == 1 && narrow.ledger.files == 1)
        #expect(try workshop.id() == narrow.findings.first?.commit)
        #expect(try workshop.history("HEAD..HEAD").status == 0)
    }

    @Test(arguments: [
        ["nope"], ["HEAD..nope"], ["--branch", "nope"], ["^HEAD"], ["--all", "HEAD"],
        ["--everything", "--branch", "main"],
        ["--memory", "x"], ["--", "--output=x"], ["--threads", "0"],
    ])
    func wrongSelectionIsTwo(_ arguments: [String]) throws {
        try commitDated(0)
        let run = try workshop.historyRun(arguments)
        #expect(run.status == 2 && !run.errors.isEmpty && run.output.isEmpty, "\(arguments): \(run.text)")
    }

    // MARK: What is not there

    @Test func shallowCloneIsAnnounced() throws {
        for number in 0..<3 { try commitDated(number) }
        try workshop.git("rm", "-q", "f0.swift")
        try workshop.git("commit", "-qm", "gone")
        try workshop.git("clone", "-q", "--depth", "2", "file://\(workshop.tree.root)", "shallow")
        let result = try workshop.history("shallow")
        #expect(result.status == 1 && result.paths == ["f0.swift", "f1.swift", "f2.swift"])
        #expect(result.report.summary.notices.contains { $0.contains("shallow clone") })
        #expect(result.ledger.history?.missing == 0)
    }

    /// The remote's `uploadpack` would leave a mark, were it ever asked.
    @Test func partialCloneIsIncompleteAndNeverFetches() throws {
        for number in 0..<3 { try commitDated(number) }
        try workshop.git("config", "uploadpack.allowFilter", "true")
        try workshop.git(
            "clone", "-q", "--no-checkout", "--filter=blob:none", "file://\(workshop.tree.root)", "partial")
        let mark = workshop.tree.path("mark")
        try workshop.tree.write("#!/bin/sh\necho ran >>'\(mark)'\n", to: "planted")
        workshop.tree.setMode(0o755, of: "planted")
        let partial = GitRepository(in: workshop.tree, existing: "partial")
        try partial.git("config", "remote.origin.uploadpack", workshop.tree.path("planted"))
        let result = try workshop.history("partial")
        #expect(result.status == 2 && result.ledger.history?.missing == 3 && result.ledger.problems.count == 1)
        #expect(result.ledger.problems.first?.message.contains("3 objects are missing") == true)
        let listed = try workshop.history("partial", "--verbose")
        #expect(listed.ledger.problems.count == 4)
        #expect(listed.ledger.problems.contains { $0.message.contains("named as f1.swift in commit") })
        let accepted = try workshop.history("partial", "--allow-missing")
        #expect(accepted.status == 0 && accepted.ledger.history?.missing == 3)
        let shown = try workshop.historyRun(["partial", "--allow-missing", "--verbose"])
        #expect(shown.text.contains("Not there: 3 objects") && shown.errors.contains("named as f1.swift in commit"))
        #expect(try workshop.history("partial", "HEAD~1..HEAD").status == 2)
        #expect(workshop.tree.read("mark").isEmpty)
    }

    @Test func missingObjectsAreTold() throws {
        for number in 0..<3 { try commitDated(number) }
        for name in ["HEAD~1:f1.swift", "HEAD~2^{tree}"] {
            let id = try workshop.id(name)
            try workshop.tree.remove(".git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
        }
        let result = try workshop.history()
        #expect(result.status == 2 && result.paths == ["f0.swift", "f2.swift"] && result.ledger.history?.missing == 2)
        // What nothing leads to may be missing: git prunes it piece by piece.
        try workshop.git("update-ref", "refs/heads/other", String(try orphan()))
        try workshop.git("symbolic-ref", "HEAD", "refs/heads/other")
        try workshop.git("update-ref", "-d", "refs/heads/main")
        #expect(try workshop.history().status == 0)
        #expect(try workshop.history("--everything").status == 2)
    }

    private func orphan() throws -> Substring {
        let blob = try workshop.repository.git(["hash-object", "-w", "--stdin"], input: Array("fine\n".utf8)).text
            .dropLast()
        let tree = try workshop.repository.git(["mktree"], input: Array("100644 blob \(blob)\tx\n".utf8)).text
            .dropLast()
        return try workshop.repository.git("commit-tree", "-m", "orphan", String(tree)).text.dropLast()
    }

    @Test func damagedObjectIsTwoAndTheRestGoesOn() throws {
        for number in 0..<2 { try commitDated(number) }
        let id = try workshop.id("HEAD:f1.swift")
        try workshop.tree.remove(".git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
        try workshop.tree.write("rubbish", to: ".git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
        let result = try workshop.history()
        #expect(result.status == 2 && result.paths == ["f0.swift"])
        #expect(result.ledger.problems.contains { $0.path == "object \(id)" })
    }

    // MARK: What is accepted

    @Test func whatIsAcceptedIsNotReported() throws {
        for number in 0..<4 { try commitDated(number) }
        try workshop.commit([
            "f0.swift": "let auth = \"\(token(0))\" // lapwing:allow[github-personal-access-token] revoked\n"
        ])
        let second = try #require(try workshop.history().findings.first { $0.path == "f1.swift" })
        let third = try #require(try workshop.history().findings.first { $0.path == "f2.swift" })
        try workshop.write("fingerprint: \(second.fingerprint); author: t; reason: revoked\n", to: ".lapwingignore")
        try workshop.write("f2.swift\t\(third.rule)\t\(third.secretId)\n", to: ".lapwing-baseline")
        let result = try workshop.history()
        #expect(result.paths == ["f3.swift"])
        #expect(result.report.suppressed.map(\.path) == ["f0.swift", "f1.swift", "f2.swift"])
        #expect(result.report.suppressed.map(\.suppression?.means) == ["marker", "ignore-file", "baseline"])
        try workshop.write("exclude: [f3.swift]\n", to: ".lapwing.yml")
        #expect(try workshop.history().status == 0)
        #expect(try workshop.history("--no-suppressions", "--no-config").findings.count == 4)
        // From outside, its own word does not count.
        try workshop.tree.makeDirectory("elsewhere")
        try workshop.git("init", "-q", "elsewhere")
        #expect(try workshop.history("..", at: "elsewhere").paths == ["f1.swift", "f2.swift", "f3.swift"])
    }

    // MARK: The same, whatever it costs

    @Test func threadsAndWholeBlobsAndPackingChangeNothing() throws {
        var noise = Noise(seed: 77)
        var lines = (0..<60).map { _ in noise.text(30) }
        for number in 0..<30 {
            lines[noise.number(0..<60)] =
                number % 3 == 0 ? code(token(number % 7)) : "password: \(MadeUp.password(&noise))"
            try workshop.commit(["d\(number % 3)/app.yaml": lines.joined(separator: "\n")], "commit \(number)")
        }
        let loose = try workshop.historyRun(["--report", "json"]).text
        try workshop.git("repack", "-adfq", "--depth=50", "--window=50")
        let packed = try workshop.historyRun(["--report", "json", "--threads", "1"]).text
        // Only how much had to be looked at differs.
        func findings(_ text: String) -> Substring { text.prefix(upTo: text.range(of: "\"summary\"")!.lowerBound) }
        #expect(findings(packed) == findings(loose))
        #expect(try ScanReport(json: Array(packed.utf8)).findings.count > 10)
        #expect(try workshop.historyRun(["--report", "json", "--threads", "2"]).text == packed)
        #expect(try workshop.historyRun(["--report", "json", "--threads", "8"]).text == packed)
        #expect(findings(try workshop.historyRun(["--report", "json", "--memory", "1M"]).text) == findings(packed))
        let whole = try workshop.historyRun(["--report", "json", "--whole-blobs"]).text
        #expect(findings(whole) == findings(packed))
        let (part, all) = (try ScanReport(json: Array(packed.utf8)), try ScanReport(json: Array(whole.utf8)))
        #expect(part.summary.ledger.bytes == all.summary.ledger.bytes)
        #expect(part.summary.ledger.history!.bytesLookedAt < all.summary.ledger.history!.bytesLookedAt)
    }
}

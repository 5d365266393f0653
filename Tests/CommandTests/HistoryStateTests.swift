/// `lapwing history --state`: a second audit reports the same and scans only what is new.

import Foundation
import Git
import TestSupport
import Testing

@testable import LapwingCLI

struct HistoryStateTests {
    let workshop: Workshop

    init() throws {
        workshop = try Workshop()
        for number in 0..<6 {
            let secret = number == 3 ? code(Workshop.token) : ""
            try workshop.commit(["a.swift": "let number = \(number)\n" + secret, "f\(number).py": "x = \(number)\n"])
        }
        try workshop.tree.write([0, 1, 2, 3], to: "binary.bin")
        try workshop.commit([:])
    }

    private func audit(_ arguments: String...) throws -> (
        findings: Substring, ledger: ScanReport.Ledger, run: CommandResult
    ) {
        let run = try workshop.historyRun(["--report", "json", "--state", "state"] + arguments)
        let end = try #require(run.text.range(of: "\"summary\""))
        return (run.text[..<end.lowerBound], try ScanReport(json: run.output).summary.ledger, run)
    }

    @Test func secondAuditCostsOnlyWhatIsNew() throws {
        let first = try audit()
        #expect(first.run.status == 1 && first.ledger.files == 12 && first.ledger.history?.remembered == 0)
        let second = try audit()
        #expect(second.findings == first.findings && second.run.status == 1 && second.run.errors.isEmpty)
        // The one that holds the secret is scanned again: no value was remembered.
        #expect(second.ledger.files == 1 && second.ledger.history?.remembered == 12)
        try workshop.commit(["new.swift": code(Workshop.other)])
        // A known content under a new kind of name is not known.
        try workshop.commit(["a.yaml": "let number = 5\n"])
        let third = try audit()
        let fresh = try workshop.historyRun(["--report", "json"]).text
        #expect(fresh.hasPrefix(third.findings))
        #expect(third.ledger.files == 3)
        // Packed anew, everything is the same.
        try workshop.git("repack", "-adfq")
        #expect(try audit().findings == third.findings)
    }

    @Test func stateHoldsNoValues() throws {
        _ = try audit()
        let state = String(decoding: workshop.tree.read("state"), as: Unicode.ASCII.self)
        #expect(state.hasPrefix("lapwing history state 1\n"))
        for length in [4, 8, 16] {
            #expect(!state.contains(Workshop.token.suffix(length)))
        }
        #expect(try drafts().isEmpty)
    }

    private func drafts() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: workshop.tree.root).filter { $0.hasPrefix("state.") }
    }

    /// What was not there is not remembered as if it had been.
    @Test func missingContentsAreScannedOnceTheyAreThere() throws {
        let id = try workshop.id("HEAD~3:a.swift")
        let path = ".git/objects/\(id.prefix(2))/\(id.dropFirst(2))"
        let object = workshop.tree.read(path)
        try workshop.tree.remove(path)
        let first = try audit("--allow-missing")
        #expect(first.run.status == 0 && first.ledger.history?.missing == 1)
        #expect(try audit().run.status == 2)
        #expect(try audit("--allow-missing").ledger.files == 0)
        // Nor is what could not be read.
        try workshop.tree.write("rubbish", to: path)
        #expect(try audit("--allow-missing").run.status == 2)
        try workshop.tree.remove(path)
        try workshop.tree.write(object, to: path)
        let last = try audit("--allow-missing")
        #expect(last.run.status == 1 && last.ledger.files == 1 && last.ledger.history?.missing == 0)
        #expect(last.findings == (try audit().findings))
    }

    /// A damaged state and missing objects: both are told, everything is scanned, the file is whole again.
    @Test func damagedStateAndMissingObjects() throws {
        let id = try workshop.id("HEAD~1:f2.py")
        try workshop.tree.remove(".git/objects/\(id.prefix(2))/\(id.dropFirst(2))")
        let first = try audit("--allow-missing")
        var bytes = workshop.tree.read("state")
        bytes[bytes.count / 2] ^= 1
        try workshop.tree.write(bytes, to: "state")
        let second = try audit("--allow-missing")
        #expect(second.findings == first.findings && second.run.status == 1)
        #expect(second.run.errors.contains("everything is scanned") && second.ledger.history?.remembered == 0)
        #expect(try audit("--allow-missing").ledger.history?.remembered == 11)
        try workshop.write("rules: {generic-*: off}\n", to: ".lapwing.yml")
        let third = try audit("--allow-missing")
        #expect(third.run.errors.contains("other rules") && third.ledger.history?.remembered == 0)
        #expect(try audit("--allow-missing").ledger.history?.remembered == 11)
    }

    /// A file that cannot be replaced is told; what was there stays.
    @Test func stateThatCannotBeWrittenIsTwo() throws {
        _ = try audit()
        // No name of a draft is short enough.
        let name = String(repeating: "s", count: 250)
        try workshop.tree.write(workshop.tree.read("state"), to: name)
        let run = try workshop.historyRun(["--report", "json", "--state", name])
        #expect(run.status == 2 && run.text.contains("it could not be written"))
        #expect(workshop.tree.read(name) == workshop.tree.read("state"))
        #expect(try ScanReport(json: run.output).summary.ledger.history?.remembered == 12)
    }

    @Test(arguments: [10, 40, 100, -40, -1]) func damagedStateIsToldAndScansEverything(_ place: Int) throws {
        let first = try audit()
        var bytes = workshop.tree.read("state")
        bytes[place < 0 ? bytes.count + place : place] ^= 1
        try workshop.tree.write(bytes, to: "state")
        let second = try audit()
        #expect(second.findings == first.findings && second.ledger.files == first.ledger.files)
        #expect(second.run.errors.contains("everything is scanned"))
        // Where the heading is gone, it may be somebody else's file.
        #expect((workshop.tree.read("state") == bytes) == (place == 10))
        if place != 10 { #expect(try audit().ledger.history?.remembered == 12) }
    }

    @Test func stateOfOtherRulesDoesNotCount() throws {
        let first = try audit()
        try workshop.write("rules: {generic-*: off}\n", to: ".lapwing.yml")
        let second = try audit()
        #expect(second.ledger.files == first.ledger.files && second.run.errors.contains("other rules"))
        #expect(try audit().ledger.history?.remembered == 12)
    }

    @Test func foreignFileIsLeftAlone() throws {
        try workshop.tree.write("precious\n", to: "state")
        #expect(try audit().run.errors.contains("is left alone"))
        #expect(String(decoding: workshop.tree.read("state"), as: UTF8.self) == "precious\n")
        try workshop.tree.remove("state")
        try workshop.tree.makeDirectory("state")
        #expect(try workshop.historyRun(["--state", "state"]).status == 2)
        #expect(try workshop.historyRun(["--state", "missing/state"]).status == 2)
    }

    @Test func everyCutStateIsRefused() throws {
        var state = HistoryState(rules: "r")
        let place = state.addedPlace(of: "code 0")
        let key = try #require(place)
        try state.note(#require(ObjectID(hex: String(repeating: "ab", count: 20))), key, found: true)
        let bytes = state.bytes(.sha1)
        #expect(try HistoryState(bytes, rules: "r").entries == state.entries)
        for count in 0..<bytes.count {
            #expect(throws: HistoryState.Fault.self) { try HistoryState(Array(bytes[..<count]), rules: "r") }
        }
    }
}

struct HistoryProgressTests {
    @Test func whatIsLeftIsToldOnceItCanBeKnown() {
        func text(_ done: Int, _ seconds: Int) -> String {
            HistoryProgress.text("versions", done: done, of: 1_000, bytes: 3 << 20, after: .seconds(seconds))
        }
        #expect(text(500, 10) == "versions: 500 of 1000, 3 MB, about 10 s left")
        #expect(text(100, 60) == "versions: 100 of 1000, 3 MB, about 9 min left")
        #expect(text(20, 60) == "versions: 20 of 1000, 3 MB")
        #expect(text(500, 1) == "versions: 500 of 1000, 3 MB")
        #expect(text(1_100, 60) == "versions: 1000 of 1000, 3 MB")
        #expect(HistoryProgress.text("places", done: 0, of: 0, bytes: 0, after: .seconds(5)) == "places")
    }
}

struct HistoryInterruptTests {
    /// The report's reader comes only after the signal, so the scan begins with it.
    @Test func interruptedScanWritesAWholeReport() throws {
        let workshop = try Workshop()
        try workshop.commit(["a.swift": code(Workshop.token)])
        try workshop.tree.makeFIFO("report")
        let command = try Lapwing.command(
            ["history", "--report", "json=report"], in: workshop.tree, environment: ["HOME": workshop.tree.root])
        let running = try RunningCommand(command)
        Thread.sleep(forTimeInterval: 0.5)
        running.signal(SIGINT)
        let reader = try RunningCommand(Command("/bin/cat", [Array(workshop.tree.path("report").utf8)]))
        let report = try ScanReport(json: reader.wait().output)
        let result = try running.wait()
        #expect(result.ending == .exited(130) && result.errors.contains("interrupted"))
        #expect(report.summary.interrupted && !report.summary.complete)
    }
}

/// The same tree gives the same bytes, however it is scanned; and what was planted in any encoding is found where it stands.

import Foundation
import TestSupport
import Testing

struct DeterminismTests {
    @Test func everyTokenIsFoundInItsPlaceInEveryEncoding() throws {
        let planted = try PlantedTree.shared
        let result = try ScanResult(DeterminismTests.plain.get())
        #expect(result.status == 1)
        #expect(result.ledger.problems.isEmpty)
        #expect(result.ledger.skipped["binary"] == planted.binaries)
        #expect(result.ledger.files == planted.files)
        let found = result.findings.filter { $0.rule == "github-personal-access-token" }.map(PlantedTree.Place.init)
        let missing = planted.places.filter { !found.contains($0) }
        #expect(missing.isEmpty, "of \(planted.places.count)")
        let strangers = found.filter { !planted.places.contains($0) }
        #expect(strangers.isEmpty)
        #expect(found.count == planted.places.count)
        let kinds = Set(result.findings.map(\.rule))
        #expect(kinds.count >= 4, "\(kinds)")
    }

    @Test func pathsComeInBytewiseOrder() throws {
        let paths = try ScanResult(DeterminismTests.plain.get()).paths
        #expect(paths == paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        #expect(paths.count == Set(paths).count)
    }

    @Test func rootsComeInBytewiseOrderOfWhatIsInThem() throws {
        let text = code(MadeUp.gitHubToken(seed: 4))
        let tree = try TestTree(["a/x.swift": text, "a-b/x.swift": text, "a.swift": text, "a0.swift": text])
        let paths = try Lapwing.scan("a0.swift", "a", "a-b", "a.swift", in: tree).paths
        #expect(paths == ["a-b/x.swift", "a.swift", "a/x.swift", "a0.swift"])
    }

    @Test(arguments: [
        ["--threads", "2"], ["--threads", "8"], ["--no-jit"], ["--chunk-size", "57344"],
        ["--chunk-size", "70001", "--threads", "2"], ["--chunk-size", "57344", "--threads", "8", "--no-jit"],
    ])
    func sameBytesWithEverySetting(_ options: [String]) throws {
        let tree = try PlantedTree.shared.tree
        let plain = try DeterminismTests.plain.get()
        let other = try Lapwing.command(["scan", ".", "--report", "json"] + options, in: tree).run()
        #expect(other.status == plain.status)
        if other.output != plain.output {
            let lines = zip(plain.text.split(separator: "\n"), other.text.split(separator: "\n"))
            let first = lines.first { $0 != $1 }
            Issue.record("differs: \(first?.0 ?? "at its end") became \(first?.1 ?? "another")")
        }
    }

    /// One thread, and everything else as it comes.
    private static let plain = Result {
        try Lapwing.command(["scan", ".", "--report", "json", "--threads", "1"], in: PlantedTree.shared.tree).run()
    }

    @Test func explanationsAreTheSameToo() throws {
        let tree = try PlantedTree.shared.tree
        let runs = try [["--threads", "1"], ["--threads", "8", "--chunk-size", "57344"]].map {
            try Lapwing.command(["scan", ".", "--report", "jsonl", "--explain"] + $0, in: tree).run()
        }
        #expect(runs[0].text.contains("\"type\":\"explanation\""))
        #expect(runs[0].output == runs[1].output)
    }
}

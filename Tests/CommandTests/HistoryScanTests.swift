/// A history scanned from its deltas gives what scanning every blob whole gives, and what an ordinary scan of each version gives.

import BuiltinRules
import Bytes
import Engine
import Findings
import Git
import TestSupport
import Testing

@testable import LapwingCLI

struct HistoryScanTests {
    private static let program = DeltaProgram(ScanProgram(BuiltinRules.all))

    /// Files in which secrets come, move and go among lines of noise, packed with long chains.
    private func repository(seed: UInt64, commits: Int = 40) throws -> GitRepository {
        let repository = try GitRepository(in: TestTree())
        var noise = Noise(seed: seed)
        let names = ["app.py", "conf/settings.yaml", "notes.md"]
        var texts = names.map { _ in (0..<80).map { _ in noise.text(40) } }
        for number in 0..<commits {
            for (file, name) in names.enumerated() where number == 0 || noise.chance(2) {
                let line = noise.number(0..<texts[file].count)
                switch noise.number(0..<4) {
                case 0: texts[file][line] = "token = \"\(MadeUp.gitHubToken(&noise))\""
                case 1: texts[file].insert(contentsOf: texts[file][line...].prefix(5), at: 0)
                case 2: texts[file].remove(at: line)
                default: texts[file].insert("password: \(MadeUp.password(&noise))", at: line)
                }
                try repository.write(texts[file].joined(separator: "\n"), to: name)
            }
            // One blob of two kinds.
            try repository.write(texts[0].joined(separator: "\n"), to: "copy of app.json")
            try repository.git("add", ".")
            try repository.git("commit", "--allow-empty", "-qm", "commit \(number)")
        }
        return repository
    }

    private func scan(_ repository: GitRepository, threads: Int = 2, budget: Int = 256 << 20, isWhole: Bool = false)
        -> ScannedHistory
    {
        let store = ObjectStore(FilePath("\(repository.root)/.git/objects"))
        return HistoryScan(
            store: store, program: HistoryScanTests.program, threads: threads, budget: budget, isWhole: isWhole
        ).run()
    }

    private func described(_ history: ScannedHistory) -> [String] {
        history.versions.found.flatMap { found in
            HistoryScanTests.program.findings(of: found.memo, BlobLabel(path: "x", identity: "x")).map {
                "\(history.table.id(of: found.node)) \(found.memo.key.kind) \(found.memo.key.words) \($0.range) "
                    + "\($0.accepted.rule) \($0.accepted.secretID) \($0.severity) \($0.accepted.confidence)"
            }
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64]) func deltasGiveWhatWholeBlobsGive(_ seed: UInt64) throws {
        let repository = try repository(seed: seed)
        try repository.git("repack", "-adfq", "--depth=200", "--window=60")
        let whole = scan(repository, isWhole: true)
        let expected = described(whole)
        #expect(expected.count > 100)
        #expect(whole.versions.scannedBytes == whole.versions.bytes)
        for (threads, budget) in [(1, 256 << 20), (2, 256 << 20), (4, 20 << 10), (2, 0)] {
            let history = scan(repository, threads: threads, budget: budget)
            #expect(described(history) == expected, "\(threads) threads, \(budget) bytes")
            #expect(history.versions.faults.isEmpty && history.versions.problems.isEmpty)
            #expect(history.versions.blobs == whole.versions.blobs)
            if budget == 256 << 20 { #expect(history.versions.scannedBytes < history.versions.bytes / 2) }
        }
    }

    /// Over a real repository, its object directory named by the environment: `LAPWING_HISTORY=/repo/.git/objects swift test …`.
    @Test(.enabled(if: ProcessContext.environment("LAPWING_HISTORY") != nil))
    func realDeltasGiveWhatWholeBlobsGive() throws {
        let objects = try #require(ProcessContext.environment("LAPWING_HISTORY"))
        func scan(_ isWhole: Bool) -> ScannedHistory {
            HistoryScan(
                store: ObjectStore(FilePath(objects)), program: HistoryScanTests.program, threads: 2, isWhole: isWhole
            ).run()
        }
        let (parts, whole) = (scan(false), scan(true))
        #expect(described(parts) == described(whole))
        #expect(parts.versions.problems == whole.versions.problems)
        #expect(parts.versions.faults == whole.versions.faults)
        print(
            "\(parts.versions.blobs) blobs, \(parts.versions.bytes) bytes, \(parts.versions.scannedBytes) looked at,",
            "\(described(parts).count) findings, \(parts.versions.faults.count) faults, \(parts.keys.missing.count) missing"
        )
    }

    /// UTF-16 and byte order marks are transcoded as everywhere; binary files are counted.
    @Test func blobsOfEveryEncodingAreScanned() throws {
        let repository = try GitRepository(in: TestTree())
        let line = "token = \"\(MadeUp.gitHubToken(seed: 5))\"\n"
        try repository.tree.write([0xFF, 0xFE] + line.utf8.flatMap { [$0, 0] }, to: "wide.txt")
        try repository.tree.write([0xEF, 0xBB, 0xBF] + Array(line.utf8), to: "marked.txt")
        try repository.tree.write([0, 1, 2] + Array(line.utf8), to: "binary.bin")
        try repository.write(line, to: "plain.txt")
        try repository.git("add", ".")
        try repository.git("commit", "-qm", "all")
        let history = scan(repository)
        #expect(described(history).count == 3)
        #expect(history.versions.blobs == 3 && history.versions.binaries == 1)
    }

    /// Both parents lack it.
    @Test func whatOnlyAMergeHoldsIsFound() throws {
        let repository = try GitRepository(in: TestTree())
        for (branch, name) in [("main", "a"), ("side", "b"), ("main", "c")] {
            try repository.git(
                branch == "side"
                    ? ["checkout", "-qb", "side"]
                    : name == "a" ? ["checkout", "-qb", "trunk"] : ["checkout", "-q", "trunk"])
            try repository.write(name, to: "\(name).txt")
            try repository.git("add", ".")
            try repository.git("commit", "-qm", name)
        }
        try repository.git("merge", "-q", "--no-commit", "--no-ff", "side")
        try repository.write("token = \"\(MadeUp.gitHubToken(seed: 9))\"\n", to: "merged.txt")
        try repository.git("add", ".")
        try repository.git("commit", "-qm", "merge")
        #expect(described(scan(repository)).count == 1)
    }
}

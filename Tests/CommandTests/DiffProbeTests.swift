/// What `lapwing diff` finds by asking first what may be found on changed lines is what it finds by scanning every version whole, which it
/// does when every candidate is to be explained.

import Foundation
import TestSupport
import Testing

struct DiffProbeTests {
    private let secrets = (0..<6).map { MadeUp.gitHubToken(seed: UInt64(700 + $0)) }

    private func line(_ noise: inout Noise) -> String {
        switch noise.number(0..<14) {
        case 0: return "let auth = \"\(noise.pick(secrets))\""
        case 1: return "    password = os.getenv(\"DB_PASSWORD\", \"changeme\")"
        case 2: return "-----BEGIN RSA PRIVATE KEY-----"
        case 3: return "-----END RSA PRIVATE KEY-----"
        case 4: return "}"
        case 5: return "db_password = \"\(MadeUp.password(&noise))\"  # \(noise.number(0..<9))"
        default: return "line \(noise.number(0..<40))"
        }
    }

    private func edited(_ lines: [String], _ noise: inout Noise) -> [String] {
        var lines = lines
        for _ in 0..<noise.number(1..<5) {
            let place = noise.number(0..<lines.count + 1)
            switch noise.number(0..<4) {
            case 0 where place < lines.count: lines.remove(at: place)
            case 1 where place < lines.count: lines[place] = line(&noise)
            case 2 where !lines.isEmpty: lines.swapAt(noise.number(0..<lines.count), noise.number(0..<lines.count))
            default: lines.insert(line(&noise), at: place)
            }
        }
        return lines
    }

    /// Commits, branches and merges of three files that are edited at random.
    private func history(_ noise: inout Noise) throws -> Workshop {
        let workshop = try Workshop()
        let names = ["a.py", "d/b.swift", "c.txt"]
        var files: [String: [String]] = [:]
        func write() throws {
            let end = noise.pick(["\n", "\n", "\r\n"])
            var texts: [String: String] = [:]
            for (name, lines) in files { texts[name] = lines.joined(separator: end) + (noise.chance(4) ? "" : end) }
            try workshop.commit(texts)
        }
        for name in names { files[name] = (0..<30).map { _ in line(&noise) } }
        try write()
        try workshop.git("checkout", "-qb", "branch")
        for _ in 0..<9 {
            let name = noise.pick(names)
            if noise.chance(5) {
                // A merge with other lines than either side has.
                try workshop.git("checkout", "-q", "-b", "side", "HEAD")
                files[noise.pick(names)] = (0..<20).map { _ in line(&noise) }
                try write()
                try workshop.git("checkout", "-q", "branch")
                try workshop.git("merge", "-q", "--no-ff", "--no-commit", "side")
                files[name] = edited(files[name] ?? [], &noise)
                try write()
                try workshop.git("branch", "-q", "-D", "side")
            } else {
                files[name] = noise.chance(8) ? (0..<10).map { _ in line(&noise) } : edited(files[name] ?? [], &noise)
                try write()
            }
        }
        return workshop
    }

    @Test(arguments: 1..<6 as Range<UInt64>) func bothWaysFindTheSame(_ seed: UInt64) throws {
        var noise = Noise(seed: seed)
        let workshop = try history(&noise)
        let probed = try workshop.diff("main..HEAD", "--min-confidence", "low")
        let whole = try workshop.diff("main..HEAD", "--min-confidence", "low", "--explain")
        #expect(try same(probed, whole) > 3)
        #expect(try same(probed, workshop.diff("main..HEAD", "--min-confidence", "low", "--threads", "1")) > 3)
    }

    /// The same over a real range: `LAPWING_DIFF=/repository LAPWING_DIFF_RANGE=BASE..HEAD swift test --filter DiffProbeTests`.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["LAPWING_DIFF"] != nil))
    func bothWaysFindTheSameInARealRange() throws {
        let environment = ProcessInfo.processInfo.environment
        let repository = try #require(environment["LAPWING_DIFF"])
        let range = try #require(environment["LAPWING_DIFF_RANGE"])
        func diff(_ arguments: String...) throws -> ScanResult {
            var command = try Lapwing.command(["diff", "--report", "json", range] + arguments, in: TestTree())
            command.directory = repository
            return try ScanResult(command.run())
        }
        for confidence in ["low", "medium"] {
            let count = try same(
                diff("--min-confidence", confidence), diff("--min-confidence", confidence, "--explain"))
            print("\(count) findings of at least \(confidence) confidence")
        }
    }

    /// How many findings both have.
    private func same(_ one: ScanResult, _ other: ScanResult) throws -> Int {
        func described(_ result: ScanResult) -> [String] {
            result.findings.map {
                "\($0.path):\($0.line):\($0.column) \($0.rule) \($0.fingerprint) \($0.commit ?? "-") \(String(describing: $0.inHead))"
            }
        }
        #expect(described(one) == described(other))
        #expect(one.status == other.status && one.ledger.files == other.ledger.files)
        #expect(one.ledger.bytes == other.ledger.bytes)
        return one.findings.count
    }
}

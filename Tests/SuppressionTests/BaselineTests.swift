import Bytes
import Findings
import Suppression
import Testing

struct BaselineTests {
    private func entry(_ finding: Finding) -> Baseline.Entry {
        .init(path: finding.path.bytes, rule: finding.rule, secretID: finding.secretID)
    }

    private func read(_ text: String) throws -> Baseline { try Baseline(Array(text.utf8), name: "base") }

    private func match(_ baseline: Baseline, _ finding: Finding, existing: Set<String> = ["src/app.py"]) -> Int? {
        baseline.match(
            rule: finding.rule, path: finding.path.bytes, secretID: finding.secretID,
            exists: { existing.contains(String(decoding: $0, as: UTF8.self)) })
    }

    @Test func linesAreSortedOnceAndSayNoPlace() {
        let findings = [Made.finding(path: "b"), Made.finding(path: "a", line: 3), Made.finding(path: "a", line: 90)]
        let lines = String(decoding: Baseline.text(of: findings.map(entry)), as: UTF8.self).split(separator: "\n")
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix("# "))
        #expect(lines[1] == "a\tgeneric-password\t\(findings[0].secretID)")
        #expect(lines[2].hasPrefix("b\t"))
    }

    @Test func anyOrderTwiceAndCRLFAreRead() throws {
        let findings = [Made.finding(path: "b"), Made.finding(path: "a b"), Made.finding(value: Made.strong)]
        let lines = String(decoding: Baseline.text(of: findings.map(entry)), as: UTF8.self).split(separator: "\n")
        let text = "\u{FEFF}" + (lines.reversed() + lines).joined(separator: "\r\n") + "\r\n\r\n"
        let baseline = try read(text)
        #expect(baseline.count == 6)
        for finding in findings { #expect(match(baseline, finding, existing: ["b", "a b", "src/app.py"]) != nil) }
        #expect(match(baseline, Made.finding(path: "c"), existing: ["b", "a b"]) == nil)
    }

    @Test(arguments: [
        "a\tb", "garbage", "a\tgeneric-password\ts1-12", "\trule\tw1-00112233445566778899aabbccddeeff",
        "a\t\tw1-00112233445566778899aabbccddeeff", "a\tb c\tw1-00112233445566778899aabbccddeeff",
        "a\tb\tx1-00112233445566778899aabbccddeeff", "a\tb\tw1-00112233445566778899aabbccddeefg",
        "a\tb\tc\tw1-00112233445566778899aabbccddeeff", "a\tb\tw1-00112233445566778899AABBCCDDEEFF",
        "w1-00112233445566778899aabbccddeeff", "{\"a\": 1}",
    ])
    func garbageIsRefusedWithItsLine(_ line: String) {
        let fault = #expect(throws: SuppressionFault.self) {
            try read("# x\na\tb\tw1-00112233445566778899aabbccddeeff\n\(line)\n")
        }
        #expect(fault?.description.hasPrefix("base:3: no baseline entry") == true)
    }

    @Test func conflictsAreNamed() {
        let fault = #expect(throws: SuppressionFault.self) { try read("<<<<<<< HEAD\n") }
        #expect(fault?.message.contains("merge conflict") == true)
    }

    @Test func oldPathMustBeGoneForAnotherToMatch() throws {
        let baseline = try Baseline(Baseline.text(of: [entry(Made.finding())]), name: "base")
        let moved = Made.finding(path: "lib/app.py")
        #expect(match(baseline, moved) == nil)
        #expect(match(baseline, moved, existing: ["lib/app.py"]) == 0)
        #expect(match(baseline, Made.finding(rule: "jwt", path: "lib/app.py"), existing: []) == nil)
        #expect(match(baseline, Made.finding(path: "lib/app.py", value: Array("letmein99".utf8)), existing: []) == nil)
    }

    @Test func hostilePathsComeBack() throws {
        for path in ["a\tb", "a\nb", " a ", "#a", "a\\x41", "é;", "a\r"] {
            let finding = Made.finding(path: FilePath(path))
            let baseline = try Baseline(Baseline.text(of: [entry(finding)]), name: "base")
            #expect(baseline.entry(at: 0) == entry(finding))
            #expect(match(baseline, finding, existing: [path]) == 0)
        }
        let raw = Made.finding(path: FilePath([0x61, 0xFF, 0xFE]))
        let text = Baseline.text(of: [entry(raw)])
        #expect(String(validating: text, as: UTF8.self) != nil)
        #expect(try Baseline(text, name: "base").entry(at: 0) == entry(raw))
    }

    @Test func oneValueInManyFilesIsFound() throws {
        let findings = (0..<3_000).map { Made.finding(path: FilePath("f\($0).py")) }
        let baseline = try Baseline(Baseline.text(of: findings.map(entry)), name: "base")
        let all = Set(findings.map(\.path.description))
        for finding in findings.prefix(50) {
            let index = try #require(match(baseline, finding, existing: all))
            #expect(baseline.entry(at: index).path == finding.path.bytes)
        }
    }

    /// What a thief learns of a weak secret from what is written down: at least 20 of 10,000 usual passwords fit as well.
    @Test func manyPasswordsFitAWeakEntry() throws {
        let common = (0..<10_000).map { "\(["dragon", "monkey", "summer", "master", "shadow"][$0 % 5])\($0 / 5)" }
        for accepted in ["dragon7", "shadow1"] {
            let finding = Made.finding(value: Array(accepted.utf8))
            #expect(!finding.secret.isStrong)
            let baseline = try Baseline(Baseline.text(of: [entry(finding)]), name: "base")
            let fitting = common.count { match(baseline, Made.finding(value: Array($0.utf8))) != nil }
            #expect((20...80).contains(fitting))
        }
    }

    /// The same of each kind of entry that `lapwing ignore add` writes.
    @Test func manyPasswordsFitAWeakEntryOfAnIgnoreFile() throws {
        let common = (0..<10_000).map { "\(["dragon", "monkey", "summer", "master", "shadow"][$0 % 5])\($0 / 5)" }
        for accepted in ["dragon7", "shadow1"] {
            let finding = Made.finding(value: Array(accepted.utf8))
            let tag = String(finding.secretID.text.suffix(2))
            for entry in [
                "fingerprint: \(finding.fingerprint)", "fingerprint: \(finding.secretID)",
                "fingerprint: \(finding.fingerprint); rule: generic-password; path: src/app.py; value: \(finding.secretID)",
                "rule: generic-password; paths: src/**; tags: \(tag)",
            ] {
                let ignore = try Made.suppressor(ignore: "\(entry); author: A; reason: x\n")
                #expect(ignore.judge(finding).record != nil, "\(entry)")
                let fitting = common.count { ignore.judge(Made.finding(value: Array($0.utf8))).record != nil }
                #expect((20...80).contains(fitting), "\(entry): \(fitting)")
            }
        }
    }
}

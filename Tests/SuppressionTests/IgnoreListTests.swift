import Findings
import Suppression
import Testing

struct IgnoreListTests {
    private func faults(_ text: String) -> [String] {
        do {
            _ = try IgnoreList(Array(text.utf8), name: "list")
            return []
        } catch { return error.faults.map(\.description) }
    }

    @Test func formsAreRead() throws {
        let finding = Made.finding()
        let text =
            "\u{FEFF}# a comment\r\n\r\nfingerprint: \(finding.fingerprint); author: Ann Lee; reason: a; b: c\r\n"
            + "  rule: generic-token; paths: tests/{a,b}/**; tags: 3F, a1; expires: 2027-01-31; author: B; reason: made up"
        let entries = try IgnoreList(Array(text.utf8), name: "list").entries
        #expect(entries.map(\.line) == [3, 4])
        #expect(entries.map(\.reason) == ["a; b: c", "made up"])
        #expect(entries.map(\.author) == ["Ann Lee", "B"])
        #expect(entries.last?.expires == CalendarDate("2027-01-31"))
    }

    @Test func writtenEntriesAreReadAgain() throws {
        let finding = Made.finding(path: "a; b\\c #\u{7}.py")
        let target = IgnoreEntry.Target.fingerprint(
            finding.fingerprint, rule: finding.rule, path: finding.path.bytes + [0xFF], value: finding.secretID)
        let entry = IgnoreEntry(target: target, reason: "why; not", author: "A", expires: CalendarDate("2030-12-31"))
        let read = try IgnoreList(Array("\(entry.text)\n".utf8), name: "list").entries
        #expect(read.map(\.target) == [target])
        #expect(read.map(\.reason) == ["why; not"])
    }

    @Test(arguments: [
        ("garbage", "list:1: 'garbage' is no field"),
        ("fingreprint: x; author: a; reason: b", "did you mean 'fingerprint'?"),
        ("fingerprint: s1-12; author: a; reason: b", "32 hexadecimal digits"),
        ("rule: a; author: a; reason: b", "an entry needs 'fingerprint', or 'rule' and 'paths'"),
        ("rule: a; path: b; author: a; reason: b", "did you mean 'paths'?"),
        ("rule: a; paths: a[b; author: a; reason: b", "'[' is not closed"),
        ("rule: a; paths: b; reason: b", "'author' is missing"),
        ("rule: a; paths: b; author: a", "'reason' is missing"),
        ("rule: a; paths: b; author: a; reason:  -", "'reason' is missing"),
        ("rule: a; paths: b; author: a; expires: 2027-02-30; reason: b", "a day like 2027-01-31"),
        ("rule: a; rule: a; paths: b; author: a; reason: b", "given twice"),
        ("rule: a; paths: b; tags: 123; author: a; reason: b", "last two digits"),
        ("<<<<<<< HEAD", "a merge conflict"),
    ])
    func faultsSayWhereAndWhatToDo(_ text: String, _ why: String) {
        let all = faults("# first\n\(text)\nrule: a; paths: b; author: a; reason: fine\n")
        #expect(all.count == 1)
        #expect(all.first?.contains(why.replacing("list:1:", with: "list:2:")) == true, "\(all)")
        #expect(all.first?.hasPrefix("list:2: ") == true)
    }

    @Test func everyFaultIsTold() {
        #expect(faults("x\ny\n").count == 2)
        var bytes = Array("rule: a; paths: b; author: a; reason: ".utf8)
        bytes.append(0xFF)
        #expect(throws: SuppressionFaults.self) { try IgnoreList(bytes, name: "list") }
    }

    /// Whatever stands in the file, reading it ends with entries or faults.
    @Test func noBytesCrashTheReaders() {
        var generator = SystemRandomNumberGenerator()
        let words = [
            "fingerprint:", "rule: a", "; ", "paths: **", "\n", "s1-", "\\", "\t", "\u{FEFF}", "é", "reason: ", "#",
            "\r",
        ]
        for _ in 0..<2_000 {
            var bytes = (0..<Int.random(in: 0...12, using: &generator)).flatMap { _ in
                Array(words.randomElement()!.utf8)
            }
            if Bool.random(), !bytes.isEmpty { bytes[Int.random(in: bytes.indices)] = .random(in: 0...255) }
            _ = try? IgnoreList(bytes, name: "list")
            _ = try? Baseline(bytes, name: "base")
            _ = InlineMarker.all(in: Array("lapwing:allow".utf8) + bytes)
        }
    }

    // MARK: What entries accept

    @Test func fingerprintNeverHidesAnotherValueAtTheSamePlace() throws {
        for value in [Made.strong, Array("changeme".utf8)] {
            let accepted = Made.finding(value: value)
            let suppressor = try Made.suppressor(
                ignore: "fingerprint: \(accepted.fingerprint); rule: generic-password; path: src/app.py; "
                    + "value: \(accepted.secretID); author: A; reason: made up\n", existing: ["src/app.py"])
            #expect(suppressor.judge(accepted).record?.means == .ignoreFile)
            #expect(suppressor.judge(Made.finding(value: Array("Zk3w9PqLx8Vb2NtRy6Ds4Hg1".utf8))).record == nil)
        }
    }

    @Test func fingerprintFollowsARenamedFileOnly() throws {
        let accepted = Made.finding()
        let entry =
            "fingerprint: \(accepted.fingerprint); rule: generic-password; path: src/app.py; value: \(accepted.secretID); "
            + "author: A; reason: made up\n"
        let moved = Made.finding(path: "lib/app.py")
        #expect(try Made.suppressor(ignore: entry).judge(moved).record != nil)
        #expect(try Made.suppressor(ignore: entry, existing: ["src/app.py"]).judge(moved).record == nil)
        #expect(try Made.suppressor(ignore: entry).judge(Made.finding(rule: "other", path: "lib/app.py")).record == nil)
    }

    @Test func secretIDAcceptsTheValueInEveryPath() throws {
        let finding = Made.finding(value: Made.strong)
        let entry = "fingerprint: \(finding.secretID); author: A; reason: made up\n"
        let suppressor = try Made.suppressor(ignore: entry, existing: ["src/app.py"])
        #expect(suppressor.judge(Made.finding(path: "elsewhere.py", value: Made.strong)).record != nil)
    }

    @Test(arguments: [
        ("src/**", true), ("src/", true), ("app.py", true), ("*.py", true), ("/app.py", false), ("tests/", false),
    ])
    func globsAreThoseOfExclude(_ glob: String, _ isHidden: Bool) throws {
        let entry = "rule: generic-password; paths: \(glob); author: A; reason: made up\n"
        #expect((try Made.suppressor(ignore: entry).judge(Made.finding()).record != nil) == isHidden)
        #expect(try Made.suppressor(ignore: entry).judge(Made.finding(rule: "generic-token")).record == nil)
    }

    @Test func tagsBindAGlobToValues() throws {
        let tag = ValueTag.of(Made.finding().secretID)
        let entry = "rule: generic-password; paths: src/**; tags: \(tag); author: A; reason: made up\n"
        let suppressor = try Made.suppressor(ignore: entry)
        #expect(suppressor.judge(Made.finding()).record != nil)
        #expect(suppressor.judge(Made.finding(value: Array("letmein99".utf8))).record == nil)
    }

    @Test func expiredEntriesAreAbsentAndNamed() throws {
        let entry = "rule: generic-password; paths: src/**; author: A; expires: 2026-06-14; reason: made up\n"
        let after = try Made.suppressor(ignore: entry)
        #expect(after.judge(Made.finding()).record == nil)
        #expect(after.expired == [".lapwingignore:1: expired on 2026-06-14"])
        let on = try Made.suppressor(ignore: entry, today: CalendarDate("2026-06-14")!)
        #expect(on.judge(Made.finding()).record != nil)
        #expect(on.expired == [])
    }

    @Test func staleEntriesAreNamed() throws {
        let finding = Made.finding()
        let suppressor = try Made.suppressor(
            ignore: "rule: generic-password; paths: src/**; author: A; reason: used\n"
                + "rule: generic-token; paths: src/**; author: A; reason: never\n",
            baseline: [.init(path: Array("gone.py".utf8), rule: "jwt", secretID: finding.secretID)])
        let stale = suppressor.stale(used: Set(suppressor.judge(finding).used))
        #expect(
            stale == [
                ".lapwingignore:2: matches nothing: generic-token in src/**",
                ".lapwing-baseline:2: matches nothing: jwt in gone.py",
            ])
    }
}

struct CalendarDateTests {
    @Test(arguments: [
        (0, "1970-01-01"), (86_399, "1970-01-01"), (86_400, "1970-01-02"), (-1, "1969-12-31"),
        (951_782_400, "2000-02-29"),
        (1_709_164_800, "2024-02-29"), (4_102_444_800, "2100-01-01"), (4_107_542_400, "2100-03-01"),
    ])
    func daysOfMoments(_ seconds: Int, _ day: String) {
        #expect(CalendarDate(secondsSinceEpoch: seconds).description == day)
        #expect(CalendarDate(day)?.description == day)
    }

    @Test(arguments: [
        "2027-13-01", "2027-00-01", "2027-01-00", "2027-04-31", "2100-02-29", "27-01-31", "2027/01/31", "tomorrow", "",
    ])
    func otherTextsAreNoDays(_ text: String) { #expect(CalendarDate(text) == nil) }
}

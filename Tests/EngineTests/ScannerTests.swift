import Bytes
import Findings
import Rules
import Testing

@testable import Engine

@Suite struct ScannerTests {
    private static let token = testRule("token", "\\b(?<secret>tok_[0-9A-Za-z]{20})\\b", anchors: ["tok_"])
    private static let generic = testRule(
        "generic", "(?<name>\\w{0,20}secret)\\s?=\\s?\"(?<secret>[^\"\\n]{4,100})\"", anchors: ["secret"],
        tier: .generic,
        lead: 20)
    private static let value = "tok_" + "k3Vb9Qz7LmX2cR8tW5nJ"
    private static let other = "tok_" + "Zp4Hs6Yd1Gf0NaKu7EiB"

    // MARK: Places

    @Test func linesAndColumnsCountCodePoints() throws {
        let text = "first\r\n  é漢👩 x = '\(Self.value)'\n"
        let finding = try #require(findings(text, [Self.token]).first)
        let start = text.utf8.count - Self.value.utf8.count - 2
        #expect(
            finding.location
                == Location(
                    line: 2, column: 12, endLine: 2, endColumn: 36, bytes: start..<start + Self.value.utf8.count))
        #expect(finding.secretText == Self.value)
        #expect(finding.path == "dir/a.py" && finding.message == "name of token")
    }

    @Test func aByteOrderMarkShiftsTheBytesOnly() throws {
        let finding = try #require(findings("a \(Self.value)", [Self.token], encoding: .bytes(skipped: 3)).first)
        #expect(finding.location == Location(line: 1, column: 3, endLine: 1, endColumn: 27, bytes: 5..<29))
    }

    @Test func utf16OffsetsAreThoseOfTheOriginal() throws {
        let text = "é漢👩\nx \(Self.value)"
        let finding = try #require(findings(text, [Self.token], encoding: .utf16(.big, skipped: 2)).first)
        // 2 for the mark, 2 + 2 + 4 for the characters, 2 for the line end, 4 for `x `.
        #expect(finding.location == Location(line: 2, column: 3, endLine: 2, endColumn: 27, bytes: 16..<64))
    }

    @Test func aSecretOfManyLinesEndsOnItsLastLine() throws {
        let rule = testRule(
            "block", "BEGIN\\n(?<secret>[a-z\\n]+)\\nEND", anchors: ["begin"],
            window: RuleWindow(after: 99, manyLines: true))
        let finding = try #require(findings("x\nBEGIN\nabc\ndefg\nEND\n", [rule]).first)
        #expect(finding.location == Location(line: 3, column: 1, endLine: 4, endColumn: 5, bytes: 8..<16))
    }

    @Test func withoutAGroupTheWholeMatchIsTheSecret() throws {
        let finding = try #require(findings("x abc123 y", [testRule("r", "abc\\d+", anchors: ["abc[0-9]"])]).first)
        #expect(finding.secretText == "abc123" && finding.name.isEmpty)
    }

    // MARK: Overlaps

    @Test func aProvidersTokenBeatsAGenericAssignment() throws {
        let text = "my_secret = \"\(Self.value)\""
        for rules in [[Self.token, Self.generic], [Self.generic, Self.token]] {
            #expect(findings(text, rules).map(\.rule) == ["token"])
        }
        #expect(findings(text, [Self.generic]).map(\.rule) == ["generic"])
        #expect(findings("my_secret = \"abcdefg1\"", [Self.token, Self.generic]).map(\.rule) == ["generic"])
    }

    @Test(arguments: [(RuleTier.provider, RuleTier.default), (.default, .generic), (.provider, .generic)])
    func tiersAreRanked(winner: RuleTier, loser: RuleTier) {
        // The loser's match is longer and comes first. Only a provider's that is in doubt (`low`) stands behind a default.
        let strong = testRule("strong", "cdef", anchors: ["cdef"], tier: winner, confidence: .medium)
        let weak = testRule("weak", "abcdefgh", anchors: ["cdef"], tier: loser, confidence: .high, lead: 2)
        #expect(findings(" abcdefgh ", [weak, strong]).map(\.rule) == ["strong"])
    }

    @Test func withinATierConfidenceThenLengthThenPlaceThenOrderDecide() {
        let sure = testRule("sure", "bcde", anchors: ["bcde"], confidence: .high)
        let long = testRule("long", "abcdef", anchors: ["bcde"], lead: 1)
        let late = testRule("late", "bcdefg", anchors: ["bcde"])
        let twin = testRule("twin", "bcdefg", anchors: ["bcde"])
        #expect(findings("abcdefgh", [long, sure]).map(\.rule) == ["sure"])
        #expect(findings("abcdefgh", [twin, long]).map(\.rule) == ["long"])
        #expect(findings("abcdefgh", [twin, late]).map(\.rule) == ["twin"])
        #expect(findings("abcdefgh", [late, twin]).map(\.rule) == ["late"])
    }

    /// A loser that overlaps two winners; a third that overlaps only the loser is reported.
    @Test func onlyOverlapsWithAWinnerSilence() {
        let first = testRule("first", "aaaabb", anchors: ["aaaa"])
        let middle = testRule("middle", "bbcc", anchors: ["bbcc"], tier: .generic)
        let last = testRule("last", "ccdddd", anchors: ["dddd"], lead: 2)
        #expect(findings(" aaaabbccdddd ", [first, middle, last]).map(\.rule) == ["first", "last"])
        #expect(findings(" aaaabbccdddd ", [first, middle]).map(\.rule) == ["first"])
        let weak = testRule("weak", "cccd", anchors: ["cccd"], tier: .generic)
        let wide = testRule("wide", "bccccd", anchors: ["bccc"], tier: .default)
        let strong = testRule("strong", "aabb", anchors: ["aabb"])
        #expect(findings("aabbccccd", [weak, wide, strong]).map(\.rule) == ["strong", "weak"])
    }

    @Test func whatStandsBehindAnotherIsExplained() {
        let program = ScanProgram(RuleSet([Self.generic, Self.token]))
        let record = scan(ascii("my_secret = \"\(Self.value)\""), program, explaining: true)
        #expect(record.explanations.count == 2)
        #expect(record.explanations.contains { $0.hasPrefix("generic") && $0.contains("stands behind token") })
        #expect(record.explanations.contains { $0.hasPrefix("token") && $0.hasSuffix("reported") })
    }

    // MARK: Merging

    /// Many anchors lead to the same match: one finding.
    @Test func identicalMatchesAreOneFinding() {
        let rule = testRule("r", "(?<secret>abcdabcdabcd)", anchors: ["abcd", "bcda", "cdab"], lead: 9)
        #expect(findings(" abcdabcdabcd ", [rule]).count == 1)
    }

    @Test func everyMatchOnALineIsFound() {
        let text = (0..<5).map { _ in Self.value }.joined(separator: ",") + " " + Self.other
        let found = findings(text, [Self.token])
        #expect(found.map(\.location.column) == [1, 26, 51, 76, 101, 126])
        #expect(Set(found.map(\.fingerprint)).count == 2)
    }

    @Test func aMatchThatStartsBeforeItsAnchorIsFoundOnEveryLine() {
        let rule = testRule("r", "(?<name>[a-z]{1,8})_secret=(?<secret>\\d+)", anchors: ["_secret"], lead: 8)
        let found = findings("ab_secret=1,cd_secret=2\nef_secret=3", [rule])
        #expect(found.map(\.secretText) == ["1", "2", "3"])
        #expect(found.map { String(decoding: $0.name, as: UTF8.self) } == ["ab", "cd", "ef"])
    }

    // MARK: Excerpts

    @Test func neighboursOnAShownLineAreHidden() throws {
        let found = findings("a \(Self.value) b \(Self.other) c\n\(Self.value)", [Self.token])
        #expect(found.count == 3)
        let (first, second) = (described(found[0].excerpt), described(found[1].excerpt))
        #expect(first == "a ‹\(Self.value)› b «\(Self.other)» c")
        #expect(second == "a «\(Self.value)» b ‹\(Self.other)› c")
    }

    /// A candidate that its checks refused may still be a secret: it does not show either.
    @Test func rejectedNeighboursAreHiddenToo() throws {
        let refused = testRule("refused", "pw=(?<secret>\\w+)", anchors: ["pw=[a-z]"], checks: ["classes(3)"])
        let found = findings("pw=lowercase \(Self.value)", [Self.token, refused])
        #expect(found.map { described($0.excerpt) } == ["pw=«lowercase» ‹\(Self.value)›"])
    }

    @Test func longLinesAreCutOnBothSides() throws {
        let long = String(repeating: "x ", count: 200)
        let excerpt = described(try #require(findings(long + Self.value + " " + long, [Self.token]).first).excerpt)
        #expect(excerpt.hasPrefix("…") && excerpt.hasSuffix("…"))
        #expect(excerpt.utf8.count < 2 * Surroundings.most + 60)
    }

    /// A line that begins, or ends, just where an excerpt would be cut is not cut.
    @Test(arguments: [95, 96, 97])
    func aLineThatJustFitsIsNotCut(count: Int) throws {
        let pad = String(repeating: " ", count: count)
        let excerpt = try #require(
            findings("line\n" + pad + Self.value + pad + "\nline", [Self.token]).first
        ).excerpt
        #expect(excerpt.cutBefore == (count > 96))
        #expect(excerpt.cutAfter == (count > 96))
    }

    @Test func theCarriageReturnOfALineEndIsNotShown() throws {
        #expect(
            findings("a\r\n\(Self.value) x\r\nb\r\n", [Self.token]).map { described($0.excerpt) } == [
                "‹\(Self.value)› x"
            ])
    }

    // MARK: Windows

    @Test func aMatchThatReachesTheEndOfItsWindowIsTriedWider() throws {
        let rule = testRule("r", "(?<secret>lng_[a-f]{10,20000})(?![a-f])", anchors: ["lng_"])
        for count in [2_000, 2_043, 2_044, 2_045, 5_000, 16_000] {
            let text = "lng_" + String(repeating: "a", count: count) + ";"
            #expect(findings(text, [rule]).map(\.secret.count) == [count + 4])
        }
    }

    @Test func aLineWindowDoesNotCrossLines() {
        let rule = testRule("r", "abcd\\s(?<secret>\\d+)", anchors: ["abcd"])
        #expect(findings("abcd\n123", [rule]).isEmpty)
        #expect(findings("abcd 123", [rule]).count == 1)
    }

    @Test func lineAnchorsMeanRealLines() {
        let rule = testRule("r", "^abcd=(?<secret>\\d+)$", anchors: ["abcd"])
        #expect(findings("x\r\nabcd=1\r\nabcd=2\nabcd=3", [rule]).map(\.secretText) == ["1", "2", "3"])
        #expect(findings(" abcd=1\nabcd=2 \n", [rule]).isEmpty)
        #expect(findings(String(repeating: "x", count: 3_000) + "abcd=1", [rule]).isEmpty)
        #expect(findings("abcd=" + String(repeating: "1", count: 40_000) + "x", [rule]).isEmpty)
    }

    // MARK: Triggers, filters, limits

    @Test func aPathRuleTriesEveryLine() {
        let rule = testRule("p", "^[^:\\n]+:(?<secret>\\w+)$", trigger: .path, included: ["**/.pgpass"])
        let text = "host:one\n\nnothing\r\nhost:two\r\nhost:three"
        #expect(findings(text, [rule], path: "home/.pgpass").map(\.secretText) == ["one", "two", "three"])
        #expect(findings(text, [rule], path: "home/other").isEmpty)
    }

    @Test(arguments: [RunAlphabet.hex, .base58, .base64])
    func aRunRuleTriesLongRunsOnly(alphabet: RunAlphabet) {
        let rule = testRule("run", "(?<secret>[2-9a-f]{40})(?![2-9a-f])", trigger: .run(alphabet, length: 40))
        let run = String(repeating: "2345abcdef", count: 4)
        #expect(findings("a!\(run)! \(run.dropLast())! \(run)\n\(run)", [rule]).map(\.secretText) == [run, run, run])
        #expect(findings(String(run.dropLast()), [rule]).isEmpty)
    }

    @Test func joinedRuleSetsFindWhatEachFinds() {
        let run = testRule("run", "[0-9a-f]{40}", trigger: .run(.hex, length: 40))
        let text = ascii("x_secret = \"abc123\" \(Self.value) " + String(repeating: "0a", count: 20))
        let both = RuleSet([Self.token]).joined(with: RuleSet([run, Self.generic]))
        let record = scan(text, ScanProgram(both))
        #expect(record == scan(text, ScanProgram(RuleSet([Self.token, run, Self.generic]))))
        #expect(record.findings.count == 3)
    }

    @Test func filesAndPathsFilter() {
        let code = testRule("code", "abcd", anchors: ["abcd"], files: [.code])
        let some = testRule("some", "abcd", anchors: ["abcd"], excluded: ["**/*.min.js"])
        #expect(findings("abcd", [code], path: "a.py").count == 1)
        #expect(findings("abcd", [code], path: "a.yml").isEmpty)
        #expect(findings("abcd", [some], path: "x/a.js").count == 1)
        #expect(findings("abcd", [some], path: "x/a.min.js").isEmpty)
    }

    @Test func aLimitIsReportedWithRulePathAndOffset() {
        let rule = testRule("slow-rule", "lim_(a+)+$", anchors: ["lim_"])
        let hostile = "lim_" + String(repeating: "a", count: 40) + "!"
        let record = scan(ascii("12345 " + hostile), ScanProgram(RuleSet([rule])))
        #expect(record.problems.map(\.kind) == [.limit])
        #expect(record.problems.map(\.path) == ["dir/a.py"])
        #expect(record.problems.map(\.message) == ["rule slow-rule hit its match limit at byte 6"])
        #expect(record.findings.isEmpty)
    }

    /// A hostile file costs a rule at most sixteen attempts, and other rules go on.
    @Test func afterManyLimitsTheRuleIsGivenUpForTheFile() {
        let rule = testRule("slow-rule", "lim_(a+)+$", anchors: ["lim_"])
        let hostile = "lim_" + String(repeating: "a", count: 40) + "!\n"
        let program = ScanProgram(RuleSet([rule, Self.token]))
        var scanner = Scanner(program)
        let text = ascii(String(repeating: hostile, count: 30) + Self.value)
        for _ in 0..<2 {
            let record = scan(text, with: &scanner)
            #expect(record.problems.count == 16)
            #expect(record.problems.last?.message.hasSuffix("; the rule was given up for this file") == true)
            #expect(record.findings.count == 1)
        }
    }

    @Test func aBlobLeavesNothingBehind() {
        var scanner = Scanner(ScanProgram(RuleSet([Self.token, Self.generic])), explaining: true)
        let text = ascii("é\nmy_secret = \"\(Self.value)\"\n\(Self.other)\n")
        let first = scan(text, with: &scanner)
        let nothing = scan(ascii("nothing here"), with: &scanner)
        let empty = scan([], with: &scanner)
        let again = scan(text, with: &scanner)
        #expect(nothing == ScanRecord() && empty == ScanRecord())
        #expect(first.findings.count == 2 && again == first)
    }

    // MARK: Checks

    @Test func aProofEndsTheJudgement() {
        let rule = testRule(
            "aws", "(?<secret>AKIA[0-9A-Z]{16})", anchors: ["akia"], checks: ["structure(aws-key-id)", "entropy(8)"])
        let program = ScanProgram(RuleSet([rule]))
        let record = scan(ascii("x AKIA" + "Z7VRSQ5TJN2XMPLQ"), program, explaining: true)
        #expect(record.explanations.count == 1)
    }

    @Test func theFirstRejectionDecides() {
        let rule = testRule(
            "r", "abcd(?<secret>\\w+)", anchors: ["abcd"], checks: ["classes(1)", "classes(3)", "value"])
        let record = scan(ascii("abcdefgh"), ScanProgram(RuleSet([rule])), explaining: true)
        #expect(record.findings.isEmpty)
        #expect(record.explanations.count == 1)
        #expect(record.explanations[0].contains("classes(1)") && record.explanations[0].contains("classes(3)"))
        #expect(!record.explanations[0].contains("\"value\"") && record.explanations[0].hasSuffix("rejected"))
    }

    @Test func aDoubtLowersTheConfidence() throws {
        let rule = testRule(
            "r", "(?<name>password)=\"(?<secret>\\w+)", anchors: ["password"], confidence: .high, checks: ["value"])
        let found = findings("password=\"sunshine\"\npassword=\"sun5h1ne\"", [rule])
        #expect(found.map(\.confidence) == [.medium, .high])
        #expect(found.first?.reason == "the name of a password, a word")
    }
}

import Bytes
import Findings
import Rules
import Testing

@testable import Engine

/// What is asked before a pattern is tried may save the attempt, and must never change what is found.
@Suite struct GateTests {
    private static let follow = FollowBytes(direct: ByteSet(ascii: "=:\""), spaced: ByteSet(ascii: "=:"))

    private static func rule(_ id: String, follow: FollowBytes?, included: [String] = []) -> Rule {
        var rule = testRule(
            id, #"(?<name>(?:token|secret)\w{0,40})"?[ \t]{0,40}[=:][ \t]{0,2}"(?<secret>[a-z]{4,20})""#,
            anchors: ["token", "secret"])
        rule.follow = follow
        rule.includedPaths = included
        return rule
    }

    @Test func theByteBehindTheWordChangesNothing() {
        let gated = ScanProgram(RuleSet([Self.rule("r", follow: Self.follow)]))
        let plain = ScanProgram(RuleSet([Self.rule("r", follow: nil)]))
        var random = SystemRandomNumberGenerator()
        let pieces = [
            "token", "secret", "_key", "-", " ", "\t", "=", ":", "\"", "\"abcdefg\"", "= \"tokenish\"", "\n", "x",
            String(repeating: "y", count: 70), String(repeating: " ", count: 35), " is ",
        ]
        var found = 0
        for _ in 0..<2_000 {
            let text = ascii((0..<12).map { _ in pieces.randomElement(using: &random)! }.joined())
            let record = scan(text, gated)
            #expect(record == scan(text, plain))
            found += record.findings.count
        }
        #expect(found > 50, "nothing was found, so nothing was compared")
    }

    /// A rule whose matches begin before their anchor.
    private static func leading(_ follow: FollowBytes?) -> Rule {
        var rule = testRule(
            "r",
            #"["':\-][\w.]{0,20}?(?<name>(?:token|secret)\w{0,40})"?[ \t]{0,40}[=:][ \t]{0,2}"(?<secret>[a-z]{4,20})""#,
            anchors: ["token", "secret"], lead: 21)
        rule.follow = follow
        return rule
    }

    @Test func theByteBeforeTheNameChangesNothing() {
        var around = Self.follow
        around.preceding = ByteSet(ascii: "\"':-")
        let gated = ScanProgram(RuleSet([Self.leading(around)]))
        let plain = ScanProgram(RuleSet([Self.leading(nil)]))
        var random = SystemRandomNumberGenerator()
        let pieces = [
            "token", "secret", "_key", "-", " ", "'", ":", "\"", "= \"abcdefg\"", "= \"tokenish\"", "\n", "x", "a.b",
            "'my_", ":", String(repeating: "y", count: 18), String(repeating: "z", count: 70),
        ]
        var found = 0
        for _ in 0..<2_000 {
            let text = ascii((0..<12).map { _ in pieces.randomElement(using: &random)! }.joined())
            let record = scan(text, gated)
            #expect(record == scan(text, plain), "\(String(decoding: text, as: UTF8.self))")
            found += record.findings.count
        }
        #expect(found > 50, "nothing was found, so nothing was compared")
    }

    /// The byte behind a word is remembered for the rules of one hit: another text may have another one at the same place.
    @Test func nothingIsRememberedFromOneTextToTheNext() {
        let program = ScanProgram(RuleSet([Self.rule("r", follow: Self.follow)]))
        let label = BlobLabel(path: "a.py", identity: "a.py")
        let (plain, assigned) = (ascii("token is not here\n"), ascii("token = \"abcdefg\"\n"))
        var prober = Scanner(program)
        let delta = DeltaProgram(program)
        var versions = DeltaScanner(delta, alwaysInherits: true)
        let key = delta.key(of: "a.py")
        for _ in 0..<2 {
            #expect(prober.probe(plain.span, label, [0..<plain.count])?.isEmpty == true)
            #expect(prober.probe(assigned.span, label, [0..<assigned.count])?.count == 1)
            let base = versions.scan(plain.span, key, name: "plain")
            #expect(!base.hasAccepted)
            let end = CopyRun(source: plain.count - 1, target: assigned.count - 1, count: 1)
            #expect(versions.scan(assigned.span, key, name: "assigned", from: base, copies: [end]).hasAccepted)
            #expect(!versions.scan(plain.span, key, name: "plain").hasAccepted)
            #expect(versions.scan(assigned.span, key, name: "assigned").hasAccepted)
        }
    }

    @Test func rulesOfOneScopeAndOfOthersAskForThemselves() {
        let rules = [
            Self.rule("python", follow: nil, included: ["**/*.py"]), Self.rule("any", follow: nil),
            Self.rule("also-python", follow: nil, included: ["**/*.py"]),
            Self.rule("tests", follow: nil, included: ["**/test_*"]),
        ]
        #expect(RuleGates(rules).scopes == [0, 1, 0, 3])
        var scanner = Scanner(ScanProgram(RuleSet(rules)), explaining: true)
        let text = ascii(#"token = "abcdefg""#)
        let expected: [(String, Set<String>)] = [
            ("a.go", ["any"]), ("a.py", ["python", "any", "also-python"]), ("d/test_a.go", ["any", "tests"]),
            ("test_a.py", ["python", "any", "also-python", "tests"]), ("b.go", ["any"]),
            ("a.py", ["python", "any", "also-python"]),
        ]
        for (path, ids) in expected {
            let path = FilePath(path)
            scanner.begin(BlobLabel(path: path, identity: path))
            scanner.scan(text.span, .whole(count: text.count))
            #expect(Set(scanner.explanations.map(\.rule)) == ids, "\(path)")
        }
    }

    @Test func gatesOfEqualRulesAreSharedAndReadBack() {
        let other = FollowBytes(direct: ByteSet(ascii: "<"), spaced: ByteSet())
        let rules = [
            Self.rule("a", follow: Self.follow), Self.rule("b", follow: nil), Self.rule("c", follow: other),
            Self.rule("d", follow: Self.follow),
        ]
        let gates = RuleGates(rules)
        #expect(gates.follows == [0, -1, 1, 0])
        #expect(gates.followBytes == [Self.follow, other])
    }
}

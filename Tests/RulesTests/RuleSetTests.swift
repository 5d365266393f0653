import Bytes
import Findings
import Testing

@testable import Rules

@Suite struct RuleSetTests {
    private func rule(_ id: String, _ trigger: RuleTrigger) -> Rule {
        Rule(
            id: id, provider: "P", name: "N", description: "D", kind: .committed, severity: .high, confidence: .medium,
            tier: .provider, trigger: trigger, pattern: "a\\|b\t\"", window: RuleWindow(before: 1, after: 2), lead: 3,
            checks: [CheckName(name: "entropy", argument: "3.5"), CheckName(name: "value", argument: nil)],
            files: [.code, .shell], includedPaths: ["**/*.a", "b"], excludedPaths: [], references: ["https://r"],
            remedy: "https://m")
    }

    private func anchored(_ id: String, _ anchors: String...) throws -> Rule {
        rule(id, .anchors(try anchors.map { try Anchor($0) }))
    }

    @Test func joinedSetsKeepOrderAndTriggers() throws {
        let first = RuleSet([try anchored("a", "aaaa"), rule("b", .path)])
        let second = RuleSet([rule("c", .run(.hex, length: 64)), try anchored("d", "dddd", "aaaa")])
        let joined = first.joined(with: second)
        #expect(joined.all.map(\.id) == ["a", "b", "c", "d"])
        #expect(joined.unanchored == [1, 2])
        #expect(joined[3].id == "d")
        #expect(joined.rule(id: "c")?.id == "c")
        #expect(joined.rule(id: "") == nil)
    }

    @Test func recordsReadBackAsTheyWere() throws {
        for rule in [
            try anchored("a", "aaaa", "x[0-9]yz"), rule("b", .path), rule("c", .run(.base64, length: 40)),
        ] {
            #expect(RuleRecord.decode(RuleRecord.encode(rule)) == rule)
            var proven = rule
            proven.follow = FollowBytes(direct: ByteSet(ascii: "=:"), spaced: ByteSet([0, 0xFF]))
            #expect(RuleRecord.decode(RuleRecord.encode(proven)) == proven)
            proven.follow?.preceding = ByteSet(ascii: "\"'")
            #expect(RuleRecord.decode(RuleRecord.encode(proven)) == proven)
            #expect(RuleGates([proven]).followBytes == [proven.follow])
        }
        #expect(RuleRecord.decode("") == nil)
        #expect(RuleRecord.decode(RuleRecord.encode(rule("b", .path)) + "\u{1F}more") == nil)
    }

    @Test(
        arguments: [
            ("value", "value", nil), ("entropy(3.5)", "entropy", "3.5"), ("known-format", "known-format", nil),
            ("a()", "a", ""),
        ] as [(String, String, String?)])
    func checkNames(text: String, name: String, argument: String?) {
        #expect(CheckName(text) == CheckName(name: name, argument: argument))
        #expect(CheckName(text)?.description == text)
    }

    @Test(arguments: ["", "a b", "(x)", "a(", "é", "a)b", "a.b"])
    func noCheckNames(text: String) { #expect(CheckName(text) == nil) }
}

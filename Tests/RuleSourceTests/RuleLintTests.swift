import Findings
import Rules
import Testing
import YAMLDocuments

@testable import RuleSource

/// What only running a rule can show.
@Suite struct RuleLintTests {
    private let valid = RuleText()

    private func faults(_ rules: RuleText...) -> [YAMLFault] {
        let file = RuleFile(RuleText.file(rules), name: "acme.yml")
        #expect(file.faults.isEmpty, "\(file.faults)")
        return RuleLint(file.rules).examples()
    }

    private func matching(_ first: String, _ second: String = "[acme_, 7be209d1, c4f6a835]") -> RuleText {
        valid.with("examples", "examples:\n  match:\n    - \(first)\n    - \(second)\n  no-match: [a, b]")
    }

    @Test func examplesThatBehaveGiveNoFault() { #expect(faults(valid) == []) }

    @Test func anExampleThatDoesNotMatchIsAFaultOnItsLine() {
        #expect(
            faults(matching("acme_nothing")).map(\.description) == [
                "acme.yml:13: rule acme-api-token: this example must match but does not"
            ])
    }

    @Test func anExampleThatACheckRejectsNamesTheCheck() throws {
        let fault = try #require(faults(matching("[acme_, '0000000000000000']")).first)
        #expect(fault.message.contains("must match, but check 'placeholder' rejects it: "), "\(fault)")
        let entropy = matching("[acme_, 10, 10110010, '110101']").with("checks", "checks: [entropy(3.9)]")
        #expect(
            faults(entropy).contains { $0.message.contains("check 'entropy(3.9)' rejects it: ") }, "\(faults(entropy))")
    }

    @Test func anExampleThatMustNotMatchButDoesIsAFault() throws {
        let fault = try #require(
            faults(valid.replacing("examples", "text: acme_short", "text: [acme_, 91f3a7c2, d05b8e64]")).first)
        #expect(fault.line == 18 && fault.message.contains("rule acme-api-token: "), "\(fault)")
        #expect(fault.message.contains("must not match"), "\(fault)")
    }

    @Test func anotherSecretThanTheStatedOneIsAFault() {
        let wrong = valid.replacing("examples", "secret: [acme_, 7be209d1, c4f6a835]", "secret: [7be209d1, c4f6a835]")
        #expect(
            faults(wrong).map(\.message) == [
                "rule acme-api-token: the captured secret is not the one the example states"
            ])
    }

    @Test func anExampleIsTriedUnderItsPath() {
        let picky = valid.with("paths", "paths: {include: ['*.py']}")
        #expect(faults(picky).map(\.line) == [13], "the example without a path is example.txt")
        #expect(faults(valid.with("paths", "paths: {exclude: ['*.py']}")).map(\.line) == [14])
    }

    @Test func theFileKindOfAnExampleCounts() {
        #expect(faults(valid.with("files", "files: [code]")).map(\.line) == [13])
    }

    // MARK: Beside other rules

    /// A second rule whose examples are its own, but whose pattern takes what the first finds.
    private func stranger(_ id: String, tier: String = "provider", group: String = "<secret>") -> RuleText {
        valid.with("id", "id: \(id)").with("tier", "tier: \(tier)").with(
            "pattern", "pattern: '\\b(?\(group)acme_[0-9a-f]{8,16}(?!-))'"
        )
        .with(
            "examples",
            "examples:\n  match:\n    - [acme_, 51e0c8, a97b]\n    - [acme_, 3c6d0f, 92ba]\n  no-match: [a, b]")
    }

    @Test func anotherRuleThatReportsAnExampleIsCrossFire() {
        let all = faults(valid, stranger("acme-other"))
        #expect(all.count == 2, "\(all)")
        #expect(
            all.allSatisfy {
                $0.message.contains("rule acme-other reports this example too")
                    && $0.message.contains("say 'cross: [acme-other]'")
            }, "\(all)")
    }

    @Test func crossFireThatIsStatedIsNone() {
        let stated = valid.with(
            "examples",
            """
            examples:
              match:
                - {text: [acme_, 91f3a7c2, d05b8e64], cross: [acme-other]}
                - {text: [acme_, 7be209d1, c4f6a835], cross: acme-other, reason: the same token}
              no-match: [a, b]
            """)
        #expect(faults(stated, stranger("acme-other")) == [])
    }

    @Test func aGenericRuleThatStandsBehindIsNoCrossFire() {
        #expect(faults(valid, stranger("acme-other", tier: "generic")) == [])
    }

    @Test func aRuleWithoutExamplesIsOnlyACompetitor() throws {
        let file = RuleFile(RuleText.file([valid, stranger("acme-other")]), name: "acme.yml")
        let other = SourceRule(rule: file.rules[1].rule, matches: [], misses: [], file: "built in", line: 0)
        let all = RuleLint([file.rules[0], other]).examples()
        #expect(all.count == 2 && all.allSatisfy { $0.file == "acme.yml" }, "\(all)")
    }

    @Test func oneFileCanBeLintedAlone() {
        let one = RuleFile(matching("acme_nothing").file, name: "one.yml")
        let two = RuleFile(
            matching("acme_neither").with("id", "id: acme-two").with("anchors", "anchors: [acme_]").file,
            name: "two.yml")
        let lint = RuleLint(one.rules + two.rules)
        #expect(lint.examples(ofFile: "one.yml").allSatisfy { $0.file == "one.yml" })
        #expect(lint.examples(ofFile: "none.yml") == [])
        #expect(
            lint.examples(ofFile: "one.yml").count + lint.examples(ofFile: "two.yml").count == lint.examples().count)
    }

    // MARK: Hostile subjects

    private func hostile(_ pattern: String) throws -> [YAMLFault] {
        let file = RuleFile(valid.with("pattern", "pattern: '\(pattern)'").file, name: "acme.yml")
        #expect(file.faults.isEmpty, "\(file.faults)")
        return HostileLint.faults(of: try #require(file.rules.first), timed: false, size: 16 << 10)
    }

    @Test(arguments: ["acme_(?:a+)+b", "acme_(?:a|a){40}b", "acme_(?:[a-z]+[0-9a-z]*)+;"])
    func aCatastrophicPatternHitsItsLimit(pattern: String) throws {
        let faults = try hostile(pattern)
        #expect(!faults.isEmpty)
        #expect(
            faults.allSatisfy { $0.message.hasPrefix("rule acme-api-token hits its match limit on ") && $0.line == 3 },
            "\(faults)")
    }

    @Test(arguments: ["acme_[0-9a-f]{16}", "acme_(?:a|b){40}c", #"\bacme_\w{4,40}={0,2}"#])
    func aPlainPatternBearsEverything(pattern: String) throws {
        #expect(try hostile(pattern) == [])
    }

    @Test func hostileSubjectsHoldTheAnchorsAndTheAskedSize() throws {
        let rule = try #require(sourceRules(valid.with("anchors", "anchors: ['acme[_-]', '[^a]cme_']")).first?.rule)
        let subjects = HostileSubjects.make(for: rule, size: 5_000)
        #expect(subjects.count >= 5 && Set(subjects.map(\.name)).count == subjects.count)
        #expect(subjects.allSatisfy { $0.text.count == 5_000 })
        #expect(subjects.contains { $0.text.starts(with: "acme".utf8) })
    }
}

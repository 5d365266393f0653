import Engine
import Findings
import Rules
import Testing

@testable import RuleSource

/// The rule that is made from the table of known defaults.
@Suite struct KnownDefaultRuleTests {
    private static func entry(
        _ value: String, class: String = "known-default", match: String = "whole"
    ) -> String {
        "  - {value: ['\(value.prefix(3))', '\(value.dropFirst(3))'], product: P, setting: S, class: \(`class`), "
            + "match: \(match), source: 'https://p.example/'}\n"
    }

    private static func made(_ entries: String...) throws -> SourceRule? {
        let file = KnownDefaultsFile("defaults:\n" + entries.joined(), name: "known-defaults.yml")
        #expect(file.faults.isEmpty)
        return try KnownDefaultRule.make(file.defaults, file: file.name)
    }

    @Test func longValuesAreInIt() throws {
        let rule = try #require(try Self.made(Self.entry("k3v9x2m7q1w8z5t4n6b0"), Self.entry("short"))?.rule)
        #expect(rule.pattern.contains("k3v9x2m7q1w8z5t4"))
        #expect(!rule.pattern.contains("k3v9x2m7q1w8z5t4n6b0"), "no whole value stands in the rule")
        #expect(!rule.pattern.contains("short"))
    }

    @Test func wordsAndPasswordsOfFirstAccountsAreNot() throws {
        #expect(try Self.made(Self.entry("SomeRandomWordsHere")) == nil)
        #expect(try Self.made(Self.entry("k3v9x2m7q1w8z5t4n6b0", class: "weak")) == nil)
    }

    @Test func signsOfPatternsAreEscaped() throws {
        let rule = try #require(try Self.made(Self.entry("[a](b)*c+d?e\\\\f.g|h"))?.rule)
        #expect(rule.lead < RuleWindow.line.before)
    }
}

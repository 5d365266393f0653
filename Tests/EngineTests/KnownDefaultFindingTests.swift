import Findings
import Rules
import Testing

@testable import Engine

/// What strangers know is told apart from what they would only guess.
@Suite struct KnownDefaultFindingTests {
    private static func rule(_ checks: [String]) -> Rule {
        var rule = testRule(
            "a-default", "(?<name>secret)=(?<secret>[^\\n]+)", anchors: ["secret="], tier: .default, checks: checks)
        rule.kind = .default
        return rule
    }

    private static func finding(_ value: [String], checks: [String] = ["default-value"]) -> Finding? {
        findings("jwt_secret=" + value.joined(), [rule(checks)], path: .init("a.py")).first
    }

    @Test func aPublishedValueIsCriticalAndNamesItsProduct() {
        let found = Self.finding(["temporary", "_key"])
        #expect(found?.severity == .critical)
        #expect(
            found?.message
                == "jwt_secret falls back to a hardcoded default (known: published by Apache Airflow, CVE-2020-17526)")
    }

    /// It looks like a placeholder, but programs run with it.
    @Test func noQuestionAboutTheValueRejectsAPublishedOne() {
        for checks in [["default-value"], ["placeholder"], ["value"], ["reference"], ["entropy(4.5)"]] {
            #expect(
                Self.finding(["YOUR_OWN_", "RANDOM_GENERATED", "_SECRET_KEY"], checks: checks)?.severity == .critical)
        }
        #expect(Self.finding(["YOUR_OWN_", "RANDOM_SECRET"]) == nil)
    }

    @Test func aNameThatIsNoneStillDoes() {
        var rule = Self.rule(["name(strict)", "default-value"])
        rule.pattern = "(?<name>secret_url)=(?<secret>[^\\n]+)"
        rule.trigger = testRule("x", "x", anchors: ["secret_url="]).trigger
        #expect(findings("secret_url=temporary_" + "key", [rule], path: .init("a.py")).isEmpty)
    }

    @Test func whatIsForEmulatorsIsLow() {
        let found = Self.finding([
            "Eby8vdM02xNOcqFl", "qUwJPLlmEtlCDXJ1", "OUzFT50uSRZ6IFsu", "Fq2UVErCz4I6tq/K", "1SZFPTOtr/KBHBek",
            "soGMGw==",
        ])
        #expect(found?.severity == .low)
        #expect(
            found?.message.contains("known: published by Azure Storage emulator (Azurite) for local use and tests")
                == true)
    }

    /// No finding by itself, and a slight one where a program falls back to it.
    @Test func whatDocumentationShowsIsNoFindingByItself() {
        let example = ["wJalrXUtnFEMI", "/K7MDENG/bPx", "RfiCYEXAMPLEKEY"]
        #expect(Self.finding(example, checks: ["known"]) == nil)
        #expect(judge(KnownCheck(), example.joined()).reason.contains("AWS documentation"))
        #expect(Self.finding(example, checks: ["name"])?.severity == .low)
        #expect(Self.finding(example, checks: ["name"])?.confidence == .low)
    }

    @Test func weakAndRandomAreSaid() {
        #expect(Self.finding(["changeme"])?.message == "jwt_secret falls back to a hardcoded default (weak)")
        #expect(
            Self.finding(["q7Wd93hFzLk2", "0vBnYt4RmXc"])?.message
                == "jwt_secret falls back to a hardcoded default (random)")
    }

    @Test func theCheckPassesNothingElse() {
        #expect(judge(KnownCheck(), "temporary" + "_key", name: "").isPass)
        for value in ["changeme", "temporary_keys", ""] { #expect(judge(KnownCheck(), value, name: "").isRejection) }
    }
}

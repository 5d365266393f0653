import Findings
import Rules
import Testing

@testable import Engine

/// Which of two rules reports a value that a deployment sets: the one for defaults or the one for committed secrets.
@Suite struct SharedDefaultTests {
    private static let pattern = "(?<name>secret)=(?<secret>[^\\n]+)"

    /// The rule that reports the value in a file at `path`, where a rule of each kind finds it.
    private static func reporter(
        of value: String, at path: String, generic confidence: Confidence = .high, tier: RuleTier = .default
    ) -> String? {
        var shared = testRule("a-default", pattern, anchors: ["secret="], tier: tier, checks: ["shared"])
        shared.kind = .default
        let committed = testRule(
            "a-secret", pattern, anchors: ["secret="], tier: .generic, confidence: confidence)
        let found = findings("jwt_secret=" + value, [shared, committed], path: .init(path))
        #expect(found.count == 1)
        return found.first?.rule
    }

    private static let strong = ["q7Wd93hFzLk2", "0vBnYt4RmXc8PsZa1"].joined()

    @Test(arguments: ["changeme", "postgres", "Passw0rd!", "admin123", "1234"])
    func whatAnybodyWouldTryIsADefault(value: String) {
        #expect(Self.reporter(of: value, at: "deploy.conf") == "a-default")
        #expect(Self.reporter(of: value, at: "tests/deploy.conf") == "a-default")
    }

    @Test(arguments: ["t0fs3n", "Uypalzla178!", "xtj001465"])
    func whatSomebodyChoseIsCommitted(value: String) {
        #expect(Self.reporter(of: value, at: "deploy.conf") == "a-secret")
        #expect(Self.reporter(of: value, at: "tests/deploy.conf") == "a-secret")
        #expect(Self.reporter(of: value, at: "deploy.conf", tier: .provider) == "a-secret")
        // A guess is no better than a default.
        #expect(Self.reporter(of: value, at: "deploy.conf", generic: .low) == "a-default")
    }

    @Test func whatATemplateShipsIsADefaultButInTests() {
        #expect(Self.reporter(of: Self.strong, at: "deploy.conf") == "a-default")
        #expect(Self.reporter(of: Self.strong, at: ".env.example") == "a-default")
        #expect(Self.reporter(of: Self.strong, at: ".github/workflows/test.yml") == "a-default")
        for path in ["tests/deploy.conf", "src/spec/a.yml", "a/DeployTest.java", "fixtures/x.properties"] {
            #expect(Self.reporter(of: Self.strong, at: path) == "a-secret", "\(path)")
        }
    }

    /// Nothing is lost where no other rule finds it.
    @Test func aDefaultThatConcedesIsStillReported() {
        var rule = testRule("a-default", Self.pattern, anchors: ["secret="], tier: .default, checks: ["shared"])
        rule.kind = .default
        #expect(findings("jwt_secret=t0fs3n", [rule], path: .init("tests/a.conf")).map(\.rule) == ["a-default"])
    }
}

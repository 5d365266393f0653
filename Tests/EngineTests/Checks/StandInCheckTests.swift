import Findings
import Testing

@testable import Engine

@Suite struct StandInCheckTests {
    /// What the check says of the password in `before` + `password`.
    private func verdict(_ before: String, _ password: String) -> Verdict {
        let text = ascii(before + password + "@host")
        let range = before.utf8.count..<(before + password).utf8.count
        let candidate = Candidate(
            secret: ascii(password), range: range, name: [], nameRange: nil, file: .code, kind: .committed,
            tier: .provider)
        var evidence = Evidence(text.span, origin: 0, secret: range)
        return StandInCheck().judge(candidate, &evidence)
    }

    @Test(arguments: [
        ("amqp://user:", "password"), ("amqp://user:", "pass"), ("x://key:", "secret"), ("x://username:", "password1"),
        ("https://{token}:", "access-token"), ("machine foo login bar password ", "pass"),
        ("x://PROJECT_ID:", "API_TOKEN"), ("x://acme:", "authToken"), ("x://:", "apiSecret"),
    ]) func whatShowsWhereValuesGo(before: String, password: String) {
        #expect(verdict(before, password).isRejection, "\(verdict(before, password).reason)")
    }

    @Test(arguments: [
        ("amqp://admin:", "secret"), ("redis://:", "password"), ("ansible_password=", "mypassword"),
        ("machine acme.test login deploy password ", "pass"),
    ]) func aDoubtWhereSomebodyMayMeanIt(before: String, password: String) {
        #expect(verdict(before, password) == .lower(.low, "a word that stands in for a secret"))
    }

    @Test(arguments: [
        ("amqp://user:", "kV8tzQm21"), ("amqp://admin:", "sunshine"), ("x://u:", "secret1984"), ("x://:", "s3cr3t"),
        ("amqp://user:", "hunter2"), ("x://user:", "1234"),
    ]) func whatIsNoWordForIt(before: String, password: String) {
        #expect(verdict(before, password).isPass, "\(verdict(before, password).reason)")
    }

    @Test(arguments: ["toml:", ".password", "A1B2C3D4E5F6G7H8I9J0", "~ts", "Contrasenya", "Senha", "wrong"])
    func noProgramFallsBackToIt(value: String) {
        #expect(judge(DefaultValueCheck(), value).isRejection)
    }

    @Test(arguments: [
        ("secret", "root-ca5", true), ("caSecret", "my-bundle", true), ("secret", "authsecret", true),
        ("secret", "dev-secret", false), ("jwt_secret", "keyboard-cat", false), ("auth_secret", "letmein", false),
    ]) func aSecretMayBeKeptElsewhere(name: String, value: String, isElsewhere: Bool) {
        #expect(judge(StrictNameCheck(), value, name: name).isRejection == isElsewhere)
    }

    /// Rules of kind `default` come before a doubtful provider's, and that comes before a generic one.
    @Test func aDoubtStandsBehindADefault() {
        let provider = testRule("a-provider", "pass=(?<secret>\\w+)", anchors: ["pass="], checks: ["stand-in"])
        var fallback = testRule("a-default", "pass=(?<secret>\\w+)", anchors: ["pass="], tier: .default)
        fallback.kind = .default
        let rules = [provider, fallback]
        #expect(findings("pass=secret", rules, path: .init("a.py")).map(\.rule) == ["a-default"])
        #expect(findings("pass=kV8tzQm21", rules, path: .init("a.py")).map(\.rule) == ["a-provider"])
    }
}

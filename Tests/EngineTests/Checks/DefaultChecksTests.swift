import Findings
import Testing

@testable import Engine

/// The checks of kind `default`: values, names, echoes and parameters.
@Suite struct DefaultChecksTests {
    static let weak = table(
        """
        changeme secret postgres password admin root CHANGE_ME change-me-in-production dev-secret 1234 123456 minioadmin
        my-super-secret-key django-insecure-key test letmein
        """)

    static let refused = table(
        """
        ab true off 123 1.2.3 <your-secret> your-secret-here YOUR_API_KEY xxxxxxxx ******** ${SECRET} {{secret}} $SECRET
        process.env.SECRET /run/secrets/db ./key.pem https://login.example.com redis://cache:6379 string null
        OTEL_CLIENT_KEY required|min:8
        """)

    @Test(arguments: weak) func weakValuesAreTheWorst(value: String) {
        let verdict = judge(DefaultValueCheck(), value)
        guard case .grade(.high, _) = verdict else {
            Issue.record("\(value): \(verdict)")
            return
        }
    }

    @Test(arguments: refused) func noProgramRunsWithThese(value: String) {
        #expect(judge(DefaultValueCheck(), value).isRejection)
    }

    @Test(arguments: ["Enter your password", "The token is not valid.", "Passwort für Gäste: äöüß"])
    func labelsAreNoValues(value: String) { #expect(judge(DefaultValueCheck(), value).isRejection) }

    @Test func randomValuesAreOneLevelLessBad() {
        var noise = ProofNoise(seed: 41)
        for _ in 0..<200 {
            let value = String(
                decoding: noise.text(40, of: "ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789"), as: UTF8.self)
            #expect(judge(DefaultValueCheck(), value) == .grade(.medium, "random"), "\(value)")
        }
    }

    @Test(arguments: [
        "JWT_SECRET_KEY", "dbPassword", "API_TOKEN", "SECRET_KEY_BASE", "REDIS_PASS", "Jwt:Key", "adminpassword",
    ])
    func strictNamesEndInTheSecret(name: String) { #expect(judge(StrictNameCheck(), "v", name: name).isPass) }

    @Test(arguments: [
        "AUTH_BACKEND", "JWT_AUDIENCE", "TOKEN_KEY", "existingSecret", "SECRET_NAME", "TOKEN_URL", "id-token",
    ])
    func otherNamesAreRefused(name: String) { #expect(judge(StrictNameCheck(), "v", name: name).isRejection) }

    @Test(arguments: [
        ("accessToken", "access_token", true), ("password", "password", true), ("jwt_secret", "secret", false),
        ("password", "password1", false), ("my_client_secret", "client-secret", true),
    ])
    func theNameAgainIsAnEcho(name: String, value: String, isEcho: Bool) {
        #expect(judge(EchoCheck(), value, name: name).isRejection == isEcho)
    }

    @Test(arguments: [
        ("def connect(host, ", true), ("function open(a = f(1), ", true), ("class A(val ", true),
        ("connect(host, ", false),
        ("x = ", false), ("def f(a): g(", false), ("function f({ ", false),
    ])
    func parametersStandInDeclarations(before: String, isParameter: Bool) {
        #expect(judge(ParameterCheck(), "v", name: "password", before: before).isPass == isParameter)
    }

    @Test func aPathOfATestLowersTheSeverity() {
        var rule = testRule(
            "a-default", "(?<name>secret)=(?<secret>[a-z]+)", anchors: ["secret="], tier: .default,
            checks: ["default-value"])
        rule.kind = .default
        for (path, severity) in [
            ("app/a.py", Severity.high), ("app/tests/a.py", .medium), ("docs/a.py", .medium),
            ("src/ATests.java", .medium), ("latest/contest.py", .high),
        ] {
            let found = findings("jwt_secret=changeme", [rule], path: .init(path))
            #expect(found.map(\.severity) == [severity])
            #expect(found.first?.variable.map { String(decoding: $0, as: UTF8.self) } == "jwt_secret")
            #expect(found.first?.message == "jwt_secret falls back to a hardcoded default (weak)")
        }
    }
}

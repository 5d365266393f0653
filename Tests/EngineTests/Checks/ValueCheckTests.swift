import Findings
import Testing

@testable import Engine

@Suite struct ValueCheckTests {
    private func judgement(_ value: String, name: String = "db_password") -> Verdict {
        judge(ValueCheck(), value, name: name)
    }

    private static let never =
        table(
            """
            abc 2024-01-31 10:30:00 2024-01-31T10:30:00Z 1.2.3 v1.2.3-beta 127.0.0.1 0.5 1.2.3.4.5.6.7.8.9.10.11.12 #fff #a1b2c3
            #a1b2c3d4 <input> <b>x [a-z]+ [x] {x} \\d+(abc) ^\\w+$ \\s*x my_token MY_CONSTANT MY_CONSTANT_2 some.thing/else 12px
            utf-8 required Senha: Lösenord .password-input input[name=password] https://acme.test/x svc@acme.test docs/setup.md#tokens
            Acme\\Auth\\Guard old_password accessToken line\\nline %s:%s --verbose
            """) + [
            "", "Please enter your password", "two words", "Password: required!", "not set.", "mot de passe",
            "+49 123 456", "{\"a\": 1}", "[1, 2]", "if (x) { y }", "return x;", "a = b;",
        ]

    /// Whatever it is assigned to.
    @Test(arguments: never) func whatNobodyWouldTakeForASecret(value: String) {
        for name in ["db_password", "api_token"] {
            let verdict = judgement(value, name: name)
            #expect(verdict.isRejection, "\(verdict.reason)")
        }
    }

    /// What a name and a value make together; nil: no finding.
    @Test(
        arguments: [
            ("db_password", "kV8tz-Qm21xLp", .high), ("api_token", "kV8tz-Qm21xLp", .high),
            ("secret", "Zq81mXc04Lrt9bNw", .high),
            ("password", "hunter2!", .high), ("password", "Tr0ub4dor&3", .high), ("token", "sun5h1ne", .medium),
            ("password", "sunshine", .medium), ("userPwd", "sunshine", .medium), ("rootpassword", "sunshine", .medium),
            ("secret", "sunshine", .low), ("token", "sunshine", nil), ("api_key", "sunshine", nil),
            ("password", "48213", .medium), ("token", "48213", nil), ("password", "correct-horse-battery", .low),
            ("password", "secret", nil), ("password", "letmein", .low), ("password", "guest", .low),
            ("password", "a b1c2d3", .low),
            ("api_key", "a b1c2d3", nil), ("auth", "Zq81mXc04Lrt9bNw", .medium),
            ("token", "12345678901234567890", .high),
            ("token", "qWzLpXvTkRbNdMhGqWzL", .high), ("password", "!referee7", .high),
            // What calls itself a password, and words that meet where chance would join them as well.
            ("password", "mynewpassword", .low), ("password", "webdavpassword1", .low),
            ("password", "PassWordMustBeAtLeast6Chars.", .low), ("password", "password-kV8tzQm21xLp", .high),
            ("password", "pa$$word", .low), ("password", "s3cr3t", .low), ("password", "p4ssw0rd1!", .low),
            ("password", "s3cr3tQz", .high), ("token", "CsrfToken", nil), ("auth", "0013_auto_20221214_1224", nil),
            ("auth", "source=my_option", nil),
            ("ACCESS_KEY", "AWSAccessKeyId", nil), ("secret", "old-verifier", nil), ("secret", "encrypted", nil),
            ("setting", "!MAILER_SIGNING_SECRET!", nil), ("token", "->>-", nil),
        ] as [(String, String, Confidence?)])
    func nameAndValueGiveTheConfidence(name: String, value: String, confidence: Confidence?) {
        let given: Confidence? =
            switch judgement(value, name: name) {
            case .pass, .prove, .grade, .concede: .high
            case .lower(let level, _): level
            case .reject: nil
            }
        #expect(given == confidence, "\(judgement(value, name: name).reason)")
    }

    @Test(arguments: [
        ("AUTH_CACHING_SHA2_PASSWORD", "caching_sha2_password", true), ("password", "password", true),
        ("dbPassword", "db_password", true), ("secret_token", "token", true), ("password", "password1", true),
        ("password", "password12", false), ("api_key", "api-key", true), ("token", "secret", false),
    ]) func theNameAgain(name: String, value: String, isEcho: Bool) {
        #expect((judgement(value, name: name) == .reject("the name again")) == isEcho)
    }

    @Test func theNameIsReadToItsLeftEnd() {
        #expect(judge(ValueCheck(), "my-token", name: "token", before: "my_").reason == "the name again")
        #expect(judge(ValueCheck(), "my-token", name: "token", before: "my ").reason != "the name again")
    }

    @Test func lengths() {
        #expect(judgement(String(repeating: "kV8t", count: 256)).isPass)
        #expect(judgement(String(repeating: "kV8t", count: 256) + "b").isRejection)
        #expect(judgement("k1z8").isPass)
        #expect(judgement("k1z").isRejection)
    }
}

@Suite struct KnownFormatCheckTests {
    private func judgement(_ value: String, before: String = "") -> Verdict {
        judge(KnownFormatCheck(), value, before: before)
    }

    private func hex(_ count: Int) -> String { String(String(repeating: "3f9a07c5d1e8b264", count: 10).prefix(count)) }

    @Test(arguments: [
        "ENC[AES256_GCM,data:x]", "$ANSIBLE_VAULT;1.1;AES256", "!vault |", "vault:v1:abcdef", "{cipher}0123",
        "{AES}abc=", "ENC(abc=)", "DEC::x",
        "AQICAHhx", "age-encryption.org/v1", "sha1-x", "sha256-abc=", "sha384-abc=", "sha512-abc=", "sha256:abc",
        "sha512:abc", "h1:abc=", "md5:abc",
        "ssh-rsa AAAA", "ssh-ed25519 AAAA", "ecdsa-sha2-nistp256 AAAA", "age1qqq", "-----BEGIN PUBLIC KEY",
        "-----BEGIN CERTIFICATE",
        "-----BEGIN RSA PUBLIC KEY", "data:image/png;base64,AAAA", "$6$rounds=5000$abc", "$2b$10$abc",
        "123e4567-e89b-12d3-a456-426614174000",
        "123E4567-E89B-72D3-A456-426614174000",
    ]) func formatsThatAreNoSecret(value: String) { #expect(judgement(value).isRejection) }

    @Test(arguments: [
        "kV8tz-Qm21xLp", "123e4567-e89b-12d3-a456-42661417400", "123e4567-e89b-12d3-a456-42661417400g",
        "123e4567ee89b-12d3-a456-426614174000",
        "enc[abc]", "Agent007", "sha", "ssh-key-password", "age2", "database", "-----BEGIN PRIVATE KEY-----", "vaultv1",
        "AQIC",
    ]) func everythingElse(value: String) { #expect(judgement(value).isPass) }

    @Test func aSealedSecretIsLong() {
        #expect(judgement("Ag" + String(repeating: "Bx9/", count: 60)).isRejection)
        #expect(judgement("Ag" + String(repeating: "Bx9/", count: 40)).isPass)
        #expect(judgement("Ag" + String(repeating: "Bx9-", count: 60)).isPass)
    }

    @Test(arguments: [32, 40, 56, 64, 96, 128]) func aDigestIsToldByWhatStandsBeforeIt(count: Int) {
        for before in ["sha256: ", "commit = \"", "md5sum=", "etag: ", "\"integrity\": \"", "rev = \"", "CHECKSUM="] {
            #expect(judgement(hex(count), before: before).isRejection, "\(before)")
            #expect(judgement(hex(count).uppercased(), before: before).isRejection, "\(before)")
        }
        #expect(judgement(hex(count), before: "api_key = \"").isPass)
        #expect(judgement(hex(count), before: "sha256: x\napi_key = \"").isPass)
        #expect(judgement(hex(count - 1), before: "sha256: ").isPass)
    }
}

@Suite struct CountingCheckTests {
    @Test(arguments: [
        ("aaaaaaaa", 1.0, true), ("abcdabcd", 2.0, false), ("abcdabcd", 2.1, true), ("", 0.1, true), ("", 0.0, false),
    ])
    func entropy(value: String, least: Double, isRejected: Bool) {
        #expect(judge(EntropyCheck(least: least), value).isRejection == isRejected)
    }

    @Test func entropyIsNamedInTheReason() {
        #expect(judge(EntropyCheck(least: 3), "abcdabcd") == .reject("entropy 2.0 bits a character, less than 3.0"))
    }

    @Test(arguments: [
        ("abc", 1, false), ("abc", 2, true), ("aB", 2, false), ("aB", 3, true), ("aB3", 3, false), ("---", 1, true),
        ("A-9", 2, false), ("é", 1, true),
    ]) func classes(value: String, least: Int, isRejected: Bool) {
        #expect(judge(ClassesCheck(least: least), value).isRejection == isRejected)
    }

    /// What reading findings in real trees showed to be none.
    @Test(arguments: [
        ("credentials", "same-origin"), ("token", "variable-2"), ("auth", "EXTERNAL@host:143"), ("auth", "PLAIN"),
        ("admin_passwords", "queenbee#passwords"), ("pass", "bandpass"), ("en_pw", "en_001"), ("secret", "pt-BR"),
    ]) func textOfTheTradeIsNoSecret(name: String, value: String) {
        #expect(judge(ValueCheck(), value, name: name).isRejection)
    }

    @Test(arguments: [
        "AKID12345/20240131/eu-west-1/s3/aws4_request", "xxx%2F19700101%2F0%2F127%2Fxxx4_request",
    ]) func theScopeOfASignedRequestIsPublic(value: String) {
        #expect(judge(KnownFormatCheck(), value, name: "credential").isRejection)
    }

    @Test func whatLooksLikeThemIsStillASecret() {
        for (name, value) in [
            ("password", "tiger-2"), ("password", "en_001x"), ("token", "var4-Qz29"), ("secret", "a/20240131"),
        ] {
            #expect(!judge(ValueCheck(), value, name: name).isRejection, "\(value)")
        }
    }
}

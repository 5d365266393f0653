import Bytes
import Testing

@testable import Findings

@Suite struct FingerprintTests {
    private static let token = "tok_9fK2mQ7xT4" + "bW8zR1cV6nJ3hL"

    private func text(_ rule: String, _ path: FilePath?, _ name: String, _ secret: String) -> String {
        Fingerprint(rule: rule, path: path, name: Array(name.utf8), secret: Secret(Array(secret.utf8))).text
    }

    /// Baselines of every version hold these: they were computed by another program (Python's hashlib) from the description
    /// in Fingerprint.swift and never change.
    @Test(
        arguments: [
            ("acme-token", "src/a.py", "", token, "s1-77898d80aabe0f465e4a09f03fc69967"),
            ("acme-token", nil, "", token, "s1-f4456b60fde14348625b1291a3b3db0e"),
            ("acme-token", "src/b.py", "", token, "s1-f2d7d64dcd36d5da44cc752fdddf4c48"),
            ("generic-secret", "app/config.yml", "db_password", "hunter2", "w1-6c40030cb52a0ca287ae8b56b16af2c1"),
            ("generic-secret", "app/config.yml", "db_password", "hunter3", "w1-6c40030cb52a0ca287ae8b56b16af2e2"),
            ("generic-secret", nil, "db_password", "hunter2", "w1-4b0a7b0a55b528823573e4f1490bfcc1"),
            ("generic-secret", "", "", "", "w1-88fd113cc687708e9cd22bbff841e113"),
        ] as [(String, String?, String, String, String)])
    func goldenValues(rule: String, path: String?, name: String, secret: String, expected: String) {
        #expect(text(rule, path.map { FilePath($0) }, name, secret) == expected)
    }

    @Test func aStrongSecretsFingerprintDependsOnRulePathAndValueOnly() {
        let base = text("r", "p", "n", Self.token)
        #expect(base != text("r2", "p", "n", Self.token))
        #expect(base != text("r", "p2", "n", Self.token))
        #expect(base != text("r", "p", "n", Self.token + "x"))
        #expect(base == text("r", "p", "renamed", Self.token))
    }

    @Test func aWeakSecretsFingerprintDependsOnTheNameToo() {
        let base = text("r", "p", "n", "hunter2")
        for other in [
            text("r2", "p", "n", "hunter2"), text("r", "p2", "n", "hunter2"), text("r", "p", "n2", "hunter2"),
        ] {
            #expect(base.dropLast(2) != other.dropLast(2))
        }
        // A moved file keeps its tag.
        #expect(base.suffix(2) == text("r", "p2", "n", "hunter2").suffix(2))
    }

    /// Fields are kept apart: no two lists of fields run together.
    @Test func fieldsDoNotRunTogether() {
        #expect(text("ab", "c", "", Self.token) != text("a", "bc", "", Self.token))
        #expect(text("r", "", "", Self.token) != text("r", nil, "", Self.token))
        #expect(SHA256Digest.of(fields: [[1], [2]]) != SHA256Digest.of(fields: [[1, 2]]))
    }

    /// Who has the fingerprint, the rule, the path and the name, and tries a list of passwords, is left with many that fit.
    @Test func aWeakSecretCannotBeToldFromManyOthers() {
        let words = [
            "summer", "winter", "dragon", "monkey", "letmein", "admin", "secret", "welcome", "master", "shadow",
        ]
        let passwords = (0..<10_000).map { "\(words[$0 % 10])\($0 / 10)" }
        let secret = "hunter2"
        let target = text("generic-secret", "a.py", "password", secret)
        #expect(passwords.count { text("generic-secret", "a.py", "password", $0) == target } >= 20)
        // The rest of the text is the same for all of them: only 8 bits depend on the value.
        #expect(
            Set(passwords.prefix(500).map { text("generic-secret", "a.py", "password", $0).dropLast(2) }).count == 1)
    }

    @Test func textsHaveOneShape() {
        for text in [text("r", "p", "n", "weak"), text("r", "p", "n", Self.token)] {
            #expect(text.count == 35)
            #expect(text.dropFirst(3).allSatisfy { $0.isHexDigit && !$0.isUppercase })
            #expect("\(Fingerprint(text: text))" == text)
        }
        #expect(Fingerprint(text: "a") < Fingerprint(text: "b"))
    }

    /// FIPS 180-4's own example.
    @Test func sha256() {
        let digest = SHA256Digest.of(Array("abc".utf8)).hexadecimal
        #expect(digest == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    }
}

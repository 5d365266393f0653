import RequiredSecrets
import Testing

/// Which values are refused, where, and why.
@Suite struct FaultTests {
    @Test func aSoundValueHasNoFault() {
        for secret in AppSecret.allCases {
            let environment = SecretEnvironment(Sound.all)
            #expect(secret.requirement.faults(in: environment, deployment: .production) == [])
            #expect(secret.requirement.faults(in: environment, deployment: .development) == [])
        }
    }

    @Test func anAbsentValueIsAFaultInProductionOnly() {
        #expect(reasons(nil) == [.missing])
        #expect(reasons(nil, .development) == [])
        for blank in ["", " ", "\n", "\t \r\n", "\"\"", "''", " \"\" ", "\" \""] {
            #expect(reasons(blank) == [.empty], "\(blank.debugDescription)")
            #expect(reasons(blank, .development) == [])
        }
    }

    @Test(arguments: [
        "<your-secret-here>", "CHANGE_ME_TO_SOMETHING_RANDOM", "xxxxxxxxxxxxxxxx", "${JWT_SECRET_FROM_VAULT}",
    ])
    func aPlaceholderIsAFaultEverywhere(value: String) {
        #expect(reasons(value) == [.placeholder])
        #expect(reasons(value, .development) == [.placeholder])
    }

    @Test func aPublishedDefaultIsAFaultEverywhere() {
        let value = ["thisISa", "SECRET", "_1234"].joined()
        let reason = SecretFault.Reason.knownDefault(product: "Apache Superset", cve: "CVE-2023-27524")
        #expect(reasons(value) == [reason])
        #expect(reasons(value, .development) == [reason])
        #expect(reasons("  '\(value)'\n") == [reason], "quotes and white space hide nothing")
        #expect(reasons("django-" + "insecure-k3y&w(9)q2m4x7").count == 1)
    }

    @Test func wellKnownPasswordsAreAFaultEverywhereAndEmulatorsKeysAndWeakWordsInProductionOnly() {
        for value in ["gue" + "st", "post" + "gres", "change" + "it", "AKIA" + "IOSFODNN7" + "EXAMPLE"] {
            let found = reasons(value, minimum: .bytes(1))
            #expect(found.count == 1)
            if case .knownDefault = found.first {} else { Issue.record("\(found)") }
        }
        #expect(reasons("gue" + "st", minimum: .bytes(1), .development).count == 1)
        #expect(reasons("AKIA" + "IOSFODNN7" + "EXAMPLE", minimum: .bytes(1), .development) == [])
        #expect(reasons("dev-" + "secret", minimum: .bytes(1)) == [.weak])
        #expect(reasons("dev-" + "secret", minimum: .bytes(1), .development) == [])
    }

    @Test func theMinimumCountsInProductionOnly() {
        #expect(reasons(Sound.databasePassword, minimum: .bytes(13)) == [.tooShort(minimum: 13)])
        #expect(reasons(Sound.databasePassword, minimum: .bytes(12)) == [])
        #expect(reasons("  \(Sound.databasePassword)\n", minimum: .bytes(13)) == [.tooShort(minimum: 13)])
        #expect(reasons(Sound.databasePassword, minimum: .bytes(13), .development) == [])
        #expect(reasons(Sound.databasePassword, minimum: .bits(128)) == [.tooPredictable(minimumBits: 128)])
        #expect(reasons(Sound.authSecret, minimum: .bits(128)) == [])
        #expect(
            reasons("k3k3k3k3k3k3k3k3k3k3k3k3k3k3k3k3", minimum: .bits(64)).contains(.tooPredictable(minimumBits: 64)))
    }

    @Test func bytesThatAreNoTextAreAFaultEverywhere() {
        let value = Array(Sound.jwtKey.utf8) + [0xFF, 0xFE]
        #expect(reasons(value) == [.notUTF8])
        #expect(reasons(value, .development) == [.notUTF8])
        #expect(reasons([0xC3]) == [.notUTF8, .weak, .tooShort(minimum: 16)])
    }

    @Test func oneValueCanHaveSeveralFaults() {
        #expect(reasons("sec" + "ret") == [.weak, .tooShort(minimum: 16)])
        #expect(reasons("TODO") == [.placeholder, .tooShort(minimum: 16)])
    }

    // MARK: Properties

    /// No random value is ever refused, for bits that it has.
    @Test(arguments: [
        ("0123456789abcdef", 32, 128), ("0123456789abcdef", 64, 256), ("0123456789ABCDEF", 32, 128),
        ("abcdefghijklmnopqrstuvwxyz", 28, 128),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 22, 128),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 43, 256),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 86, 512),
    ])
    func randomValuesAreAccepted(alphabet: String, count: Int, bits: Int) {
        var noise = Noise(seed: UInt64(count))
        var refused = 0
        for _ in 0..<3_000 {
            let value = noise.text(of: alphabet, count: count)
            // Short values may happen to lack a class of characters, which lowers the estimate a little.
            if !reasons(value, minimum: .bits(bits * 9 / 10)).isEmpty { refused += 1 }
        }
        #expect(refused == 0)
    }

    /// The estimate never exceeds eight bits a byte, and repetition adds nothing.
    @Test func repetitionAddsNothing() {
        var noise = Noise(seed: 3)
        for _ in 0..<500 {
            let count = Int.random(in: 4...24, using: &noise)
            let piece = noise.text(of: "abcdefghijklmnopqrstuvwxyz0123456789", count: count)
            let bits = estimatedBits(piece)
            #expect(bits >= 0 && bits <= Double(count) * 8)
            #expect(estimatedBits(piece + piece) <= bits + 0.001)
            #expect(estimatedBits(piece + piece + piece) <= bits + 0.001)
        }
        #expect(estimatedBits("") == 0)
        #expect(estimatedBits("aaaaaaaaaaaaaaaa") < 6)
        #expect(estimatedBits("abcdefghijklmnopqrstuvwxyz") < 40)
    }

    /// Whatever the bytes, a judgement comes, and production is never laxer than development.
    @Test func productionIsNeverLaxer() {
        var noise = Noise(seed: 8)
        for _ in 0..<5_000 {
            let value = (0..<Int.random(in: 0...30, using: &noise)).map { _ in UInt8.random(in: 1...255, using: &noise)
            }
            let lax = Set(reasons(value, .development))
            #expect(lax.isSubset(of: reasons(value)))
        }
    }

    private func estimatedBits(_ text: String) -> Double {
        enum One: RequiredSecret {
            case only
            var requirement: SecretRequirement { SecretRequirement("A", purpose: "tests") }
        }
        let secrets = try? One.validate(for: .development, in: SecretEnvironment(["A": text]))
        return secrets?[.only].estimatedBits ?? -1
    }
}

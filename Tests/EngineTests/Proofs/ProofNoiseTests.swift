import Testing

@testable import Engine

@Suite struct ProofNoiseTests {
    private static let all: [any TokenProof] =
        TokenProofs.checksumNames.compactMap(TokenProofs.checksum)
        + TokenProofs.structureNames.compactMap(TokenProofs.structure)

    @Test func theRegisterHoldsWhatTheRulesMayName() {
        #expect(
            TokenProofs.checksumNames == [
                "github", "npm", "gitlab-routable", "grafana-service", "atlassian", "bitbucket-app", "confluent",
                "zuplo",
                "age", "nkey", "wif", "xprv",
            ])
        #expect(
            TokenProofs.structureNames == [
                "jwt", "jwt-cut", "pem", "aws-key-id", "azure-cask", "grafana-cloud", "grafana-legacy", "sentry-org",
                "onepassword",
                "pypi", "discord", "jfrog", "bitbucket-dc", "pgp", "basic-auth",
            ])
        #expect(Self.all.count == 27)
        #expect(TokenProofs.checksum(named: "jwt") == nil)
        #expect(TokenProofs.structure(named: "github") == nil)
    }

    /// Random bytes, and random text behind every prefix a proof looks for: nothing traps, and nothing is proven.
    @Test func noiseIsNeverProven() {
        var noise = ProofNoise(seed: 1)
        let prefixes = [
            "", "ghp_", "ghs_", "npm_", "glpat-", "glsa_", "ATATT3", "ATBB", "cflt", "zpka_", "AGE-SECRET-KEY-1", "SU",
            "5K",
            "xprv", "eyJ", "AKIA", "glc_", "eyJrIjoi", "sntrys_eyJ", "ops_eyJ", "pypi-AgEIcHlwaS5vcmc", "AKCp",
            "cmVmdGtuO",
            "BBDC-", "-----BEGIN RSA PRIVATE KEY-----\n", "-----BEGIN OPENSSH PRIVATE KEY-----\\n",
            "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\n", "b3BlbnNzaC1rZXktdjEA", "MIIEpAIBAAKCAQEA",
        ]
        let alphabet = base62Digits + "+/=_-.\\n\":\n "
        for round in 0..<1000 {
            let prefix = ascii(prefixes[round % prefixes.count])
            let texts = [
                noise.bytes(round % 300), prefix + noise.text(round % 200), prefix + noise.text(36),
                prefix + noise.text(round % 90, of: alphabet) + noise.bytes(round % 3),
                prefix + noise.bytes(round % 80),
            ]
            for proof in Self.all {
                for text in texts {
                    let result = proof.judge(text)
                    #expect(result.verdict != .proven, "\(type(of: proof)): \(text)")
                }
            }
        }
    }

    /// Every proof meets every published token, cut and damaged.
    @Test func damagedTokensNeverTrap() {
        var noise = ProofNoise(seed: 2)
        for published in PublishedToken.all {
            for round in 0..<200 {
                var token = published.token
                token[Int.random(in: token.indices, using: &noise)] = UInt8.random(in: 0...255, using: &noise)
                let cut = Array(token.prefix(round))
                for proof in Self.all { _ = (proof.judge(token), proof.judge(cut)) }
            }
        }
    }

    /// A reason is shown where the token is not.
    @Test func reasonsHoldNothingOfTheToken() {
        for published in PublishedToken.all {
            let text = String(decoding: published.token, as: UTF8.self)
            let pieces = (0...(text.count - 5)).map { String(text.dropFirst($0).prefix(5)) }
            for proof in Self.all {
                let reason = proof.judge(published.token).reason
                #expect(!reason.isEmpty && pieces.allSatisfy { !reason.contains($0) }, "\(reason)")
            }
        }
    }

    /// Inputs are short in practice; a long one must not cost more than its length.
    @Test func longInputsTakeLinearTime() {
        for text in [
            "1", "=", "\\", "\n", "-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "{\"a\":", "A:", ".", "+\n", "%3",
        ] {
            let long = ascii(String(repeating: text, count: 100_000 / text.utf8.count))
            for proof in Self.all { _ = proof.judge(long) }
        }
    }
}

import Bytes
import Testing

@testable import Engine

@Suite struct JWTProofTests {
    private func token(_ header: String, _ payload: String, signature: Int) -> [UInt8] {
        var noise = ProofNoise(seed: UInt64(signature))
        let parts = [
            encoded64(header, url: true), encoded64(payload, url: true), encoded64(noise.bytes(signature), url: true),
        ]
        return Array(parts.joined(separator: ascii(".")))
    }

    /// RFC 7515, appendix A.1; it expired in 2011.
    @Test func rfc7515() {
        let token = assembled(
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.", "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQo",
            "gImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        #expect(verdict(structure: "jwt", token) == .proven)
        #expect(verdict(structure: "jwt", token.dropLast(4)) == .refuted)
        // The bits left over in the last character are not the signature's.
        #expect(verdict(structure: "jwt", token.dropLast() + ascii("l")) == .proven)
    }

    @Test(arguments: [
        ("HS256", 32), ("HS384", 48), ("HS512", 64), ("RS256", 256), ("RS512", 512), ("PS384", 384), ("ES256", 64),
        ("ES384", 96), ("ES512", 132), ("EdDSA", 64), ("ES256K", 64),
    ])
    func theSignatureHasItsAlgorithmsLength(algorithm: String, length: Int) {
        let header = "{\"alg\":\"\(algorithm)\",\"typ\":\"JWT\"}"
        #expect(verdict(structure: "jwt", token(header, "{\"sub\":\"1\"}", signature: length)) == .proven)
        #expect(verdict(structure: "jwt", token(header, "{\"sub\":\"1\"}", signature: length - 1)) == .refuted)
        #expect(verdict(structure: "jwt", token(header, "{\"sub\":\"1\"}", signature: 0)) == .refuted)
        #expect(verdict(structure: "jwt", token(header, "{\"sub\":\"1\"", signature: length)) == .refuted)
        #expect(verdict(structure: "jwt", token(header, "[]", signature: length)) == .refuted)
    }

    @Test func otherHeaders() {
        #expect(verdict(structure: "jwt", token("{\"alg\":\"none\"}", "{}", signature: 0)) == .consistent)
        #expect(verdict(structure: "jwt", token("{\"alg\":\"none\"}", "{}", signature: 32)) == .refuted)
        #expect(verdict(structure: "jwt", token("{\"alg\":\"ML-DSA-44\"}", "{}", signature: 2420)) == .consistent)
        #expect(verdict(structure: "jwt", token("{\"typ\":\"JWT\"}", "{}", signature: 32)) == .refuted)
        #expect(verdict(structure: "jwt", token("{\"alg\":1}", "{}", signature: 32)) == .refuted)
        #expect(
            verdict(structure: "jwt", token("{\"alg\":\"HS256\",\"cty\":\"x\"}", "x", signature: 32)) == .consistent)
        #expect(verdict(structure: "jwt", ascii("eyJhbGciOiJIUzI1NiJ9")) == .refuted)
        #expect(verdict(structure: "jwt", ascii("..")) == .refuted)
    }

    @Test func theBeginningOfATokenIsEnoughToDoubt() {
        let whole = token(
            "{\"alg\":\"HS256\"}", "{\"sub\":\"svc-export\",\"scope\":\"read write admin\"}", signature: 32)
        for rest in [1, 20, 43, 44, 60] {
            #expect(verdict(structure: "jwt-cut", whole.dropLast(rest)) == .consistent, "\(rest)")
        }
        #expect(verdict(structure: "jwt-cut", Array(whole)) == .refuted)
        #expect(verdict(structure: "jwt-cut", token("{\"typ\":\"JWT\"}", "{\"sub\":1}", signature: 0)) == .refuted)
        #expect(verdict(structure: "jwt-cut", token("{\"alg\":\"HS256\"}", "no claims", signature: 0)) == .refuted)
        #expect(verdict(structure: "jwt-cut", ascii("eyJhbGciOiJIUzI1NiJ9")) == .refuted)
        #expect(verdict(structure: "jwt-cut", ascii("")) == .refuted)
    }

    @Test func encrypted() {
        var noise = ProofNoise(seed: 1)
        let header = encoded64("{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\"}", url: true)
        let parts = [header] + [256, 12, 80, 16].map { encoded64(noise.bytes($0), url: true) }
        #expect(verdict(structure: "jwt", Array(parts.joined(separator: ascii(".")))) == .proven)
        #expect(verdict(structure: "jwt", Array(parts.dropLast().joined(separator: ascii(".")))) == .refuted)
    }
}

@Suite struct CloudProofTests {
    @Test(arguments: [
        ("AKIA", "YVP4CIPPERUVIFXG", "595918472158"), ("ASIA", "Y34FZKBOKMUTVV7A", "609629065308"),
        ("AKIA", "QYLPMN5HHHFPZAM2", "052310077262"),
    ])
    func awsAccount(kind: String, body: String, account: String) throws {
        let result = AWSKeyIDStructure().judge(assembled(kind, body))
        #expect(result.verdict == .consistent)
        #expect(result.reason.contains(account))
        #expect(result.reason.contains("canaries") == ["595918472158", "052310077262"].contains(account))
    }

    @Test func awsOthers() {
        #expect(verdict(structure: "aws-key-id", assembled("AKIA", "IOSFODNN7EXAMPLE")) == .refuted)
        #expect(verdict(structure: "aws-key-id", assembled("AKIA", "I44QH8DHBEXAMPLE")) == .refuted)
        #expect(verdict(structure: "aws-key-id", assembled("ASIA", "IOSFODNN7EXAMPLE")) == .refuted)
        #expect(AWSKeyIDStructure().judge(assembled("AKIA", "IABCDEFGHIJKLMNO")).reason.contains("does not tell"))
        #expect(verdict(structure: "aws-key-id", assembled("AKIA", "Y34FZKBOKMUTVV71")) == .refuted)
        #expect(verdict(structure: "aws-key-id", assembled("AKIA", "Y34FZKBOKMUTVV7")) == .refuted)
        #expect(verdict(structure: "aws-key-id", assembled("AIDA", "Y34FZKBOKMUTVV7A")) == .refuted)
    }

    /// microsoft/security-utilities, MarvinShared.cs.
    @Test(
        arguments: [
            (0x004f_b61a_001b_dbcc, [], 0x30ed_35c1_00cd_3c7d), (0x004f_b61a_001b_dbcc, [0xAF], 0x48e7_3fc7_7d75_ddc1),
            (0x004f_b61a_001b_dbcc, [0xE7, 0x0F], 0xb5f6_e1fc_485d_bff8),
            (0x004f_b61a_001b_dbcc, [0x37, 0xF4, 0x95], 0xf0b0_7c78_9b8c_f7e8),
            (0x004f_b61a_001b_dbcc, [0x86, 0x42, 0xDC, 0x59], 0x7008_f2e8_7e9c_f556),
            (0x804f_b61a_001b_dbcc, [0xAB, 0x42, 0x7E, 0xA8, 0xD1, 0x0F, 0xC7], 0xe203_987d_ba25_2fb3),
        ] as [(UInt64, [UInt8], UInt64)])
    func marvin(seed: UInt64, text: [UInt8], hash: UInt64) {
        let folded = UInt32(truncatingIfNeeded: hash >> 32 ^ hash)
        #expect(Marvin32.of(text[...], seed: seed) == folded)
    }

    /// The one example in Microsoft's tests whose checksum is of today's scheme, and one of those of an older one.
    @Test func azureKeysOfMicrosoftsTests() {
        let random = String(repeating: "A", count: 52)
        let today = assembled(random, "JQQJ9", "9AGAAAAAAAAAAAAAAAAABCDTZJ9JA==")
        #expect(verdict(structure: "azure-cask", today) == .proven)
        #expect(verdict(structure: "azure-cask", Array(today.prefix(84))) == .proven)
        #expect(
            verdict(structure: "azure-cask", assembled(random, "JQQJ9", "9AEAAAAAAAAAAAAAAAAAZFU5sgS2g=="))
                == .consistent)
        #expect(AzureCASKStructure().judge(today).reason.contains("2024"))
    }

    @Test func azureKeysOfAnotherShape() {
        let random = String(repeating: "A", count: 52)
        for tail in [
            "JQQJ99AMAAAAAAAAAAAAAAAAABCDTZJ9JA==", "JQQJ999GAAAAAAAAAAAAAAAAABCDTZJ9JA==",
            "JQQJ99AGAAAAAAAAAAAAAAAA1BCDTZJ9",
            "JQQJ9xAGAAAAAAAAAAAAAAAAABCDTZJ9", "JQQJ99AGAAAAAAAAAAAAAAAAABCDTZJ", "JQQJ99AGAAAAAAAAAAAAAAAAABC+TZJ9",
        ] {
            #expect(verdict(structure: "azure-cask", assembled(random, tail)) == .refuted)
        }
    }
}

@Suite struct JSONTokenProofTests {
    @Test func grafanaCloud() {
        let json = "{\"o\":\"204630\",\"n\":\"test-token\",\"k\":\"vIgn2vXw915W9kM9ll4w2dq2\",\"m\":{\"r\":\"prod-0\"}}"
        let token = ascii("glc_") + encoded64(json)
        #expect(verdict(structure: "grafana-cloud", token) == .proven)
        #expect(verdict(structure: "grafana-cloud", Array(token.prefix(80))) == .refuted)
        #expect(
            verdict(structure: "grafana-cloud", ascii("glc_") + encoded64("{\"k\":\"x\",\"n\":\"y\"}")) == .consistent)
        #expect(verdict(structure: "grafana-cloud", ascii("glc_") + encoded64("{\"k\":1,\"n\":\"y\"}")) == .refuted)
        #expect(verdict(structure: "grafana-cloud", encoded64(json)) == .refuted)
    }

    @Test func grafanaLegacy() {
        let json = "{\"k\":\"Jzz7CvXbpdRha0t9ZNEnnhaZjl3Xz9Z4\",\"n\":\"backups\",\"id\":1}"
        #expect(verdict(structure: "grafana-legacy", encoded64(json)) == .proven)
        #expect(verdict(structure: "grafana-legacy", encoded64(json + "\n").filter { $0 != 0x3D }) == .proven)
        #expect(verdict(structure: "grafana-legacy", encoded64("{\"k\":\"x\",\"n\":\"y\"}")) == .refuted)
        #expect(verdict(structure: "grafana-legacy", encoded64(json).dropLast(5)) == .refuted)
    }

    @Test func sentry() {
        var noise = ProofNoise(seed: 1)
        let json =
            "{\"iat\":1741264356.0,\"url\":\"https://sentry.io\",\"region_url\":\"https://us.sentry.io\",\"org\":\"x\"}"
        let secret = encoded64(noise.bytes(32)).filter { $0 != 0x3D }
        #expect(verdict(structure: "sentry-org", ascii("sntrys_") + encoded64(json) + ascii("_") + secret) == .proven)
        #expect(
            verdict(structure: "sentry-org", ascii("sntrys_") + encoded64(json) + ascii("_") + secret.dropLast())
                == .consistent)
        #expect(verdict(structure: "sentry-org", ascii("sntrys_") + encoded64("{}") + ascii("_") + secret) == .refuted)
        #expect(verdict(structure: "sentry-org", ascii("sntrys_") + encoded64(json)) == .refuted)
        #expect(verdict(structure: "sentry-org", ascii("sntryu_") + noise.text(64)) == .refuted)
    }

    @Test func onePassword() {
        let json =
            "{\"signInAddress\":\"example.1password.com\",\"userAuth\":{\"method\":\"SRPg-4096\"},\"email\":\"a@b.c\","
            + "\"srpX\":\"00ff\",\"muk\":{\"alg\":\"A256GCM\",\"k\":\"AA\"},\"secretKey\":\"A3\",\"deviceUuid\":\"x\"}"
        #expect(verdict(structure: "onepassword", ascii("ops_") + encoded64(json, url: true)) == .proven)
        #expect(verdict(structure: "onepassword", ascii("ops_") + encoded64(json)) == .proven)
        #expect(verdict(structure: "onepassword", ascii("ops_") + encoded64("{\"muk\":{}}")) == .consistent)
        #expect(verdict(structure: "onepassword", ascii("ops_") + encoded64("{\"email\":\"\"}")) == .refuted)
        #expect(verdict(structure: "onepassword", ascii("ops_") + encoded64(json).dropLast(40)) == .refuted)
    }
}

@Suite struct OtherStructureProofTests {
    private func macaroon(host: String, caveats: [String], signature: [UInt8]) -> [UInt8] {
        let field = { (type: UInt8, content: [UInt8]) in
            let count = content.count
            return [type] + (count < 128 ? [UInt8(count)] : [UInt8(count & 127) | 128, UInt8(count >> 7)]) + content
        }
        return [2] + field(1, ascii(host)) + field(2, ascii("a1021f4a-1ad3-478a-b9cf-d08fb8891b9a")) + [0]
            + caveats.flatMap { field(2, ascii($0)) + [0] } + [0] + field(6, signature)
    }

    @Test func pypi() {
        var noise = ProofNoise(seed: 1)
        let projects = String(repeating: "\"a-project\", ", count: 20)
        for caveats in [
            [], ["[3, \"x\"]"], ["{\"permissions\": {\"projects\": [\(projects)]}, \"version\": 1}", "[0, 1, 2]"],
        ] {
            let whole = macaroon(host: "pypi.org", caveats: caveats, signature: noise.bytes(32))
            #expect(verdict(structure: "pypi", ascii("pypi-") + encoded64(whole, url: true)) == .proven)
            for cut in 1..<20 {
                let token = ascii("pypi-") + encoded64(whole, url: true)
                #expect(verdict(structure: "pypi", token.dropLast(cut)) == .consistent)
            }
            #expect(verdict(structure: "pypi", ascii("pypi-") + encoded64(whole + [1], url: true)) == .consistent)
        }
        let odd = macaroon(host: "not a host", caveats: [], signature: noise.bytes(32))
        #expect(verdict(structure: "pypi", ascii("pypi-") + encoded64(odd, url: true)) == .refuted)
        #expect(verdict(structure: "pypi", ascii("pypi-AgEIcHlwaS5vcmc")) == .refuted)
        #expect(verdict(structure: "pypi", ascii("pypi-") + noise.text(120)) == .refuted)
    }

    @Test func discord() {
        var noise = ProofNoise(seed: 1)
        let id = encoded64("175928847299117063", url: true)
        let time = ascii(".") + encoded64(noise.bytes(4), url: true) + ascii(".")
        for length in [20, 28] {
            #expect(verdict(structure: "discord", id + time + encoded64(noise.bytes(length), url: true)) == .proven)
        }
        #expect(verdict(structure: "discord", id + time + encoded64(noise.bytes(21), url: true)) == .consistent)
        #expect(verdict(structure: "discord", encoded64("4242", url: true) + time + noise.text(27)) == .consistent)
        #expect(
            verdict(structure: "discord", encoded64("9".repeated(19), url: true) + time + noise.text(27)) == .consistent
        )
        #expect(
            verdict(structure: "discord", encoded64("9".repeated(30), url: true) + time + noise.text(27)) == .refuted)
        #expect(verdict(structure: "discord", noise.text(24) + time + noise.text(27)) == .refuted)
        #expect(verdict(structure: "discord", ascii("mfa.") + noise.text(84)) == .consistent)
    }

    @Test func jfrog() {
        let reference = encoded64("reftkn:01:0123456789:AbcdefGhijklmnoPqrstuvwxyz0")
        #expect(verdict(structure: "jfrog", reference) == .proven)
        #expect(verdict(structure: "jfrog", encoded64("reftkn:These are not the tokens you look for")) == .refuted)
        let key = assembled("AK", "Cp8igrDNFerC357m4422e4tmu7xB983QLPxJhK", "FcSMfoux2RFvp8rc4jC8t9ncdmYCMFD8W")
        #expect(verdict(structure: "jfrog", key) == .consistent)
        #expect(verdict(structure: "jfrog", key.dropLast(2)) == .refuted)
        #expect(verdict(structure: "jfrog", key.dropLast() + ascii("0")) == .refuted)
    }

    @Test func bitbucketDataCenter() {
        let published = assembled("BBDC", "-MzQ2Njc4NjkyMDgwOsEidtxMt9WD", "ExIOYPEWBFXH093l")
        #expect(verdict(structure: "bitbucket-dc", published) == .proven)
        #expect(verdict(structure: "bitbucket-dc", Array(published.dropFirst(5))) == .proven)
        let damaged = assembled("BBDC", "-MzQ2Nbc4NjkyMDgwOsEidtxMt9Ws", "EidtxMt9BFXH093l")
        #expect(verdict(structure: "bitbucket-dc", damaged) == .refuted)
        #expect(verdict(structure: "bitbucket-dc", encoded64(ascii("123456:") + [0x80, 1, 2])) == .consistent)
        #expect(verdict(structure: "bitbucket-dc", encoded64("12345678:only text, no noise")) == .refuted)
        #expect(verdict(structure: "bitbucket-dc", encoded64(ascii("12:") + [0x80, 1, 2])) == .refuted)
    }

    @Test func basicAuth() {
        #expect(verdict(structure: "basic-auth", encoded64("Aladdin:open sesame")) == .consistent)
        #expect(verdict(structure: "basic-auth", encoded64("é:ü")) == .consistent)
        for refused in ["Aladdin", ":x", "x:", "a:b\n", ""] {
            #expect(verdict(structure: "basic-auth", encoded64(refused)) == .refuted)
        }
        #expect(verdict(structure: "basic-auth", encoded64([0x61, 0x3A, 0xFF])) == .refuted)
        #expect(verdict(structure: "basic-auth", ascii("no base 64")) == .refuted)
    }
}

extension String {
    fileprivate func repeated(_ count: Int) -> String { String(repeating: self, count: count) }
}

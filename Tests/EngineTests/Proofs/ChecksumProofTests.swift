import Bytes
import Testing

@testable import Engine

/// One published token whose checksum holds, and where it was published.
struct PublishedToken: Sendable, CustomTestStringConvertible {
    let proof: String
    let source: String
    let token: [UInt8]

    var testDescription: String { "\(proof), \(source)" }

    init(_ proof: String, _ source: String, _ token: [UInt8]) {
        self.proof = proof
        self.source = source
        self.token = token
    }

    static let all: [PublishedToken] = [
        .init("github", "coolaj86's gist", assembled("gh", "p_zQWBuTSOoRi4A9spHcVY5", "ncnsDkxkJ0mLq17")),
        .init("github", "CredSweeper", assembled("gh", "p_Jwtbv3P1xSOcnNzB8vrMW", "hdbT0q7QP3yGq0R")),
        .init("github", "titus", assembled("gh", "p_ZJDeVREhkptGF7Wvep0Nw", "JWlPEQP7a0t2nxL")),
        .init("npm", "CredSweeper", assembled("np", "m_Alm0StFaK3t0kEN8uTval", "1DcRC32dc1Bscp5")),
        .init("grafana-service", "CredSweeper", assembled("gl", "sa_ThisI5NtTheTok3nYou", "8reLo0k1ngF0r_0a2a3df7")),
        .init("grafana-service", "titus", assembled("gl", "sa_HOruNAb7SOiCdshU9al", "gkrq7FDsNSLAa_54e2f8be")),
        .init(
            "atlassian", "CredSweeper",
            assembled(
                "AT", "CTT3xFfGN0zXtbKHz2POF86xa-2aBiYC4o_T3-myk01bmFVluUIFtGm_VFQwLizp4o1FKw-AMZhtdA0NzizshnA8W",
                "zRdfgv6GeTyowCD101oqKbJ4nx9DFsar5YyUNkwO9maR9-00tQvfciyfOHtPKG6K1d76Ki3iFo7roGeyJu4j1jM3GwQ4=",
                "EDDE81AD")),
        .init(
            "atlassian", "CredSweeper, with a checksum that starts with zeros",
            assembled(
                "AT", "ATT3xFfGF0vNZ7oy6ON4KrWEzKEu96n-r2bCLOOcdOADizvJqPd89yKyP853uTZSflBi1Lk1zD460BqyMTa08VUEy8-oO",
                "zr1esg3j_mZKZwAELnRkCDTJZXhHsv5jaWHyAj4LRL-6h8LI-5MrYs4l7xXSaY8odQxDKJB4hDvdkmuh61xea2jE=",
                "00203E68")),
        .init("bitbucket-app", "CredSweeper", assembled("AT", "BBcCe6fczW96Vzwgvb4r8F", "2gZS54D591C4")),
        .init(
            "confluent", "titus",
            assembled("cf", "ltqPLd2lLPAtWtHGNhN32WlZxoEj30pc", "g8mzaPlPJ937JlMa7n9YCRLooqgifw")),
        .init("zuplo", "titus", assembled("zp", "ka_3e6c4f7d39954ca29353b", "7ab88589b64_de26cd55")),
        .init("zuplo", "titus", assembled("zp", "ka_b3f94d8d3d4d4a6ea5c5b", "20d0a5bb407_18eb262b")),
        .init(
            "age", "CredSweeper",
            assembled("AGE-SEC", "RET-KEY-1KZYHJJGJ5DEC3RXGPEUA97WG99", "HU4Z3Z9ZK69GHAFZWJ08SFVF0QZ3WFSS")),
        .init(
            "age", "age's test kit",
            assembled("AGE-SEC", "RET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZ", "GFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX")),
        .init("nkey", "nkeys README", assembled("SU", "AKYRHVIOREXV7EUZTBHUHL7NUMHP", "MAS7QMDU3GTIUWEI5LDNOXD43IZY")),
        .init("nkey", "nkeys tests", assembled("SU", "AOTBNEUHZDFJT3EUMELT7MQTP24J", "F3XVCXQNDSCU74G5IU6VAJBKH5LI")),
        .init("wif", "Bitcoin wiki", assembled("5H", "ueCGU8rMjxEXxiPuD5BDku4MkF", "qeZyd4dZ1jvhTVqvbTLvyTJ")),
        .init(
            "wif", "Bitcoin wiki, compressed", assembled("Kw", "dMAjGmerYanjeui5SHS7JkmpZv", "VipYvB2LJGU1ZxJwYvP98617")
        ),
        .init(
            "wif", "Bitcoin wiki, test network",
            assembled("92", "Pg46rUhgTT7romnV7iGW6W1gbG", "deezqdbJCzShkCsYNzyyNcc")),
        .init(
            "xprv", "BIP 32, test vector 1",
            assembled(
                "xp", "rv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq",
                "3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBe",
                "Jgk33yuGBxrMPHi")),
    ]
}

@Suite struct ChecksumProofTests {
    @Test(arguments: PublishedToken.all)
    func publishedTokensAreProven(published: PublishedToken) {
        #expect(verdict(checksum: published.proof, published.token) == .proven)
    }

    /// The kind of a GitHub token is not covered by its checksum; an Atlassian token without its `=` has none to fail.
    @Test(arguments: PublishedToken.all)
    func aChangedCharacterIsNoticed(published: PublishedToken) {
        for index in published.token.indices {
            if published.proof == "github" && index == 2 { continue }
            for replacement in "aZ7q0B_".utf8 where replacement != published.token[index] {
                var changed = published.token
                changed[index] = replacement
                let lost = published.proof == "atlassian" && published.token[index] == UInt8(ascii: "=")
                #expect(verdict(checksum: published.proof, changed) == (lost ? .consistent : .refuted), "at \(index)")
            }
        }
    }

    @Test(arguments: PublishedToken.all)
    func aMissingOrAddedCharacterIsNoticed(published: PublishedToken) {
        #expect(verdict(checksum: published.proof, published.token.dropLast()) != .proven)
        #expect(verdict(checksum: published.proof, Array(published.token.dropFirst())) != .proven)
        #expect(verdict(checksum: published.proof, published.token + ascii("a")) != .proven)
        #expect(verdict(checksum: published.proof, []) != .proven)
    }

    @Test func everyPublishedFormatButGitLabsHasAVector() {
        let confirmed = Set(PublishedToken.all.map(\.proof))
        #expect(confirmed == Set(TokenProofs.checksumNames).subtracting(["gitlab-routable"]))
    }

    @Test(arguments: 0..<50)
    func tokensMadeHereAreProven(seed: Int) {
        var noise = ProofNoise(seed: UInt64(seed))
        let body = noise.text(30)
        let sum = written(CRC32.of(body[...]), width: 6)
        for prefix in ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"] {
            #expect(verdict(checksum: "github", ascii(prefix) + body + sum) == .proven)
        }
        #expect(verdict(checksum: "npm", ascii("npm_") + body + sum) == .proven)
        #expect(verdict(checksum: "npm", ascii("npm_") + body + noise.text(6)) == .refuted)
        let hex = written(CRC32.of(body[...] + [0x61, 0x62]), width: 8, of: "0123456789abcdef")
        #expect(verdict(checksum: "zuplo", ascii("zpka_") + body + ascii("ab_") + hex) == .proven)
    }

    @Test func newerGitHubTokensAreNotRefuted() {
        var noise = ProofNoise(seed: 1)
        #expect(verdict(checksum: "github", ascii("github_pat_") + noise.text(82)) == .consistent)
        #expect(verdict(checksum: "github", ascii("ghs_") + noise.text(200)) == .consistent)
        let likeJWT = ascii("ghs_") + encoded64("{\"alg\":\"RS256\"}", url: true) + ascii(".") + noise.text(300)
        #expect(verdict(checksum: "github", likeJWT) == .consistent)
        #expect(verdict(checksum: "github", ascii("ghp_") + noise.text(20)) == .refuted)
        #expect(verdict(checksum: "github", ascii("ghx_") + noise.text(36)) == .refuted)
    }

    @Test(arguments: ["", "01."])
    func gitLabRoutable(version: String) {
        var noise = ProofNoise(seed: 2)
        let payload = encoded64(ascii("o:1\nu:1z") + noise.bytes(16) + [16], url: true)
        let length = written(UInt32(payload.count), width: 2, of: "0123456789abcdefghijklmnopqrstuvwxyz")
        let body = ascii("glpat-") + payload + ascii("." + version) + length
        let sum = written(CRC32.of(body[...]), width: 7, of: "0123456789abcdefghijklmnopqrstuvwxyz")
        #expect(verdict(checksum: "gitlab-routable", body + sum) == .proven)
        #expect(verdict(checksum: "gitlab-routable", body + ascii("0000000")) == .consistent)
        #expect(verdict(checksum: "gitlab-routable", body.dropLast() + ascii("z") + sum) == .refuted)
        #expect(verdict(checksum: "gitlab-routable", body + sum.dropLast()) == .refuted)
        #expect(verdict(checksum: "gitlab-routable", ascii("glpat-") + noise.text(20)) == .consistent)
    }

    @Test(arguments: ["%3D", "%3d", "\\=", "\\\\="])
    func anEscapedAtlassianTokenIsProven(escape: String) {
        for published in PublishedToken.all where published.proof == "atlassian" {
            let parts = published.token.split(separator: UInt8(ascii: "="))
            #expect(verdict(checksum: "atlassian", Array(parts.joined(separator: ascii(escape)))) == .proven)
        }
    }

    /// Public keys of the same families carry the same checksums.
    @Test func publicKeysAreRefuted() {
        let xpub = assembled(
            "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7us",
            "UDFdp6W1EGMcet8")
        #expect(verdict(checksum: "xprv", xpub) == .refuted)
        #expect(verdict(checksum: "wif", ascii("1NS17iag9jJgTHD1VXjvLCEnZuQ3rJDE9L")) == .refuted)
        let user = ascii("UD466L6EBCM3YY5HEGHJANNTN4LSKTSUXTH7RILHCKEQMQHTBNLHJJXT")
        #expect(verdict(checksum: "nkey", user) == .refuted)
        #expect(verdict(checksum: "age", ascii("a12uel5l")) == .refuted)
    }
}

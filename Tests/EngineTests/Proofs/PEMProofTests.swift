import Bytes
import Testing

@testable import Engine

/// Keys made of noise: what a proof reads is their outline, and no key of a person stands in this repository.
private enum MadeKey {
    static func rsa() -> [UInt8] {
        var noise = ProofNoise(seed: 1)
        let fields = [[1, 0, 1]] + [257, 256, 129, 129, 128, 128, 128].map { noise.bytes($0) }
        return DERWriter.value(0x30, ([[0]] + fields.dropFirst() + fields.prefix(1)).flatMap { DERWriter.integer($0) })
    }

    static func dsa() -> [UInt8] {
        var noise = ProofNoise(seed: 2)
        return DERWriter.value(
            0x30, ([[0]] + [129, 21, 128, 128, 20].map { noise.bytes($0) }).flatMap { DERWriter.integer($0) })
    }

    static let curve: [UInt8] = [0x06, 0x08, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]

    static func ellipticCurve() -> [UInt8] {
        var noise = ProofNoise(seed: 3)
        let publicKey = DERWriter.value(0xA1, DERWriter.value(3, [0, 4] + noise.bytes(64)))
        return DERWriter.sequence(
            DERWriter.integer([1]), DERWriter.octets(noise.bytes(32)), DERWriter.value(0xA0, curve), publicKey)
    }

    static func pkcs8() -> [UInt8] {
        DERWriter.sequence(DERWriter.integer([0]), DERWriter.sequence(curve, curve), DERWriter.octets(ellipticCurve()))
    }

    static func ed25519() -> [UInt8] {
        var noise = ProofNoise(seed: 4)
        let algorithm = DERWriter.sequence([0x06, 0x03, 0x2B, 0x65, 0x70])
        return DERWriter.sequence(
            DERWriter.integer([0]), algorithm, DERWriter.octets(DERWriter.octets(noise.bytes(32))))
    }

    static func encryptedPKCS8() -> [UInt8] {
        var noise = ProofNoise(seed: 5)
        return DERWriter.sequence(
            DERWriter.sequence(curve, DERWriter.sequence(DERWriter.octets(noise.bytes(8)))),
            DERWriter.octets(noise.bytes(1232)))
    }

    static func openSSH(cipher: String = "none", derivation: String = "none", checks: ([UInt8], [UInt8])? = nil)
        -> [UInt8]
    {
        var noise = ProofNoise(seed: 6)
        let number = { (value: Int) in [0, 0, UInt8(value >> 8), UInt8(value & 255)] as [UInt8] }
        let string = { (content: [UInt8]) in number(content.count) + content }
        let checks = checks ?? ([1, 2, 3, 4], [1, 2, 3, 4])
        let secret = checks.0 + checks.1 + noise.bytes(128)
        return ascii("openssh-key-v1\0") + string(ascii(cipher)) + string(ascii(derivation)) + string([]) + number(1)
            + string(noise.bytes(51)) + string(secret)
    }
}

private func armored(_ label: String, _ body: [UInt8], width: Int = 64, header: [String] = [], tail: [String] = [])
    -> [String]
{
    let text = String(decoding: encoded64(body), as: UTF8.self)
    let lines = stride(from: 0, to: text.count, by: width).map { String(text.dropFirst($0).prefix(width)) }
    return ["-----BEGIN \(label)-----"] + header + lines + tail + ["-----END \(label)-----"]
}

private func joined(_ lines: [String], _ separator: String = "\n") -> [UInt8] {
    ascii(lines.joined(separator: separator))
}

/// How source code may write a block: what stands before and after each line.
private struct Decoration: Sendable {
    let before: String, after: String

    func callAsFunction(_ lines: [String]) -> [UInt8] {
        ascii(lines.map { before + $0 + after }.joined())
    }

    static let all = [
        Decoration(before: "", after: "\n"), Decoration(before: "", after: "\r\n"), Decoration(before: "", after: "\r"),
        Decoration(before: "", after: "\\n"), Decoration(before: "", after: "\\r\\n"),
        Decoration(before: "", after: "\\\\n"),
        Decoration(before: "", after: " "), Decoration(before: "+", after: "\n"), Decoration(before: "-", after: "\n"),
        Decoration(before: "    ", after: "\n"), Decoration(before: "\t", after: "  \n"),
        Decoration(before: "# ", after: "\n"),
        Decoration(before: "#", after: "\n"), Decoration(before: "//", after: "\n"),
        Decoration(before: "// ", after: "\n"),
        Decoration(before: " * ", after: "\n"), Decoration(before: "> ", after: "\n"),
        Decoration(before: "+  ", after: "\n"),
        Decoration(before: "\"", after: "\\n\" +\n"), Decoration(before: "    + \"", after: "\\n\"\n"),
        Decoration(before: "'", after: "',\n"), Decoration(before: "    \"", after: "\\n\"\n"),
        Decoration(before: "\"", after: "\\n\" + "), Decoration(before: "", after: "\\n\\\n"),
        Decoration(before: "key += \"", after: "\\n\";\n"), Decoration(before: "$key .= '", after: "'.\"\\n\";\n"),
        Decoration(before: "lines.append(\"", after: "\")\n"), Decoration(before: "+\t\t\"", after: "\\n\",\n"),
    ]
}

@Suite struct PEMProofTests {
    private static let keys: [(label: String, body: [UInt8])] = [
        ("RSA PRIVATE KEY", MadeKey.rsa()), ("DSA PRIVATE KEY", MadeKey.dsa()),
        ("EC PRIVATE KEY", MadeKey.ellipticCurve()), ("PRIVATE KEY", MadeKey.pkcs8()),
        ("PRIVATE KEY", MadeKey.ed25519()),
        ("ENCRYPTED PRIVATE KEY", MadeKey.encryptedPKCS8()), ("OPENSSH PRIVATE KEY", MadeKey.openSSH()),
        ("OPENSSH PRIVATE KEY", MadeKey.openSSH(cipher: "aes256-ctr", derivation: "bcrypt")),
    ]

    @Test(arguments: keys.indices)
    func wholeKeysAreProven(key: Int) {
        let (label, body) = Self.keys[key]
        for width in [64, 70, 76, 4096] {
            #expect(verdict(structure: "pem", joined(armored(label, body, width: width))) == .proven)
        }
    }

    @Test(arguments: keys.indices)
    func decoratedKeysAreProven(key: Int) {
        let (label, body) = Self.keys[key]
        let lines = armored(label, body)
        for decoration in Decoration.all {
            let token = decoration(lines)
            #expect(verdict(structure: "pem", token) == .proven, "\(decoration)")
            // A single line does not tell its decoration: in `+MC4C`, the plus sign may be base 64.
            if lines.count > 3 {
                let bare = decoration(lines.dropFirst().dropLast())
                #expect(verdict(structure: "pem", bare) == .proven, "\(decoration), bare")
            }
            // A rule's match usually starts at BEGIN and ends with END.
            let begin = token.firstRange(of: ascii("-----BEGIN"))?.lowerBound ?? 0
            let inner = Array(token[begin...].dropLast(decoration.after.utf8.count))
            #expect(verdict(structure: "pem", inner) == .proven, "\(decoration), from BEGIN to END")
        }
    }

    @Test func reasonsTellTheKind() {
        let reasons = Self.keys.map { PEMStructure().judge(joined(armored($0.label, $0.body))).reason }
        let kinds = [
            "RSA", "DSA", "elliptic", "PKCS #8", "PKCS #8", "encrypted", "not encrypted",
            "OpenSSH private key, encrypted",
        ]
        for (reason, kind) in zip(reasons, kinds) { #expect(reason.contains(kind)) }
    }

    /// JSON writers escape more than they must.
    @Test func escapedSlashesAndPlusSigns() {
        let text = String(decoding: joined(armored("RSA PRIVATE KEY", MadeKey.rsa()), "\\n"), as: UTF8.self)
        let slashes = text.split(separator: "/", omittingEmptySubsequences: false).joined(separator: "\\/")
        let pluses = text.split(separator: "+", omittingEmptySubsequences: false).joined(separator: "\\u002B")
        #expect(verdict(structure: "pem", ascii(slashes)) == .proven)
        #expect(verdict(structure: "pem", ascii(pluses)) == .proven)
    }

    @Test(arguments: keys.indices)
    func cutKeysAreConsistentIfEnoughIsLeft(key: Int) {
        let (label, body) = Self.keys[key]
        let lines = armored(label, body)
        // Two lines are 96 bytes, one is 48, and that is all of an Ed25519 key.
        if body.count > 96 {
            #expect(verdict(structure: "pem", joined(Array(lines.prefix(3)))) == .consistent)
            #expect(verdict(structure: "pem", joined(lines.prefix(3) + lines.suffix(1))) == .consistent)
            #expect(verdict(structure: "pem", joined(lines.prefix(3).map { "+" + $0 })) == .consistent)
            #expect(verdict(structure: "pem", joined(Array(lines.prefix(2)))) == .refuted)
            #expect(verdict(structure: "pem", joined(lines.prefix(2) + ["..."] + lines.suffix(1))) == .refuted)
        }
        #expect(verdict(structure: "pem", joined(Array(lines.prefix(1)))) == .refuted)
        #expect(verdict(structure: "pem", joined([lines[0], lines[lines.count - 1]])) == .refuted)
    }

    /// `-----BEGIN RSA PRIVATE KEY----- fake`: a note on the line of BEGIN, as some projects write it against scanners.
    @Test(arguments: keys.indices)
    func aNoteBehindTheHeaderIsNoPartOfTheKey(index: Int) {
        let (label, body) = Self.keys[index]
        var lines = armored(label, body)
        lines[0] += " fake"
        #expect(verdict(structure: "pem", joined(lines)) == .proven)
        #expect(verdict(structure: "pem", joined(lines, "\\n")) == .proven)
    }

    @Test func headersOfEncryptedKeys() {
        var noise = ProofNoise(seed: 9)
        let header = ["Proc-Type: 4,ENCRYPTED", "DEK-Info: AES-256-CBC,2C5F0A1B3D4E5F60718293A4B5C6D7E8", ""]
        let lines = armored("RSA PRIVATE KEY", noise.bytes(1200), header: header)
        #expect(verdict(structure: "pem", joined(lines)) == .consistent)
        #expect(verdict(structure: "pem", joined(lines, "\\n")) == .consistent)
        #expect(verdict(structure: "pem", joined(lines.map { "// " + $0 })) == .consistent)
        #expect(
            verdict(structure: "pem", joined(armored("RSA PRIVATE KEY", noise.bytes(32), header: header))) == .refuted)
        #expect(verdict(structure: "pem", joined(armored("RSA PRIVATE KEY", noise.bytes(1200)))) == .refuted)
    }

    @Test func placeholdersAreRefuted() {
        for body in [
            ["..."], ["<your private key here>"], ["YOUR_KEY"], [String(repeating: "x", count: 64)],
            ["MIIEpAIBAAKCAQEA..."],
        ] {
            let lines = ["-----BEGIN RSA PRIVATE KEY-----"] + body + ["-----END RSA PRIVATE KEY-----"]
            #expect(verdict(structure: "pem", joined(lines)) == .refuted)
        }
    }

    @Test func blocksWithoutASecretAreRefuted() {
        #expect(verdict(structure: "pem", joined(armored("PUBLIC KEY", MadeKey.rsa()))) == .refuted)
        #expect(verdict(structure: "pem", joined(armored("CERTIFICATE", MadeKey.rsa()))) == .refuted)
        let publicKey = DERWriter.sequence(
            DERWriter.integer([UInt8](repeating: 7, count: 256)), DERWriter.integer([1, 0, 1]))
        #expect(PrivateKeyDER(publicKey) == nil)
        #expect(verdict(structure: "pem", ascii("")) == .refuted)
        #expect(verdict(structure: "pem", ascii("-----BEGIN ")) == .refuted)
    }

    @Test func keysOfSSHComAreNotRefuted() {
        var noise = ProofNoise(seed: 1)
        let body = encoded64([0x3F, 0x6F, 0xF9, 0xEB] + noise.bytes(300))
        let lines = [
            "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----", "Comment: \"x\"", String(decoding: body, as: UTF8.self),
        ]
        #expect(verdict(structure: "pem", joined(lines + ["---- END SSH2 ENCRYPTED PRIVATE KEY ----"])) == .consistent)
    }

    @Test func theKeyBehindItsParametersIsFound() {
        let lines = armored("EC PARAMETERS", MadeKey.curve) + armored("EC PRIVATE KEY", MadeKey.ellipticCurve())
        #expect(verdict(structure: "pem", joined(lines)) == .proven)
    }

    @Test func outlinesHaveToFitToTheLastByte() {
        for (_, key) in Self.keys where key.first == 0x30 {
            #expect(PrivateKeyDER(key) != nil)
            #expect(PrivateKeyDER(key + [0]) == nil)
            #expect(PrivateKeyDER(key.dropLast()) == nil)
            for index in 0..<key.count {
                _ = PrivateKeyDER(Array(key.prefix(index)))
            }
        }
        #expect(PrivateKeyDER([0x30, 0x80, 0, 0]) == nil)
        #expect(PrivateKeyDER([0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]) == nil)
        #expect(PrivateKeyDER([0x30, 0x81, 0x01, 0x00]) == nil)
    }

    @Test func openSSH() {
        #expect(OpenSSHKey(MadeKey.openSSH())?.isEncrypted == false)
        #expect(OpenSSHKey(MadeKey.openSSH(cipher: "aes256-ctr", derivation: "bcrypt"))?.isEncrypted == true)
        #expect(OpenSSHKey(MadeKey.openSSH(checks: ([1, 2, 3, 4], [1, 2, 3, 5]))) == nil)
        #expect(OpenSSHKey(MadeKey.openSSH(cipher: "aes256-ctr")) == nil)
        #expect(OpenSSHKey(MadeKey.openSSH() + [0]) == nil)
        for count in 0..<MadeKey.openSSH().count {
            #expect(OpenSSHKey(Array(MadeKey.openSSH().prefix(count))) == nil)
        }
    }
}

@Suite struct PGPProofTests {
    private func block(_ packet: [UInt8], checksum: UInt32? = nil) -> [String] {
        let sum = checksum.map { encoded64([UInt8($0 >> 16), UInt8($0 >> 8 & 255), UInt8($0 & 255)]) }
        let tail = sum.map { ["=" + String(decoding: $0, as: UTF8.self)] } ?? []
        return armored("PGP PRIVATE KEY BLOCK", packet, header: ["Version: GnuPG v2", ""], tail: tail)
    }

    @Test(arguments: [UInt8(0x94), 0x95, 0xC5])
    func secretKeys(tag: UInt8) {
        for count in 600..<606 {
            var noise = ProofNoise(seed: UInt64(count))
            let packet = [tag] + noise.bytes(count)
            let sum = CRC24.of(packet[...])
            for name in ["pgp", "pem"] {
                #expect(verdict(structure: name, joined(block(packet, checksum: sum))) == .proven)
                #expect(verdict(structure: name, joined(block(packet, checksum: sum), "\\n")) == .proven)
                #expect(verdict(structure: name, joined(block(packet, checksum: sum).map { "  # " + $0 })) == .proven)
                #expect(verdict(structure: name, joined(block(packet))) == .consistent)
                #expect(verdict(structure: name, joined(block(packet, checksum: sum ^ 1))) == .consistent)
                #expect(verdict(structure: name, joined(Array(block(packet).prefix(7)))) == .consistent)
            }
        }
    }

    @Test func otherPacketsAreRefuted() {
        var noise = ProofNoise(seed: 1)
        for tag in [UInt8(0x99), 0xC6, 0x15, 0x00, 0xB4] {
            let packet = [tag] + noise.bytes(600)
            #expect(verdict(structure: "pgp", joined(block(packet, checksum: CRC24.of(packet[...])))) == .refuted)
        }
        #expect(verdict(structure: "pgp", joined(block([0x95] + noise.bytes(20)))) == .refuted)
        #expect(verdict(structure: "pgp", ascii("-----BEGIN PGP PRIVATE KEY BLOCK-----")) == .refuted)
    }
}

internal import Bytes

/// A private key between BEGIN and END (RFC 7468), in any of the forms `PrivateKeyDER` and `OpenSSHKey` tell apart.
///
/// A key that is cut off cannot be used, but the part that is there may be most of it: it is refuted only below 64
/// bytes.
struct PEMStructure: TokenProof {
    static let name = "pem"

    private static let remainder = 64
    /// A DER sequence; OpenSSH's magic word; the magic number of the keys of ssh.com, of which no more is known here.
    private static let fronts = [[DERReader.Tag.sequence], Array("openssh-key-v1\0".utf8), [0x3F, 0x6F, 0xF9, 0xEB]]

    func judge(_ token: [UInt8]) -> ProofResult {
        guard let block = block(in: token) else {
            return ArmoredBlock(token, labelled: "PGP PRIVATE KEY BLOCK") == nil
                ? .refuted("the block holds no private key") : PGPStructure().judge(token)
        }
        let (bytes, isWhole) = block.decoded()
        if block.isEncrypted { return judge(encrypted: bytes, isWhole && block.isClosed) }
        if isWhole, let result = judge(whole: bytes) { return result }
        // Documentation leaves the middle out; nobody has that key.
        if !isWhole, token.firstRange(of: Array("...".utf8)) != nil {
            return .refuted("a block whose middle is left out")
        }
        let isFront = Self.fronts.contains { bytes.starts(with: $0) }
        return isFront && bytes.count >= Self.remainder
            ? .consistent("the start of a private key; the rest is cut off or damaged")
            : .refuted("the block decodes to no private key")
    }

    private func block(in token: [UInt8]) -> ArmoredBlock? {
        ArmoredBlock.begins(in: token) ? ArmoredBlock(token, labelled: "PRIVATE KEY") : ArmoredBlock(body: token)
    }

    /// With RFC 1421's headers only the ciphertext is there: blocks of 8 or 16 bytes.
    private func judge(encrypted bytes: [UInt8], _ isWhole: Bool) -> ProofResult {
        guard bytes.count >= Self.remainder else { return .refuted("too short for an encrypted private key") }
        return isWhole && bytes.count.isMultiple(of: 8)
            ? .consistent("as long as an encrypted private key may be")
            : .consistent("an encrypted private key that is cut off or damaged")
    }

    private func judge(whole bytes: [UInt8]) -> ProofResult? {
        if let key = OpenSSHKey(bytes) {
            return .proven(
                key.isEncrypted ? "an OpenSSH private key, encrypted" : "an OpenSSH private key, not encrypted")
        }
        switch PrivateKeyDER(bytes) {
        case .rsa: return .proven("decodes to an RSA private key")
        case .dsa: return .proven("decodes to a DSA private key")
        case .ellipticCurve: return .proven("decodes to an elliptic curve private key")
        case .pkcs8: return .proven("decodes to a PKCS #8 private key")
        case .encryptedPKCS8: return .proven("decodes to a PKCS #8 private key, encrypted")
        case nil: return nil
        }
    }
}

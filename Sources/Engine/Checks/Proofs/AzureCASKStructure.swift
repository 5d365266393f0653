internal import Bytes

/// Azure's common annotated security keys: 52 random characters, `JQQJ9` and the key's kind (`9`, or `D` and `H` for
/// derived ones), year (`A` is 2024) and month (`A` to `L`) of its making, 12 characters of the platform's and 4 of the
/// provider's, the provider's signature (4), and the start of a Marvin32 checksum over the 60 bytes before it, in base
/// 64 or base 62; 84 characters, or 88 with two more of the checksum and `==` (microsoft/security-utilities,
/// IdentifiableSecrets.cs).
///
/// Some examples in Microsoft's own tests carry checksums of an older scheme: one that fails refutes nothing.
struct AzureCASKStructure: TokenProof {
    static let name = "azure-cask"

    /// `Default0`, as a number.
    private static let seed: UInt64 = 0x4465_6661_756C_7430

    func judge(_ token: [UInt8]) -> ProofResult {
        let text = token.count == 88 && token.suffix(2) == [0x3D, 0x3D] ? token[..<86] : token[...]
        guard text.count == 84 || text.count == 86, text.allSatisfy(ByteSet.alphanumerics.contains),
            token[52...].starts(with: "JQQJ9".utf8), "9DH".utf8.contains(token[57]),
            0x41...0x5A ~= token[58], 0x41...0x4C ~= token[59], ByteSet.letters.contains(token[76]),
            let keyed = Base64.decode(token[..<80])
        else { return .refuted("not the shape of an annotated Azure key") }
        let made = "made in \(2024 + Int(token[58] - 0x41))"
        return Self.checksums(of: keyed).contains { $0.starts(with: text[80...]) }
            ? .proven("the checksum of the Azure key holds; \(made)")
            : .consistent("the annotations of the Azure key fit; \(made)")
    }

    /// The six characters a key may end in: the hash's bytes, lowest first, in base 64; or, in newer keys, these bytes
    /// as one number in base 62, zeros behind it, of which base 64 keeps the first four bytes' worth.
    private static func checksums(of bytes: [UInt8]) -> [[UInt8]] {
        let base64 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let base62 = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        let hash = Marvin32.of(bytes[...], seed: seed).byteSwapped
        let bits = UInt64(hash) << 4
        let older = (0..<6).map { base64[Int(bits >> (30 - 6 * UInt64($0)) & 63)] }
        var newer: [UInt8] = []
        var rest = hash
        while rest > 0 {
            newer.insert(base62[Int(rest % 62)], at: 0)
            rest /= 62
        }
        newer += [UInt8](repeating: base62[0], count: 6 - newer.count)
        newer[5] = base64[(base64.firstIndex(of: newer[5]) ?? 0) & 0x30]
        return [older, newer]
    }
}

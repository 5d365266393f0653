internal import Bytes

/// Zuplo's API keys: `zpka_`, 32 characters, `_`, and the CRC-32 of these 32 as eight hex digits. Confirmed on
/// published examples (praetorian-inc/titus, zuplo.yml).
struct ZuploChecksum: TokenProof {
    static let name = "zuplo"

    func judge(_ token: [UInt8]) -> ProofResult {
        guard token.count == 46, token.starts(with: "zpka_".utf8), token[37] == UInt8(ascii: "_") else {
            return .refuted("not the shape of a Zuplo key")
        }
        return Base16.number(token[38...], .lower) == UInt64(CRC32.of(token[5..<37]))
            ? .proven("the checksum of the Zuplo key holds") : .refuted("the checksum of the Zuplo key fails")
    }
}

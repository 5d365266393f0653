internal import Bytes

/// Confluent Cloud's API secrets: `cflt`, 54 characters of base 64, and the CRC-32 of these 54, its bytes lowest first,
/// as six characters of base 64. Confirmed on a published example (praetorian-inc/titus, confluent.yml).
struct ConfluentChecksum: TokenProof {
    static let name = "confluent"

    func judge(_ token: [UInt8]) -> ProofResult {
        guard token.count == 64, token.starts(with: "cflt".utf8) else {
            return .refuted("not the shape of a Confluent secret")
        }
        let crc = CRC32.of(token[4..<58])
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: crc >> (8 * $0)) }
        return Base64.decode(token[58...]) == bytes
            ? .proven("the checksum of the Confluent secret holds")
            : .refuted("the checksum of the Confluent secret fails")
    }
}

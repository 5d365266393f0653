internal import Bytes

/// Grafana's service account tokens: `glsa_`, 32 characters, `_`, and the CRC-32 of all before that `_`, its bytes
/// lowest first, in hex (grafana, pkg/components/satokengen).
struct GrafanaServiceChecksum: TokenProof {
    static let name = "grafana-service"

    func judge(_ token: [UInt8]) -> ProofResult {
        guard token.count == 46, token.starts(with: "glsa_".utf8), token[37] == UInt8(ascii: "_"),
            let checksum = Base16.number(token[38...], .lower)
        else { return .refuted("not the shape of a Grafana service account token") }
        return UInt32(truncatingIfNeeded: checksum).byteSwapped == CRC32.of(token[..<37])
            ? .proven("the checksum of the Grafana token holds") : .refuted("the checksum of the Grafana token fails")
    }
}

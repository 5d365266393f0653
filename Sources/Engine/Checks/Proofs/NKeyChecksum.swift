internal import Bytes

/// The seeds of NATS: base 32 of two bytes that hold the kinds, 32 bytes of seed, and their CRC-16, lowest byte first
/// (nats-io/nkeys, strkey.go). The kinds are chosen so that the text starts with `S` and a letter for the owner.
struct NKeyChecksum: TokenProof {
    static let name = "nkey"

    /// The five bits of `S`, and of the owners: user, account, server, cluster, operator, curve, module, service.
    private static let seed: UInt16 = 18
    private static let owners: [UInt16] = [20, 0, 13, 2, 14, 23, 12, 21]

    func judge(_ token: [UInt8]) -> ProofResult {
        guard let bytes = Base32.decode(token[...]), bytes.count == 36 else {
            return .refuted("not the shape of a NATS seed")
        }
        let checksum = UInt16(bytes[34]) | UInt16(bytes[35]) << 8
        guard checksum == CRC16XMODEM.of(bytes[..<34]) else { return .refuted("the checksum of the NATS seed fails") }
        // Five bits of kind, eight of the owner's prefix byte (its lower three are zero), three to fill up.
        let head = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
        return head >> 11 == Self.seed && Self.owners.contains(head >> 6 & 31) && head & 63 == 0
            ? .proven("the checksum of the NATS seed holds") : .refuted("a NATS key, but no seed")
    }
}

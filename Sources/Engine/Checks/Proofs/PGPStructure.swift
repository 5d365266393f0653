internal import Bytes

/// An OpenPGP private key block: headers, base 64, and maybe `=` with the CRC-24 of the decoded bytes; these are
/// packets, the first a secret key (tag 5) (RFC 9580, sections 4 and 6; RFC 4880).
struct PGPStructure: TokenProof {
    static let name = "pgp"

    private static let secretKey: UInt8 = 5

    func judge(_ token: [UInt8]) -> ProofResult {
        guard let block = ArmoredBlock(token, labelled: "PGP PRIVATE KEY BLOCK") else {
            return .refuted("no OpenPGP private key block")
        }
        let isChecksum = { (line: ArraySlice<UInt8>) in line.count == 5 && line.first == UInt8(ascii: "=") }
        let text = block.lines.filter { !isChecksum($0) }.flatMap { $0 }[...]
        let padded = text.prefix { $0 != UInt8(ascii: "=") }
        let bytes = Base64.decode(text) ?? Base64.decode(padded.prefix(padded.count / 4 * 4)) ?? []
        guard bytes.first.flatMap(Self.packetTag) == Self.secretKey, bytes.count >= 64 else {
            return .refuted("the block does not start with a secret key")
        }
        guard let checksum = block.lines.last(where: isChecksum).flatMap({ Base64.decode($0.dropFirst()) }) else {
            return .consistent("starts with an OpenPGP secret key; there is no checksum")
        }
        if checksum.reduce(UInt32(0), { $0 << 8 | UInt32($1) }) == CRC24.of(bytes[...]) {
            return .proven("an OpenPGP secret key, and the checksum of the block holds")
        }
        // RFC 9580, section 6.1: nobody may reject a block for it.
        return .consistent("starts with an OpenPGP secret key; the checksum of the block fails")
    }

    /// The tag in a packet's first byte, of the old or the new form.
    private static func packetTag(_ byte: UInt8) -> UInt8? {
        switch byte >> 6 {
        case 0b11: byte & 0x3F
        case 0b10: byte >> 2 & 0x0F
        default: nil
        }
    }
}

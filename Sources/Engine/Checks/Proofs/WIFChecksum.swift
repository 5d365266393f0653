/// A Bitcoin private key in the Wallet Import Format: base58check of a network byte, 32 bytes of key, and 0x01 where
/// the public key is compressed (Bitcoin wiki, "Wallet import format"; Bitcoin Core, src/key_io.cpp).
struct WIFChecksum: TokenProof {
    static let name = "wif"

    func judge(_ token: [UInt8]) -> ProofResult {
        guard let data = Base58Check.decode(token[...]) else {
            return .refuted("the checksum of the private key fails")
        }
        guard data.count == 33 || data.count == 34 && data.last == 1 else { return .refuted("no Bitcoin private key") }
        switch data.first {
        case 0x80: return .proven("the checksum of the Bitcoin private key holds")
        case 0xEF: return .proven("the checksum of the private key holds; it is one of Bitcoin's test network")
        default: return .refuted("no Bitcoin private key")
        }
    }
}

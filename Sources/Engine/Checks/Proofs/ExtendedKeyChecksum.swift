/// An extended private key of BIP 32 (`xprv…`, `tprv…`; SLIP 132 adds `yprv…` and others): base58check of 78 bytes:
/// version (4), depth (1), parent (4), child number (4), chain code (32), and the key (33), whose first byte is zero
/// when private.
struct ExtendedKeyChecksum: TokenProof {
    static let name = "xprv"

    /// xprv, yprv, zprv, Yprv, Zprv; then those of test networks: tprv, uprv, vprv, Uprv, Vprv.
    private static let versions: [UInt32] = [
        0x0488_ADE4, 0x049D_7878, 0x04B2_430C, 0x0295_B005, 0x02AA_7A99,
        0x0435_8394, 0x044A_4E28, 0x045F_18BC, 0x0242_85B5, 0x0257_5048,
    ]

    func judge(_ token: [UInt8]) -> ProofResult {
        guard let data = Base58Check.decode(token[...]), data.count == 78 else {
            return .refuted("the checksum of the extended key fails")
        }
        let version = data.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return Self.versions.contains(version) && data[45] == 0
            ? .proven("the checksum of the extended private key holds") : .refuted("no extended private key")
    }
}

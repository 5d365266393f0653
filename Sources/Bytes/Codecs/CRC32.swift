/// The 32-bit cyclic redundancy check of IEEE 802.3, as in zip, gzip and PNG: polynomial 0x04C11DB7, bits reflected,
/// start and final XOR all ones. Described in RFC 1952, section 8; the check value of `123456789` is 0xCBF43926.
public enum CRC32 {
    /// The remainder for each byte, worked out once on first use.
    private static let table: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }

    /// The checksum of some bytes.
    public static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var crc = UInt32.max
        for byte in bytes {
            crc = crc >> 8 ^ table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)]
        }
        return ~crc
    }
}

/// The 24-bit cyclic redundancy check of OpenPGP's ASCII armor: polynomial 0x864CFB, start 0xB704CE (RFC 9580, section
/// 6.1.1; RFC 4880, section 6.1); the check value of `123456789` is 0x21CF02.
public enum CRC24 {
    /// Between 0 and 0xFFFFFF.
    public static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        var crc: UInt32 = 0xB7_04CE
        for byte in bytes {
            crc ^= UInt32(byte) << 16
            for _ in 0..<8 {
                crc = crc & 0x80_0000 == 0 ? crc << 1 : crc << 1 ^ 0x86_4CFB
            }
            crc &= 0xFF_FFFF
        }
        return crc
    }
}

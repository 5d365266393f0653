/// The 16-bit cyclic redundancy check of the XMODEM protocol: polynomial 0x1021, not reflected, start zero. NATS keys
/// carry it (nats-io/nkeys, crc16.go); the check value of `123456789` is 0x31C3.
public enum CRC16XMODEM {
    /// The checksum of some bytes.
    public static func of(_ bytes: ArraySlice<UInt8>) -> UInt16 {
        var crc: UInt16 = 0
        for byte in bytes {
            crc ^= UInt16(byte) << 8
            for _ in 0..<8 {
                crc = crc & 0x8000 == 0 ? crc << 1 : crc << 1 ^ 0x1021
            }
        }
        return crc
    }
}

/// The hash Microsoft puts into its identifiable keys: Marvin32, folded to 32 bits (microsoft/security-utilities,
/// Marvin.cs; its tests publish vectors).
enum Marvin32 {
    static func of(_ bytes: ArraySlice<UInt8>, seed: UInt64) -> UInt32 {
        var low = UInt32(truncatingIfNeeded: seed)
        var high = UInt32(truncatingIfNeeded: seed >> 32)
        // Words of four bytes, lowest first; the last one ends in 0x80 and zeros.
        var word: UInt32 = 0
        var filled: UInt32 = 0
        for byte in bytes {
            word |= UInt32(byte) << filled
            filled += 8
            if filled == 32 {
                low &+= word
                mix(&low, &high)
                word = 0
                filled = 0
            }
        }
        low &+= word | 0x80 << filled
        mix(&low, &high)
        mix(&low, &high)
        return low ^ high
    }

    private static func mix(_ low: inout UInt32, _ high: inout UInt32) {
        high ^= low
        low = rotated(low, by: 20) &+ high
        high = rotated(high, by: 9) ^ low
        low = rotated(low, by: 27) &+ high
        high = rotated(high, by: 19)
    }

    private static func rotated(_ word: UInt32, by bits: UInt32) -> UInt32 {
        word << bits | word >> (32 - bits)
    }
}

/// Bech32 (BIP 173): a readable prefix, the separator `1`, digits of base 32, and a checksum of six digits over all of
/// it.
///
/// Only the original checksum, not that of Bech32m (BIP 350). BIP 173 allows 90 characters; age does not keep to this,
/// so the limit here is 1,023, up to which the code finds errors.
public enum Bech32 {
    public struct Decoded: Sendable, Equatable {
        /// The prefix, in lower case.
        public let prefix: [UInt8]
        /// The data, whole bytes.
        public let bytes: [UInt8]
    }

    public static let maximumLength = 1023

    private static let alphabet = Alphabet("qpzry9x8gf2tvdw0s3jn54khce6mua7l", ignoringCase: true)
    private static let checksumLength = 6

    /// Nil if the text is too long, mixes cases, lacks a part, holds another byte, or its checksum fails; and if the
    /// data is not whole bytes (as it is not in a Bitcoin address, whose first digit stands for itself).
    public static func decode(_ text: ArraySlice<UInt8>) -> Decoded? {
        guard text.count <= maximumLength, !isMixedCase(text),
            let separator = text.lastIndex(of: UInt8(ascii: "1")), separator > text.startIndex
        else { return nil }
        let prefix = text[..<separator]
        let body = text[(separator + 1)...]
        guard body.count >= checksumLength, prefix.allSatisfy({ 33...126 ~= $0 }) else { return nil }
        var digits: [UInt8] = []
        for byte in body {
            guard let digit = alphabet.digit(byte) else { return nil }
            digits.append(digit)
        }
        let lowerPrefix = prefix.map { 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }
        let expanded = lowerPrefix.map { $0 >> 5 } + [0] + lowerPrefix.map { $0 & 31 }
        guard remainder(expanded + digits) == 1,
            let bytes = Alphabet.bytes(ofDigits: digits.dropLast(checksumLength), bitsEach: 5)
        else { return nil }
        return Decoded(prefix: lowerPrefix, bytes: bytes)
    }

    private static func isMixedCase(_ text: ArraySlice<UInt8>) -> Bool {
        text.contains { 0x61...0x7A ~= $0 } && text.contains { 0x41...0x5A ~= $0 }
    }

    /// The BCH code's remainder of a run of 5-bit digits: 1 for a text with its checksum.
    private static func remainder(_ digits: [UInt8]) -> UInt32 {
        let generator: [UInt32] = [0x3B6A_57B2, 0x2650_8E6D, 0x1EA1_19FA, 0x3D42_33DD, 0x2A14_62B3]
        var remainder: UInt32 = 1
        for digit in digits {
            let top = remainder >> 25
            remainder = (remainder & 0x1FF_FFFF) << 5 ^ UInt32(digit)
            for (bit, factor) in generator.enumerated() where top >> UInt32(bit) & 1 == 1 {
                remainder ^= factor
            }
        }
        return remainder
    }
}

/// Bitcoin's base 58 (draft-msporny-base58; Bitcoin Core, src/base58.cpp): a whole number, without `0`, `O`, `I` and
/// `l`, where every leading `1` stands for a leading zero byte.
public enum Base58 {
    /// The longest text read, in characters: base 58 takes time with the square of the length, and no key is longer.
    public static let maximumLength = 128

    private static let alphabet = Alphabet("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")

    /// Nil for another byte, or more than `maximumLength` of them.
    public static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard text.count <= maximumLength else { return nil }
        var reversed: [UInt8] = []
        for byte in text {
            guard let digit = alphabet.digit(byte) else { return nil }
            var carry = Int(digit)
            for index in reversed.indices {
                carry += Int(reversed[index]) * 58
                reversed[index] = UInt8(truncatingIfNeeded: carry)
                carry >>= 8
            }
            if carry > 0 { reversed.append(UInt8(carry)) }
        }
        let zeros = text.prefix { $0 == UInt8(ascii: "1") }.count
        return Array(repeating: 0, count: zeros) + reversed.reversed()
    }
}

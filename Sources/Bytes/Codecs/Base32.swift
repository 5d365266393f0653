/// The base 32 of RFC 4648, section 6: `A-Z2-7`, upper case only, padding optional.
public enum Base32 {
    private static let alphabet = Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

    /// Nil for another byte (white space is one), an impossible length, wrong padding, or bits left over that are not
    /// zero.
    public static func decode(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        Alphabet.unpadded(text, group: 8).flatMap(alphabet.bytes)
    }
}

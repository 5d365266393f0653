/// A number in digits `0-9A-Za-z`, in this order, as GitHub writes the checksum of its tokens (github.blog, 2021-04-05,
/// "Behind GitHub's new authentication token formats").
public enum Base62 {
    private static let alphabet = Alphabet("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")

    /// The value, leading zeros allowed; nil for no digits, another byte, or a value over 64 bits.
    public static func number(_ text: ArraySlice<UInt8>) -> UInt64? {
        alphabet.number(text)
    }
}

/// A number in digits `0-9a-z`, lower case only, as Ruby's `Integer#to_s(36)` writes it (GitLab's routable tokens).
public enum Base36 {
    private static let alphabet = Alphabet("0123456789abcdefghijklmnopqrstuvwxyz")

    /// The value, leading zeros allowed; nil for no digits, another byte, or a value over 64 bits.
    public static func number(_ text: ArraySlice<UInt8>) -> UInt64? {
        alphabet.number(text)
    }
}

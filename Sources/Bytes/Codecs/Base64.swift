/// The two base 64 alphabets of RFC 4648, sections 4 and 5; padding optional.
public enum Base64 {
    public enum Variant: Sendable {
        /// `A-Za-z0-9+/`
        case standard
        /// `A-Za-z0-9-_`
        case url

        fileprivate var alphabet: Alphabet {
            switch self {
            case .standard: Base64.standard
            case .url: Base64.url
            }
        }
    }

    private static let standard = Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    private static let url = Alphabet("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

    /// Nil for another byte (white space is one), an impossible length, wrong padding, or bits left over that are not
    /// zero.
    public static func decode(_ text: ArraySlice<UInt8>, _ variant: Variant = .standard) -> [UInt8]? {
        Alphabet.unpadded(text, group: 4).flatMap(variant.alphabet.bytes)
    }

    /// How many bytes the text stands for, the bits left over not looked at: writers of examples often change the last
    /// character, and nothing more. Nil where `decode` would refuse the text for another reason.
    public static func decodedCount(_ text: ArraySlice<UInt8>, _ variant: Variant = .standard) -> Int? {
        let alphabet = variant.alphabet
        guard let digits = Alphabet.unpadded(text, group: 4), digits.count % 4 != 1,
            digits.allSatisfy({ alphabet.digit($0) != nil })
        else { return nil }
        return digits.count * 6 / 8
    }
}

/// Hexadecimal (RFC 4648, section 8).
public enum Base16 {
    /// Which letters a text may use. Many formats fix one case, and then the other is a sign of a token made by hand.
    public enum Letters: Sendable {
        case lower, upper, either

        fileprivate var alphabet: Alphabet {
            switch self {
            case .lower: Base16.lower
            case .upper: Base16.upper
            case .either: Base16.either
            }
        }
    }

    private static let lower = Alphabet("0123456789abcdef")
    private static let upper = Alphabet("0123456789ABCDEF")
    private static let either = Alphabet("0123456789abcdef", ignoringCase: true)

    /// The bytes, two digits each; nil for an odd length or a byte that is no digit.
    public static func decode(_ text: ArraySlice<UInt8>, _ letters: Letters = .either) -> [UInt8]? {
        letters.alphabet.bytes(text)
    }

    /// The digits as one number, the first the most significant; nil for none, another byte, or a value over 64 bits.
    public static func number(_ text: ArraySlice<UInt8>, _ letters: Letters = .either) -> UInt64? {
        letters.alphabet.number(text)
    }
}

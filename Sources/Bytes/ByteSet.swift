/// A set of byte values: 256 bits.
public struct ByteSet: Sendable, Hashable {
    @usableFromInline
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

    public init() {}

    public init(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { insert(byte) }
    }

    /// The bytes of an ASCII string, each as itself.
    public init(ascii: StaticString) {
        self.init(ascii.description.utf8)
    }

    public static let all = ByteSet(0...255)
    public static let digits = ByteSet(UInt8(ascii: "0")...UInt8(ascii: "9"))
    public static let lowercase = ByteSet(UInt8(ascii: "a")...UInt8(ascii: "z"))
    public static let uppercase = ByteSet(UInt8(ascii: "A")...UInt8(ascii: "Z"))
    public static let letters = lowercase.union(uppercase)
    public static let alphanumerics = letters.union(digits)
    /// What PCRE2's `\w` matches in byte mode.
    public static let word = alphanumerics.union(ByteSet(ascii: "_"))
    /// What PCRE2's `\s` matches in byte mode.
    public static let space = ByteSet(ascii: " \t\n\u{0B}\u{0C}\r")
    public static let hexDigits = digits.union(ByteSet(ascii: "abcdefABCDEF"))

    @inlinable
    public func contains(_ byte: UInt8) -> Bool {
        // Two conditional moves a choice; a switch over four words would be branches.
        let even = byte & 0x80 == 0 ? words.0 : words.2
        let odd = byte & 0x80 == 0 ? words.1 : words.3
        return (byte & 0x40 == 0 ? even : odd) >> UInt64(byte & 63) & 1 == 1
    }

    /// From the four words of `words64`.
    public init(words64 words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

    /// The set as four words, the lowest byte values in the lowest bits of the first.
    public var words64: [UInt64] { [words.0, words.1, words.2, words.3] }

    public mutating func insert(_ byte: UInt8) {
        let bit = UInt64(1) << UInt64(byte & 63)
        switch byte >> 6 {
        case 0: words.0 |= bit
        case 1: words.1 |= bit
        case 2: words.2 |= bit
        default: words.3 |= bit
        }
    }

    public func union(_ other: ByteSet) -> ByteSet {
        var result = self
        result.words.0 |= other.words.0
        result.words.1 |= other.words.1
        result.words.2 |= other.words.2
        result.words.3 |= other.words.3
        return result
    }

    public func intersection(_ other: ByteSet) -> ByteSet { inverted.union(other.inverted).inverted }

    public var inverted: ByteSet {
        var result = ByteSet()
        result.words = (~words.0, ~words.1, ~words.2, ~words.3)
        return result
    }

    public func isSubset(of other: ByteSet) -> Bool {
        words.0 & ~other.words.0 == 0 && words.1 & ~other.words.1 == 0
            && words.2 & ~other.words.2 == 0 && words.3 & ~other.words.3 == 0
    }

    public var count: Int {
        words.0.nonzeroBitCount + words.1.nonzeroBitCount + words.2.nonzeroBitCount + words.3.nonzeroBitCount
    }

    public var isEmpty: Bool { count == 0 }

    /// The members in ascending order.
    public var members: [UInt8] {
        (UInt8.min...UInt8.max).filter(contains)
    }

    /// With the other ASCII case of every letter in it.
    public var caseFolded: ByteSet {
        // Upper-case letters are bits 1 to 26 of the second word, lower-case ones 32 bits above.
        let (upper, lower): (UInt64, UInt64) = (0x07FF_FFFE, 0x07FF_FFFE << 32)
        var result = self
        result.words.1 |= (words.1 & upper) << 32 | (words.1 & lower) >> 32
        return result
    }

    public static func == (left: ByteSet, right: ByteSet) -> Bool {
        left.words == right.words
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}

extension UInt8 {
    @inlinable
    public var asciiLowercased: UInt8 { self &- 0x41 < 26 ? self | 0x20 : self }

    @inlinable
    public var asciiUppercased: UInt8 { self &- 0x61 < 26 ? self & ~0x20 : self }

    public static let newline = UInt8(ascii: "\n")
    public static let carriageReturn = UInt8(ascii: "\r")
}

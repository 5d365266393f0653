/// A set of byte values, 256 bits: what a bracket expression matches.
///
/// `Bytes` has a richer one; `Globs` depends on nothing, and needs only this much.
struct ByteSet: Sendable {
    private var words: InlineArray<4, UInt64> = .init(repeating: 0)

    init() {}

    init(_ members: some Sequence<UInt8>) {
        for byte in members { insert(byte) }
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
        words[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1
    }

    mutating func insert(_ byte: UInt8) {
        words[Int(byte >> 6)] |= 1 << UInt64(byte & 63)
    }

    mutating func remove(_ byte: UInt8) {
        words[Int(byte >> 6)] &= ~(1 << UInt64(byte & 63))
    }

    mutating func invert() {
        for index in words.indices { words[index] = ~words[index] }
    }

    /// Adds the other case of every ASCII letter in the set.
    mutating func closeOverCase() {
        for lower in UInt8(ascii: "a")...UInt8(ascii: "z") where contains(lower) || contains(lower ^ 0x20) {
            insert(lower)
            insert(lower ^ 0x20)
        }
    }
}

extension UInt8 {
    static let slash = UInt8(ascii: "/")
    static let backslash = UInt8(ascii: "\\")

    /// The byte with an ASCII capital made small; everything else, UTF-8 included, is left alone, as git does.
    @inline(__always)
    var folded: UInt8 {
        self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self
    }
}

/// Reads ASN.1 values in DER, from front to back, without making anything of their content (X.690, sections 8 and 10).
struct DERReader {
    private(set) var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

    enum Tag {
        static let integer: UInt8 = 0x02
        static let octetString: UInt8 = 0x04
        static let objectIdentifier: UInt8 = 0x06
        static let sequence: UInt8 = 0x30
    }

    var isAtEnd: Bool { rest.isEmpty }

    /// The content of the next value if it has this tag and lies within the bytes; else nil, and nothing is taken.
    mutating func value(_ tag: UInt8) -> ArraySlice<UInt8>? {
        guard rest.first == tag, let (_, content) = next() else { return nil }
        rest = rest[content.endIndex...]
        return content
    }

    /// Takes the next value whatever it is, and says whether there was one.
    mutating func skip() -> Bool {
        guard let (_, content) = next() else { return false }
        rest = rest[content.endIndex...]
        return true
    }

    /// The next value. Its length is one byte, or the number of bytes it takes (three at most here: 16 MiB) and these;
    /// always in the shortest form.
    private func next() -> (tag: UInt8, content: ArraySlice<UInt8>)? {
        var ahead = rest
        guard let tag = ahead.popFirst(), let first = ahead.popFirst() else { return nil }
        var length = Int(first)
        if first >= 0x80 {
            let digits = ahead.prefix(Int(first & 0x7F))
            guard 1...3 ~= digits.count, digits.count == Int(first & 0x7F), digits.first != 0 else { return nil }
            length = digits.reduce(0) { $0 << 8 | Int($1) }
            guard length >= 0x80 else { return nil }
            ahead = ahead.dropFirst(digits.count)
        }
        return ahead.count >= length ? (tag, ahead.prefix(length)) : nil
    }
}

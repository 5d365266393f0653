/// Reads bracket expressions, `[a-z_]`, `[!abc]`, `[[:digit:].]`, the way git's wildmatch does.
///
/// The rules that are easy to get wrong: `]` is a member when it comes first; `^` negates as `!` does; a backslash
/// escapes inside brackets too; `-` is a member when it comes first, last, or after a range or a class; `[:` opens a
/// class only if the next `]` closes it with `:]`, and a class that git does not know spoils the whole pattern. No
/// bracket matches `/`.
struct BracketReader {
    private let bytes: [UInt8]
    /// Where the last search found a `]`: remembered so that a row of `[:` does not search the rest of the line each
    /// time.
    private var knownClose = -1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The set of the bracket expression that opens at `start`, and the offset after its `]`.
    mutating func read(at start: Int, foldsCase: Bool) throws(PatternFault) -> (set: ByteSet, end: Int) {
        var set = ByteSet()
        var index = start + 1
        let isNegated = index < bytes.count && (bytes[index] == UInt8(ascii: "!") || bytes[index] == UInt8(ascii: "^"))
        if isNegated { index += 1 }
        // The byte a range could start from; nothing after a range or a class.
        var rangeStart: UInt8?
        var isFirst = true
        while true {
            guard index < bytes.count else { throw .unclosedBracket }
            let byte = bytes[index]
            if byte == UInt8(ascii: "]") && !isFirst { break }
            isFirst = false
            if byte == UInt8(ascii: "-"), let low = rangeStart, startsRangeEnd(at: index + 1) {
                let high = try escapedByte(at: &index, from: index + 1)
                if low <= high { set.insert(contentsOf: low...high) }
                rangeStart = nil
            } else if byte == UInt8(ascii: "["), let end = try readClass(at: index, into: &set) {
                index = end
                rangeStart = nil
            } else {
                let member = try escapedByte(at: &index, from: index)
                set.insert(member)
                rangeStart = member
            }
        }
        if foldsCase { set.closeOverCase() }
        if isNegated { set.invert() }
        set.remove(.slash)
        return (set, index + 1)
    }

    private func startsRangeEnd(at index: Int) -> Bool {
        index < bytes.count && bytes[index] != UInt8(ascii: "]")
    }

    /// The byte at `start`, or the one it escapes; `index` is moved past it.
    private func escapedByte(at index: inout Int, from start: Int) throws(PatternFault) -> UInt8 {
        let isEscaped = bytes[start] == .backslash
        index = start + (isEscaped ? 2 : 1)
        guard index <= bytes.count else { throw .unclosedBracket }
        return bytes[index - 1]
    }

    /// Adds the class whose `[:` may open at `start`; the offset after its `:]`, or nil if this is only a `[`.
    private mutating func readClass(at start: Int, into set: inout ByteSet) throws(PatternFault) -> Int? {
        let nameStart = start + 2
        guard nameStart <= bytes.count, bytes[start + 1] == UInt8(ascii: ":") else { return nil }
        if knownClose < nameStart {
            guard let close = bytes[nameStart...].firstIndex(of: UInt8(ascii: "]")) else { throw .unclosedBracket }
            knownClose = close
        }
        let nameEnd = knownClose - 1
        guard nameEnd >= nameStart, bytes[nameEnd] == UInt8(ascii: ":") else { return nil }
        try set.insert(className: bytes[nameStart..<nameEnd])
        return knownClose + 1
    }
}

extension ByteSet {
    fileprivate mutating func insert(contentsOf range: ClosedRange<UInt8>) {
        for byte in range { insert(byte) }
    }

    /// Adds a POSIX class as git's own character table has it: ASCII only, and `space` without vertical tab and form
    /// feed.
    fileprivate mutating func insert(className: ArraySlice<UInt8>) throws(PatternFault) {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        let lower = UInt8(ascii: "a")...UInt8(ascii: "z")
        let upper = UInt8(ascii: "A")...UInt8(ascii: "Z")
        // The longest name has six letters: what is longer need not be turned into a string.
        switch className.count > 6 ? "" : String(decoding: className, as: UTF8.self) {
        case "alnum": insert(ranges: digits, lower, upper)
        case "alpha": insert(ranges: lower, upper)
        case "blank": insert(ranges: 0x09...0x09, 0x20...0x20)
        case "cntrl": insert(ranges: 0x00...0x1F, 0x7F...0x7F)
        case "digit": insert(ranges: digits)
        case "graph": insert(ranges: 0x21...0x7E)
        case "lower": insert(ranges: lower)
        case "print": insert(ranges: 0x20...0x7E)
        case "punct": insert(ranges: 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E)
        case "space": insert(ranges: 0x09...0x0A, 0x0D...0x0D, 0x20...0x20)
        case "upper": insert(ranges: upper)
        case "xdigit":
            insert(ranges: digits, UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"))
        default: throw .unknownClass
        }
    }

    private mutating func insert(ranges: ClosedRange<UInt8>...) {
        for range in ranges { insert(contentsOf: range) }
    }
}

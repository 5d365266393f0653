internal import Bytes

/// The members of one JSON object, top level only: enough to say what a decoded token is.
///
/// Strict (RFC 8259): valid UTF-8, no trailing commas, no comments, nothing after the object but white space. Nested
/// values are checked and then forgotten. Bounded: at most `maximumLength` bytes and `maximumDepth` levels; what is
/// over is refused.
struct JSONSkim {
    enum Value: Equatable {
        case string(String)
        /// As it is written: `1e3` stays `1e3`.
        case number(String)
        case bool(Bool)
        case null, object, array
    }

    static let maximumLength = 64 * 1024
    static let maximumDepth = 32

    /// In the order of the text; a key may occur more than once.
    let members: [(key: String, value: Value)]

    init?(_ text: ArraySlice<UInt8>) {
        guard text.count <= Self.maximumLength, String(validating: text, as: UTF8.self) != nil else { return nil }
        var reader = JSONReader(rest: text)
        reader.skipSpace()
        guard let members = reader.object(depth: 1) else { return nil }
        reader.skipSpace()
        guard reader.rest.isEmpty else { return nil }
        self.members = members
    }

    /// The value of the first member of that name.
    subscript(key: String) -> Value? {
        members.first { $0.key == key }?.value
    }

    func isString(_ key: String) -> Bool {
        if case .string = self[key] { true } else { false }
    }

    func isNumber(_ key: String) -> Bool {
        if case .number = self[key] { true } else { false }
    }
}

/// Reads from the front of `rest`, which is valid UTF-8. A method that returns nil or false has refused the text, and
/// where it stands then does not matter.
private struct JSONReader {
    var rest: ArraySlice<UInt8>

    mutating func skipSpace() {
        rest = rest.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
    }

    /// Takes `byte` if it comes next.
    private mutating func take(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func take(_ word: StaticString) -> Bool {
        let word = word.description.utf8
        guard rest.starts(with: word) else { return false }
        rest = rest.dropFirst(word.count)
        return true
    }

    mutating func object(depth: Int) -> [(key: String, value: JSONSkim.Value)]? {
        guard depth <= JSONSkim.maximumDepth, take(UInt8(ascii: "{")) else { return nil }
        var members: [(key: String, value: JSONSkim.Value)] = []
        skipSpace()
        if take(UInt8(ascii: "}")) { return members }
        repeat {
            skipSpace()
            guard let key = string() else { return nil }
            skipSpace()
            guard take(UInt8(ascii: ":")), let value = value(depth: depth) else { return nil }
            members.append((key, value))
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}")) ? members : nil
    }

    private mutating func array(depth: Int) -> Bool {
        guard depth <= JSONSkim.maximumDepth, take(UInt8(ascii: "[")) else { return false }
        skipSpace()
        if take(UInt8(ascii: "]")) { return true }
        repeat {
            guard value(depth: depth) != nil else { return false }
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]"))
    }

    /// One value with the space on both sides of it.
    private mutating func value(depth: Int) -> JSONSkim.Value? {
        skipSpace()
        defer { skipSpace() }
        switch rest.first {
        case UInt8(ascii: "{"): return object(depth: depth + 1) == nil ? nil : .object
        case UInt8(ascii: "["): return array(depth: depth + 1) ? .array : nil
        case UInt8(ascii: "\""): return string().map { .string($0) }
        case UInt8(ascii: "t"): return take("true") ? .bool(true) : nil
        case UInt8(ascii: "f"): return take("false") ? .bool(false) : nil
        case UInt8(ascii: "n"): return take("null") ? .null : nil
        default: return number().map { .number($0) }
        }
    }

    private mutating func number() -> String? {
        let start = rest
        _ = take(UInt8(ascii: "-"))
        guard take(UInt8(ascii: "0")) || digits() else { return nil }
        if take(UInt8(ascii: ".")) {
            guard digits() else { return nil }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() else { return nil }
        }
        return String(decoding: start[..<rest.startIndex], as: UTF8.self)
    }

    /// Takes all the digits that come next; false if there are none.
    private mutating func digits() -> Bool {
        let after = rest.drop { 0x30...0x39 ~= $0 }
        defer { rest = after }
        return after.startIndex > rest.startIndex
    }

    private mutating func string() -> String? {
        guard take(UInt8(ascii: "\"")) else { return nil }
        var text = ""
        // Runs of the same kind are decoded together: a character may be several bytes, or two escapes (a surrogate
        // pair).
        var plain: [UInt8] = []
        var escaped: [UInt16] = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "\\") {
                guard let unit = escape() else { return nil }
                text += String(decoding: plain, as: UTF8.self)
                plain.removeAll()
                escaped.append(unit)
                continue
            }
            if !escaped.isEmpty {
                text += String(decoding: escaped, as: UTF16.self)
                escaped.removeAll()
            }
            if byte == UInt8(ascii: "\"") { return text + String(decoding: plain, as: UTF8.self) }
            if byte < 0x20 { return nil }
            plain.append(byte)
        }
        return nil
    }

    /// What stands after a backslash, as one UTF-16 unit.
    private mutating func escape() -> UInt16? {
        switch rest.popFirst() {
        case UInt8(ascii: "\""): return 0x22
        case UInt8(ascii: "\\"): return 0x5C
        case UInt8(ascii: "/"): return 0x2F
        case UInt8(ascii: "b"): return 0x08
        case UInt8(ascii: "f"): return 0x0C
        case UInt8(ascii: "n"): return 0x0A
        case UInt8(ascii: "r"): return 0x0D
        case UInt8(ascii: "t"): return 0x09
        case UInt8(ascii: "u"):
            let digits = rest.prefix(4)
            rest = rest.dropFirst(4)
            return digits.count == 4 ? Base16.number(digits).map { UInt16($0) } : nil
        default: return nil
        }
    }
}

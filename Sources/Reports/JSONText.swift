/// JSON that is about to be written, and the one place that escapes it. Members keep the order in which they are written down,
/// so that the same report has the same bytes. What comes out is always valid UTF-8 and valid JSON: bytes that are not UTF-8
/// become U+FFFD, and characters that a terminal or an editor would not show as they are (see `Unicode.Scalar.isDeceptive`)
/// are escaped, which changes nothing for who parses it.
package enum JSONText {
    case text([UInt8])
    case number(Int)
    case bool(Bool)
    indirect case list([JSONText])
    indirect case object([(key: String, value: JSONText)])
    /// A member that is left out of its object.
    case absent

    package static func text(_ string: some StringProtocol) -> JSONText { .text(Array(string.utf8)) }

    /// On one line, without a line end.
    package var rendered: [UInt8] {
        var bytes: [UInt8] = []
        render(into: &bytes)
        return bytes
    }

    func render(into bytes: inout [UInt8]) {
        switch self {
        case .text(let text): JSONText.quote(text, into: &bytes)
        case .number(let number): bytes += String(number).utf8
        case .bool(let bool): bytes += (bool ? "true" : "false").utf8
        case .absent: bytes += "null".utf8
        case .list(let items):
            bytes.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                item.render(into: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members): JSONText.render(members, into: &bytes)
        }
    }

    private var isAbsent: Bool { if case .absent = self { true } else { false } }

    private static func render(_ members: [(key: String, value: JSONText)], into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "{"))
        var isFirst = true
        for member in members where !member.value.isAbsent {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            quote(Array(member.key.utf8), into: &bytes)
            bytes.append(UInt8(ascii: ":"))
            member.value.render(into: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
    }

    private static func quote(_ text: [UInt8], into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\"": bytes += "\\\"".utf8
            case "\\": bytes += "\\\\".utf8
            case "\n": bytes += "\\n".utf8
            case "\r": bytes += "\\r".utf8
            case "\t": bytes += "\\t".utf8
            case _ where scalar.isDeceptive:
                for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                    bytes += "\\u\(hexadecimal(unit, digits: 4))".utf8
                }
            case _ where scalar.isASCII: bytes.append(UInt8(truncatingIfNeeded: scalar.value))
            default: bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

extension JSONText: ExpressibleByStringLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    package init(stringLiteral text: String) { self = .text(text) }
    package init(arrayLiteral items: JSONText...) { self = .list(items) }
    /// In the order written.
    package init(dictionaryLiteral members: (String, JSONText)...) {
        self = .object(members.map { (key: $0.0, value: $0.1) })
    }
}

/// A path as text on a line: bytes that would not survive there, or would not be seen, are written `\xHH`, a backslash as `\\`.
enum PathText {
    private static let hex = Array("0123456789abcdef".utf8)

    /// The same text for the same path, always UTF-8, without tab, line end or a `#` or space at its start.
    static func escape(_ path: [UInt8]) -> [UInt8] {
        let isText = String(validating: path, as: UTF8.self) != nil
        var text: [UInt8] = []
        text.reserveCapacity(path.count)
        for (index, byte) in path.enumerated() {
            let isAwkwardEnd =
                byte == UInt8(ascii: " ") && (index == 0 || index == path.count - 1)
                || byte == UInt8(ascii: "#") && index == 0
            if byte == UInt8(ascii: "\\") {
                text += [byte, byte]
            } else if byte < 0x20 || byte == 0x7F || byte == UInt8(ascii: ";") || isAwkwardEnd
                || (byte >= 0x80 && !isText)
            {
                text += [UInt8(ascii: "\\"), UInt8(ascii: "x"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
            } else {
                text.append(byte)
            }
        }
        return text
    }

    /// nil where a backslash begins nothing known.
    static func unescape(_ text: [UInt8]) -> [UInt8]? {
        guard text.contains(UInt8(ascii: "\\")) else { return text }
        var path: [UInt8] = []
        var index = 0
        while index < text.count {
            guard text[index] == UInt8(ascii: "\\") else {
                path.append(text[index])
                index += 1
                continue
            }
            if index + 1 < text.count, text[index + 1] == UInt8(ascii: "\\") {
                path.append(text[index])
                index += 2
            } else if index + 3 < text.count, text[index + 1] == UInt8(ascii: "x"),
                let high = hex.firstIndex(of: text[index + 2]), let low = hex.firstIndex(of: text[index + 3])
            {
                path.append(UInt8(high << 4 | low))
                index += 4
            } else {
                return nil
            }
        }
        return path
    }
}

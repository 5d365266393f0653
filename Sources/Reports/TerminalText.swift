/// The one place that makes text from files fit for a terminal or a log: whatever could move the cursor, change colours,
/// reorder what is read or hide from the eye is shown by name. File names and snippets are hostile until they went through here.

extension Unicode.Scalar {
    /// Whether what a person sees differs from what is there: C0 and C1 controls, DEL, bidirectional and zero-width characters,
    /// soft hyphens, fillers, variation selectors, tags, line and paragraph separators.
    var isDeceptive: Bool {
        if value < 0x7F { return value < 0x20 }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator: true
        default: properties.isDefaultIgnorableCodePoint
        }
    }

    /// How many cells of a terminal it takes: 0 for a mark on the letter before, 2 for wide East Asian letters and emoji.
    var cells: Int {
        if value < 0x300 { return 1 }
        switch properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        default: return Unicode.Scalar.wide.contains { $0.contains(value) } ? 2 : 1
        }
    }

    /// East_Asian_Width W and F, in coarse blocks: carets may be off by a cell for rare symbols between.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
        0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF,
        0x20000...0x3FFFD,
    ]
}

/// Text whose every character is what it looks like.
public enum TerminalText {
    /// One visible character or one escape, with the cells it takes.
    struct Glyph {
        let text: String
        let cells: Int
    }

    /// `‹U+202E›` for a deceptive character, `‹0xFF›` for a byte that is not UTF-8, one space for a tab.
    static func glyphs(_ bytes: [UInt8]) -> [Glyph] {
        var glyphs: [Glyph] = []
        glyphs.reserveCapacity(bytes.count)
        var iterator = bytes.makeIterator()
        var parser = Unicode.UTF8.ForwardParser()
        var position = 0
        while true {
            switch parser.parseScalar(from: &iterator) {
            case .valid(let encoded):
                glyphs.append(glyph(Unicode.UTF8.decode(encoded)))
                position += encoded.count
            case .error(let length):
                glyphs += bytes[position..<position + length].map { escape("0x\(hexadecimal(UInt16($0), digits: 2))") }
                position += length
            case .emptyInput: return glyphs
            }
        }
    }

    public static func visible(_ bytes: [UInt8]) -> String { glyphs(bytes).map(\.text).joined() }

    public static func visible(_ text: String) -> String { visible(Array(text.utf8)) }

    private static func glyph(_ scalar: Unicode.Scalar) -> Glyph {
        if scalar == "\t" { return Glyph(text: " ", cells: 1) }
        guard scalar.isDeceptive else { return Glyph(text: String(scalar), cells: scalar.cells) }
        return escape("U+\(hexadecimal(scalar.value, digits: 4))")
    }

    private static func escape(_ name: String) -> Glyph { Glyph(text: "‹\(name)›", cells: name.count + 2) }
}

/// Upper-case hexadecimal, padded with zeros.
func hexadecimal(_ number: some BinaryInteger, digits: Int) -> String {
    let text = String(number, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}

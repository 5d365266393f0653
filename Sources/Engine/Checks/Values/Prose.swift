internal import Bytes

/// Labels, questions, messages and translations.
enum Prose: ValueKind {
    static func reason(_ value: Literal) -> String? {
        if value.bytes.count(where: { $0 >= 0x80 }) * 4 >= value.count { return "text in a language" }
        if value.spaces >= 2 { return "a sentence" }
        guard value.spaces == 1, let first = value.bytes.first, let last = value.bytes.last else { return nil }
        if value.consists(of: phrase) { return "a phrase" }
        // `Password: `, ` token`: text that something is put beside.
        if first == 0x20 || last == 0x20 { return "a piece of text" }
        return nil
    }

    private static let phrase = ByteSet.letters.union(ByteSet(ascii: " .,:;!?'-")).union(ByteSet(0x80...0xFF))
}

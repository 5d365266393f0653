internal import Bytes

/// Source code, regular expressions and format strings.
enum Code: ValueKind {
    static func reason(_ value: Literal) -> String? {
        if value.signs == value.count { return "signs only" }
        if value.starts(with: "--") { return "an option" }
        let pairs = zip(value.bytes, value.bytes.dropFirst())
        if pairs.contains(where: { $0 == 0x28 && $1 == 0x29 }) { return "a call" }
        if value.contains("\\"), escapes.contains(where: value.lowered.contains) {
            return "text with line ends or escapes"
        }
        if value.lowered.hasPrefix("&"), value.lowered.hasSuffix(";") { return "a character of markup" }
        if let first = value.bytes.first, let last = value.bytes.last,
            joints.contains(first) && joints.contains(last) || value.starts(with: ").") || value.starts(with: "'$")
        {
            return "code between two strings"
        }
        if value.spaces > 0, value.bytes.contains(where: code.contains) { return "code" }
        if isRules(value) { return "rules or choices, joined" }
        if isPattern(value) { return "a pattern" }
        if value.contains("%"), holdsDirective(value) { return "a format string" }
        return nil
    }

    private static let escapes = ["\\n", "\\t", "\\r", "\\f", "\\x", "\\u", "\\0"]
    private static let joints = ByteSet(ascii: "+.,)(: &")
    private static let code = ByteSet(ascii: "(){};=")

    /// `required|min:8`, `yes|no`: words with bars between them.
    private static func isRules(_ value: Literal) -> Bool {
        let parts = value.bytes.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false)
        return parts.count >= 2
            && parts.allSatisfy { part in
                part.count >= 2 && part.first.map(ByteSet.letters.contains) == true
                    && part.allSatisfy(ruleBytes.contains)
                    && !Randomness.isGenerated(Array(part))
            }
    }

    private static let ruleBytes = ByteSet.word.union(ByteSet(ascii: ":,.-"))

    private static func isPattern(_ value: Literal) -> Bool {
        if value.contains("\\"), value.bytes.contains(where: patternSigns.contains) { return true }
        let text = value.lowered
        if text.hasPrefix("^") && text.hasSuffix("$") { return true }
        return ["[a-z", "[0-9", "[^", ".*", ".+", "(?:", "\\w", "\\d", "\\s"].contains { text.contains($0) }
    }

    private static let patternSigns = ByteSet(ascii: "[]()^*+")

    /// `%s`, `%d`, `%-10s`, `%@` with little else.
    private static func holdsDirective(_ value: Literal) -> Bool {
        let pairs = zip(value.bytes, value.bytes.dropFirst())
        let directives = pairs.count { $0 == UInt8(ascii: "%") && ByteSet(ascii: "sdvqrxu@").contains($1) }
        return directives > 0 && value.count <= 12 * directives
    }
}

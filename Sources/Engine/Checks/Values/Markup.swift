internal import Bytes

/// Markup, data structures and style sheets.
enum Markup: ValueKind {
    static func reason(_ value: Literal) -> String? {
        guard let first = value.bytes.first, let last = value.bytes.last else { return nil }
        let digits = value.bytes.dropFirst()
        if first == UInt8(ascii: "#"), value.count <= 9, digits.allSatisfy(ByteSet.hexDigits.contains) {
            return "a colour"
        }
        if first == UInt8(ascii: "<") && value.contains(">") { return "markup" }
        if first == UInt8(ascii: "{") || first == UInt8(ascii: "[") {
            return "a structure"
        }
        if last == UInt8(ascii: "{") || last == UInt8(ascii: "[") { return "the start of a structure" }
        if styles.contains(where: value.lowered.hasPrefix) || isMeasure(value) {
            return "a style"
        }
        // `.password-input`, `#password-field`, `input[name=password]`: which elements of a page.
        if first == UInt8(ascii: ".") || first == UInt8(ascii: "#"), value.digits == 0, value.count >= 5 {
            return "a selector"
        }
        if selectors.contains(where: value.lowered.hasPrefix) { return "a selector" }
        return nil
    }

    /// `12px`
    private static func isMeasure(_ value: Literal) -> Bool {
        value.lowered.hasSuffix("px") && value.digits > 0 && value.count <= 8 && value.letters == 2
    }

    private static let styles = ["rgb(", "rgba(", "hsl(", "var(--", "calc(", "url(", "linear-gradient("]
    private static let selectors = [
        "input[", "input#", "input.", "//*[", "//input", "[name=", "[data-", "form#", "form.",
    ]

    /// `{"user": "…", "key": "…"}` in a string: what is inside counts.
    static func holdsGenerated(_ value: Literal) -> Bool {
        guard value.kind != nil, value.count >= 24, let first = value.bytes.first,
            first == UInt8(ascii: "{") || first == UInt8(ascii: "["), value.bytes.dropFirst(2).first != first
        else { return false }
        let pieces = value.bytes.split(whereSeparator: { !tokenBytes.contains($0) })
        return pieces.contains { $0.count >= 16 && Randomness.isGenerated(Array($0)) }
    }

    private static let tokenBytes = ByteSet.alphanumerics.union(ByteSet(ascii: "+/=_-"))
}

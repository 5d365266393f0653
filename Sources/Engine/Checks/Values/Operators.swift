internal import Bytes

/// What joins a name to a quoted value: an assignment, a comparison, the comma between two arguments, the bracket of a call. Each asks
/// more of the value, or of what stands behind it.
enum Operators {
    static func reason(_ value: Literal, _ candidate: Candidate, _ evidence: inout Evidence) -> String? {
        guard let range = candidate.nameRange, range.upperBound < candidate.range.lowerBound else { return nil }
        let quote = candidate.range.lowerBound - 1
        if evidence.byte(at: quote - 1) != UInt8(ascii: "\\"),
            ValueContext.openQuote(before: quote, &evidence) == evidence.byte(at: quote)
        {
            return "code between two strings"
        }
        let name = candidate.wholeName(&evidence)
        let ahead = trimmed(evidence.lineBefore(range.upperBound - name.count, limit: 48))
        // `ok ? "pass" : "fail"`
        if ahead.last == UInt8(ascii: "?") { return "the other choice" }
        let between = evidence.lineBefore(quote, limit: quote - range.upperBound).filter { $0 != 0x20 && $0 != 0x09 }
        // `x ? f(secret) : "none"`
        if between.first == UInt8(ascii: ")"), between.last == UInt8(ascii: ":") { return "the other choice" }
        let behind = evidence.lineAfter(candidate.range.upperBound + 1, limit: 8).filter { $0 != 0x20 && $0 != 0x09 }
        if let last = value.bytes.last, joints.contains(last), behind.count >= 2, concatenation.contains(behind[0]),
            behind[1] != UInt8(ascii: ")")
        {
            return "the beginning of a longer text"
        }
        if between.contains(UInt8(ascii: ",")) {
            return listed(value, isClosed: behind.first == UInt8(ascii: ")"), between: between, ahead: ahead)
        }
        if between.last == UInt8(ascii: "(") {
            if !behind.isEmpty, !callEnds.contains(behind[0]) { return "the first argument of several" }
            // `secret("old")` asks for one by its name; `password("sunshine")` sets one.
            let isWord = [.word, .joined, .standIn].contains(ValueClass(value))
            return isWord && value.kind != .password ? "a call with a word" : nil
        }
        let isComparison = between.suffix(2).elementsEqual("==".utf8) || between.suffix(2).elementsEqual("!=".utf8)
        if isComparison, [.joined, .standIn].contains(ValueClass(value)) { return "compared with a word" }
        if ahead.last == UInt8(ascii: ","), behind.count >= 2, behind[0] == UInt8(ascii: ","),
            ValueContext.quotes.contains(behind[1]), between.contains(UInt8(ascii: "="))
        {
            return "the first value of several"
        }
        return nil
    }

    private static let joints = ByteSet(ascii: "_-:/.")
    private static let concatenation = ByteSet(ascii: ".+&")
    private static let callEnds = ByteSet(ascii: ").;\\")

    /// `put("password", "…")` sets one; in `("id", "password", "mobile")` it is one name of a list.
    private static func listed(_ value: Literal, isClosed: Bool, between: [UInt8], ahead: [UInt8]) -> String? {
        let kind = ValueClass(value)
        let isPlain = kind != .generated && kind != .short && kind != .mixed
        if between.first.map(ValueContext.quotes.contains) ?? false {
            guard isClosed, ahead.last == UInt8(ascii: "(") else { return "one of a list" }
            let function = ahead.dropLast().reversed().prefix(while: ByteSet.word.contains).reversed()
            // `("auth", "0013_auto_2022")`: a pair that no call is given; what has the name of a lesser secret is a part of it.
            if function.isEmpty, value.kind == .other { return "one of a pair" }
            let sets = Words.split(Array(function)).contains(where: setting.contains)
            return isPlain && !sets ? "an argument of a call that sets nothing" : nil
        }
        // `property_set(:jira, :secret, "…")`, `assertEqual(user.password, "…")`; not `hasattr(pwd, "getpwuid")`.
        let isMember =
            ahead.last == UInt8(ascii: ".") || ahead.last == UInt8(ascii: ":") || ahead.last == UInt8(ascii: ">")
        return isClosed && isMember && !isPlain ? nil : "an argument beside a name"
    }

    private static let setting = WordList(
        "set put add with property prop header param parameter env environment setenv config configure define update option value field"
    )

    private static let dotted = ByteSet.word.union(ByteSet(ascii: ".-"))

    /// Without the quotes that open the name, what else the name holds (`db.` of `db.password`), and the space before them.
    private static func trimmed(_ before: [UInt8]) -> [UInt8] {
        var rest = before[...]
        if rest.last == UInt8(ascii: ".") {
            rest = rest.prefix(rest.count - rest.reversed().prefix(while: dotted.contains).count)
        }
        while let last = rest.last, ByteSet(ascii: "\"'` \t\\$@").contains(last) { rest.removeLast() }
        return Array(rest)
    }
}

internal import Bytes
internal import Findings

/// What stands around a value and says that it is none: prose that goes on, code that goes on, a line without end.
enum ValueContext {
    /// - Parameter isJoined: whether the rule's pattern says what joins the name and the value.
    static func reason(
        _ value: Literal, _ candidate: Candidate, isJoined: Bool, _ evidence: inout Evidence
    ) -> String? {
        let end = candidate.range.upperBound
        let after = evidence.byte(at: end)
        let before = evidence.lineBefore(candidate.range.lowerBound, limit: 2)
        // An element's text is as good as quoted; `=>` and `->` are operators.
        let isElement = before.last == UInt8(ascii: ">") && !operators.contains(before.first ?? 0)
        // `<abbr title="time-based one-time password">TOTP</abbr>`: the last word of a text.
        if isElement, let name = candidate.nameRange, evidence.byte(at: name.upperBound).map(quotes.contains) == true {
            let whole = candidate.wholeName(&evidence)
            if evidence.byte(at: name.upperBound - whole.count - 1) == 0x20 { return "the title of an element" }
        }
        let isQuoted = isElement || before.last.map(quotes.contains) ?? false
        if !isQuoted, let reason = bare(value, candidate, after, &evidence) { return reason }
        if isQuoted, !isElement, !isJoined, let reason = Operators.reason(value, candidate, &evidence) { return reason }
        if candidate.file == .code || candidate.file == .markup || candidate.file == .json,
            isMinified(candidate, &evidence), !Randomness.isGenerated(candidate.secret)
        {
            return "a word in minified code"
        }
        return nil
    }

    private static let operators = ByteSet(ascii: "=-")
    static let quotes = ByteSet(ascii: "\"'`")

    /// Without quotes, what follows must end the value.
    private static func bare(
        _ value: Literal, _ candidate: Candidate, _ after: UInt8?, _ evidence: inout Evidence
    ) -> String? {
        let end = candidate.range.upperBound
        if after == UInt8(ascii: "(") || after == UInt8(ascii: "[") { return "code" }
        let isGenerated = value.isGenerated && value.count >= 8
        if !isGenerated, isInTemplate(candidate, &evidence) { return "code of a template" }
        if let reason = twoParts(value, candidate, &evidence) { return reason }
        switch candidate.file {
        case .code, .json, .markup:
            // A bare word in code is a variable, but for one in a string, and but for one that nobody would name a variable.
            let isInString = isInsideString(candidate, &evidence)
            let isNumber =
                value.lowered.hasPrefix("0x") && value.bytes.dropFirst(2).allSatisfy(ByteSet.hexDigits.contains)
                || value.lowered.hasPrefix("-0x")
            if isNumber, value.count <= 18 { return "a number" }
            if !isInString, !isGenerated || value.digits == 0 || value.contains(".") { return "a variable" }
            if isInString, let reason = inString(value, candidate, after, isGenerated, &evidence) { return reason }
        case .text, .unknown:
            if !isGenerated, !isTight(candidate, &evidence), !endsLine(end, &evidence) { return "the line goes on" }
        case .config, .shell: break
        }
        guard after == 0x20, !isGenerated, let next = evidence.byte(at: end + 1) else { return nil }
        return candidate.file == .config && (ByteSet.letters.contains(next) || next >= 0x80)
            ? "the line goes on in words" : nil
    }

    /// In a string of code: a message that goes on (`"pwd: expected bytes, got %s"`) or a name of two parts (`"passwd:shell"`).
    private static func inString(
        _ value: Literal, _ candidate: Candidate, _ after: UInt8?, _ isGenerated: Bool, _ evidence: inout Evidence
    ) -> String? {
        guard !isGenerated else { return nil }
        let behind = evidence.lineAfter(candidate.range.upperBound, limit: 2)
        if after == 0x20, let next = behind.last, ByteSet.letters.contains(next) || next == UInt8(ascii: "%") {
            return "a message that goes on"
        }
        let isTightColon =
            candidate.nameRange?.upperBound == candidate.range.lowerBound - 1
            && evidence.byte(at: candidate.range.lowerBound - 1) == UInt8(ascii: ":")
        return isTightColon && value.digits == 0 ? "a name of two parts" : nil
    }

    /// `{{- $password := index …`: what template languages put between braces.
    private static func isInTemplate(_ candidate: Candidate, _ evidence: inout Evidence) -> Bool {
        let before = String(decoding: evidence.lineBefore(candidate.range.lowerBound, limit: 160), as: UTF8.self)
        for (open, close) in [("{{", "}}"), ("<%", "%>"), ("{%", "%}")] {
            if let start = before.ranges(of: open).last, !before[start.upperBound...].contains(close) { return true }
        }
        return false
    }

    /// A colon with nothing beside it: `scheme://user:…`, whose user only looks like a name, or a command of two words
    /// (`bin/rails credentials:edit`).
    private static func twoParts(
        _ value: Literal, _ candidate: Candidate, _ evidence: inout Evidence
    ) -> String? {
        guard let name = candidate.nameRange, name.upperBound == candidate.range.lowerBound - 1,
            evidence.byte(at: name.upperBound) == UInt8(ascii: ":")
        else { return nil }
        let whole = candidate.wholeName(&evidence)
        let before = evidence.lineBefore(name.upperBound - whole.count, limit: 3)
        if before.elementsEqual("://".utf8) { return "a part of an address" }
        let isWord = value.bytes.allSatisfy(ByteSet.lowercase.contains)
        return isWord && before.last == 0x20 ? "a name of two parts" : nil
    }

    /// Whether nothing but a closing sign or a continuation follows on the line.
    private static func endsLine(_ end: Int, _ evidence: inout Evidence) -> Bool {
        let rest = evidence.lineAfter(end, limit: 4)
        return rest.allSatisfy(closing.contains)
            || rest.starts(with: " \\".utf8) || rest.starts(with: " #".utf8) || rest.starts(with: " -".utf8)
            || rest.first == UInt8(ascii: "&")
    }

    /// `NAME=value`: nothing between the name and the value but the sign.
    private static func isTight(_ candidate: Candidate, _ evidence: inout Evidence) -> Bool {
        guard let name = candidate.nameRange, candidate.range.lowerBound == name.upperBound + 1 else { return false }
        return evidence.byte(at: name.upperBound) == UInt8(ascii: "=")
    }

    private static let closing = ByteSet(ascii: " \t\r\\\"'`,;})]|")

    /// Whether the quotes before the value on its line leave one open.
    static func isInsideString(_ candidate: Candidate, _ evidence: inout Evidence) -> Bool {
        openQuote(before: candidate.range.lowerBound, &evidence) != nil
    }

    /// The quote that the line leaves open at `position`. The apostrophe of `don't` is none.
    static func openQuote(before position: Int, _ evidence: inout Evidence) -> UInt8? {
        var open: UInt8?
        var isEscaped = false
        let line = evidence.lineBefore(position, limit: 480)
        for (index, byte) in line.enumerated() {
            if isEscaped {
                isEscaped = false
            } else if byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if quotes.contains(byte) {
                let isApostrophe =
                    byte == UInt8(ascii: "'") && open == nil && index > 0 && ByteSet.letters.contains(line[index - 1])
                    && index + 1 < line.count && ByteSet.letters.contains(line[index + 1])
                if !isApostrophe { open = open == nil ? byte : open == byte ? nil : open }
            }
        }
        return open
    }

    /// A line with so much on both sides was not written by a person.
    private static func isMinified(_ candidate: Candidate, _ evidence: inout Evidence) -> Bool {
        let before = evidence.lineBefore(candidate.range.lowerBound, limit: 480)
        guard before.count == 480 else { return false }
        return evidence.lineAfter(candidate.range.upperBound, limit: 480).count == 480
    }
}

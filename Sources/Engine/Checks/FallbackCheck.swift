internal import Bytes
internal import KnownValues

/// `fallback`: does the program fall back to the value? It does where the value is a parameter's or a field's default, stands in
/// something called defaults, or is assigned where its name was found empty. A plain assignment is no default: a random literal there is
/// a committed secret, and the generic rules' business. A weak constant is one more: nothing else sets it.
struct FallbackCheck: Check {
    /// How far back the text may say what an assignment is for, in bytes and in lines.
    private static let farthest = 360
    private static let mostLines = 7

    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        let whole = candidate.wholeName(&evidence)
        let words = Words.split(whole)
        if words.contains(where: FallbackCheck.defaultWords.contains) {
            return .pass("the name says that it is a default")
        }
        let start = (candidate.nameRange?.upperBound ?? candidate.range.lowerBound) - whole.count
        let place = AssignmentPlace(start: start, candidate, &evidence)
        if let reason = place.reason { return .pass(reason) }
        let before = evidence.linesBefore(start, limit: FallbackCheck.farthest)
        let after = evidence.lineAfter(candidate.range.upperBound, limit: 96)
        if FallbackCheck.isGuarded(whole, before.suffix(FallbackCheck.mostLines), after) {
            return .pass("assigned where there is none")
        }
        if FallbackCheck.isConstant(whole, before.last ?? []), KnownValues.isWeak(candidate.secret) {
            return .lower(.medium, "a weak constant")
        }
        return .reject("no fallback position")
    }

    private static let defaultWords: Set<String> = ["default", "defaults", "fallback", "dflt"]

    // MARK: Assigned where there is none

    /// Whether a condition in `lines` (the last is what stands before the name on its own line) or behind the value asks for the name, as
    /// in `if not secret:`, `if secret == "" {`, `[ -z "$SECRET" ] &&`, `… if secret.nil?`.
    private static func isGuarded(_ name: [UInt8], _ lines: ArraySlice<[UInt8]>, _ after: [UInt8]) -> Bool {
        let name = String(decoding: name.map(\.asciiLowercased), as: UTF8.self)
        let lowered = lines.map { String(decoding: $0.map(\.asciiLowercased), as: UTF8.self) }
        if asks(String(decoding: after.map(\.asciiLowercased), as: UTF8.self), for: name) { return true }
        for (distance, line) in lowered.reversed().enumerated() {
            if asks(line, for: name) { return true }
            let bare = line.filter { $0 != " " && $0 != "\t" && $0 != "\r" }
            let rest = lowered.dropLast(distance + 1)
            if distance <= 1, handlers.contains(where: bare.contains), rest.contains(where: { $0.contains(name) }) {
                return true
            }
            // A block has ended: what stands before it decides nothing here.
            if distance > 0, bare.hasPrefix("}"), !bare.contains("else") { return false }
        }
        return false
    }

    private static func asks(_ line: String, for name: String) -> Bool {
        let text = line.drop { " \t}\"';".contains($0) }
        guard conditions.contains(where: text.hasPrefix) else { return false }
        return text.ranges(of: name).contains { range in
            let after = text[range.upperBound...]
            if let next = after.utf8.first, ByteSet.word.contains(next) { return false }
            // What belongs to the name: `$`, `{`, quotes and what it is a member of.
            let head = text[..<range.lowerBound].utf8.reversed().drop {
                ByteSet.word.contains($0) || ByteSet(ascii: "$.{[\"'@>:?").contains($0)
            }
            let before = String(decoding: head.reversed(), as: UTF8.self)
            let rest = after.drop { "\"'}])?; ".contains($0) }
            return emptyBefore.contains(where: before.hasSuffix) || emptyAfter.contains(where: rest.hasPrefix)
                || rest.hasPrefix("=") && nothings.contains { rest.drop { "= ".contains($0) }.hasPrefix($0) }
                || text.contains("; ") && text.contains("== \"\"")
        }
    }

    private static let conditions = ["if ", "if(", "elif ", "elsif ", "else if", "unless ", "[ -", "[[ -", "test -"]
    private static let emptyBefore = [
        "!", "! ", "not ", "unless ", "-z ", "-n ", "empty(", "len(", "blank(", "null(", "-not ", "whitespace(",
        "undefined(", "!(",
        "(!ok", "!ok",
    ]
    private static let emptyAfter = [
        "is none", ".nil", ".isempty", ".isblank", ".is_empty", ".empty", ".blank", ".length", ".trim().isempty",
        "is null",
        "isnullorempty",
    ]
    private static let nothings = ["\"\"", "''", "null", "nil", "none", "undefined", "false", "0", "string.empty"]
    private static let handlers = ["except", "rescue", "catch(", "else:", "}else{", "else{"]

    // MARK: Constants

    private static func isConstant(_ name: [UInt8], _ before: [UInt8]) -> Bool {
        let isUpper = name.count > 2 && !name.contains(where: ByteSet.lowercase.contains)
        let words = Words.split(before)
        guard !before.contains(where: ByteSet(ascii: "({[").contains) else { return false }
        return isUpper && before.allSatisfy(ByteSet.space.contains) && before.count < 8
            || words.contains(where: constantWords.contains)
                && (isUpper || before.first != 0x20 && before.first != 0x09)
            || words.contains("static") || words.contains("const") && words.count > 2
            || before.last == UInt8(ascii: "@")
    }

    private static let constantWords: Set<String> = ["const", "constant", "let", "val", "define", "readonly"]
}

internal import Bytes

/// Where a name that gets a value stands: in which brackets, behind which words.
struct AssignmentPlace {
    /// Why a value there is a default; nil when nothing says so.
    private(set) var reason: String?

    private static let farthest = 700
    private static let mostLevels = 3

    init(start: Int, _ candidate: Candidate, _ evidence: inout Evidence) {
        let line = evidence.lineBefore(start, limit: 120)
        if AssignmentPlace.isLambda(line) {
            reason = "a parameter's default"
            return
        }
        let isTyped = AssignmentPlace.isTyped(line) || AssignmentPlace.isAnnotated(candidate, &evidence)
        var position = start
        for level in 0..<AssignmentPlace.mostLevels {
            guard
                let open = AssignmentPlace.openBracket(
                    before: position, farthest: start - AssignmentPlace.farthest, &evidence)
            else { break }
            let head = evidence.lineBefore(open, limit: 96)
            let isRound = evidence.byte(at: open) == UInt8(ascii: "(")
            let isFirst = level == 0 || level == 1 && position == open + 1
            if isRound, ParameterCheck.declares(head) || isFirst && isTyped {
                reason = "a parameter's default"
                return
            }
            let words = Words.split(head)
            if words.contains(where: AssignmentPlace.defaults.contains), words.suffix(2) != ["export", "default"] {
                reason = "one of the defaults"
                return
            }
            if !isRound, level == 0, words.suffix(2).contains(where: AssignmentPlace.holders.contains) {
                reason = "one of the settings"
                return
            }
            if !isRound, level == 0, words.contains(where: AssignmentPlace.types.contains),
                !AssignmentPlace.isConstant(line)
            {
                reason = "a field's default"
                return
            }
            position = open
        }
        let isDeclared =
            line.starts(with: "param ".utf8) || line.drop(while: ByteSet.space.contains).first == UInt8(ascii: "@")
        if isDeclared && line.contains(0x20) || AssignmentPlace.isField(line)
            || AssignmentPlace.isSettings(line, start, &evidence)
        {
            reason = "a field's default"
        }
    }

    private static let defaults: Set<String> = ["default", "defaults", "fallback", "fallbacks"]
    private static let holders: Set<String> = ["config", "configuration", "conf", "settings", "cfg"]
    private static let types: Set<String> = ["class", "struct", "record", "interface", "actor", "object", "trait"]
    private static let access: Set<String> = ["private", "public", "protected", "internal", "readonly", "pub"]
    private static let fixed: Set<String> = ["static", "final", "const", "constexpr", "shared"]

    /// `lambda user, ` with the parameters still open.
    private static func isLambda(_ line: [UInt8]) -> Bool {
        let text = String(decoding: line, as: UTF8.self)
        guard let start = text.ranges(of: "lambda ").last?.upperBound else { return false }
        return !text[start...].contains(":")
    }

    /// `const std::string& ` or `string ` before the name: a type, and no call has one.
    private static func isTyped(_ line: [UInt8]) -> Bool {
        guard let last = line.last, last == 0x20, let before = line.dropLast().last else { return false }
        return ByteSet.word.contains(before) || ByteSet(ascii: ">&*?]").contains(before)
    }

    /// `password: String = `, between the name and the value.
    private static func isAnnotated(_ candidate: Candidate, _ evidence: inout Evidence) -> Bool {
        guard let name = candidate.nameRange else { return false }
        var sawColon = false
        for position in name.upperBound..<candidate.range.lowerBound {
            switch evidence.byte(at: position) {
            case UInt8(ascii: ":"): sawColon = true
            case UInt8(ascii: "="): return sawColon && evidence.byte(at: position - 1) != UInt8(ascii: ":")
            default: continue
            }
        }
        return false
    }

    private static func isConstant(_ line: [UInt8]) -> Bool {
        Words.split(line).contains(where: fixed.contains)
    }

    /// `private String `, `public readonly `: a member that others may set.
    private static func isField(_ line: [UInt8]) -> Bool {
        let words = Words.split(line)
        return words.contains(where: access.contains) && !words.contains(where: fixed.contains)
    }

    /// An attribute of a Python class that holds settings: the nearest line that is indented less says so.
    private static func isSettings(_ line: [UInt8], _ start: Int, _ evidence: inout Evidence) -> Bool {
        let indent = line.count
        guard indent > 0, line.allSatisfy(ByteSet.space.contains) else { return false }
        for line in evidence.linesBefore(start - indent, limit: farthest).reversed() {
            let margin = line.prefix { ByteSet.space.contains($0) }.count
            guard margin < indent, margin < line.count else { continue }
            let words = Words.split(line)
            return words.first == "class" && words.contains(where: settings.contains)
        }
        return false
    }

    private static let settings: Set<String> = [
        "config", "configuration", "settings", "options", "conf", "env", "environment", "base", "params",
    ]

    /// The bracket of any kind that is open at `start`. Brackets in strings are taken for brackets: they are seldom unbalanced.
    private static func openBracket(before start: Int, farthest: Int, _ evidence: inout Evidence) -> Int? {
        var depth = 0
        var position = start
        while position > farthest {
            position -= 1
            switch evidence.byte(at: position) {
            case nil: return nil
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth += 1
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
                if depth == 0 { return position }
                depth -= 1
            default: continue
            }
        }
        return nil
    }
}

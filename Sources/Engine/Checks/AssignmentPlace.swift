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
        var isPattern = false
        for level in 0..<AssignmentPlace.mostLevels {
            guard
                let open = AssignmentPlace.openBracket(
                    before: position, farthest: start - AssignmentPlace.farthest, &evidence)
            else { break }
            let head = evidence.lineBefore(open, limit: 96)
            let isRound = evidence.byte(at: open) == UInt8(ascii: "(")
            // A parameter, or one that a pattern in braces takes apart: `function open({ host, password = "x" })`.
            if isRound, level == 0 || isPattern, isTyped || ParameterCheck.declares(head) {
                reason = "a parameter's default"
                return
            }
            if AssignmentPlace.saysDefault(head, isRound: isRound) {
                reason = "one of the defaults"
                return
            }
            let words = Words.split(head)
            if level == 0, evidence.byte(at: open) == UInt8(ascii: "{"),
                words.contains(where: AssignmentPlace.types.contains),
                !AssignmentPlace.isConstant(line)
            {
                reason = "a field's default"
                return
            }
            isPattern = level == 0 && !isRound
            position = open
        }
        if AssignmentPlace.isSubscript(line) { reason = "one of the settings" }
        if AssignmentPlace.isDeclared(line) || AssignmentPlace.isField(line)
            || AssignmentPlace.isSettings(line, start, &evidence)
        {
            reason = "a field's default"
        }
    }

    private static let defaults: Set<String> = ["default", "defaults", "fallback", "fallbacks"]

    /// `$config['`, `default['app']['`: an entry of the settings.
    private static func isSubscript(_ line: [UInt8]) -> Bool {
        guard let quote = line.last, ByteSet(ascii: "\"'").contains(quote), line.dropLast().last == UInt8(ascii: "[")
        else {
            return false
        }
        let root = line.drop { !ByteSet.word.contains($0) }.prefix {
            ByteSet.word.contains($0) || $0 == UInt8(ascii: ".")
        }
        return Words.split(Array(root)).last.map { settings.contains($0) || defaults.contains($0) } == true
    }

    /// Whether what stands before a bracket names defaults: `DEFAULTS = {`, `fn default() -> Self {`, `withDefaults(`.
    private static func saysDefault(_ head: [UInt8], isRound: Bool) -> Bool {
        let tokens = head.split { !ByteSet.word.contains($0) }.map { Words.split(Array($0)) }
        guard let last = tokens.last else { return false }
        if isRound { return last.last.map(defaults.contains) == true }
        if tokens.count >= 2, last == ["default"], tokens[tokens.count - 2] == ["export"] { return false }
        let isKey = head.contains { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
        return isKey ? last.contains(where: defaults.contains) : tokens.joined().contains(where: defaults.contains)
    }

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
        let words = line.split(whereSeparator: { !ByteSet.word.contains($0) }).map {
            String(decoding: $0, as: UTF8.self)
        }
        return words.prefix(2).contains(where: access.contains) && !words.contains(where: fixed.contains)
    }

    /// `param password string = `, `@Option var token: String = `.
    private static func isDeclared(_ line: [UInt8]) -> Bool {
        if line.starts(with: "param ".utf8) { return true }
        let words = line.split(whereSeparator: { !ByteSet.word.contains($0) }).map {
            String(decoding: $0, as: UTF8.self)
        }
        return line.drop(while: ByteSet.space.contains).first == UInt8(ascii: "@") && words.last == "var"
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
        "config", "configuration", "settings", "options", "conf",
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

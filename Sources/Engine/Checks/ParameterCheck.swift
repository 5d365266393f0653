internal import Bytes

/// `parameter`: does the value stand in the parameter list of a declaration? `def connect(password="x")` gives a default, the call
/// `connect(password="x")` hands over a value.
struct ParameterCheck: Check {
    private static let farthest = 700
    private static let keywords: Set<String> = [
        "def", "defp", "func", "fun", "fn", "function", "constructor", "init", "class", "record", "sub", "param",
    ]

    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        let start = candidate.nameRange?.lowerBound ?? candidate.range.lowerBound
        guard let open = openBracket(before: start, &evidence) else { return .reject("in no parameter list") }
        let head = evidence.lineBefore(open, limit: 96)
        return ParameterCheck.declares(head) ? .pass("a parameter's default") : .reject("an argument of a call")
    }

    /// Whether a round bracket behind `head` opens the parameter list of a declaration.
    static func declares(_ head: [UInt8]) -> Bool {
        // Only what belongs to the bracket: in `def f(a): g(` the declaration has ended.
        let own = head.reversed().prefix { !ByteSet(ascii: "();:{}=").contains($0) }.reversed()
        let words = own.split(whereSeparator: { !ByteSet.word.contains($0) }).suffix(4)
        return words.contains { keywords.contains(String(decoding: $0, as: UTF8.self)) }
    }

    /// The round bracket that is open at `start`. Brackets in strings are taken for brackets: they are seldom unbalanced.
    private func openBracket(before start: Int, _ evidence: inout Evidence) -> Int? {
        var depth = 0
        var position = start
        while start - position < ParameterCheck.farthest {
            position -= 1
            switch evidence.byte(at: position) {
            case nil: return nil
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth += 1
            case UInt8(ascii: "(") where depth == 0: return position
            case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ";"):
                // Outside of every bracket, a block or a statement begins here.
                if depth == 0 { return nil }
                if evidence.byte(at: position) != UInt8(ascii: ";") { depth -= 1 }
            case UInt8(ascii: "("): depth -= 1
            default: continue
            }
        }
        return nil
    }
}

internal import Bytes

/// `statement`: the line is a statement of SQL about a user or role, not words about one.
struct StatementCheck: Check {
    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        let before = evidence.lineBefore(candidate.range.lowerBound, limit: 200)
        let words = Set(Words.split(before))
        if !words.isDisjoint(with: ["create", "alter", "grant"]) { return .pass("a statement of SQL") }
        // The statement began on a line before; who writes in capitals writes SQL.
        let text = String(decoding: before, as: UTF8.self)
        let isKeyword = text.contains("IDENTIFIED BY") && evidence.byte(at: candidate.range.lowerBound - 1) != 0x20
        return isKeyword ? .pass("a clause of SQL") : .reject("no statement of SQL")
    }
}

internal import Bytes

/// `name`: is what the value is assigned to the name of a secret? `db_password` and `apiKey` are; `passwordField`, `TOKEN_URL` and
/// `secret_name` are not. The name is read to its left end in the text, further than the pattern captured it.
struct NameCheck: Check {
    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        guard let range = candidate.nameRange else { return .pass("no name captured") }
        let name = candidate.wholeName(&evidence)
        let before = evidence.lineBefore(range.upperBound - name.count, limit: 2)
        if before.elementsEqual("::".utf8) { return .reject("the name of a type") }
        if before.last == UInt8(ascii: ":"), evidence.byte(at: range.upperBound) == UInt8(ascii: ":") {
            return .reject("a part of the name of a resource")
        }
        let words = Words.split(name)
        if evidence.byte(at: range.upperBound) == UInt8(ascii: "("), let first = words.first,
            words.count > 1 ? !NameCheck.setters.contains(first) : words == ["pass"] || !NameCheck.isSecret(words)
        {
            return .reject("a call that does not set a secret")
        }
        return NameCheck.judge(words)
    }

    /// First words of functions that take a secret.
    private static let setters: Set<String> = ["set", "with", "put", "basic", "update", "use", "auth"]

    private static func isSecret(_ words: [String]) -> Bool {
        if case .secret = NameClassifier.classify(words) { true } else { false }
    }

    static func judge(_ words: [String]) -> Verdict {
        switch NameClassifier.classify(words) {
        case .secret(let kind): .pass(kind.described)
        case .other(let reason): words.isEmpty ? .pass("no name captured") : .reject(reason)
        }
    }
}

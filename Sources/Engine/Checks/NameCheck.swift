internal import Bytes

/// `name`: is what the value is assigned to the name of a secret? `db_password` and `apiKey` are; `passwordField`, `TOKEN_URL` and
/// `secret_name` are not. The name is read to its left end in the text, further than the pattern captured it.
struct NameCheck: Check {
    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        guard let range = candidate.nameRange else { return .pass("no name captured") }
        let name = candidate.wholeName(&evidence)
        let before = evidence.lineBefore(range.upperBound - name.count, limit: 2)
        if before.elementsEqual("::".utf8) { return .reject("the name of a type") }
        // `arn:aws:secretsmanager:…:secret:x`; in `app:dbPassword: x` a space follows, and the name only has a namespace.
        if before.last == UInt8(ascii: ":"), evidence.byte(at: range.upperBound) == UInt8(ascii: ":"),
            let next = evidence.byte(at: range.upperBound + 1), next != 0x20
        {
            return .reject("a part of the name of a resource")
        }
        let answer = NameClassifier.classify(name: name)
        if evidence.byte(at: range.upperBound) == UInt8(ascii: "(") {
            let words = Words.split(name)
            let sets =
                words.count > 1
                ? NameCheck.setters.contains(words[0])
                : words != ["pass"] && answer.isSecret && !NameCheck.isVerb(words.first ?? "")
            if !sets { return .reject("a call that does not set a secret") }
        }
        return NameCheck.verdict(answer)
    }

    /// First words of functions that take a secret.
    private static let setters: Set<String> = ["set", "with", "put", "basic", "update", "use", "auth"]

    /// `splitpasswd`, `checktoken`: written as one word, it does something with a secret.
    private static func isVerb(_ word: String) -> Bool {
        ["split", "check", "get", "parse", "read", "verify", "has", "is", "find", "make", "new", "gen"].contains {
            word.hasPrefix($0)
        }
    }

    private static func verdict(_ answer: NameClassifier.Answer) -> Verdict {
        switch answer {
        case .secret(let kind): .pass(kind.described)
        case .other(let reason): .reject(reason)
        }
    }
}

internal import Bytes

/// `value`: could a person who reads the value take it for a secret? What is plainly something else is rejected, each kind of text by
/// a file in Values/; for the rest, what it looks like and what it is assigned to give the confidence (`ConfidenceTable`).
struct ValueCheck: Check {
    let asksOnlyTheValue = true
    /// What the place says that the value is, where no name does: `value(password)`.
    var assumed: NameClassifier.Kind?
    /// Whether the pattern itself says what joins the name and the value: `value(joined)`.
    var isJoined = false

    /// The kinds of text that are no secret, in the order in which they are asked for.
    static let kinds: [any ValueKind.Type] = [
        Prose.self, Numbers.self, Markup.self, Code.self, Locations.self, Encodings.self, Identifiers.self,
    ]

    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        let bytes = candidate.secret
        guard bytes.count >= 4 else { return .reject("shorter than 4 characters") }
        if bytes.count > 1_024 { return .reject("longer than 1,024 characters") }
        let whole = candidate.wholeName(&evidence)
        let name = Words.split(whole)
        let kind = assumed ?? ValueCheck.kind(of: whole)
        let value = Literal(bytes, kind: kind, name: name)
        if Markup.holdsGenerated(value) { return ConfidenceTable.verdict(kind ?? .token, .generated) }
        if let reason = ValueCheck.echo(value) { return .reject(reason) }
        for each in ValueCheck.kinds {
            if let reason = each.reason(value) { return .reject(reason) }
        }
        if let reason = ValueContext.reason(value, candidate, isJoined: isJoined, &evidence) {
            return .reject(reason)
        }
        return ConfidenceTable.verdict(kind ?? .token, ValueClass(value))
    }

    private static func kind(of name: [UInt8]) -> NameClassifier.Kind? {
        if case .secret(let kind) = NameClassifier.classify(name: name) { kind } else { nil }
    }

    /// `AUTH_CACHING_SHA2_PASSWORD = "caching_sha2_password"`: all of the value's words are words of the name.
    private static func echo(_ value: Literal) -> String? {
        guard !value.words.isEmpty, value.digits <= 1 else { return nil }
        // `pass="bandpass"`: one kind of what the name means.
        if value.name.last == "pass", value.words.count == 1, value.words[0].hasSuffix("pass"), value.digits == 0 {
            return "a kind of pass"
        }
        // `git-credential-store: git-credential-store.o`
        if value.name.count >= 3, value.words.starts(with: value.name) { return "the name again" }
        let joined = value.words.joined()
        if value.digits == 0, value.name.count > 1, joined.utf8.count >= 8, value.name.joined().hasSuffix(joined) {
            return "the name again"
        }
        return value.words.allSatisfy(value.name.contains) ? "the name again" : nil
    }

    /// Nothing but letters and joints, and no generator made it: perhaps a weak password, more often a word.
    static func isWordlike(_ value: [UInt8]) -> Bool {
        let literal = Literal(value)
        let digits = value.reversed().prefix(while: ByteSet.digits.contains).count
        guard literal.digits == digits, digits <= 3, digits == 0 || literal.words.count > 1 else { return false }
        return value.dropLast(digits).allSatisfy(wordBytes.contains) && !Randomness.isGenerated(value)
    }

    private static let wordBytes = ByteSet.letters.union(ByteSet(ascii: "_-./:| "))
}

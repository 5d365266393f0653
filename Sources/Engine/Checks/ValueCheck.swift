internal import Bytes

/// `value`: a person who reads the value can see that it is no secret: the name again, a word list, a sentence, a date, a
/// version, a number, a type, a format.
struct ValueCheck: Check {
    let asksOnlyTheValue = true
    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        let value = candidate.secret
        guard value.count >= 4 else { return .reject("shorter than 4 characters") }
        if value.count > 512 { return .reject("longer than 512 characters") }
        let words = Words.split(value)
        if let reason = ValueCheck.prose(value, words) ?? ValueCheck.goesOn(candidate, &evidence)
            ?? ValueCheck.notation(value)
            ?? ValueCheck.echo(words, candidate, &evidence)
        {
            return .reject(reason)
        }
        // Machines make tokens and keys; only passwords are short, words, or hold spaces, and even those seldom.
        let isPassword = ValueCheck.isPassword(candidate)
        guard ValueCheck.isWordlike(value) else {
            if value.contains(0x20) || value.contains(0x09) {
                return isPassword ? .lower(.low, "a literal with a space") : .reject("a phrase")
            }
            return isPassword || value.count >= 8 ? .pass("a literal") : .reject("too short for a token or key")
        }
        if words.count > 1 { return .reject("words joined to a name") }
        return isPassword ? .lower(.low, "a word") : .reject("a word")
    }

    /// A bare value in a configuration file ends its line; where words follow, it is the first word of a sentence.
    private static func goesOn(_ candidate: Candidate, _ evidence: inout Evidence) -> String? {
        guard candidate.file == .config, evidence.byte(at: candidate.range.upperBound) == 0x20,
            let next = evidence.byte(at: candidate.range.upperBound + 1), ByteSet.letters.contains(next) || next >= 0x80
        else { return nil }
        return "the line goes on in words"
    }

    private static func prose(_ value: [UInt8], _ words: [String]) -> String? {
        if value.count(where: { $0 >= 0x80 }) * 4 >= value.count { return "text in a language" }
        let spaces = value.count { $0 == 0x20 || $0 == 0x09 }
        if spaces >= 2 { return "a sentence" }
        if spaces == 1,
            value.allSatisfy({
                ByteSet.letters.contains($0) || $0 == 0x20 || $0 >= 0x80 || ByteSet(ascii: ".,:;!?'").contains($0)
            })
        {
            return "a phrase"
        }
        return nil
    }

    /// Numbers, dates, versions, colours, markup, addresses.
    private static func notation(_ value: [UInt8]) -> String? {
        if value.allSatisfy({ ByteSet.digits.contains($0) || ByteSet(ascii: ".:-/TZ+ ").contains($0) }) {
            let isBare = value.allSatisfy(ByteSet.digits.contains)
            return isBare && value.count >= 20 ? nil : "a number, date or version"
        }
        if value.first == UInt8(ascii: "#"), value.count <= 9, value.dropFirst().allSatisfy(ByteSet.hexDigits.contains)
        {
            return "a colour"
        }
        if value.first == UInt8(ascii: "<") || value.first == UInt8(ascii: "{") || value.first == UInt8(ascii: "[") {
            return "markup or structure"
        }
        if value.starts(with: "--".utf8) { return "an option" }
        if zip(value, value.dropFirst()).contains(where: { $0 == 0x28 && $1 == 0x29 }) { return "code" }
        if value.contains(0x20), value.contains(where: ByteSet(ascii: "(){};=").contains) { return "code" }
        if value.contains(UInt8(ascii: "\\")), value.contains(where: ByteSet(ascii: "[]()^*+").contains) {
            return "a pattern"
        }
        return nil
    }

    /// `AUTH_CACHING_SHA2_PASSWORD = "caching_sha2_password"`: the value's words are the name's, or the name's are the value's.
    private static func echo(_ words: [String], _ candidate: Candidate, _ evidence: inout Evidence) -> String? {
        guard let range = candidate.nameRange, !words.isEmpty else { return nil }
        let before = evidence.lineBefore(range.lowerBound, limit: 64).reversed().prefix {
            ByteSet.word.contains($0) || $0 == 0x2D
        }
        let name = Set(Words.split(before.reversed() + candidate.name))
        let digits = candidate.secret.count(where: ByteSet.digits.contains)
        return digits <= 1 && words.allSatisfy(name.contains) ? "the name again" : nil
    }

    /// Nothing but letters and joints: perhaps a weak password, more often a word.
    static func isWordlike(_ value: [UInt8]) -> Bool {
        let joints = ByteSet(ascii: "_-./:| ")
        let isConstant = value.allSatisfy {
            ByteSet.uppercase.contains($0) || ByteSet.digits.contains($0) || $0 == 0x5F
        }
        if isConstant, value.contains(0x5F) { return true }
        // `my-test-secret-2` is as much a name as `my-test-secret`.
        let digits = value.reversed().prefix(while: ByteSet.digits.contains).count
        let value = digits <= 3 && value.count(where: joints.contains) >= 2 ? value.dropLast(digits) : value[...]
        guard value.allSatisfy({ ByteSet.letters.contains($0) || joints.contains($0) }) else { return false }
        // Random letters of both cases change case about every fourth letter.
        let switches = zip(value, value.dropFirst()).count {
            ByteSet.lowercase.contains($0) && ByteSet.uppercase.contains($1)
        }
        return value.count < 16 || switches * 6 < value.count
    }

    private static let passwordWords = [
        "pass", "pwd", "passwd", "password", "passphrase", "passcode", "passwort", "pw",
    ]

    private static func isPassword(_ candidate: Candidate) -> Bool {
        let words = Words.split(candidate.name)
        return words.contains { word in passwordWords.contains { word.hasSuffix($0) } }
    }
}

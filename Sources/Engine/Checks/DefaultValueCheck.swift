internal import Bytes
internal import Findings

/// `default-value`: could a program run with this value as its secret? Weak words can and are the worst: they grade the finding
/// `high`. What nobody could guess grades it `medium`: it is a secret, and whoever reads the source has it.
///
/// `changeme` and its kin (`CHANGE_ME`, `change-this-in-production`) are findings, though they tell what to do: a program starts with
/// them, and products were shipped with them. What only shows where a value goes (`<your-secret>`, `your-secret-here`, `xxxx`) is none.
struct DefaultValueCheck: Check {
    let asksOnlyTheValue = true
    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        let value = candidate.secret
        guard value.count >= 3 else { return .reject("shorter than 3 characters") }
        guard value.count <= 512 else { return .reject("longer than 512 characters") }
        let lowered = String(decoding: value.map(\.asciiLowercased), as: UTF8.self)
        if DefaultValueCheck.weakWords.contains(lowered) { return .grade(.high, "weak") }
        if let reason = PlaceholderCheck.bracketed(value) ?? DefaultValueCheck.instruction(value, lowered)
            ?? DefaultValueCheck.notation(value, lowered) ?? DefaultValueCheck.prose(value)
            ?? KnownFormatCheck.encrypted(value) ?? KnownFormatCheck.publicValue(value)
        {
            return .reject(reason)
        }
        if case .reject(let reason) = ReferenceCheck().judge(candidate, &evidence) { return .reject(reason) }
        return DefaultValueCheck.isRandom(value) ? .grade(.medium, "random") : .grade(.high, "weak")
    }

    /// Weak values that other questions would take for a type or a marker.
    private static let weakWords = WordList(
        """
        password passwd pass secret secrets token key admin administrator root user guest test testing default changeme changeit
        postgres mysql mariadb redis mongo mongodb rabbitmq minio minioadmin elastic demo dev development local letmein welcome
        qwerty abc123 foobar dummy example sample password1 password123 admin123 secret123 supersecret
        """)

    // MARK: What tells the reader to fill it in

    private static let markers = WordList(
        "your yours insert enter put fill paste here goes todo tbd fixme placeholder redacted masked removed hidden omitted "
            + "unset notset none null undefined")

    // Made once: every value is asked.
    private static let instructionWords = PlaceholderCheck.vocabulary.union(markers)

    private static func instruction(_ value: [UInt8], _ lowered: String) -> String? {
        if lowered.contains("...") || lowered.contains("xxxx") || lowered.contains("****") { return "a masked value" }
        if Set(value).isSubset(of: masks) { return "a masked value" }
        let letters = value.filter(ByteSet.letters.contains).map(\.asciiLowercased)
        let words = Words.split(value)
        guard !lowered.contains("change"), !letters.isEmpty else { return nil }
        // A marker inside a word decides only where it and the usual fillers cover most of the value.
        let (covered, used) = Words.cover(letters, with: instructionWords)
        let isCovered = covered * 4 >= letters.count * 3 && used.contains(where: markers.contains)
        let isSpelled = words.count > 1 && words.contains(where: markers.contains) && !isRandom(value)
        return isCovered || isSpelled ? "a placeholder to fill in" : nil
    }

    private static let masks: Set<UInt8> = Set("xX*.-_#?".utf8)

    // MARK: What is no secret to see

    /// What a login is to be refused with.
    private static let refusals: Set<String> = ["wrong", "invalid", "incorrect", "bad", "wrongpassword", "badpassword"]
    private static let switches: Set<String> = ["true", "false", "yes", "no", "off", "enabled", "disabled", "auto"]

    private static func notation(_ value: [UInt8], _ lowered: String) -> String? {
        if switches.contains(lowered) { return "a switch" }
        if refusals.contains(lowered) { return "a value that is to be refused" }
        if value.allSatisfy({ ByteSet.digits.contains($0) || numberJoints.contains($0) }) {
            let isBare = value.allSatisfy(ByteSet.digits.contains)
            return isBare && value.count >= 4 ? nil : "a number, date or version"
        }
        if lowered.contains("://") { return "an address" }
        if value.first == UInt8(ascii: "."), value.dropFirst().allSatisfy(ByteSet.letters.contains) {
            return "the end of a name"
        }
        if value.count >= 16, PlaceholderCheck.isInterleaved(value) { return "characters in sequence" }
        // Go: `toml:"password"`.
        if value.last == UInt8(ascii: ":"), value.dropLast().allSatisfy(ByteSet.letters.contains) {
            return "a tag of a field"
        }
        if NameClassifier.isWordForSecret(Words.split(value)),
            value.allSatisfy({ $0 >= 0x80 || ByteSet.letters.contains($0) })
        {
            return "the word for a secret in a language"
        }
        if value.first == UInt8(ascii: "{") || value.first == UInt8(ascii: "[") { return "structure" }
        let slash = UInt8(ascii: "/")
        if value.count < 40,
            value.first == slash && value.dropFirst().contains(slash) || value.last == slash && isRandom(value) == false
        {
            return "a path"
        }
        // `OTEL_EXPORTER_KEY`: which variable to read next. `CHANGE_ME` is a finding.
        let isVariable = value.count(where: { $0 == 0x5F }) >= 2 && value.allSatisfy(constantBytes.contains)
        if isVariable, !lowered.contains("change") { return "the name of a variable" }
        if value.contains(0x5F), value.allSatisfy(constantBytes.contains),
            variableEndings.contains(where: lowered.hasSuffix)
        {
            return "the name of a variable"
        }
        if units.contains(lowered) { return "a unit" }
        if lowered.hasPrefix("required") { return "a rule for input" }
        if lowered.hasPrefix("--") { return "an option" }
        if lowered.hasPrefix("bearer ") || lowered.hasPrefix("basic ") { return "a header" }
        return nil
    }

    private static let variableEndings = ["_password", "_secret", "_token", "_key", "_pass", "_pwd"]
    private static let units: Set<String> = ["seconds", "minutes", "hours", "days", "weeks", "months", "years"]
    private static let constantBytes = ByteSet.uppercase.union(ByteSet.digits).union(ByteSet(ascii: "_"))
    private static let numberJoints = ByteSet(ascii: ".:-/+ ")

    /// Labels, questions and messages: text that begins like a sentence or ends like one.
    private static func prose(_ value: [UInt8]) -> String? {
        if value.count(where: { $0 >= 0x80 }) * 4 >= value.count { return "text in a language" }
        guard value.contains(0x20), let first = value.first, let last = value.last else { return nil }
        let isSentence = ByteSet.uppercase.contains(first) || ByteSet(ascii: ".:!?,").contains(last) || first == 0x20
        let isCode = value.contains(where: ByteSet(ascii: "(){};=").contains)
        return isSentence || isCode ? "text or code" : nil
    }

    // MARK: Weak or random

    private static let plainWords = PlaceholderCheck.vocabulary.union(weakWords)

    /// Strong by its own bytes, and not made of words.
    private static func isRandom(_ value: [UInt8]) -> Bool {
        guard Secret(value).isStrong, !ValueCheck.isWordlike(value) else { return false }
        let letters = value.filter(ByteSet.letters.contains).map(\.asciiLowercased)
        return Words.cover(letters, with: plainWords).covered * 2 < letters.count
            || letters.isEmpty
    }
}

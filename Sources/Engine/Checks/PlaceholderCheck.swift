internal import Bytes

/// `placeholder`: the value only shows where a value goes.
///
/// A stopword inside a longer value never decides: markers count only when they and the usual filler words cover most of the
/// value's letters (gitleaks#2198: a password that happened to hold "hook" was suppressed).
struct PlaceholderCheck: Check {
    let asksOnlyTheValue = true
    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        let value = candidate.secret
        if let reason = PlaceholderCheck.bracketed(value) ?? PlaceholderCheck.monotonous(value)
            ?? PlaceholderCheck.worded(value)
        {
            return .reject(reason)
        }
        // No generator spells it in capitals, but a person may: no reason to be silent.
        if value.count >= 16, value.firstRange(of: Array("EXAMPLE".utf8)) != nil {
            return .lower(.low, "EXAMPLE stands in it, as in documented values")
        }
        return .pass("no placeholder")
    }

    /// Words that say "not the real one".
    private static let markers = WordList(
        """
        your yours changeme change example examples placeholder dummy sample insert replace replaced replaceme todo fixme redacted removed masked
        hidden censored fake mock mocked here none null undefined nil empty unset notset tbd foo bar baz foobar lorem ipsum goes enter
        paste put fill xxx xxxx xxxxx xxxxxx yyy zzz abc abcd abcdef blah asdf qwerty test tests testing tester demo some something
        whatever invalid wrong default secure
        """)

    /// Words that stand beside them and say nothing themselves.
    private static let fillers = WordList(
        """
        key keys token tokens secret secrets password passwd pass pwd api app apikey client access private public auth user username
        name id my me the a an is this that in to of for with and or value string account service code live prod dev sk pk
        credential credentials long random very super it not real only provider org company domain com bearer
        """)

    static let vocabulary = markers.union(fillers)

    /// `<your-key>`, `[token]`, `{{ x }}`, `%KEY%`, `__TOKEN__`, `(secret)`, and the like at both ends.
    static func bracketed(_ value: [UInt8]) -> String? {
        guard let first = value.first, let last = value.last, value.count >= 2 else { return nil }
        let pairs: [(StaticString, UInt8, UInt8)] = [
            ("angle brackets", 0x3C, 0x3E), ("square brackets", 0x5B, 0x5D), ("braces", 0x7B, 0x7D),
            ("percent signs", 0x25, 0x25),
            ("round brackets", 0x28, 0x29), ("double underscores", 0x5F, 0x5F), ("dollar signs", 0x24, 0x24),
            ("at signs", 0x40, 0x40),
        ]
        for (name, open, close) in pairs where first == open && last == close {
            // `{"key": "…"}` is data; `{key}` shows where a value goes.
            if open == 0x7B || open == 0x5B, value.contains(UInt8(ascii: "\"")) { continue }
            // `$encrypted$`; a hash has more of the sign inside.
            if open == 0x24, !value.dropFirst().dropLast().allSatisfy(ByteSet.letters.contains) { continue }
            if open == 0x5F, value.count < 5 || value[1] != 0x5F || value[value.count - 2] != 0x5F { continue }
            return "a placeholder in \(name)"
        }
        return nil
    }

    /// The same character again and again, a short piece repeated, or characters in a row.
    private static func monotonous(_ value: [UInt8]) -> String? {
        guard value.count >= 4 else { return nil }
        var run = 1
        var longestRun = 1
        var steps = 0
        for (previous, next) in zip(value, value.dropFirst()) {
            run = previous == next ? run + 1 : 1
            longestRun = max(longestRun, run)
            if ByteSet.alphanumerics.contains(next), abs(Int(previous.asciiLowercased) - Int(next.asciiLowercased)) == 1
            {
                steps += 1
            }
        }
        if longestRun >= 8 || longestRun >= 3 && longestRun * 2 >= value.count { return "one character repeated" }
        if value.count >= 6, steps * 10 >= (value.count - 1) * 7 { return "characters in sequence" }
        if value.count >= 16, steps * 2 >= value.count { return "characters in sequence" }
        if value.count >= 12, isInterleaved(value) { return "characters in sequence" }
        if Set(value).count <= 2, value.count >= 6 { return "two characters repeated" }
        for period in 1...max(1, value.count / 3) where value.count >= 9 {
            if zip(value, value.dropFirst(period)).allSatisfy(==) { return "a short piece repeated" }
        }
        return nil
    }

    /// `a1b2c3d4567890ab`: the letters for themselves and the digits for themselves are counted up.
    static func isInterleaved(_ value: [UInt8]) -> Bool {
        let letters = value.filter(ByteSet.letters.contains).map(\.asciiLowercased)
        let digits = value.filter(ByteSet.digits.contains)
        guard letters.count >= 4, digits.count >= 4 else { return false }
        let steps = [letters, digits].map { run in
            zip(run, run.dropFirst()).count { $1 == $0 + 1 || $0 == UInt8(ascii: "9") && $1 == UInt8(ascii: "0") }
        }
        return (steps[0] + steps[1]) * 5 >= (letters.count + digits.count - 2) * 4
    }

    /// Marker words that cover the value, alone or with fillers.
    private static func worded(_ value: [UInt8]) -> String? {
        if let reason = documented(value) { return reason }
        // `your-encryption-key-min-32-chars`: nobody who means his own says so.
        if isAddressed(value) { return "placeholder words" }
        let signs = value.filter { ByteSet.alphanumerics.contains($0) || $0 >= 0x80 }
        let letters = signs.map(\.asciiLowercased)
        guard !letters.isEmpty, letters.count <= 128 else { return nil }
        let (covered, used) = Words.cover(letters, with: vocabulary)
        guard used.contains(where: markers.contains) else { return nil }
        return covered * 4 >= letters.count * 3 ? "placeholder words" : nil
    }

    /// `your` as the first of several words that people wrote.
    private static func isAddressed(_ value: [UInt8]) -> Bool {
        let words = Words.split(value)
        return words.count >= 3 && words[0] == "your" && !Randomness.isGenerated(value)
    }

    /// Values that documentation marks or cuts short: `…EXAMPLE`, `…EXAMPLEKEY==`, `123Example`, `abc...xyz`. The mark has to stand at an
    /// end: a random value may hold anything inside.
    private static func documented(_ value: [UInt8]) -> String? {
        if zip(zip(value, value.dropFirst()), value.dropFirst(2)).contains(where: {
            $0.0 == 0x2E && $0.1 == 0x2E && $1 == 0x2E
        }) {
            return "cut short with dots"
        }
        // A key id of AWS's documentation, with the date and region of a signed address behind it.
        let head = value.prefix(while: ByteSet.alphanumerics.contains)
        if head.count >= 16, head.suffix(7).elementsEqual("EXAMPLE".utf8) { return "an example of the documentation" }
        let core = value.map(\.asciiLowercased).filter(ByteSet.alphanumerics.contains)
        for mark in ["example", "examplekey", "exampletoken"] where core.count > mark.utf8.count {
            let trailing = core.reversed().drop(while: ByteSet.digits.contains)
            if trailing.starts(with: mark.utf8.reversed()) || core.starts(with: mark.utf8) {
                return "an example of the documentation"
            }
        }
        return nil
    }
}

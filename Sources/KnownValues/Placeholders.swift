/// Texts that stand where a value goes.
enum Placeholders {
    /// `<key>`, `[key]`, `{key}`, `{{ key }}`, `${KEY}`, `$(key)`, `%KEY%`, `__KEY__`, `(key)`, `@@key@@`, with nothing inside but words,
    /// digits and what joins them.
    static func isBracketed(_ value: [UInt8]) -> Bool {
        var core = value.first == 0x24 ? value.dropFirst() : value[...]
        guard core.count >= 3, let first = core.first, let last = core.last else { return false }
        switch (first, last) {
        case (0x3C, 0x3E), (0x5B, 0x5D), (0x28, 0x29), (0x25, 0x25): core = core.dropFirst().dropLast()
        case (0x7B, 0x7D), (0x5F, 0x5F), (0x40, 0x40):
            core = core.dropFirst().dropLast()
            let isDouble = core.count >= 3 && core.first == first && core.last == last
            if isDouble { core = core.dropFirst().dropLast() }
            guard isDouble || first == 0x7B else { return false }
        default: return false
        }
        return core.allSatisfy { ASCII.isAlphanumeric($0) || $0 >= 0x80 || " _-./:|'".utf8.contains($0) }
    }

    /// `xxxx`, `****`, `sk_live_xxxxxxxx`, `0000-0000`, `....`: characters that stand for others, alone or eight in a row; of some,
    /// four are enough that make up half of the value.
    static func isBlankedOut(_ value: [UInt8]) -> Bool {
        let core = value.filter { $0 != 0x2D && $0 != 0x5F && $0 != 0x20 }
        guard core.count >= 3 else { return value.count >= 3 && core.isEmpty }
        let (byte, count) = Repetition.longestRun(core)
        guard "xX*.#?0".utf8.contains(byte) else { return false }
        return count == core.count || count >= 8 || count >= 4 && count * 2 >= core.count && "xX*".utf8.contains(byte)
    }

    /// Three dots in a row, or the one character that looks like them.
    static func isCutShort(_ value: [UInt8]) -> Bool {
        for place in value.indices.dropLast(2) {
            switch (value[place], value[place + 1], value[place + 2]) {
            case (0x2E, 0x2E, 0x2E), (0xE2, 0x80, 0xA6): return true
            default: continue
            }
        }
        return false
    }

    /// Words that ask for a value cover three quarters of the letters, together with words that name one:
    /// `put-your-secret-key-here`. A word inside something else decides nothing.
    static func isInstruction(_ value: [UInt8]) -> Bool {
        guard value.count <= 256 else { return false }
        let letters = value.filter(ASCII.isLetter).map(ASCII.lowercased)
        let digits = value.count { ASCII.isDigit($0) }
        guard letters.count >= 3, digits <= letters.count else { return false }
        let (covered, holdsMark) = words.cover(letters)
        return holdsMark && covered * 4 >= letters.count * 3
    }

    private static let words = WordList(
        marks: """
            your yours change changed changeme changeit changethis replace replaced replaceme replacethis insert enter paste put fill fillme fillin
            todo fixme tbd placeholder redacted removed masked hidden censored omitted xxx goes here generate generated set setme unset
            notset undefined null none modify modified edit update provide specify required must example examples sample dummy
            """,
        fillers: """
            key keys token tokens secret secrets password passwords passwd pass pwd passphrase phrase api app apikey client access private public
            auth user users username name id my me the an is this that it in to of for with and or at by be as on no not real only value values string
            account service code live prod production dev development local test testing sk pk db database jwt session cookie hash salt
            credential credentials cred creds long random randomly very super secure strong unique own complex least bit bits byte bytes char chars
            character characters hex base min minimum please before deploy deploying use using default later now some something someone
            provider organization organisation org company domain com bearer webhook signing encryption master admin root host server
            url email key encrypt length lengthy with need needs really you should will can
            """)
}

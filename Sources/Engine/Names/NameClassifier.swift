internal import Bytes
internal import Synchronization

/// Says what an identifier names: a secret, and of what kind, or something else. Works on the words of the name, whatever its case
/// style; the words stand in rules/name-words.txt, and docs/names.md explains the steps.
enum NameClassifier {
    /// What kind of secret a name is for. People choose passwords, machines make tokens and keys, and either may make a secret.
    enum Kind: Sendable {
        case password, secret, token, key, other

        var described: String {
            switch self {
            case .password: "the name of a password"
            case .secret: "the name of a secret"
            case .token: "the name of a token"
            case .key: "the name of a key"
            case .other: "the name of something that unlocks"
            }
        }
    }

    enum Answer: Sendable, Equatable {
        case secret(Kind)
        /// Why not.
        case other(String)

        var isSecret: Bool {
            if case .secret = self { true } else { false }
        }
    }

    /// Names come again and again: what they are is remembered, for so many.
    private static let remembered = Mutex<[[UInt8]: Answer]>([:])
    private static let mostRemembered = 4_096

    static func classify(name: [UInt8]) -> Answer {
        if let known = remembered.withLock({ $0[name] }) { return known }
        let answer = classify(Words.split(name))
        remembered.withLock { if $0.count < mostRemembered { $0[name] = answer } }
        return answer
    }

    /// The words of a name, as `Words.split` gives them.
    static func classify(_ given: [String]) -> Answer {
        let words = trimmed(given)
        guard let last = words.last, let first = words.first else { return .other("no name") }
        if last.hasPrefix("nopass") { return .other("the name says that there is none") }
        if words.count > 1 || given.count > 1 {
            if condition.contains(first), words.count > 1 { return .other("the name asks about a secret ('\(first)')") }
            if words.contains(where: negations.contains) { return .other("the name says that there is none") }
            if words.dropLast().contains(where: labels.contains) { return .other("the name of a text about a secret") }
            if words.dropFirst().dropLast().contains("from") { return .other("the name of what is read from a secret") }
            if words.contains(where: publicWords.contains) { return .other("the name says it is public") }
        }
        if let kind = kind(of: words, last: last) {
            if isBookmark(words, last: last) { return .other("a token that marks a place or a request") }
            if isStep(words, last: last) { return .other("a pass is a step here") }
            if kind == .password, words.dropLast().contains("encoded") { return .other("what is stored of a password") }
            if action.contains(first), words.count > 1 { return .other("the name does something ('\(first)')") }
            return .secret(kind)
        }
        if last == "key" || last == "keys" {
            return words.dropLast().contains(where: keyQualifier.contains)
                ? .secret(.key) : .other("a key, but nothing says that it is secret")
        }
        return followed(words)
    }

    /// A secret's word with others behind it: `password_root` says whose it is, `password_length` what of it.
    private static func followed(_ words: [String]) -> Answer {
        guard let place = words.lastIndex(where: { kind(of: [$0], last: $0) != nil || $0 == "key" }) else {
            return .other("not the name of a secret")
        }
        let rest = words[(place + 1)...]
        if let word = rest.first(where: about.contains) {
            return .other("the name has '\(word)' behind the secret's word: it is about a secret, not one")
        }
        // A parser's and a program's other tokens have names without end.
        guard let kind = kind(of: Array(words[...place]), last: words[place]), kind == .password || kind == .secret,
            !action.contains(words[0]), words[place] != "pass"
        else { return .other("the name ends in '\(words[words.count - 1])', which is no secret") }
        return .secret(kind)
    }

    /// Words at the end that leave a secret one: `password_confirmation`, `token_value`, `secret_default`, `client_secret_prod`.
    private static let neutral = WordList(
        """
        base default dev development prod production staging stage local testing live current old new value val plain plaintext clear
        primary secondary main string str pem der pkcs raw content contents fallback legacy backup again repeat retype confirm confirmation verify one two three a b c x y z bytes base64 b64 raw
        """)

    /// What stands before a secret's word in the name of a text: `labelPassword`, `msg_token`.
    private static let labels = WordList(
        "label lbl msg message title caption hint placeholder tooltip error err help hashed crypted")

    /// Words that say, wherever they stand, that a name asks about secrets or is glad of none.
    private static let negations = WordList(
        "no not dont invalid missing incorrect wrong reused supports nopassword deferred")

    private static func trimmed(_ words: [String]) -> [String] {
        var words = words
        while words.count > 1, let last = words.last, neutral.contains(last), holdsSecretWord(words.dropLast()) {
            words.removeLast()
        }
        return words
    }

    private static func holdsSecretWord(_ words: some Sequence<String>) -> Bool {
        words.contains { word in
            password.contains(word) || secret.contains(word) || token.contains(word) || key.contains(word)
                || word == "key" || glued(word) != nil
        }
    }

    /// The kind that the last word gives.
    private static func kind(of words: [String], last: String) -> Kind? {
        // `secret_access_key`, `private_key_password`: the last word decides, and what a key is for comes before it.
        if password.contains(last) { return .password }
        // Of a signed address, the id of its key: the signature beside it unlocks, for a while.
        if last == "credential", words.dropLast().last == "amz" { return .other }
        if secret.contains(last) { return .secret }
        if token.contains(last) { return .token }
        if key.contains(last) { return .key }
        if otherSecret.contains(last) { return .other }
        // `pass_phrase`, `pass_word`, `pass_code`, `auth_code`, `mot_de_passe`.
        if words.count > 1 {
            let pair = words[words.count - 2] + last
            if password.contains(pair) { return .password }
            if otherSecret.contains(pair) { return .other }
            if words.count > 2, password.contains(words[words.count - 3] + pair) { return .password }
        }
        return glued(last)
    }

    /// `dbpassword`, `mysecret`: a secret's word at the end of a longer one.
    private static func glued(_ word: String) -> Kind? {
        guard word.utf8.count > 5 else { return nil }
        for (suffix, kind) in suffixes where word.hasSuffix(suffix) && word.utf8.count > suffix.utf8.count {
            return kind
        }
        return nil
    }

    private static let suffixes: [(String, Kind)] = [
        ("password", .password), ("passwd", .password), ("passphrase", .password), ("passwort", .password),
        ("secretkey", .secret), ("secret", .secret), ("apikey", .key), ("accesskey", .key), ("privatekey", .key),
        ("authkey", .key), ("token", .token), ("passwords", .password), ("secrets", .secret),
    ]

    /// `first_pass`, `low_pass`, `shrink_pass`: not a password.
    private static func isStep(_ words: [String], last: String) -> Bool {
        last == "pass" && words.dropLast().contains(where: steps.contains)
    }

    private static let steps = WordList(
        "first second third last next one two low high band all to by fmt format assertion shrink compile compiler render optimize optimization lint did test multi single func fds"
    )

    private static func isBookmark(_ words: [String], last: String) -> Bool {
        guard last == "token" || last == "tokens" else { return false }
        // Several tokens are what a parser makes, but for those that open something.
        if last == "tokens", words.count == 1 || !words.dropLast().contains(where: opening.contains) { return true }
        return words.dropLast().contains(where: bookmark.contains) || words.suffix(2) == ["client", "token"]
    }

    private static let opening = WordList(
        "access refresh auth api session bearer oauth jwt security personal bot user secret app grant csrf")

    /// Whether a text is nothing but the word for a password or a secret, in any language: `Senha:`, `Kennwort`.
    static func isWordForSecret(_ words: [String]) -> Bool {
        words.count == 1 && (password.contains(words[0]) || secret.contains(words[0]))
    }

    private static let password = WordList(NameWordTable.password)
    private static let secret = WordList(NameWordTable.secret)
    private static let token = WordList(NameWordTable.token)
    private static let key = WordList(NameWordTable.key)
    private static let keyQualifier = WordList(NameWordTable.keyQualifier)
    private static let otherSecret = WordList(NameWordTable.otherSecret)
    private static let condition = WordList(NameWordTable.condition)
    private static let action = WordList(NameWordTable.action)
    private static let bookmark = WordList(NameWordTable.bookmark)
    private static let publicWords = WordList(NameWordTable.publicWords)
    private static let about = WordList(NameWordTable.about)
}

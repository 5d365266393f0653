internal import Bytes

/// `name(strict)`: what `name` asks, and the name's last word must be the secret itself. `AUTH_BACKEND` and `JWT_AUDIENCE` say
/// something about secrets; where weak words are findings, that is not enough.
struct StrictNameCheck: Check {
    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        let verdict = NameCheck().judge(candidate, &evidence)
        guard case .pass = verdict else { return verdict }
        var words = Words.split(candidate.wholeName(&evidence))
        while words.count > 1, let last = words.last, StrictNameCheck.neutral.contains(last) { words.removeLast() }
        let name = candidate.wholeName(&evidence)
        let start = (candidate.nameRange?.upperBound ?? candidate.range.lowerBound) - name.count
        if evidence.byte(at: start - 1) == UInt8(ascii: "/") { return .reject("the name of an annotation or a path") }
        if name == Array("PWD".utf8), let before = evidence.byte(at: start - 1), ByteSet(ascii: "{$").contains(before) {
            return .reject("the directory that a shell works in")
        }
        if StrictNameCheck.isComment(evidence.lineBefore(start, limit: 256)) { return .reject("commented out") }
        guard let first = words.first, let last = words.last else { return .reject("no name") }
        if StrictNameCheck.elsewhere.contains(first) { return .reject("the name of a secret that is kept elsewhere") }
        if Identifiers.isKeptElsewhere(Literal(candidate.secret, name: words)) {
            return .reject("the name of a secret that is kept elsewhere")
        }
        if first == "update" || words == ["nopasswd"] { return .reject("what is done about a secret") }
        if words == ["id", "token"] { return .reject("a permission of a workflow") }
        if last == "key", let kind = words.dropLast().last, StrictNameCheck.keptUnderKeys.contains(kind) {
            return .reject("a key that something is kept under")
        }
        let value = String(decoding: candidate.secret, as: UTF8.self)
        if last == "key",
            name == Array("secretKey".utf8) && StrictNameCheck.entries.contains(value) || value.hasSuffix("_token")
        {
            return .reject("the key that a secret stands under")
        }
        if StrictNameCheck.endings.contains(last) || StrictNameCheck.suffixes.contains(where: last.hasSuffix) {
            return verdict
        }
        return .reject("the name ends in '\(last)', which is no secret")
    }

    /// Words that name a secret as the last of a name.
    private static let endings = WordList(
        "password passwd passphrase passcode pwd pass passw pw pswd secret token key keys salt pepper psk secrets apikey "
            + "cookie")

    /// The same at the end of words that are written as one. Not `pass`: `bypass`, `compass`.
    private static let suffixes = [
        "password", "passwd", "passphrase", "secret", "token", "apikey", "secretkey", "privatekey", "signingkey",
        "requirepass", "dbpass", "userpass", "rootpass",
    ]

    /// Words after the secret that leave it one.
    private static let neutral = WordList(
        """
        base default dev development prod production staging local test testing live current old new value val plain plaintext
        primary secondary main string str fallback legacy backup
        """)

    /// `existingSecret`, `pullSecret`, `imagePullSecret`: names of Kubernetes secrets.
    private static let elsewhere: Set<String> = ["existing", "pull", "image", "tls"]

    /// Whether a line that begins so is a comment: nothing falls back to what stands there.
    private static func isComment(_ before: [UInt8]) -> Bool {
        let text = before.drop(while: ByteSet.space.contains)
        guard !text.starts(with: "#define".utf8), !text.starts(with: "#[".utf8) else { return false }
        return ["#", "//", ";", "* ", "/*", "<!--", "-- "].contains { text.starts(with: $0.utf8) }
    }

    /// `secretKey: password`: which entry of a secret to read.
    private static let entries: Set<String> = ["password", "token", "username", "apikey", "api-key", "api_key"]

    /// `TOKEN_KEY = "access_token"`: a place in a store.
    private static let keptUnderKeys: Set<String> = [
        "token", "password", "credentials", "credential", "cookie", "cache",
    ]
}

internal import Bytes

/// `name`: is what the value is assigned to the name of a secret? `db_password` and `apiKey` are; `passwordField`, `TOKEN_URL` and
/// `secret_name` are not. The name is read to its left end in the text, further than the pattern captured it.
struct NameCheck: Check {
    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        guard let range = candidate.nameRange else { return .pass("no name captured") }
        let before = evidence.lineBefore(range.lowerBound, limit: 64)
        let name = candidate.wholeName(&evidence)
        if before.dropLast(name.count - candidate.name.count).suffix(2).elementsEqual("::".utf8) {
            return .reject("the name of a type")
        }
        let words = Words.split(name)
        if evidence.byte(at: range.upperBound) == UInt8(ascii: "("), let first = words.first,
            words.count > 1 ? !NameCheck.setters.contains(first) : !NameCheck.secrets.contains(first)
        {
            return .reject("a call that does not set a secret")
        }
        return NameCheck.judge(words)
    }

    /// First words of functions that take a secret.
    private static let setters: Set<String> = ["set", "with", "put", "basic", "update"]

    /// Words that name a secret on their own.
    private static let secrets = WordList(
        """
        password passwd passphrase passcode passwort pwd pass passw pw secret secrets token apikey apitoken authtoken accesstoken secretkey privatekey
        accesskey authkey credential credentials creds cred psk authkey apisecret clientsecret appsecret userpass userpassword dbpassword
        passwords mdp contrasena senha wachtwoord kennwort bearer jwt auth authorization signature salt dsn
        """)

    /// Words that make `key` a secret's name.
    private static let keyQualifiers = WordList(
        """
        api access secret private auth encryption encrypt signing sign master account storage shared service subscription client app
        application consumer license deploy admin root session cookie crypto cipher aes hmac jwt rest write ingest server host function
        webhook security decryption user
        """)

    /// A last word that turns the name of a secret into the name of something about it.
    private static let about = WordList(
        """
        field fields name names url uri urls endpoint path file filename dir directory length len size min max count num number id ids type types
        label labels hint prompt placeholder text title message msg error errors policy regex pattern validator validation rule rules expiry expires
        expiration expire ttl timeout age date time timestamp format header headers prefix suffix param params parameter parameters
        input inputs form view page screen dialog button icon class style css selector element encoder hasher algorithm alg method
        enabled required visible valid changed reset strength index position store provider manager service factory handler callback
        cache bucket scope scopes issuer audience kind mode status state version hash digest column table row attribute property
        properties option options configuration configurations config list specials characters chars used ref reference stdin arn resolver generator parser ring board stroke word words usage location loc
        """)

    /// A first word that asks about a secret or acts on it.
    private static let verbs = WordList(
        "is has show hide forgot forgotten reset change confirm verify validate check get use no need needs require requires enable disable "
            + "with without missing invalid wrong bad public max min num generate create make parse load read fetch find decode encode "
            + "split build input output")

    /// What makes a token a bookmark or a receipt: places in a list, requests that must not run twice.
    private static let bookmarks = WordList(
        "next page pagination continuation continue starting start resume cursor sync request idempotency previous prev marker list nonce cancellation"
    )

    static func judge(_ words: [String]) -> Verdict {
        guard let last = words.last else { return .pass("no name captured") }
        if last == "token" || last == "tokens",
            words.dropLast().contains(where: bookmarks.contains) || words.suffix(2) == ["client", "token"]
        {
            return .reject("a token that marks a place or a request")
        }
        if about.contains(last), words.count > 1 {
            return .reject("the name ends in '\(last)': it is about a secret, not one")
        }
        if let first = words.first, words.count > 1, verbs.contains(first) {
            return .reject("the name begins with '\(first)'")
        }
        if words.contains("public") || words.contains("publishable") { return .reject("the name says it is public") }
        if words.contains(where: secrets.contains) { return .pass("the name of a secret") }
        if words.contains("key") || words.contains("keys") {
            return words.contains(where: keyQualifiers.contains)
                ? .pass("the name of a key") : .reject("a key, but nothing says that it is secret")
        }
        // `dbpassword`, `mysecret`: a secret's word at the end of a longer one.
        if secrets.words.contains(where: { $0.utf8.count >= 5 && last.hasSuffix($0) }) {
            return .pass("the name ends like a secret's")
        }
        return .reject("not the name of a secret")
    }
}

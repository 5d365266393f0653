internal import Bytes

/// Names in a program: of fields, keys, constants, classes, forms, types, enumeration cases, headers.
enum Identifiers: ValueKind {
    static func reason(_ value: Literal) -> String? {
        guard value.spaces == 0, value.letters > 0 else { return nil }
        if NameClassifier.isWordForSecret(value.words) { return "the word for a secret itself" }
        if charsets.contains(value.lowered) { return "the name of a character set" }
        if isLocale(value) { return "a language and a region" }
        if requestModes.contains(value.lowered) { return "which requests carry credentials" }
        if isKeptElsewhere(value) { return "the name of a secret that is kept elsewhere" }
        if value.kind == .other, isMechanism(value) { return "a way to log in" }
        if value.kind == .token || value.kind == .key, isNumbered(value) { return "a numbered name" }
        if value.contains("\\"), value.consists(of: identifier.union(ByteSet(ascii: "\\"))) {
            return "the name of a class"
        }
        if isMigration(value) { return "the name of a migration" }
        if isConstant(value) { return "the name of a constant or variable" }
        if let last = value.words.last, value.words.count > 1, value.digits <= 2, value.consists(of: identifier) {
            // `old_password`, `access-token`, `userPasswordField`: a word of the trade at the end of a name.
            // `CsrfToken`: with so little before it, a word is no chance.
            let isName = value.count <= 2 * last.utf8.count && value.digits == 0
            if tradeEndings.contains(last), isName || !value.isGenerated {
                return "the name of something"
            }
        }
        if value.words.count == 1, value.digits == 0, trade.contains(value.words[0]), value.letters == value.count {
            return "a word of the trade"
        }
        return nil
    }

    private static let charsets: Set<String> = [
        "utf8", "utf-8", "utf-16", "utf16", "ascii", "us-ascii", "latin1", "latin-1", "iso-8859-1", "windows-1252",
        "cp1252", "base64",
        "hex", "binary", "utf8mb4",
    ]

    /// `en_US`, `en_001`, `pt-BR`: `en_PW` is Palau's English, no password.
    private static func isLocale(_ value: Literal) -> Bool {
        let bytes = value.bytes
        guard (5...6).contains(value.count), bytes[2] == 0x5F || bytes[2] == 0x2D else { return false }
        let region = bytes[3...]
        return bytes[..<2].allSatisfy(ByteSet.lowercase.contains)
            && (region.allSatisfy(ByteSet.uppercase.contains) && region.count == 2
                || region.allSatisfy(ByteSet.digits.contains) && region.count == 3)
    }

    /// `secret: root-ca5`, `caSecret: my-pki`, `certSecret: ca-certs-secret`: Kubernetes' name of the place where certificates are.
    static func isKeptElsewhere(_ value: Literal) -> Bool {
        guard value.name.last == "secret", value.digits <= 2, value.consists(of: label), !value.isGenerated else {
            return false
        }
        return (value.words + value.name.dropLast()).contains(where: certificates.contains)
            || value.words == ["authsecret"]
            || value.words.count == 1 && certificates.contains { value.words[0] == $0 + "secret" }
    }

    private static let certificates: Set<String> = ["ca", "cert", "certs", "tls", "ssl"]
    private static let label = ByteSet.lowercase.union(ByteSet.digits).union(ByteSet(ascii: "-."))

    /// What the web calls the credentials of a request: `fetch(url, { credentials: "same-origin" })`.
    private static let requestModes: Set<String> = ["same-origin", "include", "omit"]

    /// `AUTH=PLAIN`, `;AUTH=XOAUTH2@host`: a mechanism of SASL or HTTP, alone or with something behind it.
    private static func isMechanism(_ value: Literal) -> Bool {
        let head = value.bytes.prefix(while: ByteSet.alphanumerics.contains)
        return mechanisms.contains(String(decoding: head.map(\.asciiLowercased), as: UTF8.self))
    }

    private static let mechanisms: Set<String> = [
        "external", "xoauth2", "plain", "login", "ntlm", "gssapi", "oauthbearer", "anonymous", "cram", "digest",
        "scram",
        "negotiate", "basic", "bearer", "kerberos",
    ]

    /// `variable-2`: one word and a digit or two.
    private static func isNumbered(_ value: Literal) -> Bool {
        value.signs == 1 && value.digits <= 2 && value.digits > 0 && value.words.count == 1
            && !value.isGenerated
            && value.bytes.last.map(ByteSet.digits.contains) == true
            && value.bytes.prefix(value.letters).allSatisfy(ByteSet.letters.contains)
    }

    private static let identifier = ByteSet.word.union(ByteSet(ascii: "-.:"))
    private static let upperSnake = ByteSet.uppercase.union(ByteSet.digits).union(ByteSet(ascii: "_"))

    /// `MY_CONSTANT`, `DB_PASSWORD_2`, `!MY_SETTING!`: capitals joined by underscores, and not by chance.
    private static func isConstant(_ value: Literal) -> Bool {
        let core = Array(
            value.bytes.drop { !ByteSet.word.contains($0) }.reversed().drop { !ByteSet.word.contains($0) }.reversed())
        guard core.contains(0x5F), core.count + 6 >= value.count, core.allSatisfy(upperSnake.contains) else {
            return false
        }
        return !Randomness.isGenerated(core) || value.words.last.map(tradeEndings.contains) == true && value.digits <= 2
    }

    /// `0002_auto_20160226_1747`: a number and words, as frameworks name the steps of a schema.
    private static func isMigration(_ value: Literal) -> Bool {
        let digits = value.bytes.prefix(while: ByteSet.digits.contains).count
        return digits == 4 && value.bytes.count > 6 && value.bytes[4] == 0x5F
            && ByteSet.lowercase.contains(value.bytes[5])
            && value.bytes.allSatisfy { ByteSet.lowercase.contains($0) || ByteSet.digits.contains($0) || $0 == 0x5F }
            && value.words.first.map { $0.utf8.count >= 3 } == true
    }

    /// Words that stand for a thing in a program as the last of a name.
    private static let tradeEndings = WordList(
        """
        password passwd pwd pass passphrase secret secrets token tokens key keys credential credentials auth field fields name names id ids type
        form forms input label text error errors message messages url uri path file value values header headers param params parameter
        button view page placeholder hint required invalid valid validator validation class handler callback function method
        service provider manager factory store storage config configuration settings option options session cookie user username email
        login logout register signup signin reset change confirm confirmation verify verification hash encoder algorithm policy
        scope scopes grant code state nonce claim claims bearer basic digest oauth jwt saml api client server backend frontend
        """)

    /// Words that are a kind of value, a setting or a label by themselves.
    private static let trade = WordList(
        """
        string str text varchar char integer int number bool boolean float double object array list dict map any none null nil undefined void true false bytes byte
        required confirmed nullable sometimes filled present accepted optional hidden visible enabled disabled valid invalid missing default unknown auto manual always never off on yes no
        basic bearer digest oauth oauth2 oauth saml ldap kerberos jwt jwe jws opaque plain plaintext login logon
        query header headers body form json xml yaml cookie cookies session local global static dynamic custom external internal
        field input output label button hash salt bcrypt scrypt argon argon2 pbkdf sha md5 hmac rsa ecdsa ed25519 aes des
        file path env environment vault keyring keychain prompt stdin ssm kms
        identifier keyword operator punctuation comment literal expression statement eof newline whitespace symbol variable function
        password passwd passphrase passwort kennwort contraseña contrasena senha
        hashed encrypted redacted users value shift inherit
        """)
}

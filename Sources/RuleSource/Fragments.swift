/// Named pieces of patterns, `{{name}}` in a rule: so that "a keyword, an operator, a value" means the same in every rule.
/// rules/README.md describes them to those who write rules.
enum Fragments {
    static let table: [String: String] = [
        // The rest of the name, closing quotes and brackets (escaped ones too), perhaps a type, an operator, opening quotes.
        "assign":
            #"[\w.\-]{0,32}[\\"'`\])]{0,4}[ \t]{0,8}(?::[ \t]{0,3}\w{1,20}[ \t]{0,3}(?==))?(?:=>|:=|={1,3}|:|,|>|\()[ \t]{0,8}[\\"'`(]{0,4}"#,
        "end": #"(?![0-9A-Za-z_+/=\-])"#,
        "start": #"(?<![0-9A-Za-z_])"#,
        // A quoted name of a variable or setting; `Jwt:Key` and `jwt.secret` are names too.
        "env-name": #"["'`](?<name>[A-Za-z_][\w.:\-]{1,63})["'`]"#,
        // A quoted literal, whatever a language puts before the quotes.
        "literal": #"[bruf@]{0,2}["'`](?<secret>[^"'`\r\n\\]{3,200})["'`]"#,
        // The words that names of secrets end in, and the rest of the name. The engine reads the name on to its left.
        "secret-name":
            #"(?<name>(?:password|passwd|passphrase|passcode|secret|token|credential|(?:api|access|private|auth|encryption|signing|master|account|storage|client|app|license|deploy|admin|session|jwt|shared|cookie|service|security)(?:key|[_\-]key))\w{0,40}|(?:pwd|pass)(?:[\d_]\w{0,40})?)"#,
        // A whole variable in capitals that may be a secret's.
        "secret-variable":
            #"(?<![A-Za-z0-9_])(?<name>[A-Z0-9_]{0,40}(?:PASSWORD|PASSWD|PASSPHRASE|PASSCODE|SECRET|TOKEN|CREDENTIAL|(?:API|ACCESS|PRIVATE|AUTH|ENCRYPTION|SIGNING|MASTER|ACCOUNT|STORAGE|CLIENT|APP|LICENSE|DEPLOY|ADMIN|SESSION|JWT|SHARED|COOKIE|SERVICE|SECURITY)(?:KEY|_KEY)|_PASS|_PWD)[A-Z0-9_]{0,40})(?![A-Za-z0-9_])"#,
        // The same as a property, in any case and with dots and dashes.
        "secret-property":
            #"(?<![\w.\-])(?<name>(?i:[\w.\-]{0,60}(?:password|passwd|passphrase|passcode|secret|token|credential|(?:api|access|private|auth|encryption|signing|master|account|storage|client|app|license|deploy|admin|session|jwt|shared|cookie|service|security)(?:key|[_\-]key)|_pass|_pwd)[\w.\-]{0,40}))(?![\w.\-])"#,
        // The name of a secret, from its secret's word on; the engine reads it on to its left. Its anchors: `{{assigned-names}}`.
        "assigned":
            #"(?<name>(?:p(?:ass(?:w(?:or[dt]|r?d)|phrase|code|key)|rivate[_\-.]?key)|t(?:oken)|s(?:ec(?:ret(?:\.key)?|urity[_\-.]?key)|e(?:rvice|ssion)[_\-.]?key|enha|(?:hared|igning|torage|ubscription|sh)[_\-.]?key)|a(?:(?:ccess|ccount|dmin|es|pi|pp)[_\-.]?key|uth[_\-]?(?:code|key))|c(?:redential|ontrase(?:\xc3\xb1|n)a|(?:lient|onsumer|ookie|rypto)[_\-.]?key)|bearer|deploy[_\-.]?key|encrypt(?:ion)?[_\-.]?key|hmac[_\-.]?key|jwt[_\-.]?key|kennwort|l(?:(?:\xc3\xb6|o)senord|icen[cs]e[_\-.]?key)|m(?:nemonic|ot_?de_?passe|aster[_\-.]?key)|user[_\-.]?key|wachtwoord|\xd0\xbf\xd0\xb0\xd1\x80\xd0\xbe\xd0\xbb\xd1\x8c|\xe5\xaf\x86\xe7(?:\xa0\x81|\xa2\xbc))[\w\-]{0,40}+|(?:p(?:wd|ass|swd|sk)|auth|mdp|creds?|[_\-]pw)(?:[\d_\-][\w\-]{0,40}+)?)"#,
        // What closes a name, and perhaps its type: quotes, brackets, `: String`.
        "close":
            #"(?:[\\"'`\]}]{0,8}|&(?:quot|#34|#39);)\)?(?:\[\d{0,5}\])?(?:[ \t]{0,3}:[ \t]{0,3}[\w.\[\]<>?&*]{1,30}[ \t]{0,3}(?==))?"#,
    ]

    /// Named lists of anchors, `{{name}}` among a rule's anchors.
    static let anchorLists: [String: [String]] = [
        // What every match of `{{assigned}}` holds. Four bytes at least, so short words stand with what may follow them.
        "assigned-names": [
            "passwor[dt]", "passwd", "passwrd", "passphrase", "passcode", "passkey", "secret", "token", "credential",
            "mnemonic", "bearer", "authcode", "authkey", "auth[_-]code", "contrase", "senha",
            "motdepasse", "mot_depasse", "motde_passe", "mot_de_passe", "kennwort", "wachtwoord", "lösenord",
            "losenord", "парол",
            "密码", "密碼", "pwd[^a-z]", "[_-]pw[^a-z]", "pass[^a-z]", "pswd", "psk[^a-z]", "auth[^a-z]", "mdp[^a-z]",
            "cred[^a-z]",
            "creds", "accesskey", "accountkey", "adminkey", "aeskey", "apikey", "appkey", "clientkey", "consumerkey",
            "cookiekey", "cryptokey", "deploykey", "encryptionkey", "encryptkey", "hmackey", "jwtkey", "licen[cs]ekey",
            "masterkey", "privatekey", "secretkey", "securitykey", "servicekey", "sessionkey",
            "sharedkey", "signingkey", "storagekey", "subscriptionkey", "subscription[_.-]key", "sshkey", "userkey",
            "access[_.-]key", "account[_.-]key",
            "admin[_.-]key", "aes[_.-]key", "api[_.-]key", "app[_.-]key", "auth[_.-]key", "client[_.-]key",
            "consumer[_.-]key", "cookie[_.-]key", "crypto[_.-]key", "deploy[_.-]key", "encryption[_.-]key",
            "encrypt[_.-]key", "hmac[_.-]key", "jwt[_.-]key", "licen[cs]e[_.-]key", "master[_.-]key",
            "private[_.-]key", "secret[_.-]key", "security[_.-]key", "service[_.-]key", "session[_.-]key",
            "shared[_.-]key", "signing[_.-]key", "storage[_.-]key", "ssh[_.-]key", "user[_.-]key",
        ]
    ]

    /// The anchors that `{{name}}` stands for; nil where `text` is an anchor itself.
    static func anchorList(_ text: String) -> [String]? {
        guard text.hasPrefix("{{"), text.hasSuffix("}}") else { return nil }
        return anchorLists[String(text.dropFirst(2).dropLast(2))]
    }

    /// `pattern` with every fragment put in; the name of an unknown one is the error.
    static func expand(_ pattern: String) -> Result<String, UnknownFragment> {
        var result = ""
        var rest = pattern[...]
        while let open = rest.firstRange(of: "{{") {
            guard let close = rest[open.upperBound...].firstRange(of: "}}") else { break }
            let name = String(rest[open.upperBound..<close.lowerBound])
            guard let text = table[name] else { return .failure(UnknownFragment(name: name)) }
            result += rest[..<open.lowerBound] + text
            rest = rest[close.upperBound...]
        }
        return .success(result + rest)
    }

    struct UnknownFragment: Error { let name: String }
}

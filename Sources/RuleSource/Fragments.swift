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
    ]

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

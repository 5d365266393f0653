internal import Bytes

/// `reference`: the value names where the secret comes from, or is code or a path, rather than the secret itself.
struct ReferenceCheck: Check {
    let asksOnlyTheValue = true
    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        let text = String(decoding: candidate.secret, as: UTF8.self)
        let reason =
            ReferenceCheck.interpolation(text) ?? ReferenceCheck.lookup(text) ?? ReferenceCheck.path(text)
            ?? ReferenceCheck.typeName(text) ?? ReferenceCheck.member(candidate.secret)
        return reason.map { .reject($0) } ?? .pass("no reference")
    }

    /// `${X}`, `$X`, `$(…)`, `#{…}`, `{{ x }}`, `<%= … %>`, `%(x)s`, `%{x}`, `@Value`, and strings with such a part and little else.
    private static func interpolation(_ text: String) -> String? {
        if let first = text.utf8.first, first == UInt8(ascii: "$") {
            let rest = text.utf8.dropFirst()
            // `$1$salt$hash` and `$argon2id$…` are crypt hashes; a name after the sign is a variable.
            let isHash = rest.prefix(10).contains(UInt8(ascii: "$"))
            if let next = rest.first, !isHash,
                ByteSet.letters.contains(next) || next == 0x5F || next == 0x7B || next == 0x28 || next == 0x5B
            {
                return "a variable reference"
            }
        }
        let openers = ["${", "$(", "#{", "{{", "<%", "%(", "%{", "@{", "[[", "\\("]
        for opener in openers {
            guard let start = text.range(of: opener) else { continue }
            if start == text.startIndex { return "an interpolated value" }
            return "a value with an interpolated part"
        }
        if text.hasPrefix(".$") || text.hasPrefix("'.") || text.hasPrefix("\".") { return "a concatenation" }
        if hasBracedName(text) { return "a value with an interpolated part" }
        if text.hasPrefix("@"), text.utf8.count >= 4,
            text.utf8.dropFirst().allSatisfy({ ByteSet.uppercase.contains($0) || $0 == 0x5F })
        {
            return "a template variable"
        }
        // Erlang: `~ts`, `~p`.
        if text.hasPrefix("~"), text.utf8.count <= 4, text.utf8.dropFirst().allSatisfy(ByteSet.lowercase.contains) {
            return "a format string"
        }
        if text.hasPrefix("%s") || text.hasPrefix("%d") || text == "{}" || text.hasPrefix("{0}") {
            return "a format string"
        }
        return nil
    }

    /// `{name}` somewhere, as in format strings and URI templates.
    private static func hasBracedName(_ text: String) -> Bool {
        for piece in text.split(separator: "{", omittingEmptySubsequences: false).dropFirst() {
            guard let close = piece.firstIndex(of: "}") else { continue }
            let name = piece[..<close].utf8
            if let first = name.first, ByteSet.letters.contains(first) || first == 0x5F, name.count >= 2,
                name.allSatisfy({ ByteSet.word.contains($0) || ByteSet(ascii: ".!:[]\"'").contains($0) })
            {
                return true
            }
        }
        return false
    }

    private static let lookups = [
        "process.env", "os.environ", "os.getenv", "getenv", "system.getenv", "env[", "env.", "env(", "env:", "secrets.",
        "secret://",
        "var.", "vars.", "local.", "locals.", "module.", "data.", "params.", "config.", "config[", "config(",
        "settings.", "self.", "this.",
        "context.", "request.", "req.", "props.", "options.", "opts.", "args.", "arn:aws", "ssm:", "vault:", "op://",
        "file://", "keyring:",
        "import.meta", "viper.", "flask.", "input(", "getpass",
        "builtins.", "fn::", "base64(",
        "ref+", "projects/", "@microsoft.keyvault", "@env", "resolve:", "$env:", "credentials(", "binding.", "yii::",
        "app.", "lookup(", "new-object",
        "urn:", "convertto-securestring", "read-host", "get-credential", "get-secret",
    ]

    private static func lookup(_ text: String) -> String? {
        let lowered = text.lowercased()
        if let prefix = lookups.first(where: lowered.hasPrefix) {
            let rest = Array(text.utf8.dropFirst(prefix.utf8.count))
            let isSecret =
                rest.count >= 12 && rest.allSatisfy(ByteSet.alphanumerics.contains) && Randomness.isGenerated(rest)
            if !isSecret { return "a lookup" }
        }
        // A tag of YAML stands alone or before a space: `!referee7` is a password.
        if tags.contains(where: { lowered == $0 || lowered.hasPrefix($0 + " ") }) { return "a lookup" }
        // A call: identifiers joined by dots, then brackets.
        let head = text.utf8.prefix { ByteSet.word.contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ":") }
        if let first = head.first, head.count < text.utf8.count, ByteSet.letters.contains(first) || first == 0x5F {
            let next = text.utf8[head.endIndex]
            if next == UInt8(ascii: "("), text.hasSuffix(")") || text.hasSuffix(");") { return "a call" }
            if next == UInt8(ascii: "["), text.hasSuffix("]") { return "a subscript" }
        }
        return nil
    }

    private static let tags = [
        "!ref", "!sub", "!vault", "!secret", "!env", "!getatt", "!reference", "!env_var", "!include",
    ]

    private static let fileSuffixes = [
        ".pem", ".key", ".crt", ".cer", ".json", ".yml", ".yaml", ".txt", ".xml", ".py", ".js", ".ts", ".rb", ".go",
        ".java", ".php", ".html",
        ".cfg", ".conf", ".ini", ".jks", ".p12", ".pfx", ".sh", ".properties", ".keystore", ".png", ".svg", ".md",
        ".log", ".db",
    ]

    private static func path(_ text: String) -> String? {
        let lowered = text.lowercased()
        if ["./", "../", "~/", "c:\\", "http://", "https://"].contains(where: lowered.hasPrefix) {
            return "a path or address"
        }
        if lowered.hasPrefix("/"), lowered.dropFirst().contains("/"), text.utf8.allSatisfy(pathBytes.contains),
            !looksRandom(text)
        {
            return "a path"
        }
        if fileSuffixes.contains(where: lowered.hasSuffix) { return "a file name" }
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count >= 3,
            parts.allSatisfy({ part in
                !part.isEmpty && part.utf8.allSatisfy { ByteSet.lowercase.contains($0) || $0 == 0x2D || $0 == 0x5F }
            }), !looksRandom(text)
        {
            return "a path"
        }
        return nil
    }

    private static let pathBytes = ByteSet.word.union(ByteSet(ascii: "/.-@+"))

    /// Base64 may begin with a slash.
    private static func looksRandom(_ text: String) -> Bool {
        text.utf8.count >= 16 && Randomness.isGenerated(text.utf8.filter { $0 != UInt8(ascii: "/") })
    }

    private static let types: Set<String> = [
        "string", "str", "bytes", "int", "integer", "number", "bool", "boolean", "float", "double", "char", "object",
        "any", "void", "optional",
        "secretstr", "securestring", "password", "text", "varchar", "none", "null", "nil", "undefined", "true", "false",
        "unknown", "self",
        "this", "required", "nullable", "uuid", "date", "datetime", "list", "array", "map", "dict", "function", "class",
        "type", "enum",
    ]

    private static func typeName(_ text: String) -> String? {
        let core = text.lowercased().trimmingSuffix { "?!*&;,)[]".contains($0) }
        if types.contains(core) { return "a type or constant" }
        if core.hasPrefix("optional[") || core.hasPrefix("optional<") || core.hasPrefix("list[")
            || core.hasPrefix("*string")
        {
            return "a type"
        }
        return nil
    }

    /// `auth.token`, `Foo::BAR`, `obj->secret`, `mysite.forms.ChangePasswordForm`: at least two plain identifiers, joined.
    private static func member(_ value: [UInt8]) -> String? {
        guard value.count <= 128 else { return nil }
        // `update(password=connection.password)`: what closes the call came along.
        let text = String(decoding: value, as: UTF8.self).trimmingSuffix { "),;".contains($0) }
            .replacing("::", with: ".").replacing("->", with: ".")
            .replacing("?.", with: ".")
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count >= 2 else { return nil }
        let plain = parts.allSatisfy { part in
            guard let first = part.utf8.first, ByteSet.letters.contains(first) || first == 0x5F else { return false }
            return part.utf8.count >= 2 && part.utf8.allSatisfy { ByteSet.letters.contains($0) || $0 == 0x5F }
        }
        return plain && !Randomness.isGenerated(value) ? "a member of something" : nil
    }
}

extension String {
    fileprivate func trimmingSuffix(while matches: (Character) -> Bool) -> String {
        var view = self[...]
        while let last = view.last, matches(last) { view.removeLast() }
        return String(view)
    }

    /// Where `needle` first stands, as its start; without Foundation.
    fileprivate func range(of needle: String) -> String.Index? {
        ranges(of: needle).first?.lowerBound
    }
}

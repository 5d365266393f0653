/// What stands behind a read: a default, or a failure.

struct Fallback: Equatable {
    var value = SecretRead.Default.none
    /// Whether the same statement fails when there is no value.
    var fails = false
    /// For a field of settings: whether it must be given.
    var isRequired = true

    /// - Parameter tail: the source behind the variable's name, at most a few hundred bytes.
    init(behind tail: String) {
        var rest = Fallback.Reader(tail)
        rest.skip("\"'`")
        let closed = rest.closing()
        if rest.take(["||", "??=", "??", "?:", "//", "or ", "or(", "|> "]) {
            fails = Fallback.holdsFailure(rest.prefix(48))
            if !fails { value = rest.value() }
        } else if rest.take([".orElseThrow", ".orElseGet(() -> { throw"]) {
            fails = true
        } else if rest.take([".unwrap_or_default"]) {
            value = .empty
        } else if rest.take([
            ".unwrap_or_else(|_|", ".unwrap_or_else(||", ".unwrap_or(", ".orElse(", ".getOrElse(", ".ok().unwrap_or(",
        ]) {
            value = rest.value()
        } else if rest.take([":-", ":="]) {
            value = rest.first == "}" ? .empty : .literal
        } else if !closed, rest.take([","]) {
            value = rest.argument()
        } else if !closed, rest.take([":"]) {
            // Spring: `${x:default}`.
            value = rest.first == "}" ? .empty : .none
        } else if closed, rest.take(["{"]) {
            value = rest.value()
        }
        if value == .none, !fails, let keyword = Fallback.keyword(in: tail) { value = keyword }
    }

    /// - Parameter tail: the source behind a field's name: `: str = Field(default="")`.
    init(field tail: String) {
        let line = tail.prefix { $0 != "\n" }
        guard let equals = line.firstIndex(of: "=") else { return }
        var rest = Fallback.Reader(String(tail[tail.index(after: equals)...]))
        rest.skip(" ")
        isRequired = false
        if rest.take(["Field(", "pydantic.Field(", "SecretStr(", "field("]) {
            if rest.first == "." || rest.first == ")" {
                isRequired = true
            } else if let keyword = Fallback.keyword(in: rest.call()) {
                value = keyword
            } else {
                value = rest.value()
                isRequired = value == .none && !rest.call().contains("None") && !rest.call().contains("default_factory")
            }
            return
        }
        if rest.take(["..."]) { isRequired = true } else { value = rest.value() }
    }

    /// `default=""`, `.default('x')`, `default: ''`, `defaultValue = ""`, `default_value = ""` in the same call or line.
    private static func keyword(in text: String) -> SecretRead.Default? {
        let line = String(text.prefix { $0 != "\n" && $0 != ";" && $0 != "`" })
        for word in ["defaultValue", "default_value", "default"] {
            guard let range = line.firstRange(of: word) else { continue }
            var rest = Fallback.Reader(String(line[range.upperBound...]))
            rest.skip(" \"'")
            guard rest.take(["=", ":", "("]) else { continue }
            rest.skip(" ")
            return rest.value()
        }
        return nil
    }

    private static let failures = [
        "raise", "throw", "panic", "fatal", "Fatal", "abort", "die(", "die ", "die\"", "exit(", "exit 1", "os.Exit",
        "bail!", "assert", "preconditionFailure", "error(", "fail(",
    ]

    /// Whether a text holds what ends a program or raises an error.
    static func holdsFailure(_ text: String) -> Bool { failures.contains { text.contains($0) } }

    /// Whether a line asks if something is absent.
    static func asksForAbsence(_ line: String) -> Bool {
        let heads = ["if", "unless", "guard", "assert", "elif", "else if", "[ ", "test "]
        guard heads.contains(where: { line.hasPrefix($0) }) else { return false }
        return line.hasPrefix("assert") || line.hasPrefix("guard") || line.hasPrefix("unless")
            || [
                "not ", "!", "\"\"", "''", "nil", "None", "null", "Empty", "empty", "-z ", "undefined", "len(",
                "blank?",
                "NULL",
            ].contains { line.contains($0) }
    }

    /// Reads a piece of source from its left end.
    private struct Reader {
        private var rest: Substring

        init(_ text: String) { rest = text[...] }

        var first: Character? { rest.first }

        mutating func skip(_ characters: String) { rest = rest.drop { characters.contains($0) } }

        /// Skips what closes the read itself; whether a bracket was among it.
        mutating func closing() -> Bool {
            var closed = false
            while let next = rest.first, next.isWhitespace || ")]}".contains(next) {
                closed = closed || !next.isWhitespace
                rest.removeFirst()
            }
            return closed
        }

        mutating func take(_ words: [String]) -> Bool {
            guard let word = words.first(where: rest.hasPrefix) else { return false }
            rest = rest.dropFirst(word.count).drop(while: \.isWhitespace)
            return true
        }

        func prefix(_ count: Int) -> String { String(rest.prefix(count)) }

        /// Up to the bracket that closes the call at hand.
        func call() -> String {
            var depth = 0
            return String(
                rest.prefix { character in
                    if character == "(" { depth += 1 }
                    if character == ")" { depth -= 1 }
                    return depth >= 0
                })
        }

        /// A second argument: a value, perhaps behind a keyword.
        mutating func argument() -> SecretRead.Default {
            _ = take(["default=", "default =", "fallback=", "default:"])
            return value()
        }

        /// A literal at hand; `none` for anything else.
        mutating func value() -> SecretRead.Default {
            skip("( ")
            _ = take(["SecretStr(", "String::from(", "lambda:", "str("])
            skip("bruf@")
            guard let quote = rest.first, "\"'`".contains(quote) else { return .none }
            return rest.dropFirst().first == quote ? .empty : .literal
        }
    }
}

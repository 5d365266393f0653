/// A piece of source that checks several variables at once: the body of a function whose name says so, or a list of required names that
/// the code goes through.

struct CheckRegion {
    let name: String
    let place: SourcePlace
    /// Every word in it, as `key(of:)` has them.
    let words: Set<String>
    /// Whether it goes through all fields of something without naming them.
    let isSweeping: Bool
    /// Whether it stops the program; a check that only warns is none.
    let fails: Bool
    /// Whether something shows that it runs at start-up.
    let runsAtStart: Bool

    private static let sweeps = [
        "model_fields", "fields(", "__annotations__", "vars(", "Object.keys", "Object.entries", "Object.values",
        "getattr(",
        "__dict__", "Mirror(", "reflect.", "getDeclaredFields", "GetProperties", "instance_variables",
    ]
    private static let failures = ["Errorf", "errors.New", "Error(", "ValidationFailed", "addError"]

    /// - Parameters:
    ///   - line: where the rule saw the name (1-based).
    ///   - runsAtStart: whether the function of a name is known to run when the program starts.
    init?(_ name: String, at place: SourcePlace, in text: SourceText, runsAtStart: (String) -> Bool) {
        self.name = name
        self.place = place
        let line = place.line
        let body: String
        if name.hasSuffix("validator"), text.trimmed(line).hasPrefix("@") {
            guard let head = (line...line + 6).first(where: { text.trimmed($0).hasPrefix("def ") }) else { return nil }
            body = text.text(from: line, to: text.end(ofBlockAt: head))
            self.runsAtStart = true
            fails = CheckRegion.holdsFailure(body)
        } else if let head = FunctionHead(text.trimmed(line), line: line), head.name == name {
            body = text.text(from: line, to: text.end(ofBlockAt: line))
            self.runsAtStart = runsAtStart(name)
            fails = CheckRegion.holdsFailure(body)
        } else if let list = CheckRegion.list(name, text, line) {
            body = list
            // The list is a check where something goes through it and fails.
            let uses = text.lines.indices.map { $0 + 1 }.filter { number in
                number != line && text.line(number).contains(name)
                    && CheckRegion.holdsFailure(text.text(from: number, to: number + 10))
            }
            guard !uses.isEmpty else { return nil }
            fails = true
            self.runsAtStart = uses.contains { use in
                text.function(around: use).map { $0.runsAtStart || runsAtStart($0.name) } ?? true
            }
        } else {
            return nil
        }
        words = CheckRegion.words(of: body)
        isSweeping = CheckRegion.sweeps.contains { body.contains($0) }
    }

    private static func holdsFailure(_ text: String) -> Bool {
        Fallback.holdsFailure(text) || failures.contains { text.contains($0) }
    }

    /// The text between the brackets that follow a list's name.
    private static func list(_ name: String, _ text: SourceText, _ line: Int) -> String? {
        let rest = text.text(from: line, to: line + 100)
        guard let start = rest.firstRange(of: name)?.upperBound,
            let open = rest[start...].firstIndex(where: { "([{".contains($0) })
        else { return nil }
        var depth = 0
        var body = ""
        for character in rest[open...] {
            if "([{".contains(character) { depth += 1 }
            if ")]}".contains(character) { depth -= 1 }
            // `[]string{…}`: the empty brackets are the type's.
            if depth == 0, body.count > 1 { return body }
            body.append(character)
            if body.count > 4_000 { return nil }
        }
        return nil
    }

    /// The words of a text, as `key(of:)` has them.
    static func words(of text: String) -> Set<String> {
        Set(
            text.utf8.split { !(0x30...0x39 ~= $0 || 0x41...0x5A ~= $0 || 0x61...0x7A ~= $0 || $0 == 0x5F) }
                .map { key(of: String(decoding: $0, as: UTF8.self)) })
    }

    /// A name as all ways of writing it have it: `JWT_SECRET_KEY`, `jwtSecretKey` and `jwt_secret_key` are one.
    static func key(of name: String) -> String {
        String(decoding: name.utf8.filter { $0 != 0x5F && $0 != 0x2E && $0 != 0x2D && $0 != 0x3A }, as: UTF8.self)
            .lowercased()
    }
}

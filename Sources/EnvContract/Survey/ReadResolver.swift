/// Makes reads of observations: which variable it is, what the code goes on with, whether the place fails at start-up.

internal import Bytes
internal import Findings

/// What a rule observed, before its source was looked at.
struct Observation {
    let form: ReadForm
    let rule: String
    let name: String
    let place: SourcePlace
    /// Where the name ends in the file's bytes.
    let end: Int
}

/// A read with what decides about its start-up check.
struct ResolvedRead {
    enum Check: Equatable {
        /// Stops the program when it starts, for this reason.
        case atStart(String)
        /// Fails, but nothing shows that it does so at start-up.
        case somewhere(String)
        case never
    }

    let variable: String
    let read: SecretRead
    let check: Check
    /// The names that the value goes by in its file, as `CheckRegion.key` has them.
    let aliases: Set<String>
}

extension ResolvedRead {
    /// A read whose source cannot be looked at.
    init(unseen observation: Observation) {
        self.init(
            variable: observation.name, read: SecretRead(place: observation.place, default: .none),
            check: .somewhere("it is read at \(observation.place), which is too large or no UTF-8 to be looked at"),
            aliases: [])
    }
}

struct ReadResolver {
    let path: FilePath
    let bytes: [UInt8]
    let text: SourceText
    /// Lines of literal defaults in this file by the key of their variable.
    let literals: [String: [Int]]
    let runsAtStart: (String) -> Bool

    /// nil where the observation turns out to be no read.
    func resolve(_ observation: Observation) -> ResolvedRead? {
        let line = observation.place.line
        let tail = String(decoding: bytes[min(observation.end, bytes.count)...].prefix(400), as: UTF8.self)
        var variable = ReadResolver.variable(observation)
        var fallback: Fallback
        var check = ResolvedRead.Check.never
        switch observation.form {
        case .field:
            guard let settings = SettingsClass(around: line, in: text) else { return nil }
            variable = settings.variable(of: observation.name, tail)
            fallback = Fallback(field: tail)
            if fallback.isRequired {
                check = .atStart("a required field of \(settings.name) (\(observation.place)); an empty value passes")
            }
        case .declared:
            fallback = Fallback(behind: tail)
            check = .atStart("what is loaded there demands it (\(observation.place))")
        case .required:
            fallback = Fallback(behind: tail)
            fallback.value = .none
            check = failing(at: line, "fails when it is not set; an empty value passes")
        default:
            fallback = Fallback(behind: tail)
            if fallback.fails {
                check = failing(at: line, "the same statement fails without it")
            } else if let asked = absenceCheck(line, bound(line)) {
                check = failing(at: asked, "an absence is an error")
            }
        }
        let key = CheckRegion.key(of: observation.name)
        if isLiteral(key, line) || isLiteral(CheckRegion.key(of: variable), line) { fallback.value = .literal }
        if fallback.value != .none { check = .never }
        if isAssignedHere(observation) { return nil }
        return ResolvedRead(
            variable: variable, read: SecretRead(place: observation.place, default: fallback.value), check: check,
            aliases: Set([key, CheckRegion.key(of: variable)] + [bound(line).map(CheckRegion.key)].compactMap(\.self)))
    }

    private func failing(at line: Int, _ reason: String) -> ResolvedRead.Check {
        let place = SourcePlace(path: path, line: line)
        guard let function = text.function(around: line), !function.runsAtStart, !runsAtStart(function.name) else {
            return .atStart("\(reason) (\(place))")
        }
        let name = function.name.isEmpty ? "a function" : function.name
        return .somewhere("\(reason), but in \(name) (\(place)), which nothing shows to run at start-up")
    }

    private func isLiteral(_ key: String, _ line: Int) -> Bool {
        literals[key]?.contains { $0 >= line && $0 <= line + 8 } == true
    }

    /// A script's own variable: it is given a value in the same file.
    private func isAssignedHere(_ observation: Observation) -> Bool {
        observation.rule.hasPrefix("env-read-shell") && text.assigned.contains(observation.name)
    }

    /// What the value is assigned to on its line.
    private func bound(_ line: Int) -> String? {
        let text = text.trimmed(line)
        guard let equals = text.firstIndex(of: "=") else { return nil }
        var left = text[..<equals]
        // A type may stand between: `key: str = …`, `let key: String = …`, `key := …`.
        if let colon = left.firstIndex(of: ":") { left = left[..<colon] }
        while left.last == " " { left.removeLast() }
        // Go gives two: `key, ok := …`.
        if let comma = left.firstIndex(of: ",") { left = left[..<comma] }
        let name = left.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.reversed()
        return name.isEmpty ? nil : String(name)
    }

    /// The line that asks, within a few lines of the read, whether the value is absent, and fails then.
    private func absenceCheck(_ line: Int, _ bound: String?) -> Int? {
        if Fallback.asksForAbsence(text.trimmed(line)), fails(line) { return line }
        guard let bound else { return nil }
        for next in line + 1...line + 15 {
            let asked = text.trimmed(next)
            guard Fallback.asksForAbsence(asked), CheckRegion.words(of: asked).contains(CheckRegion.key(of: bound))
            else {
                continue
            }
            if fails(next) { return next }
        }
        return nil
    }

    private func fails(_ line: Int) -> Bool {
        Fallback.holdsFailure(text.text(from: line, to: min(text.end(ofBlockAt: line, most: 6), line + 4)))
    }

    /// The variable that a name in a configuration stands for, by the customs of its framework.
    private static func variable(_ observation: Observation) -> String {
        let name = observation.name
        if observation.rule.hasPrefix("env-read-csharp") {
            return name.split(separator: ":").joined(separator: "__")
        }
        guard name.contains(".") || observation.rule == "env-read-go-viper" else { return name }
        return String(name.filter { $0 != "-" }.map { $0 == "." ? "_" : $0 }).uppercased()
    }
}

/// A class whose fields are read from variables.
struct SettingsClass {
    let name: String
    private let prefix: String

    init?(around line: Int, in text: SourceText) {
        guard let head = text.holders(of: line).first else { return nil }
        let words = text.trimmed(head)
        guard words.hasPrefix("class "), let open = words.firstIndex(of: "("),
            words[open...].contains("Settings") || words[open...].contains("EnvConfig")
        else { return nil }
        name = String(words[..<open].dropFirst(6))
        let body = text.text(from: head, to: text.end(ofBlockAt: head))
        prefix = SettingsClass.quoted(after: "env_prefix", in: body) ?? ""
    }

    /// The variable of a field: what its alias says, or its own name in capitals behind the class's prefix.
    func variable(of field: String, _ tail: String) -> String {
        let line = String(tail.prefix { $0 != "\n" })
        for key in ["validation_alias", "alias", "env"] {
            if let name = SettingsClass.quoted(after: key, in: line), name.contains(where: \.isLetter) { return name }
        }
        return (prefix + field).uppercased()
    }

    /// The quoted text behind `word` and an equals sign.
    private static func quoted(after word: String, in text: String) -> String? {
        guard let range = text.firstRange(of: word) else { return nil }
        let rest = text[range.upperBound...].drop { $0 == " " || $0 == "\"" || $0 == "'" }
        guard rest.first == "=" || rest.first == ":" else { return nil }
        let value = rest.dropFirst().prefix { $0 != "\n" }
        guard let open = value.firstIndex(where: { $0 == "\"" || $0 == "'" }) else { return nil }
        return String(value[value.index(after: open)...].prefix { $0 != "\"" && $0 != "'" })
    }
}

internal import Bytes

/// `lookup` and `option`: is the name an argument of a call that looks something up by its name, or that declares an option? The value
/// is its default then. A list of two names, or a call of anything else, has no default.
struct CallCheck: Check {
    enum Purpose: Sendable { case lookup, option }

    let purpose: Purpose
    private static let farthest = 300

    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        let start = candidate.nameRange?.lowerBound ?? candidate.range.lowerBound
        guard let callee = callee(before: start, &evidence) else { return .reject("no argument of a call") }
        let isDefault = purpose == .lookup ? CallCheck.looksUp(callee) : CallCheck.declares(callee)
        if isDefault, purpose == .lookup, callee == ["set"], !setsASetting(before: start, &evidence) {
            return .reject("an argument of a call that fills a form or a map")
        }
        return isDefault
            ? .pass("the default of a call that is given the name") : .reject("an argument of another call")
    }

    /// `getattr`, `get`, `env.get`, `getString`, `fetch`, `SetDefault`; not `getAccessLevel`, `withEnv`, `BindEnv`.
    private static func looksUp(_ callee: [String]) -> Bool {
        guard let first = callee.first else { return false }
        // `new DefaultCsrfToken("header", "_csrf", …)`: what is called so is no default.
        if first == "default", callee.count > 2 { return false }
        if first == "setenv" || first == "putenv" { return false }
        let says = callee.contains { word in lookups.contains { word.hasPrefix($0) || word.hasSuffix($0) } }
        if setters.contains(first) { return callee.contains("default") || callee == ["set"] || first == "setdefault" }
        return says || callee == ["get"] || callee == ["pop"] || callee == ["values"]
            || first == "get" && callee.dropFirst().contains(where: looked.contains)
    }

    /// `app.set("secret", …)`, `config.set(…)`, `set :secret, …`; not `form.set("password", …)`, `params.set(…)`.
    private func setsASetting(before start: Int, _ evidence: inout Evidence) -> Bool {
        let line = String(decoding: evidence.lineBefore(start, limit: 80), as: UTF8.self)
        guard let call = line.lowercased().ranges(of: ".set(").last?.lowerBound else { return true }
        let head = line.lowercased()[..<call].utf8
        let receiver = head.reversed().prefix { ByteSet.word.contains($0) || ByteSet(ascii: "()").contains($0) }
            .reversed()
        return Words.split(Array(receiver)).contains { word in CallCheck.holders.contains { word.hasPrefix($0) } }
    }

    /// Words of what holds settings.
    private static let holders = [
        "app", "config", "conf", "setting", "server", "option", "env", "prop", "pref", "default", "store", "nconf",
        "this",
        "self", "koa", "express",
    ]

    private static func declares(_ callee: [String]) -> Bool {
        callee.contains { word in options.contains { word.hasPrefix($0) || word.hasSuffix($0) } }
    }

    private static let setters: Set<String> = [
        "set", "put", "add", "update", "with", "has", "assert", "expect", "bind", "is", "post", "setdefault",
    ]
    private static let looked: Set<String> = [
        "or", "string", "str", "value", "property", "secret", "setting", "option", "param", "config", "var", "variable",
        "key",
    ]
    private static let lookups = [
        "fetch", "default", "lookup", "env", "define", "getattr", "coalesce", "fallback", "orelse", "getenv",
    ]
    private static let options = [
        "option", "flag", "arg", "define", "setting", "param", "string", "validator", "attribute", "accessor",
        "property",
        "password", "config", "environ", "variable", "default", "get", "env",
    ]

    /// The words of the function's name whose arguments `start` stands among: before the open bracket, or in Lisp and Ruby first
    /// behind it or on the line.
    private func callee(before start: Int, _ evidence: inout Evidence) -> [String]? {
        var depth = 0
        var position = start
        while start - position < CallCheck.farthest {
            position -= 1
            let byte = evidence.byte(at: position)
            if byte == nil
                || byte == .newline && depth == 0 && CallCheck.isStatement(from: position + 1, to: start, &evidence)
            {
                return CallCheck.firstWords(of: evidence.lineBefore(start, limit: 200))
            }
            switch byte {
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"): depth += 1
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
                if depth > 0 {
                    depth -= 1
                    continue
                }
                let words = lastWords(of: evidence.lineBefore(position, limit: 80))
                if !words.isEmpty { return words }
                // An annotation lists its names in braces: `@Option(names = {"--password"}, …)`.
                if evidence.byte(at: position) != UInt8(ascii: "(") {
                    guard purpose == .option else { return nil }
                    continue
                }
                return CallCheck.firstWords(
                    of: Array(evidence.lineBefore(start, limit: 200).suffix(start - position - 1)))
            default: continue
            }
        }
        return nil
    }

    /// A line of Ruby that is a call without brackets: `option :password, …`.
    private static func isStatement(from line: Int, to start: Int, _ evidence: inout Evidence) -> Bool {
        let text = evidence.lineBefore(start, limit: 200)
        let word = text.drop(while: ByteSet.space.contains).prefix { ByteSet.word.contains($0) }
        let rest = text[word.endIndex...]
        return start - line == text.count && !word.isEmpty && rest.first == 0x20 && rest.count <= 4
    }

    private static let calleeBytes = ByteSet(ascii: ".:<&")

    private func lastWords(of head: [UInt8]) -> [String] {
        let name = head.reversed().drop {
            $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "!") || $0 == UInt8(ascii: "?")
        }
        .prefix { ByteSet.word.contains($0) || CallCheck.calleeBytes.contains($0) }.reversed()
        // `env.get`: what it is called on counts only for options, whose builders say it.
        let text = Array(name)
        let segment = text.split { ByteSet(ascii: ".:").contains($0) }.last.map(Array.init) ?? text
        return purpose == .lookup ? Words.split(segment) : Words.split(text)
    }

    private static func firstWords(of line: [UInt8]) -> [String] {
        let text = line.drop(while: ByteSet.space.contains)
        return Words.split(
            Array(text.prefix { ByteSet.word.contains($0) || $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "-") }))
    }
}

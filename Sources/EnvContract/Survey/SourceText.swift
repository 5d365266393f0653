/// A source file as lines, and what indentation tells of it. Every language that people write services in is indented by its formatters;
/// what is not indented is taken for the top level.

internal import Bytes

struct SourceText {
    let lines: [[UInt8]]
    /// Names that a shell's assignments in this file give a value of their own.
    let assigned: Set<String>

    /// Larger files are no source that a person wrote.
    private static let mostBytes = 1 << 20
    /// What holds a line is looked for so many lines above it: a bound on hostile input.
    private static let farthest = 4_000

    /// nil for what is too large, and for UTF-16 and what else holds NUL bytes: its places are not those of its bytes.
    init?(_ bytes: [UInt8]) {
        guard bytes.count <= SourceText.mostBytes, !bytes.contains(0) else { return nil }
        lines = bytes.split(separator: .newline, omittingEmptySubsequences: false).map { line in
            Array(line.last == 0x0D ? line.dropLast() : line)
        }
        assigned = Set(lines.compactMap(SourceText.assignment))
    }

    /// `TOKEN` of `local TOKEN=$(…)`; nil where the value is the variable itself: `TOKEN=${TOKEN:-}`.
    private static func assignment(_ line: [UInt8]) -> String? {
        guard let equals = line.firstIndex(of: UInt8(ascii: "=")) else { return nil }
        let name = Array(line[..<equals].reversed().prefix { ByteSet.word.contains($0) }.reversed())
        guard !name.isEmpty else { return nil }
        let head = trimmed(String(decoding: line[..<(equals - name.count)], as: UTF8.self))
        guard ["", "export", "local", "readonly", "declare", "typeset"].contains(head) else { return nil }
        let value = line[(equals + 1)...]
        let isItself =
            value.firstRange(of: Array("$".utf8) + name) != nil || value.firstRange(of: Array("${".utf8) + name) != nil
        return isItself ? nil : String(decoding: name, as: UTF8.self)
    }

    /// A line (1-based) as text; empty outside of the file.
    func line(_ number: Int) -> String {
        lines.indices.contains(number - 1) ? String(decoding: lines[number - 1], as: UTF8.self) : ""
    }

    func trimmed(_ number: Int) -> String { SourceText.trimmed(line(number)) }

    static func trimmed(_ text: String) -> String {
        var view = text[...]
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }

    /// Several lines joined; both ends count.
    func text(from first: Int, to last: Int) -> String {
        guard first <= last else { return "" }
        return (first...last).map(line).joined(separator: "\n")
    }

    /// Columns of white space before a line's first character, a tab counting four; nil for a blank line.
    func indentation(_ number: Int) -> Int? {
        guard lines.indices.contains(number - 1) else { return nil }
        var columns = 0
        for byte in lines[number - 1] {
            switch byte {
            case 0x20: columns += 1
            case 0x09: columns += 4
            default: return columns
            }
        }
        return nil
    }

    /// The lines that hold a line, from the inside out: each is indented less than the one before. A brace that stands alone gives
    /// the line above it.
    func holders(of number: Int) -> [Int] {
        guard var depth = indentation(number) else { return [] }
        var found: [Int] = []
        var current = number - 1
        while current > 0, current > number - SourceText.farthest, depth > 0 {
            if let columns = indentation(current), columns < depth {
                let text = trimmed(current)
                if text == "{" || text == "(" {
                    found.append(max(1, current - 1))
                } else if !["}", ")", "]", "#", "/"].contains(where: text.hasPrefix) {
                    found.append(current)
                }
                depth = columns
            }
            current -= 1
        }
        return found
    }

    /// The innermost function around a line.
    func function(around number: Int) -> FunctionHead? {
        holders(of: number).lazy.compactMap { FunctionHead(trimmed($0), line: $0) }.first
    }

    /// The last line of what a line begins: everything below it that is indented more, and the line that closes it.
    func end(ofBlockAt number: Int, most: Int = 300) -> Int {
        guard let depth = indentation(number) else { return number }
        var last = number
        for current in (number + 1)..<min(lines.count + 1, number + most) {
            guard let columns = indentation(current) else { continue }
            if columns <= depth {
                let text = trimmed(current)
                guard text == "{" || text.hasPrefix(")") || text.hasPrefix("}") || text.hasPrefix("]") else { break }
                last = current
                // `) {` ends a list of parameters, not the body.
                if text != "{", !text.hasSuffix("{"), !text.hasSuffix(":") { break }
            } else {
                last = current
            }
        }
        return last
    }
}

/// The first line of a function, recognised by its looks.
struct FunctionHead: Equatable {
    let name: String
    let line: Int

    private static let words = [
        "def ", "async def ", "defp ", "func ", "fn ", "fun ", "sub ", "function ", "async function ", "proc ",
    ]
    private static let modifiers: Set<String> = [
        "public", "private", "protected", "internal", "static", "final", "export", "default", "async", "pub",
        "override",
        "open", "inline", "suspend", "mutating", "local", "virtual", "pub(crate)", "const", "unsafe", "synchronized",
    ]
    private static let control = [
        "if", "for", "foreach", "while", "switch", "else", "try", "catch", "with", "using", "do", "guard", "unless",
        "when", "match", "lock", "elif", "elsif", "return", "namespace", "class", "struct", "object", "interface",
        "enum",
        "module", "extension", "}",
    ]

    init?(_ text: String, line: Int) {
        self.line = line
        var rest = text[...]
        while let space = rest.firstIndex(of: " "), FunctionHead.modifiers.contains(String(rest[..<space])) {
            rest = rest[rest.index(after: space)...].drop { $0 == " " }
        }
        if let word = FunctionHead.words.first(where: rest.hasPrefix) {
            rest = rest.dropFirst(word.count)
            // `func (s *Server) Run()`: the receiver comes first.
            if rest.first == "(", let close = rest.firstIndex(of: ")") { rest = rest[rest.index(after: close)...] }
            name = FunctionHead.identifier(rest.drop { $0 == " " })
            return
        }
        if text.hasSuffix("=> {") || text.hasSuffix("=>") || text.contains("function(") || text.contains("function (") {
            // `const load = () => {` has its name on the left, `app.get(…, () => {` none.
            name = text.contains("=") ? FunctionHead.assigned(rest) : ""
            return
        }
        guard text.hasSuffix("{") || text.hasSuffix(")"), let open = rest.firstIndex(of: "("), !text.hasSuffix("({"),
            !text.hasSuffix("("), !rest[..<open].contains("="), !rest[..<open].contains(".")
        else { return nil }
        let first = String(rest.prefix { $0.isLetter || $0 == "}" })
        guard !FunctionHead.control.contains(first) else { return nil }
        // `String key() {` is one, `key();` and `key()` are calls.
        guard text.hasSuffix("{") || rest[..<open].contains(" ") else { return nil }
        name = FunctionHead.lastIdentifier(rest[..<open])
    }

    private static func identifier(_ text: Substring) -> String {
        String(text.prefix { $0.isLetter || $0.isNumber || "_!?.".contains($0) })
    }

    private static func lastIdentifier(_ text: Substring) -> String {
        String(text.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.reversed())
    }

    private static func assigned(_ text: Substring) -> String {
        guard let equals = text.firstIndex(of: "=") else { return "" }
        var left = text[..<equals]
        while left.last == " " || left.last == ":" { left.removeLast() }
        return lastIdentifier(left)
    }

    /// Functions that run when a program starts, by the customs of languages and frameworks.
    private static let starting: Set<String> = [
        "main", "init", "bootstrap", "startup", "start", "createapp", "lifespan", "onstartup", "runmain", "configure",
        "boot", "configureservices",
    ]

    var runsAtStart: Bool { FunctionHead.starting.contains(name.lowercased().filter { $0 != "_" }) }
}

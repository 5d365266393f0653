/// The syntax of a pattern as a tree, as far as the linter needs it: which bytes can stand where. Covers what rules may use of
/// PCRE2; what it does not know is an error, never a guess.

internal import Bytes

indirect enum PatternNode: Sendable {
    /// One byte out of a set.
    case byte(ByteSet)
    case sequence([PatternNode])
    case alternatives([PatternNode])
    /// `most` nil: without bound.
    case repeated(PatternNode, least: Int, most: Int?)
    /// Zero width: `^`, `\b`, look-around.
    case assertion
    /// Some bytes, nothing known: a back reference, `\R`.
    case unknown

    /// The most bytes it can match; nil without bound.
    var widest: Int? {
        switch self {
        case .byte: return 1
        case .assertion: return 0
        case .unknown: return nil
        case .sequence(let parts):
            var total = 0
            for part in parts {
                guard let width = part.widest else { return nil }
                total += width
            }
            return total
        case .alternatives(let branches):
            var most = 0
            for branch in branches {
                guard let width = branch.widest else { return nil }
                most = max(most, width)
            }
            return most
        case .repeated(let part, _, let most):
            guard let most, let width = part.widest else { return nil }
            return width * most
        }
    }
}

/// Why a pattern cannot be analysed, and where (bytes).
struct PatternSyntaxFault: Error, Equatable, CustomStringConvertible {
    let message: String
    let offset: Int

    var description: String { "\(message) at byte \(offset) of the pattern" }
}

struct PatternParser {
    private let bytes: [UInt8]
    private var index = 0
    private var ignoringCase = false
    private var dotAll = false
    /// How many look-behinds are open.
    private var lookBehinds = 0

    private init(_ pattern: String) { bytes = Array(pattern.utf8) }

    static func parse(_ pattern: String) throws(PatternSyntaxFault) -> PatternNode {
        var parser = PatternParser(pattern)
        let node = try parser.alternatives()
        guard parser.index == parser.bytes.count else { throw parser.fault("unmatched ')'") }
        return node
    }

    private func fault(_ message: String) -> PatternSyntaxFault { PatternSyntaxFault(message: message, offset: index) }

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private func hasPrefix(_ text: String) -> Bool { bytes[index...].starts(with: text.utf8) }

    private mutating func take(_ text: String) -> Bool {
        guard hasPrefix(text) else { return false }
        index += text.utf8.count
        return true
    }

    private func set(_ members: ByteSet) -> PatternNode { .byte(ignoringCase ? members.caseFolded : members) }

    // MARK: Grammar

    private mutating func alternatives() throws(PatternSyntaxFault) -> PatternNode {
        let outer = (ignoringCase, dotAll)
        var branches = [try sequence()]
        while take("|") { branches.append(try sequence()) }
        (ignoringCase, dotAll) = outer
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func sequence() throws(PatternSyntaxFault) -> PatternNode {
        var parts: [PatternNode] = []
        while let byte = current, byte != UInt8(ascii: "|"), byte != UInt8(ascii: ")") {
            let atom = try self.atom()
            parts.append(try quantified(atom))
        }
        return parts.count == 1 ? parts[0] : .sequence(parts)
    }

    private mutating func quantified(_ atom: PatternNode) throws(PatternSyntaxFault) -> PatternNode {
        let bounds: (least: Int, most: Int?)
        switch current {
        case UInt8(ascii: "*"): bounds = (0, nil)
        case UInt8(ascii: "+"): bounds = (1, nil)
        case UInt8(ascii: "?"): bounds = (0, 1)
        case UInt8(ascii: "{"):
            guard let counted = try counts() else { return atom }
            bounds = counted
            index -= 1  // counts() stopped behind the brace; the step below takes it
        default: return atom
        }
        index += 1
        if current == UInt8(ascii: "?") || current == UInt8(ascii: "+") { index += 1 }
        if let next = current, next == UInt8(ascii: "*") || next == UInt8(ascii: "+") || next == UInt8(ascii: "?") {
            throw fault("a quantifier on a quantifier")
        }
        return .repeated(atom, least: bounds.least, most: bounds.most)
    }

    /// `{n}`, `{n,}`, `{n,m}`; nil and nothing moved where the brace is a literal.
    private mutating func counts() throws(PatternSyntaxFault) -> (least: Int, most: Int?)? {
        guard let close = bytes[index...].firstIndex(of: UInt8(ascii: "}")) else { return nil }
        let inside = bytes[index + 1..<close]
        guard inside.contains(where: ByteSet.digits.contains),
            inside.allSatisfy(ByteSet.digits.union(ByteSet(ascii: ", \t")).contains)
        else { return nil }
        let parts = inside.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        guard parts.count <= 2, let least = Int(parts[0]), let bound = parts.last, bound.isEmpty || Int(bound) != nil
        else {
            // `{,3}` and `{ 3 }` are quantifiers from PCRE2 10.43 on and were literals before.
            throw fault("counts are written {n}, {n,} or {n,m} (for a literal brace write \\{)")
        }
        let most = Int(bound)
        guard most.map({ least <= $0 }) ?? true else { throw fault("counts that run backwards") }
        index = close + 1
        return (least, most)
    }

    private mutating func atom() throws(PatternSyntaxFault) -> PatternNode {
        guard let byte = current else { return .assertion }
        switch byte {
        case UInt8(ascii: "("): return try group()
        case UInt8(ascii: "["): return set(try characterClass())
        case UInt8(ascii: "\\"): return try escape()
        case UInt8(ascii: "^"), UInt8(ascii: "$"):
            index += 1
            return .assertion
        case UInt8(ascii: "."):
            index += 1
            return .byte(dotAll ? .all : ByteSet(ascii: "\n\r").inverted)
        case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"): throw fault("a quantifier with nothing before it")
        default:
            index += 1
            return set(ByteSet([byte]))
        }
    }

    private mutating func group() throws(PatternSyntaxFault) -> PatternNode {
        index += 1
        if take("?=") || take("?!") {
            _ = try body()
            return .assertion
        }
        if take("?<=") || take("?<!") {
            lookBehinds += 1
            _ = try body()
            lookBehinds -= 1
            return .assertion
        }
        if take("?:") || take("?>") || take("?|") { return try body() }
        if take("?<") || take("?P<") || take("?'") {
            guard let end = bytes[index...].firstIndex(where: { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "'") })
            else {
                throw fault("a group name without its end")
            }
            // A window holds its secret: that is how what stands on a changed line is found without a look at all others.
            guard lookBehinds == 0 || !bytes[index..<end].elementsEqual("secret".utf8) else {
                throw fault("the secret may not be captured in a look-behind")
            }
            index = end + 1
            return try body()
        }
        if take("?") { return try options() }
        if current == UInt8(ascii: "*") { throw fault("backtracking verbs are not allowed") }
        return try body()
    }

    private mutating func body() throws(PatternSyntaxFault) -> PatternNode {
        let node = try alternatives()
        try close()
        return node
    }

    private mutating func close() throws(PatternSyntaxFault) {
        guard take(")") else { throw fault("a group without its end") }
    }

    /// `(?i)`, `(?s-i)`, `(?i:…)`. Without a colon they hold to the end of the enclosing group.
    private mutating func options() throws(PatternSyntaxFault) -> PatternNode {
        var turnOn = true
        let outer = (ignoringCase, dotAll)
        while let byte = current {
            index += 1
            switch byte {
            case UInt8(ascii: "i"): ignoringCase = turnOn
            case UInt8(ascii: "s"): dotAll = turnOn
            case UInt8(ascii: "m"): break
            case UInt8(ascii: "-"): turnOn = false
            case UInt8(ascii: ")"): return .assertion
            case UInt8(ascii: ":"):
                let node = try body()
                (ignoringCase, dotAll) = outer
                return node
            default:
                index -= 1
                throw fault("group '(?\(Character(UnicodeScalar(byte)))' is not allowed in rules")
            }
        }
        throw fault("a group without its end")
    }

    // MARK: Escapes and classes

    private static let shorthands: [UInt8: ByteSet] = [
        UInt8(ascii: "d"): .digits, UInt8(ascii: "D"): ByteSet.digits.inverted, UInt8(ascii: "w"): .word,
        UInt8(ascii: "W"): ByteSet.word.inverted, UInt8(ascii: "s"): .space, UInt8(ascii: "S"): ByteSet.space.inverted,
        UInt8(ascii: "h"): ByteSet([0x20, 0x09, 0xA0]), UInt8(ascii: "N"): ByteSet(ascii: "\n\r").inverted,
    ]

    private static let controls: [UInt8: UInt8] = [
        UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09, UInt8(ascii: "f"): 0x0C,
        UInt8(ascii: "e"): 0x1B,
        UInt8(ascii: "a"): 0x07,
    ]

    private mutating func escape() throws(PatternSyntaxFault) -> PatternNode {
        guard index + 1 < bytes.count else { throw fault("a backslash at the end") }
        let byte = bytes[index + 1]
        switch byte {
        case UInt8(ascii: "b"), UInt8(ascii: "B"):
            index += 2
            return .assertion
        case UInt8(ascii: "R"):
            index += 2
            return .unknown
        case UInt8(ascii: "1")...UInt8(ascii: "9"):
            // A reference, or from `\10` on perhaps an octal byte.
            index += 1
            while let digit = current, ByteSet.digits.contains(digit) { index += 1 }
            return .unknown
        case UInt8(ascii: "k"), UInt8(ascii: "g"): return try reference()
        default:
            return set(try escapedSet())
        }
    }

    /// `\g{…}`, `\k{…}`, `\k<…>`, `\k'…'`.
    private mutating func reference() throws(PatternSyntaxFault) -> PatternNode {
        let isNumbered = bytes[index + 1] == UInt8(ascii: "g")
        guard index + 2 < bytes.count,
            let end: UInt8 = [UInt8(ascii: "{"): UInt8(ascii: "}"), UInt8(ascii: "<"): UInt8(ascii: ">"), 0x27: 0x27][
                bytes[index + 2]]
        else { throw fault("a reference is written \\1, \\g{1} or \\k{name}") }
        guard !isNumbered || end == UInt8(ascii: "}") else { throw fault("recursion is not allowed in rules") }
        guard let close = bytes[(index + 3)...].firstIndex(of: end) else { throw fault("a reference without its end") }
        index = close + 1
        return .unknown
    }

    /// The bytes that an escape stands for, in a class or outside; moves past it.
    private mutating func escapedSet() throws(PatternSyntaxFault) -> ByteSet {
        let byte = bytes[index + 1]
        if let shorthand = PatternParser.shorthands[byte] {
            index += 2
            return shorthand
        }
        if let control = PatternParser.controls[byte] {
            index += 2
            return ByteSet([control])
        }
        if byte == UInt8(ascii: "x") {
            let braced = index + 2 < bytes.count && bytes[index + 2] == UInt8(ascii: "{")
            let digits = bytes[(index + (braced ? 3 : 2))...].prefix(braced ? bytes.count : 2)
                .prefix(while: ByteSet.hexDigits.contains)
            guard let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16),
                !braced || digits.endIndex < bytes.count && bytes[digits.endIndex] == UInt8(ascii: "}")
            else {
                throw fault("\\x without digits")
            }
            index = digits.endIndex + (braced ? 1 : 0)
            return ByteSet([value])
        }
        guard !ByteSet.alphanumerics.contains(byte) else {
            throw fault("\\\(Character(UnicodeScalar(byte))) is not allowed in rules")
        }
        index += 2
        return ByteSet([byte])
    }

    private static let posix: [String: ByteSet] = [
        "alnum": .alphanumerics, "alpha": .letters, "digit": .digits, "lower": .lowercase, "upper": .uppercase,
        "space": .space,
        "xdigit": .hexDigits, "word": .word, "blank": ByteSet(ascii: " \t"), "print": ByteSet(0x20...0x7E),
        "graph": ByteSet(0x21...0x7E),
        "punct": ByteSet((0x21...0x7E).filter { !ByteSet.alphanumerics.contains($0) }),
    ]

    private mutating func characterClass() throws(PatternSyntaxFault) -> ByteSet {
        index += 1
        let negated = take("^")
        var result = ByteSet()
        var isFirst = true
        while let byte = current, isFirst || byte != UInt8(ascii: "]") {
            isFirst = false
            let low = try classItem()
            if low.count == 1, current == UInt8(ascii: "-"), index + 1 < bytes.count,
                bytes[index + 1] != UInt8(ascii: "]")
            {
                index += 1
                let high = try classItem()
                guard let first = low.members.first, high.count == 1, let last = high.members.first, first <= last
                else {
                    throw fault("a class with a range that is none")
                }
                result = result.union(ByteSet(first...last))
            } else {
                result = result.union(low)
            }
        }
        guard take("]") else { throw fault("a class without its end") }
        if ignoringCase { result = result.caseFolded }
        return negated ? result.inverted : result
    }

    private mutating func classItem() throws(PatternSyntaxFault) -> ByteSet {
        guard let byte = current else { throw fault("a class without its end") }
        if take("[:") {
            guard let end = bytes[index...].firstIndex(of: UInt8(ascii: ":")),
                let named = PatternParser.posix[String(decoding: bytes[index..<end], as: UTF8.self)]
            else { throw fault("an unknown named class") }
            index = end + 2
            return named
        }
        if byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
            if bytes[index + 1] == UInt8(ascii: "b") {
                index += 2
                return ByteSet([0x08])
            }
            return try escapedSet()
        }
        index += 1
        return ByteSet([byte])
    }
}

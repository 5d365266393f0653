/// The rule that finds known defaults wherever they stand, made from the table itself.

internal import Bytes
internal import Findings
internal import KnownValues
internal import Patterns
internal import Rules

enum KnownDefaultRule {
    static let id = "known-default"
    /// A shorter value could be anybody's word; where a secret is expected, every rule asks for it.
    private static let shortest = 16
    /// How much of a value stands in the rule: enough to be rare, and never a whole one.
    private static let longestPiece = 16
    /// How far a value may go on that is recognised by its beginning.
    private static let longestRest = 160

    /// nil when no value is long enough.
    ///
    /// - Throws: what is wrong with the pattern: a value that no pattern can be made from.
    static func make(_ defaults: [SourceDefault], file: String) throws -> SourceRule? {
        let entries = defaults.filter(isUnmistakable)
        guard !entries.isEmpty else { return nil }
        let anchors = try entries.map { try Anchor(anchorText(piece($0))) }
        // A name before it would make it slow: the engine reads that when there is a match.
        let pattern = "(?<secret>" + Set(entries.map(alternative)).sorted().joined(separator: "|") + ")"
        let rule = Rule(
            id: id, provider: "Known defaults", name: "Known default of a product",
            description: "A key or password that a product ships or documents: whoever reads that can use it.",
            kind: .default, severity: .critical, confidence: .high, tier: .default, trigger: .anchors(anchors),
            pattern: pattern, window: RuleWindow.line,
            lead: try AnchorProof.lead(of: PatternParser.parse(pattern), anchors: anchors),
            checks: ["known"].compactMap { CheckName($0) }, files: [], includedPaths: [], excludedPaths: [],
            references: ["https://cwe.mitre.org/data/definitions/1392.html"], remedy: "https://12factor.net/config",
            message: "{name} is a hardcoded value")
        return SourceRule(
            rule: rule, matches: entries.map { example("SECRET_VALUE = '\(text($0))'", $0) },
            misses: entries.map { example("x = '\($0.value.dropLast(2))'", $0) }, file: file, line: 1)
    }

    /// Long enough, and more than letters: `SomeRandomString` is a text that people write.
    private static func isUnmistakable(_ entry: SourceDefault) -> Bool {
        let bytes = Array(entry.value.utf8)
        let isText = bytes.allSatisfy { ByteSet.letters.contains($0) }
        return entry.class != .weak && entry.class != .documentation && bytes.count >= shortest
            && !(isText && bytes.count < 24)
            && bytes.allSatisfy { (0x20..<0x7F).contains($0) }
    }

    private static func piece(_ entry: SourceDefault) -> [UInt8] {
        Array(entry.value.utf8.prefix(min(longestPiece, entry.value.utf8.count - 1)))
    }

    private static func text(_ entry: SourceDefault) -> String {
        entry.value + (entry.match == .prefix ? "k3v9x2m7q1w8z5t4" : "")
    }

    private static func anchorText(_ piece: [UInt8]) -> String {
        piece.map { byte in
            let character = String(UnicodeScalar(byte))
            return "[]\\".contains(character) ? "\\" + character : character
        }.joined()
    }

    private static func alternative(_ entry: SourceDefault) -> String {
        let piece = piece(entry)
        let escaped = piece.map {
            ByteSet.word.contains($0) ? String(UnicodeScalar($0)) : "\\" + String(UnicodeScalar($0))
        }.joined()
        let rest = entry.value.utf8.count - piece.count
        let tail = entry.match == .prefix ? #"[^\s"'`]{\#(rest),\#(longestRest)}"# : #"[^\r\n]{\#(rest)}"#
        let first = ByteSet.word.contains(piece[0]) ? "(?<![0-9A-Za-z])" : ""
        let last = entry.value.utf8.last.map(ByteSet.word.contains) == true ? "(?![0-9A-Za-z])" : ""
        return first + escaped + tail + last
    }

    private static func example(_ text: String, _ entry: SourceDefault) -> RuleExample {
        RuleExample(
            text: text, path: RuleExample.defaultPath, secret: nil, reason: nil, cross: entry.cross, line: entry.line)
    }
}

/// The model of a rule: plain data, without any file format and without any engine. RuleSource makes it from YAML, BuiltinRules
/// from the generated table, and Engine reads it. rules/README.md explains every field to those who write rules.

public import Findings

/// How far around an anchor a pattern may look. Bytes.
public struct RuleWindow: Sendable, Hashable {
    public var before: Int
    public var after: Int
    /// Whether the window crosses line ends.
    public var manyLines: Bool

    public init(before: Int = 512, after: Int = 2_048, manyLines: Bool = false) {
        self.before = before
        self.after = after
        self.manyLines = manyLines
    }

    public static let line = RuleWindow()
    public static let largestBefore = 4_096
    public static let largestAfter = 16_384
}

/// An alphabet whose long runs trigger a rule without a literal.
public enum RunAlphabet: String, Sendable, CaseIterable {
    case hex, base58, base64
}

/// What makes the engine look for a rule at a place.
public enum RuleTrigger: Sendable, Hashable {
    /// Any of these anchors.
    case anchors([Anchor])
    /// Every line of a file whose path matches `paths.include`.
    case path
    /// A run of at least `length` bytes.
    case run(RunAlphabet, length: Int)
}

/// A check by name, with its arguments as written: `entropy(3.5)`.
public struct CheckName: Sendable, Hashable, CustomStringConvertible {
    public let name: String
    public let argument: String?

    public init(name: String, argument: String?) {
        self.name = name
        self.argument = argument
    }

    /// Reads `name` or `name(argument)`; nil for anything else.
    public init?(_ text: String) {
        let word: (Character) -> Bool = { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        guard let open = text.firstIndex(of: "(") else {
            guard !text.isEmpty, text.allSatisfy(word) else { return nil }
            self.init(name: text, argument: nil)
            return
        }
        let name = String(text[..<open])
        guard text.hasSuffix(")"), !name.isEmpty, name.allSatisfy(word) else { return nil }
        self.init(name: name, argument: String(text[text.index(after: open)...].dropLast()))
    }

    public var description: String { argument.map { "\(name)(\($0))" } ?? name }
}

/// Which files a rule looks at: what is asked of a rule first, and of most rules alone.
public struct RulePlaces: Sendable, Hashable {
    /// Empty: files of every kind.
    public var files: [FileKind]
    /// Globs as in `--include` and `--exclude`.
    public var included: [String]
    public var excluded: [String]
}

public struct Rule: Sendable, Hashable {
    public var id: String
    public var provider: String
    public var name: String
    public var description: String
    /// What a finding says, with `{name}` for what the secret is assigned to; empty: the name, or a default's usual words.
    public var message: String
    public var kind: FindingKind
    public var severity: Severity
    public var confidence: Confidence
    public var tier: RuleTier
    public var trigger: RuleTrigger
    /// PCRE2, with every fragment already put in.
    public var pattern: String
    public var window: RuleWindow
    /// How many bytes of a match can stand before its anchor; proven by the linter, at most `window.before`.
    public var lead: Int
    /// What can stand around the word at a match's anchor, where the linter could prove it.
    public var follow: FollowBytes?
    public var checks: [CheckName]
    /// Empty: in files of every kind.
    public var files: [FileKind]
    /// Globs as in `--include` and `--exclude`.
    public var includedPaths: [String]
    public var excludedPaths: [String]
    public var references: [String]
    public var remedy: String
    /// For kind `env-read`: what a match observes.
    public var read: ReadForm?

    public init(
        id: String, provider: String, name: String, description: String, kind: FindingKind, severity: Severity,
        confidence: Confidence, tier: RuleTier, trigger: RuleTrigger, pattern: String, window: RuleWindow, lead: Int,
        checks: [CheckName], files: [FileKind], includedPaths: [String], excludedPaths: [String], references: [String],
        remedy: String, message: String = "", read: ReadForm? = nil, follow: FollowBytes? = nil
    ) {
        self.id = id
        self.provider = provider
        self.name = name
        self.description = description
        self.kind = kind
        self.severity = severity
        self.confidence = confidence
        self.tier = tier
        self.trigger = trigger
        self.pattern = pattern
        self.window = window
        self.lead = lead
        self.checks = checks
        self.files = files
        self.includedPaths = includedPaths
        self.excludedPaths = excludedPaths
        self.references = references
        self.remedy = remedy
        self.message = message
        self.read = read
        self.follow = follow
    }

    public var places: RulePlaces {
        RulePlaces(files: files, included: includedPaths, excluded: excludedPaths)
    }

    /// One line: what was found, for a secret that is assigned to `name`.
    public func message(name: [UInt8]) -> String {
        let usual = kind == .default && !name.isEmpty ? "{name} falls back to a hardcoded default" : self.name
        let isUnusable = message.isEmpty || name.isEmpty && message.contains("{name}")
        let pieces = (isUnusable ? usual : message).split(separator: "{name}", omittingEmptySubsequences: false)
        return pieces.joined(separator: String(decoding: name, as: UTF8.self))
    }
}

public import Rules

/// A rule as it stands in a file: with its examples and the line it starts on (1-based).
public struct SourceRule: Sendable {
    public var rule: Rule
    public var matches: [RuleExample]
    public var misses: [RuleExample]
    public let file: String
    public let line: Int
}

/// A text that a rule must report, or must not.
public struct RuleExample: Sendable {
    /// With all parts joined.
    public let text: String
    /// The file it pretends to stand in.
    public let path: String
    /// What must be captured, where the author said so.
    public let secret: String?
    public let reason: String?
    /// Ids of other rules that may report it too.
    public let cross: [String]
    public let line: Int

    public static let defaultPath = "example.txt"
}

/// A glob that cannot mean anything, and the place where that was found.
public struct GlobError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: Hashable, Sendable {
        /// There is nothing in the pattern but slashes, or nothing at all.
        case empty
        /// `[` without its `]`.
        case unclosedBracket
        /// `[[:name:]]` with a name that is no POSIX class.
        case unknownClass
        /// `{` without its `}`.
        case unclosedBrace
        /// `}` without its `{`; a literal one is written `\}`.
        case unopenedBrace
        /// The last byte is a backslash that escapes nothing, or only the slash that says "directories only".
        case trailingBackslash
        /// The braces stand for too many patterns (more than 4,096, or more than 1 MiB of them).
        case tooManyAlternatives
    }

    /// The pattern as it was given.
    public let pattern: String
    /// What is wrong with it.
    public let reason: Reason
    /// Where, in bytes of the pattern's UTF-8, from 0.
    public let offset: Int

    /// One line for people. It quotes the pattern, which may hold control characters: sanitise before printing.
    public var description: String {
        let problem =
            switch reason {
            case .empty: "the pattern is empty"
            case .unclosedBracket: "'[' is not closed"
            case .unknownClass: "unknown character class"
            case .unclosedBrace: "'{' is not closed"
            case .unopenedBrace: "'}' without '{' (write '\\}' for the character)"
            case .trailingBackslash: "'\\' at the end escapes nothing"
            case .tooManyAlternatives: "the braces stand for too many patterns"
            }
        return "invalid glob '\(pattern)': \(problem) (byte \(offset))"
    }
}

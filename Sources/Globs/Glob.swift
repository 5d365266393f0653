/// A path glob as gitignore and `rg --glob` have it.
///
///     *        any run of bytes but "/"            [a-z] [!a] [[:digit:]]   one byte of the set, never "/"
///     ?        any one byte but "/"                {a,b}                    a or b, nested and empty ones allowed
///     **       whole components, any number        \x                       x itself
///
/// - A glob without a slash matches the last component of a path, at any depth: `*.swift`.
/// - A glob with a slash matches the whole path, from the root that paths are relative to: `docs/*.md`. A slash at the
///   start says only that: `/README` is not `docs/README`.
/// - A slash at the end makes it match directories only: `build/`.
/// - `**` counts if it fills a component (`**/a`, `a/**/b`, `a/**`); elsewhere it is `*`. `a/**` is what lies in `a`,
///   not `a`. `foo**/bar` is `foo*/bar`.
/// - Braces are written out first: `{a/b,c}` is `a/b` or `c`, and each goes by these rules for itself.
///
/// There is no negation: a leading `!` is a character. Paths are bytes, relative, with `/` between components, without
/// `.` or `..` components and without a slash at either end. They need not be UTF-8; `?` and brackets take one byte.
/// Case is ASCII. Matching allocates nothing and takes time proportional to the length of the pattern times that of the
/// path, whatever they hold.
///
/// For more than a few globs, use a `GlobSet`.
public struct Glob: Sendable, Hashable, CustomStringConvertible {
    /// The pattern as it was given.
    public let pattern: String
    /// Whether ASCII letters match in either case.
    public let isCaseInsensitive: Bool
    /// The glob without its braces: it matches if one of them does.
    let alternatives: [PathPattern]

    /// Compiles a pattern.
    public init(_ pattern: String, caseInsensitive: Bool = false) throws(GlobError) {
        self.pattern = pattern
        isCaseInsensitive = caseInsensitive
        do throws(GlobFault) {
            alternatives = try Self.compile(Array(pattern.utf8), foldsCase: caseInsensitive)
        } catch {
            throw GlobError(pattern: pattern, reason: error.reason, offset: error.offset)
        }
    }

    private static func compile(_ pattern: [UInt8], foldsCase: Bool) throws(GlobFault) -> [PathPattern] {
        if pattern.allSatisfy({ $0 == .slash }) { throw GlobFault(.empty, at: 0) }
        var alternatives: [PathPattern] = []
        for source in try BraceExpansion.expand(pattern) {
            do throws(PatternFault) {
                alternatives.append(try PathPattern(source, foldsCase: foldsCase))
            } catch {
                // Brackets and escapes were checked: what is left is "\/" at the end, whose slash was taken away.
                throw GlobFault(.init(error), at: pattern.count - 1)
            }
        }
        return alternatives
    }

    /// Whether the glob matches this very path; see the type for the form of paths.
    ///
    /// - Parameter isDirectory: the path is that of a directory; globs that end in a slash match nothing else.
    public func matches(_ path: Span<UInt8>, isDirectory: Bool = false) -> Bool {
        let facts = PathFacts(path, isDirectory: isDirectory)
        for alternative in alternatives where alternative.matches(path, facts) { return true }
        return false
    }

    /// As above, for an array.
    public func matches(_ path: [UInt8], isDirectory: Bool = false) -> Bool {
        matches(path.span, isDirectory: isDirectory)
    }

    /// As above, for the UTF-8 of a string.
    public func matches(_ path: String, isDirectory: Bool = false) -> Bool {
        matches(path.utf8.span, isDirectory: isDirectory)
    }

    /// The pattern.
    public var description: String { pattern }

    public static func == (left: Glob, right: Glob) -> Bool {
        left.pattern == right.pattern && left.isCaseInsensitive == right.isCaseInsensitive
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(pattern)
        hasher.combine(isCaseInsensitive)
    }
}

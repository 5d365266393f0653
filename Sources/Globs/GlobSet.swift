/// Globs of which any may match.
///
/// The usual forms (`name`, `*.ext`, `dir/name`, `dir/**`, `**/dir/**`, and what braces make of them) are looked up by
/// hash: a thousand of those cost what one does. Others are tried one by one. Asking allocates nothing.
public struct GlobSet: Sendable {
    private let caseSensitive: PatternIndex?
    private let caseInsensitive: PatternIndex?

    /// Compiles a set; a set of no globs matches nothing.
    public init(_ globs: some Sequence<Glob>) {
        let globs = Array(globs)
        caseSensitive = Self.index(globs, foldsCase: false)
        caseInsensitive = Self.index(globs, foldsCase: true)
    }

    private static func index(_ globs: [Glob], foldsCase: Bool) -> PatternIndex? {
        // All rank the same, so the first match ends the search.
        let patterns = globs.filter { $0.isCaseInsensitive == foldsCase }.flatMap(\.alternatives).map { ($0, Int32(0)) }
        return patterns.isEmpty ? nil : PatternIndex(patterns, foldsCase: foldsCase)
    }

    /// Whether the set has no globs.
    public var isEmpty: Bool { caseSensitive == nil && caseInsensitive == nil }

    /// Whether any of the globs matches this very path; see `Glob` for the form of paths.
    ///
    /// - Parameter isDirectory: the path is that of a directory; globs that end in a slash match nothing else.
    public func matches(_ path: Span<UInt8>, isDirectory: Bool = false) -> Bool {
        isEmpty ? false : matches(path, PathFacts(path, isDirectory: isDirectory))
    }

    /// As above, for a path that many sets are asked about.
    public func matches(_ path: Span<UInt8>, _ facts: PathFacts) -> Bool {
        if let caseSensitive, caseSensitive.highestMatch(path, facts) != Ranks.none { return true }
        if let caseInsensitive, caseInsensitive.highestMatch(path, facts) != Ranks.none { return true }
        return false
    }

    /// Whether any of the globs matches the path or a directory above it.
    ///
    /// This is for inputs that are not walked from the top (a diff, a staged file, a blob in history): there `vendor/`
    /// or `vendor` should cover `vendor/lib/a.c`, while a walker would not have gone down into `vendor` at all. It asks
    /// once for each component.
    public func matchesPathOrParent(_ path: Span<UInt8>, isDirectory: Bool = false) -> Bool {
        if isEmpty { return false }
        for index in 0..<path.count where path[index] == .slash {
            if matches(path.extracting(first: index), isDirectory: true) { return true }
        }
        return matches(path, isDirectory: isDirectory)
    }

    /// As above, for an array.
    public func matches(_ path: [UInt8], isDirectory: Bool = false) -> Bool {
        matches(path.span, isDirectory: isDirectory)
    }

    /// As above, for the UTF-8 of a string.
    public func matches(_ path: String, isDirectory: Bool = false) -> Bool {
        matches(path.utf8.span, isDirectory: isDirectory)
    }

    /// As above, for an array.
    public func matchesPathOrParent(_ path: [UInt8], isDirectory: Bool = false) -> Bool {
        matchesPathOrParent(path.span, isDirectory: isDirectory)
    }

    /// As above, for the UTF-8 of a string.
    public func matchesPathOrParent(_ path: String, isDirectory: Bool = false) -> Bool {
        matchesPathOrParent(path.utf8.span, isDirectory: isDirectory)
    }
}

/// What ignore files say about a path.
public enum IgnoreDecision: Sendable, Hashable {
    /// The last line that matches ignores it.
    case ignored
    /// The last line that matches begins with `!`.
    case included
    /// No line matches.
    case none
}

/// One file in the format of `.gitignore`, compiled.
///
/// It answers as git does, to the byte: comments, `!`, escapes, trailing spaces, CRLF, a byte order mark, lines without
/// a slash that match at any depth, lines with one that match from the file's directory, `dir/`, `**`, and brackets
/// with POSIX classes. A line git could never match (an open bracket, a backslash at the end) is passed over without a
/// word. Asking allocates nothing.
///
/// Git's answers are the measure, with two exceptions: `foo**/bar` is `foo*/bar` as in git 2.52 and later, and with
/// `caseInsensitive` a capital in brackets or after a backslash matches either case, where git has it match neither.
public struct IgnoreFile: Sendable {
    private let index: PatternIndex
    /// By rank of the pattern: its line began with `!`.
    private let isNegated: [Bool]

    /// Parses the content of a file. Any bytes will do; nothing is an error.
    ///
    /// - Parameter caseInsensitive: ASCII letters match in either case, as with git's `core.ignoreCase`.
    public init(_ content: Span<UInt8>, caseInsensitive: Bool = false) {
        var patterns: [(PathPattern, Int32)] = []
        var isNegated: [Bool] = []
        IgnoreLines.forEachPattern(in: content) { line in
            let negates = line.first == UInt8(ascii: "!")
            let source = negates ? Array(line.dropFirst()) : line
            guard let pattern = try? PathPattern(source, foldsCase: caseInsensitive) else { return }
            patterns.append((pattern, Int32(isNegated.count)))
            isNegated.append(negates)
        }
        index = PatternIndex(patterns, foldsCase: caseInsensitive)
        self.isNegated = isNegated
    }

    /// As above, for an array.
    public init(_ content: [UInt8], caseInsensitive: Bool = false) {
        self.init(content.span, caseInsensitive: caseInsensitive)
    }

    /// Whether there is no line that could match anything.
    public var isEmpty: Bool { isNegated.isEmpty }

    /// What the last matching line says about a path.
    ///
    /// Only this very path is looked at. What lies under an ignored directory is ignored too, whatever lines there are
    /// about it: do not go down into one, or ask about the parents first.
    ///
    /// - Parameters:
    ///   - path: relative to the file's directory, as in `Glob`.
    ///   - isDirectory: the path is that of a directory (a symbolic link to one is not).
    public func match(_ path: Span<UInt8>, isDirectory: Bool) -> IgnoreDecision {
        match(path, PathFacts(path, isDirectory: isDirectory))
    }

    /// As above, for an array.
    public func match(_ path: [UInt8], isDirectory: Bool) -> IgnoreDecision {
        match(path.span, isDirectory: isDirectory)
    }

    /// As above, for the UTF-8 of a string.
    public func match(_ path: String, isDirectory: Bool) -> IgnoreDecision {
        match(path.utf8.span, isDirectory: isDirectory)
    }

    func match(_ path: Span<UInt8>, _ facts: PathFacts) -> IgnoreDecision {
        let rank = index.highestMatch(path, facts)
        if rank == Ranks.none { return .none }
        return isNegated[rank] ? .included : .ignored
    }
}

/// The lines of an ignore file.
private enum IgnoreLines {
    /// Calls `body` with the pattern of each line that has one, stripped of what does not belong to it.
    static func forEachPattern(in content: Span<UInt8>, _ body: ([UInt8]) -> Void) {
        let hasMark = content.count >= 3 && content[0] == 0xEF && content[1] == 0xBB && content[2] == 0xBF
        var start = hasMark ? 3 : 0
        while start < content.count {
            var end = start
            while end < content.count, content[end] != UInt8(ascii: "\n") { end += 1 }
            if end > start, content[start] != UInt8(ascii: "#") { body(pattern(content.extracting(start..<end))) }
            start = end + 1
        }
    }

    /// A line, which is not empty, without its carriage return and its trailing spaces. It ends at a NUL: for git it is
    /// a C string.
    private static func pattern(_ line: Span<UInt8>) -> [UInt8] {
        let end = line[line.count - 1] == UInt8(ascii: "\r") ? line.count - 1 : line.count
        var pattern: [UInt8] = []
        // What is kept whatever follows: all up to the last byte that is no space, or is escaped.
        var keptCount = 0
        var isEscaped = false
        for index in 0..<end {
            let byte = line[index]
            if byte == 0 { break }
            pattern.append(byte)
            if isEscaped || byte != UInt8(ascii: " ") { keptCount = pattern.count }
            isEscaped = !isEscaped && byte == .backslash
        }
        pattern.removeSubrange(keptCount...)
        return pattern
    }
}

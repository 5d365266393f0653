/// The ignore files that apply in a directory, from the weakest to the strongest.
///
/// A stack never changes; pushing gives a new one that shares the old, so a walker keeps one for each directory it is
/// in and hands copies to other threads. Push in git's order: the user's global file (`core.excludesFile`),
/// `.git/info/exclude`, both with the directory "", then the `.gitignore` of the root and of each directory below. The
/// last file that says anything about a path wins.
///
/// As in git, a file under an ignored directory is ignored and nothing can include it again. A walker has that for
/// nothing, by not going down into ignored directories; for paths that were not walked to, there is `isIgnored`.
public struct IgnoreStack: Sendable {
    private let top: Frame?

    private init(top: Frame?) {
        self.top = top
    }

    /// A stack of no files.
    public init() {
        top = nil
    }

    /// Whether no file on the stack can match anything.
    public var isEmpty: Bool { top == nil }

    /// The stack with one more file, which goes before those that are there.
    ///
    /// - Parameter directory: where the file lies, relative to the root that paths are relative to; "" for the root
    ///   itself. The file has no say about paths that are not in there.
    public func pushing(_ file: IgnoreFile, directory: Span<UInt8>) -> IgnoreStack {
        if file.isEmpty { return self }
        var prefix: [UInt8] = []
        for index in directory.indices { prefix.append(directory[index]) }
        if let last = prefix.last, last != .slash { prefix.append(.slash) }
        return IgnoreStack(top: Frame(file, prefix: prefix, parent: top))
    }

    /// As above, for an array.
    public func pushing(_ file: IgnoreFile, directory: [UInt8]) -> IgnoreStack {
        pushing(file, directory: directory.span)
    }

    /// As above, for the UTF-8 of a string.
    public func pushing(_ file: IgnoreFile, directory: String) -> IgnoreStack {
        pushing(file, directory: directory.utf8.span)
    }

    /// What the files say about this very path: to be asked of each entry of a directory. It allocates nothing.
    ///
    /// - Parameters:
    ///   - path: relative to the root, as in `Glob`.
    ///   - isDirectory: the path is that of a directory (a symbolic link to one is not).
    public func decision(path: Span<UInt8>, isDirectory: Bool) -> IgnoreDecision {
        top?.decision(path, PathFacts(path, isDirectory: isDirectory)) ?? .none
    }

    /// As above, for an array.
    public func decision(path: [UInt8], isDirectory: Bool) -> IgnoreDecision {
        decision(path: path.span, isDirectory: isDirectory)
    }

    /// As above, for the UTF-8 of a string.
    public func decision(path: String, isDirectory: Bool) -> IgnoreDecision {
        decision(path: path.utf8.span, isDirectory: isDirectory)
    }

    /// Whether the path or a directory above it is ignored: for paths that were not walked to. It decides once for each
    /// component.
    ///
    /// The stack must hold the files of all directories above the path.
    public func isIgnored(path: Span<UInt8>, isDirectory: Bool) -> Bool {
        if isEmpty { return false }
        for index in path.indices where path[index] == .slash {
            if decision(path: path.extracting(first: index), isDirectory: true) == .ignored { return true }
        }
        return decision(path: path, isDirectory: isDirectory) == .ignored
    }

    /// As above, for an array.
    public func isIgnored(path: [UInt8], isDirectory: Bool) -> Bool {
        isIgnored(path: path.span, isDirectory: isDirectory)
    }

    /// As above, for the UTF-8 of a string.
    public func isIgnored(path: String, isDirectory: Bool) -> Bool {
        isIgnored(path: path.utf8.span, isDirectory: isDirectory)
    }
}

/// One file of the stack. Frames are shared between threads and never change.
private final class Frame: Sendable {
    private let file: IgnoreFile
    /// The file's directory with a slash at the end; empty for the root.
    private let prefix: [UInt8]
    private let parent: Frame?

    init(_ file: IgnoreFile, prefix: [UInt8], parent: Frame?) {
        self.file = file
        self.prefix = prefix
        self.parent = parent
    }

    /// Recursion and `?.` rather than a loop or `guard let`: those keep the parent in a variable, and so count
    /// references to an object that all workers share, up and down on every call.
    func decision(_ path: Span<UInt8>, _ facts: PathFacts) -> IgnoreDecision {
        if holds(path) {
            let decision = file.match(path.extracting(last: path.count - prefix.count), facts)
            if decision != .none { return decision }
        }
        return parent?.decision(path, facts) ?? .none
    }

    private func holds(_ path: Span<UInt8>) -> Bool {
        guard path.count > prefix.count else { return false }
        for index in prefix.indices where path[index] != prefix[index] { return false }
        return true
    }
}

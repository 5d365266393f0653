public import Bytes

/// A path that a person asked to be scanned.
public struct ScanRoot: Sendable, Hashable {
    /// As typed; what reports show.
    public let path: FilePath

    public init(_ path: FilePath) { self.path = path }
}

/// What the walk leaves out and takes in.
public struct WalkOptions: Sendable {
    /// Globs relative to each scanned root. A file must match one of these, where there are any.
    public var included: [String] = []
    /// Globs; a directory that matches is not entered.
    public var excluded: [String] = []
    /// Globs relative to `tree`, which count only for what lies inside of it.
    public var treeExcluded: [String] = []
    /// Absolute: the root of the work tree whose configuration counts.
    public var tree: FilePath?
    /// Whether files that gitignore files name are scanned too.
    public var includesIgnored = false

    public init() {}
}

/// A file that is to be scanned.
public struct WalkedFile: Sendable {
    /// As the person named it.
    public let path: FilePath
    /// Relative to the work tree, or to the scanned root outside of one.
    public let identity: FilePath
    /// Whether a person named this very file: then a symbolic link is followed.
    public let isRoot: Bool
    /// The directory that it lies in, if that is open.
    private let directory: OpenDirectory?

    init(path: FilePath, identity: FilePath, isRoot: Bool, directory: OpenDirectory? = nil) {
        self.path = path
        self.identity = identity
        self.isRoot = isRoot
        self.directory = directory
    }

    /// Opens it for reading.
    public func open() throws(Errno) -> OpenFile {
        if let directory { return try OpenFile(reading: path, in: directory) }
        return try OpenFile(reading: path, followingLinks: isRoot)
    }
}

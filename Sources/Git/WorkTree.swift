/// A git work tree on disk, found without running git.

public import Bytes

public struct WorkTree: Sendable, Hashable {
    /// The directory that holds `.git`.
    public let root: FilePath
    /// Where HEAD and the index are: `.git`, or what a `.git` file points to (worktrees, submodules).
    public let gitDirectory: FilePath
    /// Where `info/exclude` and `config` are; differs from `gitDirectory` in linked worktrees.
    public let commonDirectory: FilePath

    /// The work tree whose root is `directory`, if it is one.
    public init?(root directory: FilePath) {
        let entry = directory.appending(".git")
        guard let status = try? FileStatus.of(entry) else { return nil }
        switch status.type {
        case .directory:
            guard (try? FileStatus.of(entry.appending("HEAD"), followingLinks: false)) != nil else { return nil }
            gitDirectory = entry
        case .regular:
            guard let target = WorkTree.pointer(entry, prefix: "gitdir: ") else { return nil }
            gitDirectory = WorkTree.resolve(target, in: directory)
        default: return nil
        }
        root = directory
        commonDirectory =
            WorkTree.pointer(gitDirectory.appending("commondir"), prefix: "")
            .map { [gitDirectory] target in WorkTree.resolve(target, in: gitDirectory) } ?? gitDirectory
    }

    /// The innermost work tree that `path` lies in (or is). `path` must be absolute and free of `.` and `..`.
    public static func containing(_ path: FilePath) -> WorkTree? {
        var directory = path
        while true {
            if let tree = WorkTree(root: directory) { return tree }
            let parent = directory.parent
            if parent == directory || parent.bytes.isEmpty { return nil }
            directory = parent
        }
    }

    /// The first line of a small file, without its prefix.
    private static func pointer(_ path: FilePath, prefix: String) -> FilePath? {
        guard let bytes = try? TextFile.contents(of: path, limit: 1 << 16), bytes.starts(with: prefix.utf8) else {
            return nil
        }
        let line = bytes.dropFirst(prefix.utf8.count).prefix { $0 != .newline && $0 != .carriageReturn }
        return line.isEmpty ? nil : FilePath(Array(line))
    }

    private static func resolve(_ target: FilePath, in directory: FilePath) -> FilePath {
        target.isAbsolute ? target : directory.appending(target.bytes)
    }

    /// The index, nil where there is none yet.
    public func index() throws(IndexFault) -> IndexFile? {
        let bytes: [UInt8]
        do {
            bytes = try TextFile.contents(of: gitDirectory.appending("index"), limit: 4 << 30)
        } catch {
            if error == .noSuchFile { return nil }
            throw IndexFault(description: "the index cannot be read: \(error)")
        }
        return try IndexFile(bytes, hashLength: usesSHA256 ? 32 : 20)
    }

    private var usesSHA256: Bool {
        guard let config = try? TextFile.contents(of: commonDirectory.appending("config")) else { return false }
        let squeezed = String(decoding: config, as: UTF8.self).lowercased().filter { !$0.isWhitespace }
        return squeezed.contains("objectformat=sha256")
    }

    /// The patterns of `info/exclude`; nil where there is none.
    public var excludes: [UInt8]? {
        try? TextFile.contents(of: commonDirectory.appending("info/exclude"))
    }
}

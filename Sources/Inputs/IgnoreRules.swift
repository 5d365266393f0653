/// What git would leave untracked here: the ignore files of a work tree, and its index, which overrules them: a tracked file is
/// always scanned, whatever a `.gitignore` says.

internal import Bytes
internal import Git
internal import Globs
internal import Synchronization

/// A work tree as the walk meets it; shared by all directories inside.
final class WalkedTree: Sendable {
    let tree: WorkTree
    /// The user's global ignore file and `info/exclude`.
    let baseStack: IgnoreStack
    private let index: Mutex<LoadedIndex?>

    private enum LoadedIndex {
        case index(IndexFile)
        /// No index: nothing is tracked.
        case none
        /// Not readable: everything may be tracked, so nothing is ignored.
        case unreadable
    }

    init(_ tree: WorkTree, globalIgnore: [UInt8]?) {
        self.tree = tree
        var stack = IgnoreStack()
        if let globalIgnore { stack = stack.pushing(IgnoreFile(globalIgnore), directory: "") }
        if let excludes = tree.excludes { stack = stack.pushing(IgnoreFile(excludes), directory: "") }
        baseStack = stack
        index = Mutex(nil)
    }

    /// Whether an ignored path has to be scanned all the same. The index is read when the first ignored path comes up.
    /// - Parameter path: relative to the work tree's root.
    func isTracked(_ path: [UInt8], isDirectory: Bool) -> Bool {
        index.withLock { loaded in
            if loaded == nil { loaded = load() }
            switch loaded {
            case .index(let file):
                // A submodule is an entry itself.
                return file.contains(path) || isDirectory && file.containsAnything(below: path)
            case .unreadable: return true
            case .some(.none), nil: return false
            }
        }
    }

    private func load() -> LoadedIndex {
        do { return try tree.index().map { .index($0) } ?? LoadedIndex.none } catch { return .unreadable }
    }
}

/// What is ignored in one directory.
struct DirectoryRules: Sendable {
    let tree: WalkedTree?
    let stack: IgnoreStack
    /// The directory's path inside the work tree; empty for its root.
    let relative: [UInt8]
    /// Inside an ignored directory that holds tracked files: nothing else in it is scanned.
    let onlyTracked: Bool

    static let none = DirectoryRules(tree: nil, stack: IgnoreStack(), relative: [], onlyTracked: false)

    func path(of name: [UInt8]) -> [UInt8] {
        relative.isEmpty ? name : relative + [UInt8(ascii: "/")] + name
    }

    enum Decision {
        case scan
        case ignore
        /// A directory that is ignored but for the tracked files in it.
        case onlyTracked
    }

    func decision(_ name: [UInt8], isDirectory: Bool) -> Decision {
        guard let tree else { return .scan }
        let path = path(of: name)
        guard onlyTracked || stack.decision(path: path, isDirectory: isDirectory) == .ignored else { return .scan }
        guard tree.isTracked(path, isDirectory: isDirectory) else { return .ignore }
        return isDirectory ? .onlyTracked : .scan
    }

    /// The rules one level down, with that directory's own `.gitignore` if it has one.
    func entering(_ name: [UInt8], at directory: FilePath, onlyTracked: Bool) -> DirectoryRules {
        guard let tree else { return self }
        let relative = path(of: name)
        return DirectoryRules(
            tree: tree, stack: DirectoryRules.pushed(stack, directory, relative), relative: relative,
            onlyTracked: self.onlyTracked || onlyTracked)
    }

    /// `stack` with the `.gitignore` of a directory, where there is one. As in git, one that is a symbolic link is not read.
    static func pushed(_ stack: IgnoreStack, _ directory: FilePath, _ relative: [UInt8]) -> IgnoreStack {
        let file = directory.appending(".gitignore")
        guard let content = try? TextFile.contents(of: file, limit: 16 << 20, followingLinks: false) else {
            return stack
        }
        return stack.pushing(IgnoreFile(content), directory: relative)
    }
}

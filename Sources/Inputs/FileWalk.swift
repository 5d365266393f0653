/// Walks trees of files with several workers and gives results in bytewise path order, the same for any number of them.
///
/// Hidden files are scanned; of `.git` only its `config` is (remote addresses can hold credentials); symbolic links are not followed;
/// FIFOs, sockets and devices are never opened. Inside a git work tree, untracked files that ignore files name are left out. Whatever
/// is left out is counted in the ledger.

public import Bytes
public import Findings
internal import Git
internal import Globs

public struct FileWalk: Sendable {
    private let roots: [ScanRoot]
    private let options: WalkOptions
    private let included: GlobSet?
    private let excluded: GlobSet?
    private let treeExcluded: GlobSet?
    private let globalIgnore: [UInt8]?
    /// Absolute, without `.` and `..`.
    private let currentDirectory: FilePath

    /// A glob that cannot be read.
    public struct Fault: Error, Sendable, CustomStringConvertible {
        public let description: String
    }

    public init(_ roots: [ScanRoot], options: WalkOptions, currentDirectory: FilePath, home: FilePath?) throws(Fault) {
        self.roots = roots
        self.options = options
        self.currentDirectory = currentDirectory
        included = try FileWalk.globs(options.included)
        excluded = try FileWalk.globs(options.excluded)
        treeExcluded = try FileWalk.globs(options.treeExcluded)
        globalIgnore = home.flatMap { try? TextFile.contents(of: $0.appending(".config/git/ignore")) }
    }

    private static func globs(_ patterns: [String]) throws(Fault) -> GlobSet? {
        var globs: [Glob] = []
        for pattern in patterns {
            do { globs.append(try Glob(pattern)) } catch {
                throw Fault(description: "'\(pattern)' is no glob: \(error)")
            }
        }
        return globs.isEmpty ? nil : GlobSet(globs)
    }

    /// What one step of the walk gives back, in path order.
    public enum Result<Output: Sendable>: Sendable {
        case file(Output)
        /// Things that were left out, or could not be read.
        case ledger(Ledger)
    }

    @usableFromInline
    enum Item: Sendable {
        case root(ScanRoot)
        case file(WalkedFile)
        case directory(PendingDirectory)
    }

    /// A directory that is to be read.
    @usableFromInline
    struct PendingDirectory: Sendable {
        let path: FilePath
        /// Absolute, for finding work trees.
        let absolute: FilePath
        /// Relative to the scanned root, for globs; empty for the root.
        let relative: [UInt8]
        let rules: DirectoryRules
        /// What precedes the name in identities: the path inside the work tree, or inside the root.
        let identity: [UInt8]
    }

    /// Scans everything.
    /// - Parameters:
    ///   - threads: at most so many workers; a second one is started only when many files wait.
    ///   - makeWorker: called on each worker's own thread.
    ///   - deliver: takes results in path order, one at a time.
    ///   - isStopped: asked before each file; true ends the walk early.
    @inlinable
    public func run<Worker: FileWorker & SendableMetatype>(
        threads: Int, isStopped: @escaping @Sendable () -> Bool, makeWorker: @escaping @Sendable () -> Worker,
        deliver: @escaping @Sendable (Result<Worker.Output>) -> Void
    ) where Worker: ~Copyable {
        let work = OrderedWork<Item, Result<Worker.Output>>(rootsInOrder.map { .root($0) }, deliver: deliver)
        work.share(threads: threads) { afterStep in
            var worker: Worker? = nil
            while !isStopped(), var ticket = work.take() {
                switch ticket.item {
                case .root(let root): step(work, ticket, open(root))
                case .directory(let directory): step(work, ticket, read(directory))
                case .file(let file):
                    if worker == nil { worker = makeWorker() }
                    let rest = worker?.scan(file, early: { work.give(.file($0), for: &ticket) })
                    work.complete(ticket, rest.map { .file($0) })
                }
                afterStep()
            }
            work.stop(ifStopped: isStopped())
        }
    }

    @inlinable
    func step<Output>(
        _ work: OrderedWork<Item, Result<Output>>, _ ticket: OrderedWork<Item, Result<Output>>.Ticket,
        _ found: (items: [Item], ledger: Ledger)
    ) {
        work.replace(ticket, with: found.items, output: found.ledger == Ledger() ? nil : .ledger(found.ledger))
    }

    // MARK: Roots

    /// In the order of what they hold: the paths in a directory have a slash behind its name.
    @usableFromInline var rootsInOrder: [ScanRoot] {
        guard roots.count > 1 else { return roots }
        let keyed = roots.map { root in
            let isDirectory = (try? FileStatus.of(root.path))?.type == .directory
            return (key: isDirectory ? root.path.appending("") : root.path, root: root)
        }
        return keyed.sorted { $0.key < $1.key }.map(\.root)
    }

    @usableFromInline
    func open(_ root: ScanRoot) -> (items: [Item], ledger: Ledger) {
        var ledger = Ledger()
        let path = root.path
        let status: FileStatus
        do { status = try FileStatus.of(path) } catch {
            ledger.problems.append(ScanProblem(.unreadable, path, "\(error)"))
            return ([], ledger)
        }
        let absolute = path.absolute(in: currentDirectory)
        switch status.type {
        case .directory:
            let (rules, identity) = rules(for: absolute)
            return (
                [
                    .directory(
                        PendingDirectory(path: path, absolute: absolute, relative: [], rules: rules, identity: identity)
                    )
                ], ledger
            )
        case .regular:
            let tree = WorkTree.containing(absolute.parent)
            let identity = tree.map { absolute.relative(to: $0.root) ?? [] } ?? Array(absolute.lastComponent)
            return ([.file(WalkedFile(path: path, identity: FilePath(identity), isRoot: true))], ledger)
        case .symbolicLink, .other:
            ledger.problems.append(ScanProblem(.unreadable, path, "neither a file nor a directory: it was not opened"))
            return ([], ledger)
        }
    }

    /// The ignore rules of a root, with the files of all directories above it in its work tree. A root that is ignored itself was
    /// asked for all the same: then nothing in it is ignored.
    private func rules(for absolute: FilePath) -> (DirectoryRules, identity: [UInt8]) {
        guard let tree = WorkTree.containing(absolute) else { return (.none, []) }
        let relative = absolute.relative(to: tree.root) ?? []
        guard !options.includesIgnored else { return (.none, relative) }
        let walked = WalkedTree(tree, globalIgnore: globalIgnore)
        var stack = walked.baseStack
        var directory = tree.root
        var inside: [UInt8] = []
        stack = DirectoryRules.pushed(stack, directory, inside)
        for part in relative.split(separator: UInt8(ascii: "/")) {
            inside = inside.isEmpty ? Array(part) : inside + [UInt8(ascii: "/")] + part
            if stack.decision(path: inside, isDirectory: true) == .ignored { return (.none, relative) }
            directory = directory.appending(part)
            stack = DirectoryRules.pushed(stack, directory, inside)
        }
        return (DirectoryRules(tree: walked, stack: stack, relative: relative, onlyTracked: false), relative)
    }

    // MARK: Directories

    @usableFromInline
    func read(_ directory: PendingDirectory) -> (items: [Item], ledger: Ledger) {
        var ledger = Ledger()
        var entries: [DirectoryEntry]
        let opened: OpenDirectory?
        do { (entries, opened) = try Directory.open(directory.path) } catch {
            ledger.problems.append(ScanProblem(.unreadable, directory.path, "\(error)"))
            return ([], ledger)
        }
        let directory = entered(directory, entries)
        // A directory sorts as its name with a slash behind it, so that whole paths are in bytewise order.
        entries.sort(by: DirectoryEntry.precedes)
        var items: [Item] = []
        items.reserveCapacity(entries.count)
        for entry in entries {
            if let item = item(entry, in: directory, opened, &ledger) { items.append(item) }
        }
        return (items, ledger)
    }

    /// The directory with the rules that its own entries bring: a `.gitignore`, or a work tree that begins here.
    private func entered(_ directory: PendingDirectory, _ entries: [DirectoryEntry]) -> PendingDirectory {
        guard !options.includesIgnored, entries.contains(where: { $0.name.elementsEqual(".git".utf8) }),
            directory.rules.tree?.tree.root != directory.absolute, let tree = WorkTree(root: directory.absolute)
        else { return directory }
        let walked = WalkedTree(tree, globalIgnore: globalIgnore)
        let stack = DirectoryRules.pushed(walked.baseStack, directory.absolute, [])
        return PendingDirectory(
            path: directory.path, absolute: directory.absolute, relative: directory.relative,
            rules: DirectoryRules(tree: walked, stack: stack, relative: [], onlyTracked: false), identity: [])
    }

    private func item(
        _ entry: DirectoryEntry, in directory: PendingDirectory, _ opened: OpenDirectory?, _ ledger: inout Ledger
    ) -> Item? {
        let slash = [UInt8(ascii: "/")]
        let path = directory.path.appending(entry.name)
        let relative = directory.relative.isEmpty ? entry.name : directory.relative + slash + entry.name
        let identity = directory.identity.isEmpty ? entry.name : directory.identity + slash + entry.name
        guard let type = entry.type ?? (try? FileStatus.of(path, followingLinks: false))?.type else {
            ledger.problems.append(ScanProblem(.unreadable, path, "its type cannot be read"))
            return nil
        }
        let isDirectory = type == .directory
        if entry.name.elementsEqual(".git".utf8) {
            return isDirectory
                ? gitConfig(path, directory.absolute.appending(entry.name), relative, identity, &ledger) : nil
        }
        let isExcluded = excluded.map { $0.matches(relative, isDirectory: isDirectory) } ?? false
        if isExcluded || isExcludedInTree(directory.absolute.appending(entry.name), isDirectory: isDirectory) {
            ledger.skip(.excluded)
            return nil
        }
        switch type {
        case .symbolicLink:
            ledger.skip(.symbolicLink)
            return nil
        case .other:
            ledger.skip(.specialFile)
            return nil
        case .regular:
            if let included, !included.matches(relative) {
                ledger.skip(.excluded)
                return nil
            }
        case .directory: break
        }
        let decision = directory.rules.decision(entry.name, isDirectory: isDirectory)
        if decision == .ignore {
            ledger.skip(.ignored)
            return nil
        }
        if !isDirectory {
            return .file(WalkedFile(path: path, identity: FilePath(identity), isRoot: false, directory: opened))
        }
        let absolute = directory.absolute.appending(entry.name)
        let rules = directory.rules.entering(entry.name, at: absolute, onlyTracked: decision == .onlyTracked)
        return .directory(
            PendingDirectory(path: path, absolute: absolute, relative: relative, rules: rules, identity: identity))
    }

    private func isExcludedInTree(_ absolute: FilePath, isDirectory: Bool) -> Bool {
        guard let treeExcluded, let tree = options.tree, let path = absolute.relative(to: tree) else { return false }
        return treeExcluded.matches(path, isDirectory: isDirectory)
    }

    /// `.git` itself is not scanned but for its `config`.
    private func gitConfig(
        _ path: FilePath, _ absolute: FilePath, _ relative: [UInt8], _ identity: [UInt8], _ ledger: inout Ledger
    ) -> Item? {
        let config = path.appending("config")
        guard (try? FileStatus.of(config, followingLinks: false))?.type == .regular else { return nil }
        let name = Array("/config".utf8)
        let isExcluded = excluded.map { $0.matchesPathOrParent((relative + name).span) } ?? false
        guard !isExcluded, !isExcludedInTree(absolute, isDirectory: true), included?.matches(relative + name) ?? true
        else {
            ledger.skip(.excluded)
            return nil
        }
        return .file(WalkedFile(path: config, identity: FilePath(identity + name), isRoot: false))
    }
}

/// Scans one file after another on one thread.
public protocol FileWorker: ~Copyable {
    associatedtype Output: Sendable
    /// nil when there is nothing to tell.
    mutating func scan(_ file: WalkedFile) -> Output?
    /// The same for files that give much: calls `early` with parts of the result, in order, while it goes on.
    mutating func scan(_ file: WalkedFile, early: @escaping (Output) -> Void) -> Output?
}

extension FileWorker where Self: ~Copyable {
    public mutating func scan(_ file: WalkedFile, early: @escaping (Output) -> Void) -> Output? { scan(file) }
}

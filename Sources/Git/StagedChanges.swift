/// What the next commit would change: the index against the tree of HEAD. Directories that git has written a tree for, and that are the
/// same in HEAD, are passed over without a look at their entries, so the cost grows with the change and not with the repository.

public import Bytes

public struct StagedChanges: Sendable {
    /// Files with a content that HEAD has not at that path. Symbolic links and submodules are among them.
    public private(set) var changes: [TreeChange] = []
    /// Files that HEAD has and the index has not, or has as something else.
    public private(set) var removals: [TreeRemoval] = []
    /// Paths with a merge conflict.
    public private(set) var conflicts: [FilePath] = []
    /// Paths that were only announced (`git add -N`): the commit will not hold them.
    public private(set) var announced = 0

    private struct Step {
        /// With a slash at its end; empty for the root.
        let path: [UInt8]
        let tree: ObjectID?
        let entries: Range<Int>
        let cached: Int?
    }

    /// - Parameter head: the tree of HEAD; nil before the first commit.
    public init(_ index: IndexFile, head: ObjectID?, _ reader: inout ObjectReader) throws(ObjectFault) {
        var steps = [Step(path: [], tree: head, entries: 0..<index.count, cached: index.cacheTree == nil ? nil : 0)]
        while let step = steps.popLast() {
            if let tree = step.tree, let node = step.cached, index.cacheTree?.nodes[node].id == tree { continue }
            try compare(step, index, &steps, &reader)
        }
        changes.sort { $0.path < $1.path }
        removals.sort { $0.path < $1.path }
    }

    private mutating func compare(
        _ step: Step, _ index: IndexFile, _ steps: inout [Step], _ reader: inout ObjectReader
    ) throws(ObjectFault) {
        let tree = try step.tree.map { id throws(ObjectFault) in try reader.tree(id) } ?? .empty
        let cached = step.cached.flatMap { index.cacheTree?.children(of: $0) } ?? [:]
        var place = 0
        var position = step.entries.lowerBound
        while position < step.entries.upperBound {
            let item = item(at: position, step, index)
            let match = advance(tree, &place, to: item, step, &steps)
            if item.isDirectory {
                if let match, let node = cached[item.name[...]], index.cacheTree?.nodes[node].id == match.id {
                    position = item.end
                    continue
                }
                if item.isSparse {
                    try compareSparse(index.entry(position).id, match?.id, step.path + item.name, &reader)
                } else {
                    steps.append(
                        Step(
                            path: step.path + item.name + [UInt8(ascii: "/")], tree: match?.id,
                            entries: position..<item.end, cached: cached[item.name[...]]))
                }
            } else {
                add(index.entry(position), FilePath(step.path + item.name), match)
            }
            position = item.end
        }
        for entry in tree.entries[place...] { remove(tree, entry, step.path, &steps) }
    }

    /// What stands at one name of a directory of the index.
    private struct Item {
        let name: [UInt8]
        let isDirectory: Bool
        /// A directory that a sparse index holds as one entry.
        let isSparse: Bool
        /// The entry behind it.
        let end: Int
    }

    private func item(at position: Int, _ step: Step, _ index: IndexFile) -> Item {
        let path = index.path(position)
        let rest = path.dropFirst(step.path.count)
        guard let slash = rest.firstIndex(of: UInt8(ascii: "/")), slash > rest.startIndex else {
            return Item(name: Array(rest), isDirectory: false, isSparse: false, end: position + 1)
        }
        let name = Array(rest[..<slash])
        if slash == rest.endIndex - 1 { return Item(name: name, isDirectory: true, isSparse: true, end: position + 1) }
        let prefix = path[...slash]
        let end = (position + 1..<step.entries.upperBound).firstPlace {
            !index.path($0).starts(with: prefix)
        }
        return Item(name: name, isDirectory: true, isSparse: false, end: end)
    }

    /// Moves on in HEAD's tree to a name of the index; what is passed is gone from the index.
    private mutating func advance(
        _ tree: Tree, _ place: inout Int, to item: Item, _ step: Step, _ steps: inout [Step]
    ) -> TreeEntry? {
        let key = item.isDirectory ? item.name + [UInt8(ascii: "/")] : item.name
        while place < tree.entries.count {
            let entry = tree.entries[place]
            let name = tree.name(of: entry)
            let own = entry.mode == .directory ? name + [UInt8(ascii: "/")] : name
            if own == key {
                place += 1
                return entry
            }
            guard own.lexicographicallyPrecedes(key) else { return nil }
            place += 1
            remove(tree, entry, step.path, &steps)
        }
        return nil
    }

    private mutating func add(_ entry: IndexEntry, _ path: FilePath, _ match: TreeEntry?) {
        if entry.stage > 0 {
            if conflicts.last != path { conflicts.append(path) }
            return
        }
        if entry.isIntentToAdd {
            announced += 1
            return
        }
        guard let mode = entry.mode, mode != .directory else { return }
        let old = match.flatMap { $0.mode.isFile ? $0.id : nil }
        guard match?.id != entry.id || match?.mode.isFile != mode.isFile else { return }
        changes.append(TreeChange(path: path, mode: mode, id: entry.id, old: [old]))
        if let match, match.mode.isFile, !mode.isFile { removals.append(TreeRemoval(path: path, id: match.id)) }
    }

    private mutating func remove(_ tree: Tree, _ entry: TreeEntry, _ directory: [UInt8], _ steps: inout [Step]) {
        let path = directory + tree.name(of: entry)
        if entry.mode == .directory {
            steps.append(Step(path: path + [UInt8(ascii: "/")], tree: entry.id, entries: 0..<0, cached: nil))
        } else if entry.mode.isFile {
            removals.append(TreeRemoval(path: FilePath(path), id: entry.id))
        }
    }

    private mutating func compareSparse(
        _ new: ObjectID, _ old: ObjectID?, _ path: [UInt8], _ reader: inout ObjectReader
    ) throws(ObjectFault) {
        guard new != old else { return }
        let difference = try TreeDiff(new, from: [old], &reader)
        let directory = FilePath(path)
        changes += difference.changes.map {
            TreeChange(path: directory.appending($0.path.bytes), mode: $0.mode, id: $0.id, old: $0.old)
        }
        removals += difference.removals.map { TreeRemoval(path: directory.appending($0.path.bytes), id: $0.id) }
    }

    // MARK: Through git

    /// The same from `git diff-index`, for an index that is not read here (a split one).
    public init(throughGit repository: Repository, head: ObjectID?) throws(GitFault) {
        let empty = repository.format == .sha1 ? StagedChanges.emptyTree1 : StagedChanges.emptyTree256
        let result = try repository.git.run([
            "diff-index", "--cached", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--no-textconv",
            "--ignore-submodules=none", "--ita-invisible-in-index", head?.description ?? empty,
        ])
        guard result.status == 0 else { throw GitProgram.fault(result, "compare the index with HEAD") }
        var fields = result.output.split(separator: 0, omittingEmptySubsequences: true)[...]
        while let head = fields.popFirst(), let name = fields.popFirst() {
            let words = head.dropFirst().split(separator: 0x20)
            guard words.count == 5, let id = ObjectID(hex: words[3]), let old = ObjectID(hex: words[2]),
                let oldMode = Int(String(decoding: words[0], as: UTF8.self), radix: 8),
                let newMode = Int(String(decoding: words[1], as: UTF8.self), radix: 8)
            else { throw GitFault(.failed, "git's list of staged changes cannot be read") }
            let path = FilePath(Array(name))
            let wasFile = FileMode(oldMode)?.isFile == true
            switch words[4].first {
            case UInt8(ascii: "U"): if conflicts.last != path { conflicts.append(path) }
            case UInt8(ascii: "D"): if wasFile { removals.append(TreeRemoval(path: path, id: old)) }
            default:
                guard let mode = FileMode(newMode), id != old || wasFile != mode.isFile else { continue }
                changes.append(TreeChange(path: path, mode: mode, id: id, old: [wasFile ? old : nil]))
            }
        }
    }

    private static let emptyTree1 = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
    private static let emptyTree256 = "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"
}

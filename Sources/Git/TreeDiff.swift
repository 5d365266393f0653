/// What one tree has that others have not. Subtrees that are equal to one of the others' are never read.

public import Bytes

/// A path at which the new tree has something that none of the old trees has there.
public struct TreeChange: Sendable, Equatable {
    public let path: FilePath
    public let mode: FileMode
    public let id: ObjectID
    /// What each old tree has at that path, if it is a file's content.
    public let old: [ObjectID?]

    public init(path: FilePath, mode: FileMode, id: ObjectID, old: [ObjectID?]) {
        self.path = path
        self.mode = mode
        self.id = id
        self.old = old
    }
}

/// A file that a tree had and the new one has not at that path.
public struct TreeRemoval: Sendable, Equatable {
    public let path: FilePath
    public let id: ObjectID
}

/// The difference itself.
public struct TreeDiff: Sendable {
    /// In bytewise path order.
    public var changes: [TreeChange] = []
    /// Of the first old tree, in bytewise path order.
    public var removals: [TreeRemoval] = []

    /// More than any real tree has; a few hostile trees that hold each other many times would have no end.
    private static let most = 4_000_000

    private struct Step {
        let path: [UInt8]
        let new: ObjectID?
        let old: [ObjectID?]
    }

    /// Compares the tree `new` (nil: an empty one) with each of `old`; with none, everything in it is new.
    public init(_ new: ObjectID?, from old: [ObjectID?], _ reader: inout ObjectReader) throws(ObjectFault) {
        var steps = [Step(path: [], new: new, old: old)]
        while let step = steps.popLast() {
            guard step.new == nil || !step.old.contains(step.new) else { continue }
            try compare(step, &steps, &reader)
            guard changes.count + removals.count + steps.count <= TreeDiff.most else {
                throw ObjectFault(.tooLarge, "the trees have more than \(TreeDiff.most) changes", object: new)
            }
        }
        changes.sort { $0.path < $1.path }
        removals.sort { $0.path < $1.path }
    }

    private mutating func compare(
        _ step: Step, _ steps: inout [Step], _ reader: inout ObjectReader
    ) throws(ObjectFault) {
        let tree = try step.new.map { id throws(ObjectFault) in try reader.tree(id) } ?? .empty
        var old: [Tree] = []
        for id in step.old { old.append(try id.map { id throws(ObjectFault) in try reader.tree(id) } ?? .empty) }
        var places = old.map { _ in 0 }
        var matches = [TreeEntry?](repeating: nil, count: old.count)
        for entry in tree.entries {
            for index in old.indices {
                let match = TreeDiff.advance(old[index], &places[index], to: (tree, entry)) { passed in
                    if index == 0 { remove(old[0], passed, step.path, &steps) }
                }
                matches[index] = match
            }
            guard !matches.contains(where: { $0?.id == entry.id && $0?.mode.isFile == entry.mode.isFile }) else {
                continue
            }
            let path = step.path + (step.path.isEmpty ? [] : [UInt8(ascii: "/")]) + tree.name(of: entry)
            if entry.mode == .directory {
                steps.append(Step(path: path, new: entry.id, old: matches.map { $0?.id }))
            } else {
                changes.append(
                    TreeChange(
                        path: FilePath(path), mode: entry.mode, id: entry.id,
                        old: matches.map { match in match.flatMap { $0.mode.isFile ? $0.id : nil } }))
            }
        }
        if let first = old.first {
            for entry in first.entries[places[0]...] { remove(first, entry, step.path, &steps) }
        }
    }

    /// Moves on in an old tree to an entry of the new one. Gives the entry with the same name, and `passed` those before it.
    private static func advance(
        _ tree: Tree, _ place: inout Int, to target: (Tree, TreeEntry), passed: (TreeEntry) -> Void
    ) -> TreeEntry? {
        while place < tree.entries.count {
            let entry = tree.entries[place]
            let order = Tree.compare((tree, entry), target)
            guard order <= 0 else { return nil }
            place += 1
            if order == 0 { return entry }
            passed(entry)
        }
        return nil
    }

    private mutating func remove(_ tree: Tree, _ entry: TreeEntry, _ directory: [UInt8], _ steps: inout [Step]) {
        let path = directory + (directory.isEmpty ? [] : [UInt8(ascii: "/")]) + tree.name(of: entry)
        if entry.mode == .directory {
            steps.append(Step(path: path, new: nil, old: [entry.id]))
        } else if entry.mode.isFile {
            removals.append(TreeRemoval(path: FilePath(path), id: entry.id))
        }
    }
}

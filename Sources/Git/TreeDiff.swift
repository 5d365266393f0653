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
    /// Of the old tree where there is only one, in bytewise path order.
    public var removals: [TreeRemoval] = []

    /// More than any real tree has; a few hostile trees that hold each other many times would have no end.
    private static let most = 4_000_000

    private struct Step {
        let path: [UInt8]
        let new: ObjectID?
        let old: [ObjectID?]

        func path(of entry: TreeEntry, _ tree: TreeReading) -> [UInt8] {
            path + (path.isEmpty ? [] : [UInt8(ascii: "/")]) + tree.name(of: entry)
        }
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
        var new = try TreeDiff.reading(step.new, &reader)
        var old: [TreeReading] = []
        for id in step.old { old.append(try TreeDiff.reading(id, &reader)) }
        var matches = [TreeEntry?](repeating: nil, count: old.count)
        while true {
            // What one of the old trees has, too, is no change; the others catch up below.
            while old.indices.contains(where: { new.skipCommon(with: &old[$0]) }) {}
            guard let entry = try new.peek() else { break }
            for index in old.indices {
                matches[index] = nil
                while let other = try old[index].peek() {
                    let order = old[index].compare(other, with: entry, of: new)
                    guard order <= 0 else { break }
                    old[index].advance()
                    if order == 0 {
                        matches[index] = other
                        break
                    }
                    remove(other, old[index], step, &steps)
                }
            }
            add(entry, new, matches, step, &steps)
            new.advance()
        }
        guard old.count == 1 else { return }
        while let other = try old[0].peek() {
            remove(other, old[0], step, &steps)
            old[0].advance()
        }
    }

    private static func reading(_ id: ObjectID?, _ reader: inout ObjectReader) throws(ObjectFault) -> TreeReading {
        let content = try id.map { id throws(ObjectFault) in try reader.treeContent(id) } ?? Tree.empty.content
        return TreeReading(content, reader.store.format)
    }

    private mutating func add(
        _ entry: TreeEntry, _ tree: TreeReading, _ matches: [TreeEntry?], _ step: Step, _ steps: inout [Step]
    ) {
        guard !matches.contains(where: { $0?.id == entry.id && $0?.mode.isFile == entry.mode.isFile }) else { return }
        let path = step.path(of: entry, tree)
        if entry.mode == .directory {
            steps.append(Step(path: path, new: entry.id, old: matches.map { $0?.id }))
        } else {
            changes.append(
                TreeChange(
                    path: FilePath(path), mode: entry.mode, id: entry.id,
                    old: matches.map { match in match.flatMap { $0.mode.isFile ? $0.id : nil } }))
        }
    }

    /// What an old tree has and the new one has not. Of several old trees that tells nothing.
    private mutating func remove(_ entry: TreeEntry, _ tree: TreeReading, _ step: Step, _ steps: inout [Step]) {
        guard step.old.count == 1 else { return }
        let path = step.path(of: entry, tree)
        if entry.mode == .directory {
            steps.append(Step(path: path, new: nil, old: [entry.id]))
        } else if entry.mode.isFile {
            removals.append(TreeRemoval(path: FilePath(path), id: entry.id))
        }
    }
}

/// A directory as git stores it. Names are bytes; nothing is believed of them (a hostile tree may say `..`, or hold a slash), and
/// nothing is ever opened by them.

public import Bytes

/// What kind of thing an entry of a tree or of the index is.
public enum FileMode: Sendable, Equatable {
    case file
    case executable
    case symbolicLink
    /// A submodule's commit.
    case gitlink
    case directory

    /// From the number that trees (in octal digits) and the index (as a number) have.
    public init?(_ mode: Int) {
        switch mode & 0o170000 {
        case 0o100000: self = mode & 0o111 == 0 ? .file : .executable
        case 0o120000: self = .symbolicLink
        case 0o160000: self = .gitlink
        case 0o040000: self = .directory
        default: return nil
        }
    }

    /// Whether the object is a file's content.
    public var isFile: Bool { self == .file || self == .executable }
}

/// One name in a directory.
public struct TreeEntry: Sendable, Equatable {
    public let mode: FileMode
    /// Where the name is in the tree's content.
    public let name: Range<Int>
    public let id: ObjectID
}

/// A parsed tree.
public struct Tree: Sendable {
    public let content: ByteBuffer
    public let entries: [TreeEntry]

    public static let empty = Tree(content: ByteBuffer(capacity: 0), entries: [])

    private init(content: ByteBuffer, entries: [TreeEntry]) {
        self.content = content
        self.entries = entries
    }

    public init(_ content: ByteBuffer, format: ObjectFormat) throws(ObjectFault) {
        self.content = content
        let bytes = content.bytes
        var entries: [TreeEntry] = []
        entries.reserveCapacity(bytes.count / 40)
        var position = 0
        while position < bytes.count { entries.append(try Tree.entry(bytes, at: &position, format)) }
        self.entries = entries
    }

    /// The entry at a position, which moves behind it.
    static func entry(
        _ bytes: Span<UInt8>, at position: inout Int, _ format: ObjectFormat
    ) throws(ObjectFault) -> TreeEntry {
        let start = position
        var (place, mode) = (start, 0)
        while place < bytes.count, bytes[place] != 0x20, place - start < 8 {
            let digit = bytes[place] &- 0x30
            guard digit < 8 else { throw ObjectFault(.corrupt, "the tree's entry at byte \(start) is damaged") }
            mode = mode << 3 | Int(digit)
            place += 1
        }
        guard place > start, place < bytes.count, bytes[place] == 0x20, let kind = FileMode(mode),
            let end = bytes.firstIndex(of: 0, from: place + 1, to: bytes.count), end > place + 1,
            end + 1 + format.idLength <= bytes.count
        else { throw ObjectFault(.corrupt, "the tree's entry at byte \(start) is damaged") }
        position = end + 1 + format.idLength
        return TreeEntry(
            mode: kind, name: place + 1..<end, id: ObjectID(bytes, at: end + 1, length: format.idLength))
    }

    /// A copy of an entry's name.
    public func name(of entry: TreeEntry) -> [UInt8] { content.bytes.array(entry.name) }

    /// The entry with a name. Trees are sorted, but a hostile one need not be: all entries are looked at.
    public func entry(named name: some Collection<UInt8>) -> TreeEntry? {
        entries.first { $0.name.count == name.count && self.name(of: $0).elementsEqual(name) }
    }
}

extension ObjectReader {
    /// The tree with an id.
    public mutating func tree(_ id: ObjectID) throws(ObjectFault) -> Tree {
        if let known = parsed.tree(id) { return known }
        let content = try read(id, .tree)
        do throws(ObjectFault) {
            let tree = try Tree(content, format: store.format)
            parsed.add(tree, id)
            return tree
        } catch { throw error.of(id) }
    }

    /// What is at a path below a tree; nil where nothing is.
    public mutating func entry(at path: FilePath, below tree: ObjectID) throws(ObjectFault) -> (
        mode: FileMode, id: ObjectID
    )? {
        var found: (mode: FileMode, id: ObjectID) = (.directory, tree)
        for part in path.bytes.split(separator: UInt8(ascii: "/")) {
            guard found.mode == .directory, let entry = try self.tree(found.id).entry(named: part) else { return nil }
            found = (entry.mode, entry.id)
        }
        return found
    }
}

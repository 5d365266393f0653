/// The entries of a tree as it is stored, one after the other. What two trees have in common is passed over at the cost of a comparison of
/// bytes: of a directory with a thousand names, a commit mostly changes one.

internal import Bytes

struct TreeReading {
    private let content: ByteBuffer
    private let format: ObjectFormat
    /// Where the next entry starts.
    private var position = 0
    /// The next entry, if it was looked at, and where it ends.
    private var next: (entry: TreeEntry, end: Int)?

    init(_ content: ByteBuffer, _ format: ObjectFormat) { (self.content, self.format) = (content, format) }

    /// The next entry, which stays the next; nil at the end.
    mutating func peek() throws(ObjectFault) -> TreeEntry? {
        if let next { return next.entry }
        guard position < content.count else { return nil }
        var end = position
        let entry = try Tree.entry(content.bytes, at: &end, format)
        next = (entry, end)
        return entry
    }

    /// Moves behind the entry that `peek` gave.
    mutating func advance() {
        guard let end = next?.end else { return }
        position = end
        next = nil
    }

    /// A copy of an entry's name.
    func name(of entry: TreeEntry) -> [UInt8] { content.bytes.array(entry.name) }

    /// Moves both behind the entries that stand in both, byte for byte, from here on.
    /// - Returns: whether there were any.
    mutating func skipCommon(with other: inout TreeReading) -> Bool {
        let length = commonEntries(other)
        guard length > 0 else { return false }
        position += length
        next = nil
        other.position += length
        other.next = nil
        return true
    }

    /// Bytes of the whole entries that both have next. One that is damaged is the same in both: nothing depends on it.
    private func commonEntries(_ other: TreeReading) -> Int {
        let (mine, theirs) = (content.bytes, other.content.bytes)
        let common = mine.extracting(position..<mine.count)
            .commonPrefix(with: theirs.extracting(other.position..<theirs.count))
        var end = position
        // An entry is a mode and a name, a NUL, and an id.
        while let nul = mine.firstIndex(of: 0, from: end, to: position + common),
            nul + 1 + format.idLength <= position + common
        {
            end = nul + 1 + format.idLength
        }
        return end - position
    }

    /// How an entry stands to one of another tree in git's order, in which a directory's name ends with a slash: negative, 0, positive.
    func compare(_ entry: TreeEntry, with other: TreeEntry, of tree: TreeReading) -> Int {
        let (mine, theirs) = (content.bytes, tree.content.bytes)
        let common = min(entry.name.count, other.name.count)
        for offset in 0..<common {
            let difference = Int(mine[entry.name.lowerBound + offset]) - Int(theirs[other.name.lowerBound + offset])
            if difference != 0 { return difference }
        }
        func next(_ bytes: Span<UInt8>, _ entry: TreeEntry) -> Int {
            if entry.name.count > common { return Int(bytes[entry.name.lowerBound + common]) }
            return entry.mode == .directory ? 0x2F : 0
        }
        let difference = next(mine, entry) - next(theirs, other)
        // `a/` the directory and `a/`, a hostile file's name, are still two things.
        return difference != 0 ? difference : entry.name.count - other.name.count
    }
}

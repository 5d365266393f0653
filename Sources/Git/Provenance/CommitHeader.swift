/// The beginnings of commits and tags, read where they lie: a history has hundreds of thousands of them.

internal import Bytes

/// What links a commit to others.
struct CommitHeader {
    let tree: ObjectID
    let parents: [ObjectID]
    /// When it was committed: seconds since 1970 began, UTC. 0 where that is damaged.
    let time: Int
    /// Where the message begins; bytes, 0-based.
    let messageStart: Int

    /// Nil where the commit is damaged.
    init?(_ bytes: Span<UInt8>, _ format: ObjectFormat) {
        let length = format.idLength
        guard bytes.hasBytes("tree ", at: 0), let tree = ObjectID(hex: bytes, at: 5, length: length) else { return nil }
        var (parents, time, position): ([ObjectID], Int, Int) = ([], 0, 0)
        while let end = bytes.firstIndex(of: .newline, from: position, to: bytes.count), end > position {
            if bytes.hasBytes("parent ", at: position) {
                guard let parent = ObjectID(hex: bytes, at: position + 7, length: length) else { return nil }
                parents.append(parent)
            } else if bytes.hasBytes("committer ", at: position) {
                time = CommitHeader.time(bytes, position..<end)
            }
            position = end + 1
        }
        (self.tree, self.parents, self.time) = (tree, parents, time)
        messageStart = min(position + 1, bytes.count)
    }

    private static func time(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Int {
        guard let mail = bytes.lastIndex(of: UInt8(ascii: ">"), from: line.lowerBound, to: line.upperBound) else {
            return 0
        }
        var (position, time) = (mail + 1, 0)
        while position < line.upperBound, bytes[position] == 0x20 { position += 1 }
        while position < line.upperBound, bytes[position] &- 0x30 < 10, time < 1 << 56 {
            time = 10 * time + Int(bytes[position] - 0x30)
            position += 1
        }
        return time
    }
}

/// The lines that commits and tags begin with.
public enum ObjectHeader {
    /// Where the message begins, behind the empty line that ends the header; bytes, 0-based.
    public static func messageStart(_ bytes: Span<UInt8>) -> Int {
        var position = 0
        while let end = bytes.firstIndex(of: .newline, from: position, to: bytes.count), end > position {
            position = end + 1
        }
        return min(position + 1, bytes.count)
    }
}

/// What an annotated tag points to.
struct TagHeader {
    let target: ObjectID
    /// Where the message begins; bytes, 0-based.
    let messageStart: Int

    /// Nil where the tag is damaged.
    init?(_ bytes: Span<UInt8>, _ format: ObjectFormat) {
        guard bytes.hasBytes("object ", at: 0), let target = ObjectID(hex: bytes, at: 7, length: format.idLength) else {
            return nil
        }
        self.target = target
        messageStart = ObjectHeader.messageStart(bytes)
    }
}

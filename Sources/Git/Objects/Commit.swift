/// A commit's facts, as far as reports tell them.

public import Bytes

/// Who made a commit, and when. Names are bytes of whatever encoding.
public struct Signature: Sendable, Hashable {
    public let name: [UInt8]
    public let mail: [UInt8]
    /// Seconds since 1970 began, UTC.
    public let time: Int
    /// Minutes east of UTC.
    public let zone: Int

    /// From `Name <mail> seconds +hhmm`. What is damaged is empty or 0: nothing depends on it.
    init(_ line: ArraySlice<UInt8>) {
        let open = line.lastIndex(of: UInt8(ascii: "<")) ?? line.endIndex
        let close = line[open...].firstIndex(of: UInt8(ascii: ">")) ?? line.endIndex
        name = Array(line[..<open].trimmingSpaces)
        mail = open < close ? Array(line[(open + 1)..<close]) : []
        let rest = close < line.endIndex ? line[(close + 1)...].split(separator: UInt8(ascii: " ")) : []
        time = rest.first.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
        let offset = rest.dropFirst().first.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
        zone = abs(offset) < 10_000 ? offset / 100 * 60 + offset % 100 : 0
    }
}

extension ArraySlice<UInt8> {
    fileprivate var trimmingSpaces: ArraySlice<UInt8> {
        let start = drop { $0 == 0x20 }
        return start[..<(start.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? start.startIndex)]
    }
}

/// A parsed commit.
public struct Commit: Sendable {
    public let tree: ObjectID
    public let parents: [ObjectID]
    public let author: Signature
    public let committer: Signature
    public let message: [UInt8]

    public init(_ content: ByteBuffer) throws(ObjectFault) {
        let all = content.bytes.array(0..<content.count)
        var rest = all[...]
        var tree: ObjectID?
        var parents: [ObjectID] = []
        var (author, committer): (Signature?, Signature?)
        while let end = rest.firstIndex(of: .newline), end > rest.startIndex {
            let line = rest[..<end]
            rest = rest[(end + 1)...]
            guard let space = line.firstIndex(of: 0x20) else { continue }
            let value = line[(space + 1)...]
            switch String(decoding: line[..<space], as: UTF8.self) {
            case "tree": tree = tree ?? ObjectID(hex: value)
            case "parent":
                guard let parent = ObjectID(hex: value) else {
                    throw ObjectFault(.corrupt, "a parent of the commit is damaged")
                }
                parents.append(parent)
            case "author": author = author ?? Signature(value)
            case "committer": committer = committer ?? Signature(value)
            default: break
            }
        }
        guard let tree else { throw ObjectFault(.corrupt, "the commit has no tree") }
        self.tree = tree
        self.parents = parents
        self.author = author ?? Signature([])
        self.committer = committer ?? Signature([])
        message = Array(rest.dropFirst())
    }
}

extension ObjectReader {
    /// The commit with an id.
    public mutating func commit(_ id: ObjectID) throws(ObjectFault) -> Commit {
        if let known = parsed.commit(id) { return known }
        let content = try read(id, .commit)
        do throws(ObjectFault) {
            let commit = try Commit(content)
            parsed.add(commit, id)
            return commit
        } catch { throw error.of(id) }
    }
}

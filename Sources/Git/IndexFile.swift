/// Git's index: which paths are tracked, and what the next commit would hold. Versions 2, 3 and 4, SHA-1 and SHA-256 (format: git's
/// Documentation/gitformat-index). Every read is bounds-checked: a damaged or hostile index is an error, never a crash.
///
/// Entries are found once and read when asked for: a hook needs few of many.

internal import Bytes

/// Why an index cannot be used.
public struct IndexFault: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String
    /// Whether git could read it all the same: a split index.
    public var isUnsupported = false
}

/// One entry of the index.
public struct IndexEntry: Sendable, Equatable {
    public let mode: FileMode?
    public let id: ObjectID
    /// 0, or in a conflict 1 (base), 2 (ours), 3 (theirs).
    public let stage: Int
    /// Announced with `git add -N`: not part of the next commit.
    public let isIntentToAdd: Bool
    public let isSkipWorktree: Bool
}

public struct IndexFile: Sendable {
    private let bytes: [UInt8]
    private let hashLength: Int
    /// Where each entry starts in `bytes`.
    private var entries: [UInt32] = []
    /// Version 4 shares the beginnings of paths: here they are whole, one behind the other, and where each starts. Other versions
    /// have them in `bytes`.
    private var names: [UInt8] = []
    private var nameStarts: [UInt32] = []
    private let sharesNames: Bool
    /// Entries of a sparse index that stand for a directory; their paths end with a slash.
    private var sparse: [Int] = []
    /// Trees that git has written for directories of the index; nil where there are none.
    let cacheTree: CacheTree?

    public var count: Int { entries.count }

    /// The index of a repository in which nothing was ever staged.
    public static let empty = IndexFile()

    private init() {
        (bytes, hashLength, sharesNames, cacheTree) = ([], 20, false, nil)
    }

    /// - Parameter hashLength: bytes of an object id: 20, or 32 in SHA-256 repositories.
    public init(_ bytes: [UInt8], hashLength: Int = 20) throws(IndexFault) {
        self.bytes = bytes
        self.hashLength = hashLength
        let span = bytes.span
        guard span.count >= 12, span.bigEndian32(at: 0) == 0x4449_5243 else {
            throw IndexFault(description: "not a git index")
        }
        let version = span.bigEndian32(at: 4)
        guard (2...4).contains(version) else { throw IndexFault(description: "index version \(version) is not known") }
        sharesNames = version == 4
        let total = span.bigEndian32(at: 8)
        entries.reserveCapacity(min(total, bytes.count / (hashLength + 42)))
        var position = 12
        var previous: [UInt8] = []
        for number in 0..<total {
            guard position <= Int(UInt32.max) else { throw IndexFault(description: "the index is too large") }
            entries.append(UInt32(position))
            let next =
                sharesNames
                ? IndexFile.nextShared(span, position, hashLength, &previous)
                : IndexFile.next(span, position, hashLength, version)
            guard let next else { throw IndexFault(description: "the index is damaged at entry \(number)") }
            if sharesNames {
                // A few bytes can stand for a long path. No real index comes near this.
                guard names.count + previous.count <= min(16 * bytes.count, Int(UInt32.max)) else {
                    throw IndexFault(description: "the index's paths are too long at entry \(number)")
                }
                nameStarts.append(UInt32(names.count))
                names += previous
            }
            if span.bigEndian32(at: position + 24) == 0o040000 { sparse.append(number) }
            position = next
        }
        cacheTree = try IndexFile.extensions(bytes, from: position, hashLength)
    }

    /// Where the entry behind this one starts; nil where it is damaged. Its path is in the file as it is.
    private static func next(_ span: Span<UInt8>, _ start: Int, _ hashLength: Int, _ version: Int) -> Int? {
        guard let name = nameStart(span, start, hashLength, version) else { return nil }
        let length = span.bigEndian16(at: start + 40 + hashLength) & 0xFFF
        var end = name + length
        if length == 0xFFF || end >= span.count || span[end] != 0 {
            guard let found = span.firstIndex(of: 0, from: name, to: span.count) else { return nil }
            end = found
        }
        // Padded with 1 to 8 NULs to a multiple of eight.
        let next = start + (end - start + 8) / 8 * 8
        return next <= span.count ? next : nil
    }

    /// The same for version 4, in which a path is the last one with another ending.
    private static func nextShared(
        _ span: Span<UInt8>, _ start: Int, _ hashLength: Int, _ previous: inout [UInt8]
    ) -> Int? {
        guard var position = nameStart(span, start, hashLength, 4), let strip = span.offsetEncoded(at: &position),
            strip <= previous.count, let end = span.firstIndex(of: 0, from: position, to: span.count)
        else { return nil }
        previous.removeLast(strip)
        previous += span.array(position..<end)
        return end + 1
    }

    private static func nameStart(_ span: Span<UInt8>, _ start: Int, _ hashLength: Int, _ version: Int) -> Int? {
        let flags = start + 40 + hashLength
        guard flags + 2 <= span.count else { return nil }
        let name = flags + (version >= 3 && span[flags] & 0x40 != 0 ? 4 : 2)
        return name <= span.count ? name : nil
    }

    /// Looks through what stands behind the entries. A split index names another file that holds the rest.
    private static func extensions(_ bytes: [UInt8], from start: Int, _ hashLength: Int) throws(IndexFault)
        -> CacheTree?
    {
        let span = bytes.span
        var position = start
        var cacheTree: CacheTree?
        while position + 8 + hashLength <= span.count {
            let length = span.bigEndian32(at: position + 4)
            guard position + 8 + length <= span.count else { break }
            if span.hasBytes("link", at: position) {
                throw IndexFault(description: "a split index is not read", isUnsupported: true)
            }
            if span.hasBytes("TREE", at: position) {
                cacheTree = CacheTree(Array(bytes[(position + 8)..<(position + 8 + length)]), hashLength: hashLength)
            }
            position += 8 + length
        }
        return cacheTree
    }

    // MARK: Entries

    /// The entry at a place in the order of paths.
    public func entry(_ index: Int) -> IndexEntry {
        let span = bytes.span
        let start = Int(entries[index])
        let flags = span.bigEndian16(at: start + 40 + hashLength)
        let more = flags & 0x4000 != 0 && !isVersion2 ? span.bigEndian16(at: start + 42 + hashLength) : 0
        return IndexEntry(
            mode: FileMode(span.bigEndian32(at: start + 24)), id: ObjectID(span, at: start + 40, length: hashLength),
            stage: flags >> 12 & 3, isIntentToAdd: more & 0x2000 != 0, isSkipWorktree: more & 0x4000 != 0)
    }

    private var isVersion2: Bool { bytes[7] == 2 }

    /// The path of an entry, relative to the work tree's root. A directory of a sparse index ends with a slash.
    public func path(_ index: Int) -> ArraySlice<UInt8> {
        if sharesNames {
            let end = index + 1 < nameStarts.count ? Int(nameStarts[index + 1]) : names.count
            return names[Int(nameStarts[index])..<end]
        }
        let start = Int(entries[index])
        let flags = start + 40 + hashLength
        let name = flags + (!isVersion2 && bytes[flags] & 0x40 != 0 ? 4 : 2)
        let length = (Int(bytes[flags]) & 0xF) << 8 | Int(bytes[flags + 1])
        if length < 0xFFF, name + length < bytes.count, bytes[name + length] == 0 { return bytes[name..<name + length] }
        return bytes[name...].prefix { $0 != 0 }
    }

    /// Where the entry of a path is, with the lowest stage it has.
    public func index(of path: some Collection<UInt8>) -> Int? {
        let index = lowerBound(path)
        return index < count && self.path(index).elementsEqual(path) ? index : nil
    }

    /// Whether this path is tracked.
    public func contains(_ path: some Collection<UInt8>) -> Bool {
        if index(of: path) != nil { return true }
        return sparse.contains { path.starts(with: self.path($0)) }
    }

    /// Whether any path below this directory is tracked.
    public func containsAnything(below directory: some Collection<UInt8>) -> Bool {
        let prefix = Array(directory) + [UInt8(ascii: "/")]
        let index = lowerBound(prefix)
        if index < count, path(index).starts(with: prefix) { return true }
        return sparse.contains { prefix.starts(with: path($0)) }
    }

    /// The first entry that does not precede `path`.
    private func lowerBound(_ path: some Collection<UInt8>) -> Int {
        (0..<count).firstPlace { !self.path($0).lexicographicallyPrecedes(path) }
    }
}

extension Span where Element == UInt8 {
    /// Two bytes as a number, the higher first; they must be there.
    func bigEndian16(at offset: Int) -> Int { Int(self[offset]) << 8 | Int(self[offset + 1]) }

    /// The variable-width number of index version 4, from `position` on, which moves behind it; nil where it is cut off or too large.
    func offsetEncoded(at position: inout Int) -> Int? {
        guard position < count else { return nil }
        var byte = self[position]
        var value = Int(byte & 0x7F)
        position += 1
        while byte & 0x80 != 0 {
            guard value < 1 << 48, position < count else { return nil }
            byte = self[position]
            position += 1
            value = ((value + 1) << 7) | Int(byte & 0x7F)
        }
        return value
    }
}

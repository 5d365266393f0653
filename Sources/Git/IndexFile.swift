/// Git's index, as far as a scanner of work trees needs it: which paths are tracked. Versions 2, 3 and 4, SHA-1 and SHA-256 (format:
/// git's Documentation/gitformat-index). Every read is bounds-checked: a damaged or hostile index is an error, never a crash.

internal import Bytes

/// Why an index cannot be used.
public struct IndexFault: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String
}

public struct IndexFile: Sendable {
    /// The tracked paths, relative to the work tree's root, in bytewise order, one behind the other.
    private var names: [UInt8] = []
    /// Where each path starts in `names`, and where the last ends.
    private var offsets: [UInt32] = [0]
    /// Directories that a sparse index holds as one entry, each with its final slash.
    private var sparse: [[UInt8]] = []

    public var count: Int { offsets.count - 1 }

    /// - Parameter hashLength: bytes of an object id: 20, or 32 in SHA-256 repositories.
    public init(_ bytes: [UInt8], hashLength: Int = 20) throws(IndexFault) {
        var reader = ByteReader(bytes)
        guard reader.take(4).map({ Array($0) }) == Array("DIRC".utf8), let version = reader.number(4),
            let entries = reader.number(4)
        else {
            throw IndexFault(description: "not a git index")
        }
        guard (2...4).contains(version) else { throw IndexFault(description: "index version \(version) is not known") }
        names.reserveCapacity(bytes.count / 2)
        var previous: [UInt8] = []
        for entry in 0..<entries {
            guard let name = IndexFile.entry(&reader, version: version, hashLength: hashLength, &previous) else {
                throw IndexFault(description: "the index is damaged at entry \(entry)")
            }
            // Version 4 shares beginnings: a few bytes can stand for a long path. No real index comes near this.
            guard names.count + name.count <= min(16 * bytes.count, Int(UInt32.max)) else {
                throw IndexFault(description: "the index's paths are too long at entry \(entry)")
            }
            if name.last == UInt8(ascii: "/") { sparse.append(name) }
            names += name
            offsets.append(UInt32(names.count))
        }
        // A split index names another file that holds the rest.
        while let signature = reader.take(4), let length = reader.number(4), reader.remaining >= hashLength {
            if signature.elementsEqual("link".utf8) { throw IndexFault(description: "a split index is not read") }
            guard reader.take(length) != nil else { break }
        }
    }

    /// Reads one entry's path and moves past it.
    private static func entry(
        _ reader: inout ByteReader, version: Int, hashLength: Int, _ previous: inout [UInt8]
    ) -> [UInt8]? {
        let start = reader.position
        guard reader.take(40 + hashLength) != nil, let flags = reader.number(2) else { return nil }
        if version >= 3, flags & 0x4000 != 0, reader.take(2) == nil { return nil }
        if version == 4 {
            guard let strip = reader.offsetEncoded(), strip <= previous.count, let suffix = reader.untilNUL() else {
                return nil
            }
            previous.removeLast(strip)
            previous += suffix
            return previous
        }
        guard let name = reader.untilNUL() else { return nil }
        // Padded with 1 to 8 NULs to a multiple of eight; one was taken.
        let padding = (8 - (reader.position - start) % 8) % 8
        guard reader.take(padding) != nil else { return nil }
        return Array(name)
    }

    /// Whether this path is tracked.
    public func contains(_ path: some Collection<UInt8>) -> Bool {
        let index = lowerBound(path)
        if index < count, name(index).elementsEqual(path) { return true }
        return sparse.contains { path.starts(with: $0) }
    }

    /// Whether any path below this directory is tracked.
    public func containsAnything(below directory: some Collection<UInt8>) -> Bool {
        let prefix = Array(directory) + [UInt8(ascii: "/")]
        let index = lowerBound(prefix)
        if index < count, name(index).starts(with: prefix) { return true }
        return sparse.contains { prefix.starts(with: $0) }
    }

    private func name(_ index: Int) -> ArraySlice<UInt8> { names[Int(offsets[index])..<Int(offsets[index + 1])] }

    /// The first entry that does not precede `path`.
    private func lowerBound(_ path: some Collection<UInt8>) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if name(middle).lexicographicallyPrecedes(path) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Reads big-endian numbers and pieces of an array; nil at its end.
struct ByteReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var remaining: Int { bytes.count - position }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= remaining else { return nil }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func number(_ width: Int) -> Int? {
        take(width)?.reduce(0) { $0 << 8 | Int($1) }
    }

    /// The bytes before the next NUL, which is taken too.
    mutating func untilNUL() -> ArraySlice<UInt8>? {
        guard let end = bytes[position...].firstIndex(of: 0) else { return nil }
        defer { position = end + 1 }
        return bytes[position..<end]
    }

    /// The variable-width number of packs' offset deltas and of index version 4.
    mutating func offsetEncoded() -> Int? {
        guard var byte = take(1)?.first else { return nil }
        var value = Int(byte & 0x7F)
        while byte & 0x80 != 0 {
            guard value < 1 << 48, let next = take(1)?.first else { return nil }
            byte = next
            value = ((value + 1) << 7) | Int(byte & 0x7F)
        }
        return value
    }
}

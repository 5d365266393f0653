/// The index of one pack, version 1 or 2: which objects it has, and at which offset each starts (git's Documentation/gitformat-pack).

internal import Bytes

public struct PackIndex: Sendable {
    private let path: FilePath
    private let file: MappedFile
    private let idLength: Int
    private let version: Int
    /// How many objects the pack has.
    public let count: Int

    /// What version 2 and later begin with: FF, `tOc`.
    private static let mark = 0xFF74_4F63

    init(_ path: FilePath, format: ObjectFormat) throws(ObjectFault) {
        let file: MappedFile
        do { file = try MappedFile(path) } catch {
            throw ObjectFault(.unreadable, "the pack's index cannot be read: \(error)", place: "\(path)")
        }
        let idLength = format.idLength
        (self.path, self.file, self.idLength) = (path, file, idLength)
        let bytes = file.bytes
        let isMarked = bytes.count >= 8 ? bytes.bigEndian32(at: 0) == PackIndex.mark : false
        let version = isMarked ? bytes.bigEndian32(at: 4) : 1
        self.version = version
        let start = version == 1 ? 0 : 8
        guard (1...2).contains(version), bytes.count >= start + 1_024 + 2 * idLength else {
            throw ObjectFault(.corrupt, "no index of a pack, or of a version that is not known", place: "\(path)")
        }
        let count = bytes.bigEndian32(at: start + 1_020)
        self.count = count
        let size = version == 1 ? count * (4 + idLength) : count * (idLength + 8)
        guard start + 1_024 + size + 2 * idLength <= bytes.count, Fanout(bytes, at: start).isSorted else {
            throw ObjectFault(.corrupt, "the pack's index is damaged", place: "\(path)")
        }
    }

    /// The pack's checksum, as the index has it.
    var packChecksum: ObjectID { ObjectID(file.bytes, at: file.count - 2 * idLength, length: idLength) }

    /// Where the ids start, and how far they are apart.
    private var names: (start: Int, stride: Int) { version == 1 ? (1_028, 4 + idLength) : (1_032, idLength) }

    /// The object at a place in the order of ids.
    public func id(at index: Int) -> ObjectID {
        precondition(index >= 0 && index < count, "a place outside of the pack's index")
        return ObjectID(file.bytes, at: names.start + index * names.stride, length: idLength)
    }

    /// The offset of the object at a place in the order of ids. What it says has not been checked against the pack.
    public func offset(at index: Int) throws(ObjectFault) -> Int {
        precondition(index >= 0 && index < count, "a place outside of the pack's index")
        let bytes = file.bytes
        guard version == 2 else { return bytes.bigEndian32(at: 1_024 + index * names.stride) }
        let large = 1_032 + count * (idLength + 8)
        let short = bytes.bigEndian32(at: large - 4 * (count - index))
        guard short & 0x8000_0000 != 0 else { return short }
        let place = large + 8 * (short & 0x7FFF_FFFF)
        guard place + 8 <= bytes.count - 2 * idLength, let offset = bytes.bigEndian64(at: place) else {
            throw ObjectFault(
                .corrupt, "an offset in the pack's index is damaged", object: id(at: index), place: "\(path)")
        }
        return offset
    }

    /// Where an object stands in the order of ids.
    public func index(of id: ObjectID) -> Int? {
        let bytes = file.bytes
        let range = Fanout(bytes, at: version == 1 ? 0 : 8).range(of: id)
        return bytes.index(of: id, in: range, start: names.start, stride: names.stride, length: idLength)
    }
}

/// How many objects have a first byte of at most each value: 256 numbers.
struct Fanout: ~Escapable {
    private let bytes: Span<UInt8>
    private let start: Int

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>, at start: Int) {
        self.bytes = bytes
        self.start = start
    }

    var isSorted: Bool {
        var last = 0
        for byte in 0..<256 {
            let next = bytes.bigEndian32(at: start + 4 * byte)
            if next < last { return false }
            last = next
        }
        return true
    }

    /// Where ids with the first byte of this one stand.
    func range(of id: ObjectID) -> Range<Int> {
        let byte = Int(id.firstByte)
        let low = byte == 0 ? 0 : bytes.bigEndian32(at: start + 4 * (byte - 1))
        return low..<bytes.bigEndian32(at: start + 4 * byte)
    }
}

extension Span where Element == UInt8 {
    /// Searches a sorted table of ids. They are digests, so where one should stand can be guessed; around that the search widens.
    func index(of id: ObjectID, in range: Range<Int>, start: Int, stride: Int, length: Int) -> Int? {
        let wanted = id.prefix
        func prefix(_ index: Int) -> UInt64 {
            let place = start + index * stride
            return UInt64(bigEndian32(at: place)) << 32 | UInt64(bigEndian32(at: place + 4))
        }
        var (low, high) = (range.lowerBound, range.upperBound)
        guard low < high else { return nil }
        // The range holds ids with one first byte.
        let fraction = Double(wanted & 0x00FF_FFFF_FFFF_FFFF) / 0x1p56
        let guess = Swift.min(high - 1, low + Int(fraction * Double(range.count)))
        var step = 8
        if prefix(guess) < wanted {
            low = guess + 1
            while low + step < high, prefix(low + step) < wanted {
                low += step + 1
                step *= 2
            }
            high = Swift.min(high, low + step + 1)
        } else {
            high = guess + 1
            while high - 1 - step >= low, prefix(high - 1 - step) >= wanted {
                high -= step
                step *= 2
            }
            low = Swift.max(low, high - 1 - step)
        }
        while low < high {
            let middle = (low + high) / 2
            if prefix(middle) < wanted { low = middle + 1 } else { high = middle }
        }
        // Nearly always this one; several ids could begin alike.
        while low < range.upperBound, prefix(low) == wanted {
            if ObjectID(self, at: start + low * stride, length: length) == id { return low }
            low += 1
        }
        return nil
    }
}

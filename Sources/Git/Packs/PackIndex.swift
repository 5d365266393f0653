/// The index of one pack, version 1 or 2: which objects it has, and at which offset each starts (git's Documentation/gitformat-pack).

internal import Bytes
internal import Findings

public struct PackIndex: Sendable {
    private let path: FilePath
    private var file: MappedFile
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
        guard (1...2).contains(version) else {
            throw ObjectFault(
                .unsupported, "the pack's index is of version \(version), which is not known", place: "\(path)")
        }
        guard bytes.count >= start + 1_024 + 2 * idLength else {
            throw ObjectFault(.corrupt, "no index of a pack", place: "\(path)")
        }
        let count = bytes.bigEndian32(at: start + 1_020)
        self.count = count
        let size = version == 1 ? count * (4 + idLength) : count * (idLength + 8)
        guard start + 1_024 + size + 2 * idLength <= bytes.count, Fanout(bytes, at: start).isSorted else {
            throw ObjectFault(.corrupt, "the pack's index is damaged", place: "\(path)")
        }
    }

    /// The same for one thread.
    func view() -> PackIndex {
        var view = self
        view.file = file.view(pageLimit: .max)
        return view
    }

    /// The pack's checksum, as the index has it.
    var packChecksum: ObjectID { ObjectID(file.bytes, at: file.count - 2 * idLength, length: idLength) }

    /// Whether its bytes are those that it has a checksum of: else ids or offsets may be wrong. Reads all of it.
    var isIntact: Bool {
        let bytes = file.bytes
        let end = bytes.count - idLength
        let digest = ObjectDigest.of(header: "", bytes.extracting(0..<end), bits: 8 * idLength)
        return ObjectID(digest.span, at: 0, length: idLength) == ObjectID(bytes, at: end, length: idLength)
    }

    func damage() -> ObjectFault {
        ObjectFault(
            .corrupt, "the pack's index is damaged: its bytes are not those that it has a checksum of", place: "\(path)"
        )
    }

    /// Where the ids start, and how far they are apart.
    private var names: (start: Int, stride: Int) { version == 1 ? (1_028, 4 + idLength) : (1_032, idLength) }

    /// The object at a place in the order of ids.
    public func id(at index: Int) -> ObjectID {
        precondition(index >= 0 && index < count, "a place outside of the pack's index")
        return ObjectID(file.bytes, at: names.start + index * names.stride, length: idLength)
    }

    /// Where objects whose ids begin with this byte stand in the order of ids.
    func places(ofFirstByte byte: UInt8) -> Range<Int> {
        Fanout(file.bytes, at: version == 1 ? 0 : 8).range(ofFirstByte: Int(byte))
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

    var hasChecksums: Bool { version == 2 }

    /// The CRC-32 of an entry as it lies in the pack; nil in version 1, which has none.
    func checksum(at index: Int) -> UInt32? {
        precondition(index >= 0 && index < count, "a place outside of the pack's index")
        guard version == 2 else { return nil }
        return UInt32(file.bytes.bigEndian32(at: 1_032 + count * idLength + 4 * index))
    }

    /// The same of an object by its name; nil also where the pack has no such object.
    func checksum(of id: ObjectID) -> UInt32? { index(of: id).flatMap { checksum(at: $0) } }

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
    func range(of id: ObjectID) -> Range<Int> { range(ofFirstByte: Int(id.firstByte)) }

    func range(ofFirstByte byte: Int) -> Range<Int> {
        let low = byte == 0 ? 0 : bytes.bigEndian32(at: start + 4 * (byte - 1))
        return low..<bytes.bigEndian32(at: start + 4 * byte)
    }
}

extension Span where Element == UInt8 {
    /// Search in a sorted table of ids. Ids are as good as random, so their first bytes say about where one stands; from there on the
    /// steps double, then halve. Whatever the table holds, it ends.
    func index(of id: ObjectID, in range: Range<Int>, start: Int, stride: Int, length: Int) -> Int? {
        let wanted = id.prefix
        func isBefore(_ place: Int) -> Bool {
            let word = bigEndianWord(at: start + place * stride)
            return word != wanted ? word < wanted : ObjectID(self, at: start + place * stride, length: length) < id
        }
        // All in `range` share the first byte; the next four tell how far on it is.
        let fraction = Int(wanted >> 24 & 0xFFFF_FFFF)
        var (low, high) = (range.lowerBound, range.upperBound)
        let guess = low + (high - low) * fraction >> 32
        var step = 1
        if guess < high, isBefore(guess) {
            low = guess + 1
            while low + step < high, isBefore(low + step) { (low, step) = (low + step + 1, step * 2) }
            high = Swift.min(high, low + step)
        } else {
            high = Swift.min(high, guess)
            while high - step > low, !isBefore(high - step) { (high, step) = (high - step, step * 2) }
            low = Swift.max(low, high - step)
        }
        low = (low..<high).firstPlace { !isBefore($0) }
        guard low < range.upperBound else { return nil }
        return ObjectID(self, at: start + low * stride, length: length) == id ? low : nil
    }
}

/// One pack: its entries, mapped into memory. Offsets are bytes from the pack's start.

public import Bytes

/// How an entry of a pack stands there.
public enum PackEntryForm: Sendable, Equatable {
    case whole(ObjectKind)
    /// A delta of the entry at this offset of the same pack.
    case offsetDelta(base: Int)
    case referenceDelta(base: ObjectID)
}

/// The beginning of an entry.
public struct PackEntry: Sendable, Equatable {
    public let form: PackEntryForm
    /// Bytes of the inflated data: of the object, or of the delta. As the pack says; nothing has been checked but that the pack could
    /// hold it.
    public let size: Int
    /// Where the compressed data starts.
    public let dataOffset: Int
}

public struct PackFile: Sendable {
    public let path: FilePath
    private var file: MappedFile
    private let format: ObjectFormat
    /// Where the entries end and the pack's checksum begins.
    private let end: Int
    /// How many entries it says it has.
    public let count: Int

    init(_ path: FilePath, format: ObjectFormat) throws(ObjectFault) {
        self.path = path
        self.format = format
        let file: MappedFile
        do { file = try MappedFile(path) } catch {
            throw ObjectFault(.unreadable, "the pack cannot be read: \(error)", place: "\(path)")
        }
        self.file = file
        let bytes = file.bytes
        let end = bytes.count - format.idLength
        self.end = end
        guard end >= 12, bytes.hasBytes("PACK", at: 0) else {
            throw ObjectFault(.corrupt, "not a pack", place: "\(path)")
        }
        let version = bytes.bigEndian32(at: 4)
        guard (2...3).contains(version) else {
            throw ObjectFault(.unsupported, "the pack is of version \(version), which is not known", place: "\(path)")
        }
        count = bytes.bigEndian32(at: 8)
    }

    /// The same for one thread.
    /// - Parameter pageLimit: bytes of it that may stay in memory.
    func view(pageLimit: Int) -> PackFile {
        var view = self
        view.file = file.view(pageLimit: pageLimit)
        return view
    }

    /// Says that the beginning of an entry is read next.
    func willRead(_ offset: Int) { file.willRead(offset..<offset + 64) }

    /// The CRC-32 of a part of the file, which must exist.
    func checksum(_ range: Range<Int>) -> UInt32 { Inflater.checksum(file.bytes, range) }

    /// All of the file.
    public var bytes: Span<UInt8> {
        @_lifetime(borrow self)
        get { file.bytes }
    }

    /// The checksum that ends it, which its index repeats.
    var checksum: ObjectID { ObjectID(file.bytes, at: end, length: format.idLength) }

    /// The entry at an offset.
    public func entry(at offset: Int) throws(ObjectFault) -> PackEntry {
        guard offset >= 12, offset < end else { throw fault(.corrupt, "no entry can be here", offset) }
        let bytes = file.bytes
        var position = offset
        var byte = bytes[position]
        position += 1
        let type = byte >> 4 & 7
        var (size, shift) = (Int(byte & 15), 4)
        while byte & 0x80 != 0 {
            guard position < end, shift < 56 else { throw fault(.corrupt, "the entry's size is broken", offset) }
            byte = bytes[position]
            position += 1
            size |= Int(byte & 0x7F) << shift
            shift += 7
        }
        let form: PackEntryForm
        switch type {
        case 6: form = .offsetDelta(base: try base(of: offset, &position))
        case 7:
            guard position + format.idLength <= end else { throw fault(.corrupt, "the entry is cut off", offset) }
            form = .referenceDelta(base: ObjectID(bytes, at: position, length: format.idLength))
            position += format.idLength
        default:
            guard let kind = ObjectKind(rawValue: type) else {
                throw fault(.corrupt, "the entry is of no known type", offset)
            }
            form = .whole(kind)
        }
        guard position < end, size <= Inflater.mostBytes(from: end - position) else {
            throw fault(.corrupt, "the entry says that it is larger than the pack could hold", offset)
        }
        return PackEntry(form: form, size: size, dataOffset: position)
    }

    /// The data of an entry, appended to `buffer`, which must have room for its size.
    /// - Returns: where the next entry starts.
    @discardableResult
    public func inflate(
        _ entry: PackEntry, into buffer: ByteBuffer, with inflater: borrowing Inflater
    ) throws(ObjectFault) -> Int {
        file.willRead(entry.dataOffset..<min(end, entry.dataOffset + entry.size + 64))
        guard let next = inflater.inflate(file.bytes, from: entry.dataOffset, to: end, size: entry.size, into: buffer)
        else {
            throw fault(.corrupt, "the entry's data is damaged or not as long as it says", entry.dataOffset)
        }
        return next
    }

    /// The data of an entry, piece by piece.
    public func stream(_ entry: PackEntry) -> InflateStream { InflateStream(file, at: entry.dataOffset) }

    /// How far before `offset` its base starts.
    private func base(of offset: Int, _ position: inout Int) throws(ObjectFault) -> Int {
        let bytes = file.bytes
        var distance = -1
        while position < end {
            let byte = bytes[position]
            position += 1
            distance = (distance + 1) << 7 | Int(byte & 0x7F)
            guard distance < 1 << 48 else { break }
            if byte & 0x80 == 0 {
                guard distance > 0, distance <= offset - 12 else { break }
                return offset - distance
            }
        }
        throw fault(.corrupt, "the entry's base is outside of the pack", offset)
    }

    func fault(_ reason: ObjectFault.Reason, _ message: String, _ offset: Int) -> ObjectFault {
        ObjectFault(reason, message, place: "\(path) at byte \(offset)")
    }
}

extension Span where Element == UInt8 {
    /// Four bytes as a number, the highest first; they must be there.
    func bigEndian32(at offset: Int) -> Int {
        precondition(offset >= 0 && offset <= count - 4, "a number outside of its span")
        return Int(self[offset]) << 24 | Int(self[offset + 1]) << 16 | Int(self[offset + 2]) << 8
            | Int(self[offset + 3])
    }

    /// Eight bytes as a number, the highest first; they must be there. Nil where it is larger than a file can be.
    func bigEndian64(at offset: Int) -> Int? {
        let high = bigEndian32(at: offset)
        return high < 1 << 30 ? high << 32 | bigEndian32(at: offset + 4) : nil
    }
}

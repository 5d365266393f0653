/// An object in a file of its own: a zlib stream of `kind size`, a NUL, and the content.

internal import Bytes

struct LooseObject {
    let kind: ObjectKind
    /// Bytes of the content, as the file says.
    let size: Int
    /// Bytes before the content.
    let headerLength: Int
    private let file: MappedFile
    let path: FilePath

    /// Long enough for every header; the rest is libdeflate's.
    private static let beginning = 64

    /// What came of the beginning: for a small object, all of it.
    private let first: ByteBuffer
    private let isWhole: Bool

    /// The loose object in a directory; nil where there is none.
    init?(_ id: ObjectID, in directory: FilePath, _ inflater: borrowing Inflater) throws(ObjectFault) {
        let hex = Array(id.description.utf8)
        let path = directory.appending(hex[..<2]).appending(hex[2...])
        let file: MappedFile
        do { file = try MappedFile(path) } catch {
            if error == .noSuchFile || error == .notADirectory { return nil }
            throw ObjectFault(.unreadable, "the loose object cannot be read: \(error)", object: id, place: "\(path)")
        }
        let first = ByteBuffer(capacity: LooseObject.beginning)
        guard let isWhole = inflater.inflateBeginning(file.bytes, from: 0, into: first),
            let header = LooseObject.header(first.bytes)
        else {
            throw ObjectFault(.corrupt, "the loose object is damaged", object: id, place: "\(path) at byte 0")
        }
        (kind, size, headerLength) = header
        (self.path, self.file, self.first, self.isWhole) = (path, file, first, isWhole)
        guard header.1 <= Inflater.mostBytes(from: file.count) else {
            throw ObjectFault(
                .corrupt, "the loose object says that it is larger than its file could hold", object: id,
                place: "\(path)")
        }
    }

    /// The content; `size` must be what memory can hold.
    func content(_ inflater: borrowing Inflater) throws(ObjectFault) -> ByteBuffer {
        let result = isWhole ? first : ByteBuffer(capacity: headerLength + size)
        if !isWhole {
            _ = inflater.inflate(file.bytes, from: 0, to: file.count, size: headerLength + size, into: result)
        }
        guard result.count == headerLength + size else {
            throw ObjectFault(.corrupt, "the loose object is damaged or not as long as it says", place: "\(path)")
        }
        let content = ByteBuffer(capacity: size)
        content.append(result.bytes, headerLength..<result.count)
        return content
    }

    /// The content, piece by piece.
    func blobStream() -> BlobStream {
        let file = file
        return BlobStream(skipping: headerLength, size: size) { InflateStream(file, at: 0) }
    }

    private static func header(_ bytes: Span<UInt8>) -> (ObjectKind, Int, Int)? {
        guard let end = bytes.firstIndex(of: 0, from: 0, to: 32),
            let space = bytes.firstIndex(of: 0x20, from: 0, to: end),
            let kind = ObjectKind(name: bytes.array(0..<space))
        else { return nil }
        var size = 0
        for digit in bytes.array(space + 1..<end) {
            guard (0x30...0x39).contains(digit), size < 1 << 48 else { return nil }
            size = 10 * size + Int(digit - 0x30)
        }
        return end > space + 1 ? (kind, size, end + 1) : nil
    }
}

/// Packs with their indexes, written by hand: whatever git would never write, too.

internal import Bytes
internal import Findings
public import Git

public struct PackWriter {
    /// One entry: its header and data as they lie in the pack.
    public struct Entry {
        public let id: ObjectID
        let bytes: [UInt8]
    }

    public private(set) var entries: [Entry] = []
    public private(set) var offsets: [Int] = []
    private var pack: [UInt8] = []

    public init() {}

    /// How many bytes there are so far, the pack's header included.
    public var size: Int { 12 + pack.count }

    /// What git would call an object.
    public static func id(_ content: [UInt8], _ kind: ObjectKind = .blob) -> ObjectID {
        let digest = ObjectDigest.of(header: "\(kind.name) \(content.count)\0", content.span, bits: 160)
        return ObjectID(digest.span, at: 0, length: 20)
    }

    /// An id that no object has.
    public static func id(number: Int) -> ObjectID {
        ObjectID(
            ([UInt8](repeating: UInt8(number % 251), count: 12) + bigEndian(number) + bigEndian(0)).span, at: 0,
            length: 20)
    }

    public static func bytes(_ id: ObjectID) -> [UInt8] {
        let digits = Array(id.description.utf8)
        return stride(from: 0, to: digits.count, by: 2).map { place in
            UInt8(String(decoding: digits[place...(place + 1)], as: UTF8.self), radix: 16) ?? 0
        }
    }

    // MARK: Entries

    @discardableResult
    public mutating func whole(
        _ content: [UInt8], _ kind: ObjectKind = .blob, id: ObjectID? = nil, size: Int? = nil
    ) -> ObjectID {
        add(
            id ?? PackWriter.id(content, kind),
            PackWriter.header(kind.rawValue, size ?? content.count) + PackWriter.zlib(content))
    }

    /// A delta of the entry with a number, by its offset.
    @discardableResult
    public mutating func offsetDelta(_ delta: [UInt8], of base: Int, id: ObjectID, size: Int? = nil) -> ObjectID {
        var distance = self.size - offsets[base]
        var bytes = [UInt8(distance & 0x7F)]
        while distance > 0x7F {
            distance = distance >> 7 - 1
            bytes.insert(UInt8(distance & 0x7F) | 0x80, at: 0)
        }
        return add(id, PackWriter.header(6, size ?? delta.count) + bytes + PackWriter.zlib(delta))
    }

    @discardableResult
    public mutating func referenceDelta(_ delta: [UInt8], of base: ObjectID, id: ObjectID, size: Int? = nil) -> ObjectID
    {
        add(id, PackWriter.header(7, size ?? delta.count) + PackWriter.bytes(base) + PackWriter.zlib(delta))
    }

    @discardableResult
    public mutating func add(_ id: ObjectID, _ bytes: [UInt8]) -> ObjectID {
        offsets.append(size)
        entries.append(Entry(id: id, bytes: bytes))
        pack += bytes
        return id
    }

    /// The beginning of an entry.
    public static func header(_ type: UInt8, _ size: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        var (byte, rest) = (type << 4 | UInt8(size & 15), size >> 4)
        while rest > 0 {
            bytes.append(byte | 0x80)
            byte = UInt8(rest & 0x7F)
            rest >>= 7
        }
        return bytes + [byte]
    }

    /// A zlib stream that stores, not compresses.
    public static func zlib(_ content: [UInt8]) -> [UInt8] {
        var (low, high) = (1, 0)
        for byte in content {
            low = (low + Int(byte)) % 65_521
            high = (high + low) % 65_521
        }
        var (stream, start): ([UInt8], Int) = ([0x78, 0x01], 0)
        repeat {
            let count = min(0xFFFF, content.count - start)
            let isLast: UInt8 = start + count == content.count ? 1 : 0
            stream += [isLast, UInt8(count & 255), UInt8(count >> 8), UInt8(~count & 255), UInt8(~count >> 8 & 255)]
            stream += content[start..<start + count]
            start += count
        } while start < content.count
        return stream + bigEndian(high << 16 | low)
    }

    public static func bigEndian(_ number: Int) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
    }

    // MARK: Deltas

    public enum Instruction {
        case copy(from: Int, count: Int)
        case insert([UInt8])
    }

    /// A delta of a base of `from` bytes that makes `to`.
    public static func delta(from: Int, to: Int, _ instructions: [Instruction]) -> [UInt8] {
        func number(_ value: Int) -> [UInt8] {
            var (bytes, rest): ([UInt8], Int) = ([], value)
            repeat {
                bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
                rest >>= 7
            } while rest > 0
            return bytes
        }
        var bytes = number(from) + number(to)
        for instruction in instructions {
            switch instruction {
            case .insert(let text):
                for start in stride(from: 0, to: text.count, by: 127) {
                    let piece = text[start..<min(text.count, start + 127)]
                    bytes += [UInt8(piece.count)] + piece
                }
            case .copy(var from, var count):
                while count > 0 {
                    let piece = min(count, 0xFF_FFFF)
                    bytes += copy(from, piece)
                    (from, count) = (from + piece, count - piece)
                }
            }
        }
        return bytes
    }

    private static func copy(_ offset: Int, _ count: Int) -> [UInt8] {
        var (operation, bytes): (UInt8, [UInt8]) = (0x80, [])
        for place in 0..<4 where offset >> (8 * place) & 255 > 0 {
            operation |= 1 << UInt8(place)
            bytes.append(UInt8(offset >> (8 * place) & 255))
        }
        for place in 0..<3 where count >> (8 * place) & 255 > 0 {
            operation |= 0x10 << UInt8(place)
            bytes.append(UInt8(count >> (8 * place) & 255))
        }
        return [operation] + bytes
    }

    // MARK: Files

    /// The pack and its index.
    /// - Parameter version: of the index; 1 has no checksums.
    public func files(version: Int = 2) -> (pack: [UInt8], index: [UInt8]) {
        let checksum = [UInt8](repeating: 7, count: 20)
        let file = Array("PACK".utf8) + PackWriter.bigEndian(2) + PackWriter.bigEndian(entries.count) + pack + checksum
        let order = entries.indices.sorted { entries[$0].id < entries[$1].id }
        var index: [UInt8] = version == 1 ? [] : [0xFF, 0x74, 0x4F, 0x63] + PackWriter.bigEndian(2)
        for byte in 0..<256 { index += PackWriter.bigEndian(entries.count { Int($0.id.firstByte) <= byte }) }
        if version == 1 {
            for place in order { index += PackWriter.bigEndian(offsets[place]) + PackWriter.bytes(entries[place].id) }
        } else {
            for place in order { index += PackWriter.bytes(entries[place].id) }
            for place in order {
                let bytes = entries[place].bytes
                index += PackWriter.bigEndian(Int(PackWriter.checksum(bytes)))
            }
            for place in order { index += PackWriter.bigEndian(offsets[place]) }
        }
        index += checksum
        return (file, index + ObjectDigest.of(header: "", index.span, bits: 160))
    }

    private static let remainders: [UInt32] = (0..<256).map { byte in
        (0..<8).reduce(UInt32(byte)) { sum, _ in sum & 1 == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB8_8320 }
    }

    /// CRC-32, written apart from what it tests.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(0xFFFF_FFFF) { sum, byte in remainders[Int(UInt8(truncatingIfNeeded: sum) ^ byte)] ^ sum >> 8 }
    }

    /// Writes them to an object directory of a tree.
    public func write(to tree: TestTree, _ name: String = "1", version: Int = 2) throws -> ObjectStore {
        let (pack, index) = files(version: version)
        for (suffix, bytes) in [("pack", pack), ("idx", index)] {
            let path = "objects/pack/pack-\(name).\(suffix)"
            try? tree.remove(path)
            try tree.write(bytes, to: path)
        }
        return ObjectStore(FilePath(tree.path("objects")))
    }
}

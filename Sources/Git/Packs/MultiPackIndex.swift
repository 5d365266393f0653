/// One index over several packs (`multi-pack-index`, version 1; git's Documentation/gitformat-pack). Only a short cut: each pack has an
/// index of its own, too.

internal import Bytes

struct MultiPackIndex: Sendable {
    private let file: MappedFile
    private let idLength: Int
    private let count: Int
    /// Where the fan-out, ids, offsets and large offsets start.
    private let fanout: Int
    private let names: Int
    private let offsets: Int
    private let large: Range<Int>
    /// The packs' names without `.idx` or `.pack`, in the order in which offsets refer to them.
    let packs: [[UInt8]]

    /// Nil where there is none, or where it is not what it should be: then the packs' own indexes serve.
    init?(_ path: FilePath, format: ObjectFormat) {
        guard let file = try? MappedFile(path) else { return nil }
        self.file = file
        idLength = format.idLength
        let bytes = file.bytes
        guard bytes.count >= 12, bytes.hasBytes("MIDX", at: 0), bytes[4] == 1, bytes[5] == (format == .sha1 ? 1 : 2),
            bytes[7] == 0, let chunks = MultiPackIndex.chunks(bytes), let fan = chunks["OIDF"], fan.count == 1_024,
            let ids = chunks["OIDL"], let places = chunks["OOFF"], let titles = chunks["PNAM"],
            Fanout(bytes, at: fan.lowerBound).isSorted
        else { return nil }
        count = bytes.bigEndian32(at: fan.lowerBound + 1_020)
        packs = bytes.array(titles).split(separator: 0).map { name in
            Array(name.lastIndex(of: UInt8(ascii: ".")).map { name[..<$0] } ?? name)
        }
        guard ids.count == count * format.idLength, places.count == count * 8, packs.count == bytes.bigEndian32(at: 8)
        else {
            return nil
        }
        (fanout, names, offsets) = (fan.lowerBound, ids.lowerBound, places.lowerBound)
        large = chunks["LOFF"] ?? 0..<0
    }

    /// Which pack has an object, and where.
    func find(_ id: ObjectID) -> (pack: Int, offset: Int)? {
        let bytes = file.bytes
        let range = Fanout(bytes, at: fanout).range(of: id)
        guard let index = bytes.index(of: id, in: range, start: names, stride: idLength, length: idLength) else {
            return nil
        }
        let pack = bytes.bigEndian32(at: offsets + 8 * index)
        var offset = bytes.bigEndian32(at: offsets + 8 * index + 4)
        if !large.isEmpty, offset & 0x8000_0000 != 0 {
            let place = large.lowerBound + 8 * (offset & 0x7FFF_FFFF)
            guard place + 8 <= large.upperBound, let far = bytes.bigEndian64(at: place) else { return nil }
            offset = far
        }
        return pack < packs.count ? (pack, offset) : nil
    }

    /// The chunks by their four letters; nil where the table is broken.
    private static func chunks(_ bytes: Span<UInt8>) -> [String: Range<Int>]? {
        let number = Int(bytes[6])
        guard 12 + 12 * (number + 1) <= bytes.count else { return nil }
        var chunks: [String: Range<Int>] = [:]
        for index in 0..<number {
            let entry = 12 + 12 * index
            guard let start = bytes.bigEndian64(at: entry + 4), let end = bytes.bigEndian64(at: entry + 16),
                start <= end, end <= bytes.count
            else { return nil }
            chunks[String(decoding: bytes.array(entry..<entry + 4), as: UTF8.self)] = start..<end
        }
        return chunks
    }
}

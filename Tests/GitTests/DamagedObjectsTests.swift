/// Damaged and hostile packs, indexes and loose objects: an error that names the object, or the right content; never a crash, a hang or
/// memory out of proportion.

import Bytes
import TestSupport
import Testing

@testable import Git

struct DamagedObjectsTests {
    private let repository: GitRepository
    private let objects: [StoredObject]
    private let stem: String

    /// A pack of a few objects, some of them deltas.
    init() throws {
        repository = try GitRepository(in: TestTree())
        var noise = Noise(seed: 11)
        try repository.commitNoise(&noise, commits: 4, files: 1, lines: 12)
        try repository.git("repack", "-adfq")
        stem = try repository.packStem()
        objects = try repository.allObjects()
    }

    /// How many objects can be read. Those that can be have the right content.
    private func readable() -> Int {
        var reader = ObjectReader(ObjectStore(repository.objectDirectory), limit: 1 << 20)
        var count = 0
        for object in objects {
            do throws(ObjectFault) {
                let read = try reader.read(object.id)
                #expect(read.kind.name == object.kind && read.bytes.array(0..<read.content.count) == object.content)
                count += 1
            } catch {
                #expect(error.object != nil, "\(error)")
                #expect(!error.description.isEmpty)
            }
        }
        return count
    }

    private func replace(_ path: String, _ bytes: [UInt8]) throws {
        // Git makes its files read-only, and a new file has pages of its own.
        try? repository.tree.remove(path)
        try repository.tree.write(bytes, to: path)
    }

    @Test(arguments: [0x01, 0x80, 0x55] as [UInt8]) func everyFlippedByteOfAPackIsAFaultOrHarmless(_ mask: UInt8) throws
    {
        let pack = repository.tree.read("\(stem).pack")
        #expect(readable() == objects.count)
        var damagedAll = 0
        for position in stride(from: Int(mask % 3), to: pack.count, by: 3) {
            var damaged = pack
            damaged[position] ^= mask
            try replace("\(stem).pack", damaged)
            if readable() < objects.count { damagedAll += 1 }
        }
        // Nearly every byte matters: all but the version's.
        #expect(damagedAll >= pack.count / 3 - 8)
    }

    @Test func everyFlippedByteOfAnIndexIsAFaultOrHarmless() throws {
        let index = repository.tree.read("\(stem).idx")
        for position in stride(from: 0, to: index.count, by: 5) {
            var damaged = index
            damaged[position] ^= position % 2 == 0 ? 0xFF : 0x01
            try replace("\(stem).idx", damaged)
            _ = readable()
        }
    }

    @Test(arguments: ["pack", "idx"]) func everyTruncationIsAFault(_ suffix: String) throws {
        let whole = repository.tree.read("\(stem).\(suffix)")
        for length in stride(from: 0, to: whole.count, by: 11) {
            try replace("\(stem).\(suffix)", Array(whole[..<length]))
            #expect(readable() == 0)
        }
    }

    @Test func everyFlippedByteOfALooseObjectIsAFaultOrHarmless() throws {
        let object = try #require(objects.first { $0.kind == "blob" })
        let text = object.id.description
        let path = ".git/objects/\(text.prefix(2))/\(text.dropFirst(2))"
        try replace("p.pack", repository.tree.read("\(stem).pack"))
        for suffix in ["pack", "idx"] { try repository.tree.remove("\(stem).\(suffix)") }
        try repository.git(["unpack-objects", "-q"], input: repository.tree.read("p.pack"))
        let whole = repository.tree.read(path)
        #expect(readable() == objects.count)
        for position in whole.indices {
            var damaged = whole
            damaged[position] ^= 0x11
            try replace(path, damaged)
            #expect(readable() >= objects.count - 1)
            try replace(path, Array(whole[..<position]))
            #expect(readable() == objects.count - 1)
        }
    }

    @Test func randomMultiPackIndexesAreSurvived() throws {
        try repository.git("multi-pack-index", "write")
        let path = ".git/objects/pack/multi-pack-index"
        let whole = repository.tree.read(path)
        var noise = Noise(seed: 12)
        for _ in 0..<400 {
            var damaged = whole
            for _ in 0..<noise.number(1..<4) { damaged[noise.number(0..<damaged.count)] = UInt8(noise.number(0..<256)) }
            try replace(path, noise.chance(5) ? Array(damaged[..<noise.number(0..<damaged.count)]) : damaged)
            _ = readable()
        }
    }
}

/// Packs that no git writes.
struct HostilePackTests {
    private let tree: TestTree

    init() throws { tree = try TestTree() }

    /// An object directory with one pack of these entries, whose ids are 1, 2, 3, ….
    private func store(_ entries: [[UInt8]]) throws -> ObjectStore {
        var pack = Array("PACK".utf8) + PackWriter.bigEndian(2) + PackWriter.bigEndian(entries.count)
        var offsets: [Int] = []
        for entry in entries {
            offsets.append(pack.count)
            pack += entry
        }
        let checksum = [UInt8](repeating: 7, count: 20)
        pack += checksum
        var index: [UInt8] = [0xFF, 0x74, 0x4F, 0x63] + PackWriter.bigEndian(2)
        for _ in 0..<256 { index += PackWriter.bigEndian(entries.count) }
        for number in 0..<entries.count { index += id(number) }
        index += [UInt8](repeating: 0, count: 4 * entries.count)
        for offset in offsets { index += PackWriter.bigEndian(offset) }
        index += checksum + checksum
        try tree.write(pack, to: "objects/pack/pack-1.pack")
        try tree.write(index, to: "objects/pack/pack-1.idx")
        return ObjectStore(FilePath(tree.path("objects")))
    }

    private func id(_ number: Int) -> [UInt8] { [UInt8](repeating: 0, count: 16) + PackWriter.bigEndian(number + 1) }

    private func fault(_ store: ObjectStore, _ number: Int) -> ObjectFault? {
        var reader = ObjectReader(store)
        return reader.fault(ObjectID(id(number).span, at: 0, length: 20))
    }

    @Test func referenceDeltasInACircleEnd() throws {
        let delta: [UInt8] = [4, 4, 0x90, 4]
        let store = try store(
            (0..<3).map { PackWriter.header(7, delta.count) + id(($0 + 1) % 3) + PackWriter.zlib(delta) })
        for number in 0..<3 {
            let fault = fault(store, number)
            #expect(fault?.reason == .corrupt && fault?.description.contains("no end") == true)
        }
    }

    @Test(arguments: [1 << 20, 1 << 30, 1 << 45, 1 << 52]) func sizesThatLieTakeNoMemory(_ size: Int) throws {
        let store = try store([PackWriter.header(3, size) + PackWriter.zlib(Array("abcd".utf8))])
        #expect(fault(store, 0)?.reason == .corrupt)
    }

    @Test func deltasThatLieAreFaults() throws {
        let base = PackWriter.header(3, 4) + PackWriter.zlib(Array("abcd".utf8))
        let wrong: [[UInt8]] = [
            // Another base's size; a result that is too short, too long, past counting; a copy from behind the base; a reserved
            // instruction; an insertion and a copy that are cut off; nothing at all.
            [5, 4, 0x90, 4], [4, 3, 0x90, 4], [4, 9, 0x90, 4],
            [4, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1],
            [4, 4, 0x91, 1, 4], [4, 4, 0], [4, 4, 5, 1, 2], [4, 4, 0xFF, 1], [], [4],
        ]
        for delta in wrong {
            let store = try store([base, PackWriter.header(7, delta.count) + id(0) + PackWriter.zlib(delta)])
            let fault = fault(store, 1)
            #expect(fault?.reason == .corrupt && fault?.place != nil, "\(delta)")
        }
    }

    /// A chain of small deltas, each of which makes its base sixteen times as large.
    @Test func deltaBombStopsAtTheLimit() throws {
        var size = 0x1_0000
        var entries = [PackWriter.header(3, 4) + PackWriter.zlib(Array("abcd".utf8))]
        entries.append(delta(of: 0, from: 4, to: size, (0..<size / 4).flatMap { _ in [0x90, 4] as [UInt8] }))
        for number in 1..<3 {
            let copy: [UInt8] = [0xF0, UInt8(size & 255), UInt8(size >> 8 & 255), UInt8(size >> 16 & 255)]
            entries.append(delta(of: number, from: size, to: size * 16, (0..<16).flatMap { _ in copy }))
            size *= 16
        }
        entries.append(
            delta(
                of: 3, from: size, to: 100 * 0xFF_FFFF, (0..<100).flatMap { _ in [0xF0, 0xFF, 0xFF, 0xFF] as [UInt8] }))
        let store = try store(entries)
        let start = ContinuousClock.now
        #expect(fault(store, entries.count - 1)?.reason == .tooLarge)
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    private func delta(of base: Int, from: Int, to: Int, _ instructions: [UInt8]) -> [UInt8] {
        func size(_ number: Int) -> [UInt8] {
            var (bytes, rest): ([UInt8], Int) = ([], number)
            repeat {
                bytes.append(UInt8(rest & 0x7F) | (rest > 0x7F ? 0x80 : 0))
                rest >>= 7
            } while rest > 0
            return bytes
        }
        let delta = size(from) + size(to) + instructions
        return PackWriter.header(7, delta.count) + id(base) + PackWriter.zlib(delta)
    }

    @Test func longChainsAreBuiltWithoutRecursion() throws {
        let count = 4_000
        var entries = [PackWriter.header(3, 4) + PackWriter.zlib(Array("abcd".utf8))]
        let delta: [UInt8] = [4, 4, 0x90, 4]
        for number in 0..<count {
            entries.append(PackWriter.header(7, delta.count) + id(number) + PackWriter.zlib(delta))
        }
        // The content is right and its name is not: that far the chain was built.
        #expect(fault(try store(entries), count)?.description.contains("has a checksum of") == true)
    }
}

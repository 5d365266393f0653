/// Walks over damaged and hostile packs: every object is right or a fault that names it and where it lies, and the walk ends within its
/// memory.

import Bytes
import TestSupport
import Testing

@testable import Git

struct HostileWalkTests {
    private let tree: TestTree

    init() throws { tree = try TestTree() }

    private func text(_ seed: UInt64, _ count: Int = 400) -> [UInt8] {
        var noise = Noise(seed: seed)
        return Array(noise.text(count).utf8)
    }

    /// Adds a version of a text that differs at one place, and says what it is.
    private func edit(_ base: [UInt8], _ insertion: [UInt8], at place: Int) -> (content: [UInt8], delta: [UInt8]) {
        let content = base[..<place] + insertion + base[place...]
        let delta = PackWriter.delta(
            from: base.count, to: content.count,
            [.copy(from: 0, count: place), .insert(insertion), .copy(from: place, count: base.count - place)])
        return (Array(content), delta)
    }

    /// Two bases, a chain of each, deltas of both forms.
    private func smallPack() -> (writer: PackWriter, objects: [ObjectID: [UInt8]]) {
        var (writer, objects): (PackWriter, [ObjectID: [UInt8]]) = (PackWriter(), [:])
        for base in 0..<2 {
            var content = text(UInt64(base), 200)
            objects[writer.whole(content)] = content
            for number in 0..<3 {
                let (next, delta) = edit(content, text(UInt64(10 * base + number), 20), at: 30 * number)
                let id = PackWriter.id(next)
                if number == 1 {
                    writer.referenceDelta(delta, of: PackWriter.id(content), id: id)
                } else {
                    writer.offsetDelta(delta, of: writer.entries.count - 1, id: id)
                }
                objects[id] = next
                content = next
            }
        }
        return (writer, objects)
    }

    /// What a walk gives is right, and what it does not give has a fault with its name and place.
    private func expectRightOrFault(_ objects: [ObjectID: [UInt8]], _ comment: @autoclosure () -> String) -> Int {
        let seen = Walked.all(ObjectStore(FilePath(tree.path("objects"))), threads: 1, budget: 1 << 20, kinds: [.blob])
        var right = 0
        for object in seen.objects {
            if objects[object.id] == object.content { right += 1 } else { Issue.record("wrong content: \(comment())") }
        }
        if right < objects.count {
            #expect(!seen.faults.isEmpty || seen.brokenStreams > 0, "\(comment())")
            #expect(seen.faults.allSatisfy { $0.place != nil || $0.object != nil }, "\(comment())")
        }
        #expect(seen.brokenCopies == 0)
        return right
    }

    private func replace(_ suffix: String, _ bytes: [UInt8]) throws {
        try? tree.remove("objects/pack/pack-1.\(suffix)")
        try tree.write(bytes, to: "objects/pack/pack-1.\(suffix)")
    }

    @Test(arguments: [0x01, 0x80] as [UInt8]) func everyFlippedByteOfAPackIsAFaultOrHarmless(_ mask: UInt8) throws {
        let (writer, objects) = smallPack()
        _ = try writer.write(to: tree)
        let pack = writer.files().pack
        #expect(expectRightOrFault(objects, "undamaged") == objects.count)
        for place in pack.indices {
            var damaged = pack
            damaged[place] ^= mask
            try replace("pack", damaged)
            let right = expectRightOrFault(objects, "byte \(place)")
            // The entries are all that matters but for the header.
            if place >= 12 { #expect(right < objects.count, "byte \(place)") }
        }
    }

    /// Without checksums the names tell.
    @Test func everyFlippedByteOfAPackWithAnOldIndexIsAFault() throws {
        let (writer, objects) = smallPack()
        _ = try writer.write(to: tree, version: 1)
        let pack = writer.files().pack
        #expect(expectRightOrFault(objects, "undamaged") == objects.count)
        for place in pack.indices {
            var damaged = pack
            damaged[place] ^= 0x01
            try replace("pack", damaged)
            _ = expectRightOrFault(objects, "byte \(place)")
        }
    }

    /// A base of the same size: the delta fits it as well.
    @Test(arguments: [1, 2]) func aFlippedBaseOfTheSameSizeIsAFault(_ version: Int) throws {
        var writer = PackWriter()
        let bases = [text(1), text(2)]
        for base in bases { writer.whole(base) }
        let (content, delta) = edit(bases[0], text(3, 9), at: 50)
        writer.referenceDelta(delta, of: PackWriter.id(bases[0]), id: PackWriter.id(content))
        let store = try writer.write(to: tree, version: version)
        #expect(Walked.all(store, threads: 1, budget: 1 << 20).faults.isEmpty)

        var (pack, _) = writer.files()
        let place = writer.offsets[2] + PackWriter.header(7, delta.count).count
        pack.replaceSubrange(place..<place + 20, with: PackWriter.bytes(PackWriter.id(bases[1])))
        try replace("pack", pack)
        let seen = Walked.all(ObjectStore(FilePath(tree.path("objects"))), threads: 1, budget: 1 << 20)
        #expect(seen.objects.count == 2)
        let fault = try #require(seen.faults.first)
        #expect(seen.faults.count == 1 && fault.object == PackWriter.id(content))
        #expect(fault.reason == .corrupt && fault.place?.contains("at byte \(writer.offsets[2])") == true)
    }

    @Test(arguments: ["pack", "idx"]) func everyTruncationIsAFault(_ suffix: String) throws {
        let (writer, objects) = smallPack()
        _ = try writer.write(to: tree)
        let files = writer.files()
        let whole = suffix == "pack" ? files.pack : files.index
        for length in whole.indices {
            try replace(suffix, Array(whole[..<length]))
            #expect(expectRightOrFault(objects, "\(length) bytes") == 0)
        }
    }

    @Test(arguments: [1, 2]) func everyFlippedByteOfAnIndexIsAFault(_ version: Int) throws {
        let (writer, _) = smallPack()
        let index = writer.files(version: version).index
        #expect(Walked.all(try writer.write(to: tree, version: version), threads: 1, budget: 0).faults.isEmpty)
        for place in index.indices {
            var damaged = index
            damaged[place] ^= place % 2 == 0 ? 0xFF : 0x01
            try replace("idx", damaged)
            let store = ObjectStore(FilePath(tree.path("objects")))
            #expect(!Walked.all(store, threads: 1, budget: 1 << 20, kinds: [.blob]).faults.isEmpty, "byte \(place)")
        }
    }

    /// The packs' own indexes say the same, and are what a walk reads.
    @Test func noByteOfAMultiPackIndexMatters() throws {
        let repository = try GitRepository(in: tree)
        var noise = Noise(seed: 3)
        try repository.commitNoise(&noise, commits: 3, files: 1, lines: 8)
        try repository.git("repack", "-adfq")
        try repository.git("multi-pack-index", "write")
        let objects = try repository.allObjects().sorted { $0.id < $1.id }
        let path = ".git/objects/pack/multi-pack-index"
        let whole = tree.read(path)
        for place in stride(from: 0, to: whole.count, by: 3) {
            for damaged in [Array(whole[..<place]), whole[..<place] + [whole[place] ^ 0xFF] + whole[(place + 1)...]] {
                try? tree.remove(path)
                try tree.write(damaged, to: path)
                let seen = Walked.all(ObjectStore(repository.objectDirectory), threads: 1, budget: 1 << 20)
                #expect(seen.faults.isEmpty && seen.objects.sorted { $0.id < $1.id } == objects)
            }
        }
    }

    @Test func referenceDeltasInACircleAreFaults() throws {
        var writer = PackWriter()
        let delta = PackWriter.delta(from: 4, to: 4, [.copy(from: 0, count: 4)])
        for number in 0..<3 {
            writer.referenceDelta(delta, of: PackWriter.id(number: (number + 1) % 3), id: PackWriter.id(number: number))
        }
        let good = writer.whole(text(1))
        let seen = Walked.all(try writer.write(to: tree), threads: 2, budget: 1 << 20)
        #expect(seen.objects.map(\.id) == [good])
        #expect(Set(seen.faults.compactMap(\.object)) == Set((0..<3).map { PackWriter.id(number: $0) }))
    }

    @Test(arguments: [1, 3, 401, 1 << 20, 1 << 31, 1 << 45, 1 << 52]) func entriesThatLieAboutTheirSizeAreFaults(
        _ size: Int
    ) throws {
        var writer = PackWriter()
        let base = text(1)
        writer.whole(base, id: PackWriter.id(number: 1), size: size)
        let (_, delta) = edit(base, text(2, 9), at: 20)
        writer.referenceDelta(delta, of: PackWriter.id(number: 1), id: PackWriter.id(number: 2))
        let good = writer.whole(text(4))
        writer.referenceDelta(delta, of: good, id: PackWriter.id(number: 3), size: size)
        let seen = Walked.all(try writer.write(to: tree), threads: 1, budget: 1 << 20)
        #expect(seen.objects.map(\.id) == [good])
        #expect(Set(seen.faults.compactMap(\.object)) == Set((1...3).map { PackWriter.id(number: $0) }))
    }

    @Test func deltasThatLieAreFaults() throws {
        let base = text(1, 40)
        let wrong: [[UInt8]] = [
            // Another base's size; a result that is shorter, longer, past counting.
            PackWriter.delta(from: 41, to: 40, [.copy(from: 0, count: 40)]),
            PackWriter.delta(from: 40, to: 39, [.copy(from: 0, count: 40)]),
            PackWriter.delta(from: 40, to: 1 << 50, [.copy(from: 0, count: 40)]),
            // Copies from outside of the base, by little and by much.
            PackWriter.delta(from: 40, to: 40, [.copy(from: 1, count: 40)]),
            PackWriter.delta(from: 40, to: 40, [.copy(from: 0xFFFF_FFFF, count: 40)]),
            PackWriter.delta(from: 40, to: 0xFF_FFFF, [.copy(from: 0, count: 0xFF_FFFF)]),
            // A reserved instruction; an insertion and a copy that are cut off; nothing.
            [40, 40, 0], [40, 40, 5, 1, 2], [40, 40, 0xFF, 1], [], [40],
        ]
        var writer = PackWriter()
        let good = writer.whole(base)
        for (number, delta) in wrong.enumerated() {
            writer.offsetDelta(delta, of: 0, id: PackWriter.id(number: number))
        }
        let seen = Walked.all(try writer.write(to: tree), threads: 2, budget: 1 << 20)
        #expect(seen.objects.map(\.id) == [good])
        for (number, _) in wrong.enumerated() {
            let fault = seen.faults.first { $0.object == PackWriter.id(number: number) }
            #expect(
                fault?.reason == .corrupt && fault?.place?.contains("at byte \(writer.offsets[number + 1])") == true)
        }
    }

    /// What is made from something broken is named, too, each once, and costs nothing.
    @Test func deltasOfABrokenBaseAreFaults() throws {
        var writer = PackWriter()
        writer.whole(text(1), id: PackWriter.id(number: 0), size: 5)
        let delta = PackWriter.delta(from: 4, to: 4, [.copy(from: 0, count: 4)])
        for number in 1..<20_000 { writer.offsetDelta(delta, of: number - 1, id: PackWriter.id(number: number)) }
        let start = ContinuousClock.now
        let seen = Walked.all(try writer.write(to: tree), threads: 2, budget: 1 << 20)
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(seen.faults.count == 20_000 && Set(seen.faults.compactMap(\.object)).count == 20_000)
    }
}

/// A damaged object of which there is another copy, in another pack or in a file of its own, is read from there.

import Bytes
import TestSupport
import Testing

@testable import Git

struct ObjectCopyTests {
    private let repository: GitRepository
    private let objects: [StoredObject]
    /// The pack that gets damaged; the copies lie elsewhere.
    private let stem: String

    init() throws {
        repository = try GitRepository(in: TestTree())
        var noise = Noise(seed: 31)
        try repository.commitNoise(&noise, commits: 5, files: 1, lines: 12)
        try repository.git("repack", "-adfq", "--depth=50")
        stem = try repository.packStem()
        objects = try repository.allObjects()
    }

    private func replace(_ path: String, _ bytes: [UInt8]) throws {
        try? repository.tree.remove(path)
        try repository.tree.write(bytes, to: path)
    }

    private func expectAll(_ comment: @autoclosure () -> String) {
        let store = ObjectStore(repository.objectDirectory)
        let seen = Walked.all(store, threads: 1, budget: 1 << 20)
        #expect(seen.faults.isEmpty && seen.brokenStreams == 0, "\(comment()): \(seen.faults)")
        #expect(seen.objects.sorted { $0.id < $1.id } == objects, "\(comment())")
        var reader = ObjectReader(store)
        for object in objects where reader.fault(object.id) != nil { Issue.record("\(object.id), \(comment())") }
    }

    /// Before and after the other pack in the order of names.
    @Test(arguments: ["0", "z"]) func everyFlippedByteIsMadeGoodByAnotherPack(_ name: String) throws {
        // The other pack has deltas of its own.
        for suffix in ["pack", "idx"] {
            try replace(".git/objects/pack/pack-\(name).\(suffix)", repository.tree.read("\(stem).\(suffix)"))
        }
        let path = ".git/objects/pack/pack-\(name).pack"
        let whole = repository.tree.read(path)
        for place in stride(from: 12, to: whole.count - 20, by: 7) {
            try replace(path, whole[..<place] + [whole[place] ^ 0x10] + whole[(place + 1)...])
            expectAll("byte \(place)")
        }
    }

    @Test func everyFlippedByteIsMadeGoodByLooseObjects() throws {
        for suffix in ["pack", "idx"] { try replace("p.\(suffix)", repository.tree.read("\(stem).\(suffix)")) }
        for suffix in ["pack", "idx"] { try repository.tree.remove("\(stem).\(suffix)") }
        try repository.git(["unpack-objects", "-q"], input: repository.tree.read("p.pack"))
        try replace("\(stem).idx", repository.tree.read("p.idx"))
        let whole = repository.tree.read("p.pack")
        for place in stride(from: 13, to: whole.count - 20, by: 11) {
            try replace("\(stem).pack", whole[..<place] + [whole[place] ^ 0x01] + whole[(place + 1)...])
            expectAll("byte \(place)")
        }
    }

    /// Only the damaged base has a copy; what is made from it has none.
    @Test(arguments: [0, 1 << 20]) func deltasOfADamagedBaseAreMadeFromItsCopy(_ budget: Int) throws {
        let tree = try TestTree()
        var writer = PackWriter()
        var noise = Noise(seed: 5)
        var content = Array(noise.text(300).utf8)
        let base = content
        var expected = [writer.whole(content): content]
        for number in 0..<5 {
            let next = content + Array("more \(number)".utf8)
            let delta = PackWriter.delta(
                from: content.count, to: next.count,
                [.copy(from: 0, count: content.count), .insert(Array("more \(number)".utf8))])
            content = next
            expected[writer.offsetDelta(delta, of: number, id: PackWriter.id(next))] = next
        }
        _ = try writer.write(to: tree)
        var pack = writer.files().pack
        pack[writer.offsets[0] + 12] ^= 0x40
        try tree.remove("objects/pack/pack-1.pack")
        try tree.write(pack, to: "objects/pack/pack-1.pack")
        var copy = PackWriter()
        copy.whole(base)
        let store = try copy.write(to: tree, "2")
        let seen = Walked.all(store, threads: 1, budget: budget, kinds: [.blob])
        #expect(seen.faults.isEmpty && seen.objects.count == expected.count)
        for object in seen.objects { #expect(expected[object.id] == object.content) }
        var reader = ObjectReader(store)
        for id in expected.keys { #expect(reader.fault(id) == nil) }
    }

    /// A circle of honest chains: only the copies can break it.
    @Test func circlesAreBrokenByCopies() throws {
        let tree = try TestTree()
        let texts = (0..<3).map { Array("text \($0)".utf8) }
        var writer = PackWriter()
        for number in 0..<3 {
            let delta = PackWriter.delta(from: 6, to: 6, [.insert(texts[number])])
            writer.referenceDelta(delta, of: PackWriter.id(texts[(number + 1) % 3]), id: PackWriter.id(texts[number]))
        }
        _ = try writer.write(to: tree)
        var copy = PackWriter()
        for text in texts { copy.whole(text) }
        let seen = Walked.all(try copy.write(to: tree, "2"), threads: 1, budget: 1 << 20)
        #expect(seen.faults.isEmpty && Set(seen.objects.map(\.content)) == Set(texts))
    }

    @Test func damagedLooseObjectIsReadFromAnAlternate() throws {
        try repository.write("two copies", to: "x")
        try repository.git("add", ".")
        try repository.git("clone", "-q", ".", "second")
        let id = PackWriter.id(Array("two copies".utf8))
        let path = "\(id)".prefix(2) + "/" + "\(id)".dropFirst(2)
        let loose = repository.tree.read(".git/objects/\(path)")
        let second = GitRepository(in: repository.tree, existing: "second")
        try repository.tree.write("\(repository.root)/.git/objects\n", to: "second/.git/objects/info/alternates")
        for place in loose.indices {
            try replace("second/.git/objects/\(path)", loose[..<place] + [loose[place] ^ 4] + loose[(place + 1)...])
            let store = ObjectStore(second.objectDirectory)
            let seen = Walked.all(store, threads: 1, budget: 1 << 20, kinds: [.blob])
            #expect(seen.faults.isEmpty && seen.objects.contains { $0.id == id }, "byte \(place): \(seen.faults)")
        }
    }
}

/// The reader gives what `git cat-file` gives, however the objects are stored.

import Bytes
import TestSupport
import Testing

@testable import Git

struct ObjectStoreTests {
    private func repository(format: String = "sha1", commits: Int = 12) throws -> GitRepository {
        let repository = try GitRepository(in: TestTree(), format: format)
        var noise = Noise(seed: 3)
        try repository.commitNoise(&noise, commits: commits)
        try repository.git("tag", "-a", "-m", "a tag", "v1")
        // A small and an empty object, and one that is longer than what is read at once.
        try repository.write("", to: "empty")
        try repository.write(noise.text(30_000), to: "long")
        try repository.git("add", ".")
        return repository
    }

    @Test(arguments: ["sha1", "sha256"]) func looseObjectsAreRead(_ format: String) throws {
        let repository = try repository(format: format)
        try expectEqual(
            repository.allObjects(),
            ObjectStore(repository.objectDirectory, format: try #require(ObjectFormat(rawValue: format))))
    }

    @Test(arguments: ["sha1", "sha256"]) func packedObjectsAreRead(_ format: String) throws {
        let repository = try repository(format: format, commits: 60)
        try repository.git("repack", "-adfq", "--depth=50", "--window=60")
        let chains = try repository.git("verify-pack", "-v", "\(repository.packStem()).idx").text
        #expect(chains.contains("chain length = 1"), "no chain of ten deltas or more")
        try expectEqual(
            repository.allObjects(),
            ObjectStore(repository.objectDirectory, format: try #require(ObjectFormat(rawValue: format))))
    }

    @Test func packsWithoutOffsetDeltasAreRead() throws {
        let repository = try repository(commits: 30)
        try repository.git("-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq")
        let objects = try repository.allObjects()
        try expectEqual(objects, ObjectStore(repository.objectDirectory))
        let pack = try PackFile(FilePath(repository.tree.path("\(repository.packStem()).pack")), format: .sha1)
        let index = try PackIndex(FilePath(repository.tree.path("\(repository.packStem()).idx")), format: .sha1)
        let forms = try (0..<index.count).map { try pack.entry(at: index.offset(at: $0)).form }
        #expect(forms.contains { if case .referenceDelta = $0 { true } else { false } })
    }

    /// Large offsets are forced by an index whose limit for short ones is 0x40.
    @Test(arguments: ["1", "2", "2,0x40"]) func indexesOfEveryVersionAreRead(_ version: String) throws {
        let repository = try repository()
        try repository.git("repack", "-adfq")
        let stem = try repository.packStem()
        let objects = try repository.allObjects()
        try repository.tree.remove("\(stem).idx")
        try repository.git("index-pack", "--index-version=\(version)", "\(stem).pack")
        #expect(try repository.allObjects() == objects)
        try expectEqual(objects, ObjectStore(repository.objectDirectory))
    }

    @Test func severalPacksAndAMultiPackIndexAreRead() throws {
        let repository = try repository()
        var noise = Noise(seed: 4)
        for _ in 0..<3 {
            try repository.commitNoise(&noise, commits: 3)
            try repository.git("repack", "-dq")
        }
        try repository.git("multi-pack-index", "write")
        try repository.commitNoise(&noise, commits: 2)
        let store = ObjectStore(repository.objectDirectory)
        #expect(store.packList().multi.first?.packs.count == 3)
        try expectEqual(repository.allObjects(), store)
        // What the packs' own indexes say is the same.
        try repository.tree.remove(".git/objects/pack/multi-pack-index")
        #expect(ObjectStore(repository.objectDirectory).packList().multi.isEmpty)
        try expectEqual(repository.allObjects(), ObjectStore(repository.objectDirectory))
    }

    @Test func alternatesAreFollowedAlsoInACircle() throws {
        let repository = try repository()
        try repository.git("repack", "-adq")
        try repository.git("clone", "-q", "--shared", repository.root, repository.tree.path("second"))
        try repository.tree.write(
            "../../../.git/objects\n# a comment\n../objects\n", to: "second/.git/objects/info/alternates")
        try repository.tree.write(
            repository.tree.path("second/.git/objects") + "\n", to: ".git/objects/info/alternates")
        let store = ObjectStore(FilePath(repository.tree.path("second/.git/objects")))
        try expectEqual(repository.allObjects(), store)
        let extra = ObjectStore(FilePath(repository.tree.path("nowhere")), alternates: [repository.objectDirectory])
        try expectEqual(repository.allObjects(), extra)
    }

    @Test func whatGitPacksMeanwhileIsFound() throws {
        let repository = try repository()
        let objects = try repository.allObjects()
        let store = ObjectStore(repository.objectDirectory)
        var reader = ObjectReader(store)
        _ = try reader.read(objects[0].id)
        try repository.git("repack", "-adq")
        try repository.git("prune-packed")
        for object in objects.dropFirst() { _ = try? reader.read(object.id) }
        try repository.git("commit", "-qm", "the index's objects, too")
        try repository.git("repack", "-adq")
        let after = try repository.allObjects()
        for object in after {
            let count = try reader.read(object.id).content.count
            #expect(count == object.content.count)
        }
    }

    @Test func missingObjectIsNamed() throws {
        let repository = try repository(commits: 1)
        var reader = ObjectReader(ObjectStore(repository.objectDirectory))
        let id = try #require(ObjectID(hex: String(repeating: "ab", count: 20)))
        let fault = reader.fault(id)
        #expect(fault?.reason == .missing)
        #expect(fault?.description.contains(id.description) == true)
        let isThere = reader.contains(id)
        #expect(!isThere)
    }

    @Test func largeBlobsAreStreamedAndNotHeld() throws {
        let repository = try GitRepository(in: TestTree())
        var noise = Noise(seed: 9)
        let text = noise.text(300_000)
        try repository.write(text, to: "large")
        try repository.git("add", ".")
        let objects = try repository.allObjects()
        let id = try #require(objects.first?.id)
        for isPacked in [false, true] {
            if isPacked {
                try repository.git("commit", "-qm", "x")
                try repository.git("repack", "-adq")
            }
            var reader = ObjectReader(ObjectStore(repository.objectDirectory), limit: 100_000)
            let fault = reader.fault(id)
            #expect(fault?.reason == .tooLarge)
            let stream = try #require(try reader.stream(id))
            #expect(stream.size == 300_000)
            var (bytes, buffer): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: 7_000))
            while let count = stream.read(into: &buffer, at: 10, count: 6_000), count > 0 {
                bytes += buffer[10..<10 + count]
            }
            #expect(bytes == Array(text.utf8))
        }
    }
}

struct ObjectIDTests {
    @Test(arguments: [20, 32]) func digitsComeBack(_ length: Int) {
        var noise = Noise(seed: 5)
        for _ in 0..<200 {
            let bytes = noise.bytes(length)
            let id = ObjectID(bytes.span, at: 0, length: length)
            #expect(ObjectID(hex: id.description) == id)
            #expect(id.length == length && id.firstByte == bytes[0])
            let other = noise.bytes(length)
            #expect((id < ObjectID(other.span, at: 0, length: length)) == bytes.lexicographicallyPrecedes(other))
        }
    }

    @Test(arguments: [
        "", "abc", String(repeating: "g", count: 40), String(repeating: "A", count: 40),
        String(repeating: "a", count: 41),
    ])
    func otherTextIsNoID(_ text: String) { #expect(ObjectID(hex: text) == nil) }
}

/// Objects that git reads are those that are read directly.

import Bytes
import TestSupport
import Testing

@testable import Git

struct GitObjectsTests {
    private func repository(_ format: String = "sha1") throws -> (GitRepository, Repository) {
        let repository = try GitRepository(in: TestTree(), format: format)
        var noise = Noise(seed: 21)
        try repository.commitNoise(&noise, commits: 6)
        try repository.git("repack", "-adfq")
        try repository.write("loose", to: "loose")
        try repository.git("add", ".")
        try repository.git("tag", "-a", "v1", "-m", "tag")
        return (repository, try Repository.open(at: FilePath(repository.root), needsWorkTree: false).repository)
    }

    @Test(arguments: ["sha1", "sha256"]) func gitReadsWhatIsReadDirectly(_ format: String) throws {
        let (repository, opened) = try repository(format)
        let store = try opened.allObjects(throughGit: true)
        #expect(store.directories.isEmpty && store.throughGit?.reasons == ["--through-git was given"])
        let table = ObjectTable(store)
        let objects = try repository.allObjects()
        #expect(table.faults.isEmpty && table.count == objects.count && store.throughGit?.count == objects.count)
        try expectEqual(objects, store)
        for (threads, budget) in [(1, 1 << 20), (3, 0)] {
            let seen = Walked.all(store, threads: threads, budget: budget)
            #expect(seen.faults.isEmpty && seen.objects.sorted { $0.id < $1.id } == objects)
        }
    }

    @Test func ordinaryRepositoriesAreReadDirectly() throws {
        let (repository, opened) = try repository()
        #expect(try opened.allObjects(throughGit: false).throughGit == nil)
        #expect(try repository.allObjects().count > 10)
    }

    /// One git for each, from start to end, and again.
    @Test func largeObjectsAreStreamed() throws {
        let (repository, opened) = try repository()
        var noise = Noise(seed: 3)
        let text = Array(noise.text(300_000).utf8)
        try repository.tree.write(text, to: "large")
        let name = try repository.git("hash-object", "-w", "large").text.dropLast()
        let id = try #require(ObjectID(hex: String(name)))
        let store = try opened.allObjects(throughGit: true)
        _ = ObjectTable(store)
        var reader = ObjectReader(store, limit: 1_000)
        #expect(reader.fault(id)?.reason == .tooLarge)
        let stream = try #require(try reader.stream(id))
        #expect(stream.size == text.count)
        for _ in 0..<2 {
            var (content, piece) = ([UInt8](), [UInt8](repeating: 0, count: 10_000))
            while let count = stream.read(into: &piece, at: 0, count: piece.count), count > 0 {
                content += piece[..<count]
            }
            #expect(content == text)
            stream.rewind()
        }
        // Small ones are read as before.
        #expect(reader.fault(PackWriter.id(Array("loose".utf8))) == nil)
    }

    /// Git knows it, Lapwing does not.
    @Test func unknownExtensionIsLeftToGit() throws {
        let (repository, opened) = try repository()
        try repository.git("config", "core.repositoryformatversion", "1")
        try repository.git("config", "extensions.noop", "true")
        #expect(try opened.allObjects(throughGit: false).throughGit == nil)
        let store = try opened.allObjects(throughGit: false, knowing: ["objectformat"])
        #expect(store.throughGit?.reasons == ["the repository has the extension noop, which Lapwing does not know"])
        #expect(store.directories.isEmpty)
        let objects = try repository.allObjects()
        let seen = Walked.all(store, threads: 1, budget: 1 << 20)
        #expect(seen.faults.isEmpty && seen.objects.sorted { $0.id < $1.id } == objects)
        // Before version 1 nobody asks.
        try repository.git("config", "core.repositoryformatversion", "0")
        #expect(try opened.allObjects(throughGit: false, knowing: []).throughGit == nil)
        // What this git does not know, it says.
        try repository.git("config", "extensions.futureStore", "true")
        try repository.git("config", "core.repositoryformatversion", "1")
        #expect(throws: GitFault.self) { try opened.allObjects(throughGit: false) }
    }

    @Test(arguments: ["idx", "pack"]) func packsOfUnknownVersionsAreLeftToGit(_ suffix: String) throws {
        let (repository, opened) = try repository()
        let path = "\(try repository.packStem()).\(suffix)"
        var bytes = repository.tree.read(path)
        bytes[7] = 9
        try repository.tree.remove(path)
        try repository.tree.write(bytes, to: path)
        let store = try opened.allObjects(throughGit: false)
        let reason = try #require(store.throughGit?.reasons.first)
        #expect(reason.contains("of version 9, which is not known") && store.throughGit?.reasons.count == 1)
        // This git does not know it either, and says so: the fault stays.
        let faults = ObjectTable(store).faults
        #expect(faults.contains { $0.reason == .unsupported })
        #expect(faults.contains { $0.message.contains("git could not list all objects") })
    }

    /// Alternates in quotes are read by git only.
    @Test func quotedAlternatesAreLeftToGit() throws {
        let (repository, _) = try repository()
        try repository.git("clone", "-q", "--shared", ".", "second")
        let second = GitRepository(in: repository.tree, existing: "second")
        try second.write("only there", to: "new")
        try second.git("add", ".")
        try repository.tree.write("\"\(repository.root)/.git/objects\"\n", to: "second/.git/objects/info/alternates")
        let store = try Repository.open(at: FilePath(second.root), needsWorkTree: false).repository
            .allObjects(throughGit: false)
        #expect(store.throughGit?.reasons.first?.hasSuffix("info/alternates has paths in quotes") == true)
        let seen = Walked.all(store, threads: 1, budget: 1 << 20)
        #expect(try seen.faults.isEmpty && seen.objects.sorted { $0.id < $1.id } == second.allObjects())
    }
}

/// Git's index: the same paths as `git ls-files`, and no crash whatever the bytes are.

import TestSupport
import Testing

@testable import Git

struct IndexFileTests {
    private static let paths = [
        "a", "a-b", "a/b", "a/b.c", "a/b/c", "é/ü", "long/" + String(repeating: "x", count: 200), "z",
    ]

    /// A real index in each version: plain, with an entry that needs extended flags, with compressed paths.
    private static func index(version: Int, count: Int = 0) throws -> (bytes: [UInt8], paths: [[UInt8]]) {
        let tree = try TestTree()
        let repository = try GitRepository(in: tree)
        // `a/b` cannot be a file and a directory at once.
        var paths = IndexFileTests.paths.filter { $0 != "a/b" && $0 != "a" }
        paths += (0..<count).map { "many/d\($0 % 7)/f\($0)" }
        for path in paths { try repository.write("x", to: path) }
        try repository.git(["add", "--"] + paths.dropLast())
        try repository.git(version == 3 ? ["add", "-N", "."] : ["add", "."])
        try repository.git("update-index", "--index-version", "\(version)")
        let bytes = tree.read(".git/index")
        try #require(bytes[7] == UInt8(version))
        return (bytes, try repository.files("-c"))
    }

    private func paths(_ index: IndexFile, among candidates: [[UInt8]]) -> [[UInt8]] {
        candidates.filter { index.contains($0) }
    }

    @Test(arguments: [2, 3, 4])
    func holdsWhatGitLists(_ version: Int) throws {
        let (bytes, listed) = try Self.index(version: version, count: 400)
        let index = try IndexFile(bytes)
        #expect(index.count == listed.count)
        #expect(paths(index, among: listed) == listed)
        for path in listed {
            #expect(!index.contains(path + [0x78]))
            #expect(!index.contains(path.dropLast()) || listed.contains(Array(path.dropLast())))
        }
    }

    @Test(arguments: [2, 4])
    func knowsWhichDirectoriesHoldSomething(_ version: Int) throws {
        let index = try IndexFile(Self.index(version: version).bytes)
        for directory in ["a", "a/b", "é", "long"] {
            #expect(index.containsAnything(below: Array(directory.utf8)), "\(directory)")
        }
        for directory in ["a-b", "z", "a/b.c", "b", "lon", ""] {
            #expect(!index.containsAnything(below: Array(directory.utf8)), "\(directory)")
        }
    }

    @Test func emptyIndexHoldsNothing() throws {
        let repository = try GitRepository(in: TestTree())
        try repository.git("read-tree", "--empty")
        let index = try IndexFile(repository.tree.read(".git/index"))
        #expect(index.count == 0)
        #expect(!index.contains(Array("a".utf8)) && !index.containsAnything(below: Array("a".utf8)))
    }

    @Test func splitIndexIsRefused() throws {
        let repository = try GitRepository(in: TestTree())
        try repository.write("x", to: "a")
        try repository.git("add", ".")
        try repository.git("update-index", "--split-index")
        let bytes = repository.tree.read(".git/index")
        #expect(throws: IndexFault.self) { try IndexFile(bytes) }
    }

    @Test func sparseDirectoryHoldsAllBelow() throws {
        let repository = try GitRepository(in: TestTree())
        for path in ["in/a", "out/b", "out/deep/c"] { try repository.write("x", to: path) }
        try repository.git("add", ".")
        try repository.git("commit", "-qm", "x")
        try repository.git("sparse-checkout", "set", "--cone", "--sparse-index", "in")
        let index = try IndexFile(repository.tree.read(".git/index"))
        #expect(index.count == 2)
        for path in ["in/a", "out/b", "out/deep/c"] { #expect(index.contains(Array(path.utf8)), "\(path)") }
        #expect(index.containsAnything(below: Array("out/deep".utf8)))
        #expect(!index.contains(Array("in/b".utf8)) && !index.contains(Array("outer/b".utf8)))
    }

    @Test func longHashesAreRead() throws {
        let repository = try GitRepository(in: TestTree(), format: "sha256")
        try repository.write("x", to: "a/b")
        try repository.git("add", ".")
        let index = try IndexFile(repository.tree.read(".git/index"), hashLength: 32)
        #expect(index.count == 1 && index.contains(Array("a/b".utf8)))
    }

    // MARK: Damage

    /// Reads and asks: a crash ends the test run, an error is right.
    private func probe(_ bytes: [UInt8]) -> Bool {
        guard let index = try? IndexFile(bytes) else { return false }
        for path in ["", "a", "a-b", "a/b/c", "zz"] {
            _ = index.contains(Array(path.utf8))
            _ = index.containsAnything(below: Array(path.utf8))
        }
        return true
    }

    @Test(arguments: [2, 3, 4])
    func everyFlippedByteIsSurvived(_ version: Int) throws {
        let (bytes, _) = try Self.index(version: version)
        for position in bytes.indices {
            for mask in [0x01, 0x80, 0xFF] as [UInt8] {
                var damaged = bytes
                damaged[position] ^= mask
                _ = probe(damaged)
            }
        }
        for position in 0..<12 {
            var damaged = bytes
            damaged[position] ^= 0x80
            #expect(!probe(damaged), "the header's byte \(position)")
        }
    }

    @Test(arguments: [2, 3, 4])
    func everyTruncationIsSurvived(_ version: Int) throws {
        let (bytes, listed) = try Self.index(version: version)
        let readable = bytes.indices.map { probe(Array(bytes[..<$0])) }
        // What is cut inside of the entries is an error; their end is near the file's, with some extensions between.
        let shortest = try #require(readable.firstIndex(of: true))
        #expect(shortest > 12 + listed.count * 62)
        #expect(readable.lastIndex(of: false) == shortest - 1)
    }

    @Test func randomBytesAreSurvived() {
        var noise = Noise(seed: 1)
        for round in 0..<3_000 {
            let version = UInt8(noise.number(2..<5))
            let header = Array("DIRC".utf8) + [0, 0, 0, version, 0, 0, 0, UInt8(noise.number(0..<5))]
            _ = probe((round % 10 == 0 ? [] : header) + noise.bytes(noise.number(0..<400)))
        }
    }

    /// In version 4 a path is what the last one was, and more: a few bytes each could add up to any length.
    @Test func pathsThatGrowWithoutEndAreRefused() {
        var bytes = Array("DIRC".utf8) + [0, 0, 0, 4]
        let count = 3_000
        bytes += [0, 0, UInt8(count >> 8), UInt8(count & 0xFF)]
        for _ in 0..<count { bytes += [UInt8](repeating: 0, count: 62) + [0] + Array("ab".utf8) + [0] }
        bytes += [UInt8](repeating: 0, count: 20)
        let isRead = probe(bytes)
        #expect(!isRead)
    }

    @Test func hugeCountOfEntriesIsAnError() {
        let header = Array("DIRC".utf8) + [0, 0, 0, 2, 0xFF, 0xFF, 0xFF, 0xFF]
        #expect(throws: IndexFault.self) { try IndexFile(header + [UInt8](repeating: 0, count: 1_000)) }
    }
}

/// A walk visits every object once, with the content that `git cat-file` gives and copies that hold, however the objects are stored.

import Bytes
import Synchronization
import TestSupport
import Testing

@testable import Git

struct DeltaWalkTests {
    private static let kinds: [ObjectKind] = [.commit, .tree, .blob, .tag]

    private func repository(commits: Int = 40) throws -> GitRepository {
        let repository = try GitRepository(in: TestTree())
        var noise = Noise(seed: 11)
        try repository.commitNoise(&noise, commits: commits)
        try repository.git("tag", "-a", "-m", "a tag", "v1")
        return repository
    }

    private func expectAll(
        _ repository: GitRepository, threads: Int = 2, budget: Int = 256 << 20, inherits: Bool = true
    ) throws {
        let store = ObjectStore(repository.objectDirectory)
        let seen = Walked.all(store, threads: threads, budget: budget)
        #expect(seen.faults.isEmpty)
        #expect(seen.objects.sorted { $0.id < $1.id } == (try repository.allObjects()))
        #expect(seen.brokenCopies == 0)
        #expect((seen.inherited > 0) == inherits)
    }

    @Test func looseObjectsAreVisited() throws { try expectAll(repository(commits: 8), inherits: false) }

    @Test(arguments: [1, 2, 4]) func deltasAreVisitedAfterTheirBases(_ threads: Int) throws {
        let repository = try repository()
        try repository.git("repack", "-adfq", "--depth=50", "--window=60")
        try expectAll(repository, threads: threads)
    }

    @Test func referenceDeltasAreFollowed() throws {
        let repository = try repository()
        try repository.git("-c", "repack.useDeltaBaseOffset=false", "repack", "-adfq")
        try expectAll(repository)
    }

    /// Nothing may wait: every base is built anew.
    @Test func aBudgetOfNothingChangesNothing() throws {
        let repository = try repository()
        try repository.git("repack", "-adfq", "--depth=50", "--window=60")
        try expectAll(repository, budget: 0, inherits: false)
    }

    @Test func whatSeveralPacksHaveIsVisitedOnce() throws {
        let repository = try repository(commits: 12)
        try repository.git("repack", "-dq")
        var noise = Noise(seed: 12)
        try repository.commitNoise(&noise, commits: 12)
        try repository.git("repack", "-dq")
        try repository.git("repack", "-aq", "-f", "--depth=20")
        try repository.write("loose beside packs", to: "loose")
        try repository.git("add", ".")
        let packs = try repository.git("count-objects", "-v").text
        #expect(packs.contains("packs: 3") || packs.contains("packs: 2"), "\(packs)")
        try expectAll(repository)
    }

    /// Alternates that name each other, one of them with packs, the other with loose objects.
    @Test func alternatesAreWalkedOnce() throws {
        let repository = try repository(commits: 6)
        try repository.git("repack", "-adfq")
        try repository.git("clone", "-q", "--shared", ".", "second")
        let second = GitRepository(in: repository.tree, existing: "second")
        try second.write("only there", to: "new")
        try second.git("add", ".")
        try second.git("commit", "-qm", "in the second")
        try repository.tree.write("\(second.root)/.git/objects\n", to: ".git/objects/info/alternates")
        try expectAll(second)
        #expect(Walked.all(ObjectStore(second.objectDirectory), threads: 2, budget: 1 << 20).objects.count > 10)
    }

    @Test func aStoppedWalkEnds() throws {
        let repository = try repository(commits: 5)
        let store = ObjectStore(repository.objectDirectory)
        let log = WalkLog()
        DeltaWalk(ObjectTable(store), store, .blob).run(threads: 2, isStopped: { true }, makeVisitor: { Recorder(log) })
        #expect(log.visits.withLock { $0.isEmpty })
    }

    /// Whatever is damaged: the walk ends, and what is not visited has a fault.
    @Test func everyDamagedByteIsAFaultOrHarmless() throws {
        let repository = try GitRepository(in: TestTree())
        var noise = Noise(seed: 13)
        try repository.commitNoise(&noise, commits: 4, files: 1, lines: 12)
        try repository.git("repack", "-adfq")
        let stem = try repository.packStem()
        let pack = repository.tree.read("\(stem).pack")
        let objects = try repository.allObjects().count
        var damagedCount = 0
        for place in pack.indices {
            var damaged = pack
            damaged[place] ^= 1 << UInt8(place % 8)
            try repository.tree.remove("\(stem).pack")
            try repository.tree.write(damaged, to: "\(stem).pack")
            let seen = Walked.all(ObjectStore(repository.objectDirectory), threads: 1, budget: 1 << 20)
            if !seen.faults.isEmpty { damagedCount += 1 }
            #expect(!seen.faults.isEmpty || seen.objects.count == objects, "byte \(place)")
        }
        #expect(damagedCount > pack.count * 9 / 10)
    }

    @Test func aPackThatIsCutOffIsAFault() throws {
        let repository = try repository(commits: 4)
        try repository.git("repack", "-adfq")
        let stem = try repository.packStem()
        let pack = repository.tree.read("\(stem).pack")
        for count in stride(from: 0, to: pack.count, by: 97) {
            try repository.tree.remove("\(stem).pack")
            try repository.tree.write(Array(pack[..<count]), to: "\(stem).pack")
            #expect(!Walked.all(ObjectStore(repository.objectDirectory), threads: 1, budget: 1 << 20).faults.isEmpty)
        }
    }
}

/// What all walks over a repository saw.
struct Walked {
    var objects: [StoredObject] = []
    var faults: [ObjectFault] = []
    var brokenCopies = 0
    /// How many large objects could not be read to their end.
    var brokenStreams = 0
    /// How many objects were visited with what is remembered of their base.
    var inherited = 0

    static func all(
        _ store: ObjectStore, threads: Int, budget: Int, kinds: [ObjectKind] = [.commit, .tree, .blob, .tag]
    ) -> Walked {
        let table = ObjectTable(store)
        var result = Walked(faults: table.faults)
        for kind in kinds {
            let log = WalkLog()
            DeltaWalk(table, store, kind, budget: budget).run(threads: threads, makeVisitor: { Recorder(log) })
            for visit in log.visits.withLock({ $0 }) {
                guard !visit.isBroken else {
                    result.brokenStreams += 1
                    continue
                }
                result.objects.append(
                    StoredObject(id: table.id(of: visit.node), kind: kind.name, content: visit.content))
                if visit.hasOrigin { result.inherited += 1 }
                if visit.hasBrokenCopies { result.brokenCopies += 1 }
            }
            result.faults += log.faults.withLock { $0 }
        }
        return result
    }
}

struct Visit: Sendable {
    let node: Int
    let content: [UInt8]
    let hasOrigin: Bool
    let hasBrokenCopies: Bool
    var isBroken = false
}

final class WalkLog: Sendable {
    let visits = Mutex<[Visit]>([])
    let faults = Mutex<[ObjectFault]>([])
}

/// Remembers the content of every object, and compares what was copied with what the base held.
struct Recorder: ObjectVisitor, ~Copyable {
    private let log: WalkLog
    private var visits: [Visit] = []

    init(_ log: WalkLog) { self.log = log }

    mutating func visit(
        _ node: Int, _ content: ByteBuffer, _ origin: DeltaOrigin<[UInt8]>?
    ) -> (memo: [UInt8], cost: Int) {
        let bytes = content.bytes.array(0..<content.count)
        let isBroken =
            origin?.copies.contains { copy in
                bytes[copy.target..<copy.target + copy.count]
                    != origin?.memo[copy.source..<copy.source + copy.count]
            } ?? false
        visits.append(Visit(node: node, content: bytes, hasOrigin: origin != nil, hasBrokenCopies: isBroken))
        return (bytes, bytes.count)
    }

    mutating func visitLarge(_ node: Int, _ stream: BlobStream) {
        var (bytes, isBroken): ([UInt8], Bool) = ([], false)
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            guard let got = stream.read(into: &piece, at: 0, count: piece.count) else {
                isBroken = true
                break
            }
            if got == 0 { break }
            bytes += piece[..<got]
        }
        visits.append(
            Visit(node: node, content: bytes, hasOrigin: false, hasBrokenCopies: false, isBroken: isBroken))
    }

    mutating func fault(_ fault: ObjectFault) { log.faults.withLock { $0.append(fault) } }

    consuming func finish() { log.visits.withLock { $0 += visits } }
}

struct BlobKeysTests {
    /// The keys are those of all names that `git` lists, commit by commit; what is missing is listed, submodules' commits are not.
    @Test(arguments: [false, true]) func everyNameOfABlobCounts(_ isPacked: Bool) throws {
        let repository = try GitRepository(in: TestTree())
        var noise = Noise(seed: 17)
        try repository.commitNoise(&noise, commits: 20)
        for name in ["a.txt", "deep/down/b.md", "deep/a.txt"] {
            try repository.write("the same everywhere", to: name)
            try repository.git("add", ".")
            try repository.git("commit", "-qm", name)
        }
        try repository.git("update-index", "--add", "--cacheinfo", "160000,\(String(repeating: "12", count: 20)),sub")
        try repository.git("commit", "-qm", "a submodule")
        if isPacked { try repository.git("repack", "-adfq", "--depth=50") }

        var expected: [ObjectID: Set<Int32>] = [:]
        for commit in try repository.git("rev-list", "HEAD").text.split(separator: "\n") {
            for line in try repository.git("ls-tree", "-r", String(commit)).text.split(separator: "\n") {
                let fields = line.split(separator: "\t")
                let words = fields[0].split(separator: " ")
                guard words[1] == "blob" else { continue }
                let id = try #require(ObjectID(hex: String(words[2])))
                let name = Array((fields[1].split(separator: "/").last ?? "").utf8)
                expected[id, default: []].insert(BlobKeysTests.number(name))
            }
        }
        let store = ObjectStore(repository.objectDirectory)
        let table = ObjectTable(store)
        let keys = BlobKeys.collect(table, store, threads: 2, budget: 1 << 24, key: BlobKeysTests.number)
        #expect(keys.missing.isEmpty && keys.faults.isEmpty)
        for (id, numbers) in expected {
            let node = try #require(table.node(of: id))
            #expect(keys[node] == numbers.sorted())
        }
        #expect((0..<table.count).count { !keys[$0].isEmpty } == expected.count)
    }

    @Test func whatIsMissingIsListed() throws {
        let repository = try GitRepository(in: TestTree())
        try repository.write("here today", to: "a")
        try repository.git("add", ".")
        try repository.git("commit", "-qm", "one")
        let hex = try repository.git("rev-parse", "HEAD:a").text.prefix { $0 != "\n" }
        try repository.tree.remove(".git/objects/\(hex.prefix(2))/\(hex.dropFirst(2))")
        let store = ObjectStore(repository.objectDirectory)
        let keys = BlobKeys.collect(ObjectTable(store), store, threads: 1, budget: 1 << 20) { _ in 0 }
        #expect(keys.missing.map(\.description) == [String(hex)])
    }

    private static func number(_ name: [UInt8]) -> Int32 { name.reduce(7) { ($0 &* 31 &+ Int32($1)) & 0xFFFF } }
}

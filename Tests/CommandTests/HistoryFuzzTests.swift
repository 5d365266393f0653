/// Random chains of deltas, written straight into packs: what is found from the deltas is what whole blobs give, and every name counts.
/// `LAPWING_FUZZ_ROUNDS=1000 swift test --filter HistoryFuzzTests` looks further than the suite does.

import BuiltinRules
import Bytes
import Engine
import Findings
import Git
import TestSupport
import Testing

@testable import LapwingCLI

struct HistoryFuzzTests {
    private static let rounds = ProcessContext.environment("LAPWING_FUZZ_ROUNDS").flatMap(Int.init) ?? 3
    private static let program = DeltaProgram(ScanProgram(BuiltinRules.all))

    private func described(_ history: ScannedHistory) -> [String] {
        history.versions.found.flatMap { found in
            HistoryFuzzTests.program.findings(of: found.memo, BlobLabel(path: "x", identity: "x")).map {
                "\(history.table.id(of: found.node)) \(found.memo.key.kind) \(found.memo.key.words) \($0.range) "
                    + "\($0.accepted.rule) \($0.accepted.secretID) \($0.severity) \($0.accepted.confidence)"
            }
        }
    }

    @Test(arguments: 0..<rounds) func deltasGiveWhatWholeBlobsGive(_ round: Int) throws {
        var noise = Noise(seed: UInt64(7_000 + round))
        var history = RandomHistory(&noise, versions: 60)
        history.nameAll(&noise, trees: 12)
        let tree = try TestTree()
        defer { withExtendedLifetime(tree) {} }
        let store = try history.write(to: tree)

        func scan(_ threads: Int, _ budget: Int, isWhole: Bool) -> ScannedHistory {
            HistoryScan(
                store: store, program: HistoryFuzzTests.program, threads: threads, budget: budget, isWhole: isWhole
            ).run()
        }
        let whole = scan(1, 256 << 20, isWhole: true)
        let expected = described(whole)
        #expect(expected.count > 20 && whole.versions.faults.isEmpty && whole.keys.missing.isEmpty)
        for (threads, budget) in [(1, 256 << 20), (3, 256 << 20), (2, noise.number(0..<200 << 10)), (1, 0)] {
            let parts = scan(threads, budget, isWhole: false)
            #expect(described(parts) == expected, "round \(round), \(threads) threads, \(budget) bytes")
            #expect(parts.versions.faults.isEmpty && parts.versions.problems == whole.versions.problems)
            #expect(parts.versions.blobs == whole.versions.blobs)
        }
    }

    @Test(arguments: 0..<rounds) func everyNameCounts(_ round: Int) throws {
        var noise = Noise(seed: UInt64(8_000 + round))
        var history = RandomHistory(&noise, versions: 20)
        history.nameAll(&noise, trees: 60)
        let tree = try TestTree()
        defer { withExtendedLifetime(tree) {} }
        let store = try history.write(to: tree)
        let table = ObjectTable(store)
        @Sendable func number(_ name: [UInt8]) -> Int32 { name.reduce(7) { ($0 &* 31 &+ Int32($1)) & 0xFFFF } }
        for (threads, budget) in [(1, 64 << 20), (3, 64 << 20), (2, 40 << 10), (1, 0)] {
            let keys = BlobKeys.collect(table, store, threads: threads, budget: budget, key: number)
            #expect(keys.missing.isEmpty && keys.faults.isEmpty, "\(keys.faults)")
            for (id, names) in history.names {
                let node = try #require(table.node(of: id))
                #expect(keys[node] == Set(names.map(number)).sorted(), "round \(round), \(budget) bytes")
            }
        }
    }
}

/// Blobs that are deltas of each other, across two packs, and trees that name them.
private struct RandomHistory {
    private struct Version {
        let id: ObjectID
        let content: [UInt8]
        let pack: Int
        let entry: Int
    }

    private var packs = [PackWriter(), PackWriter()]
    private var blobs: [Version] = []
    private(set) var names: [ObjectID: Set<[UInt8]>] = [:]

    private static let suffixes = ["py", "py", "json", "yaml", "md", "env", "tf", "js", "txt", "properties"]

    init(_ noise: inout Noise, versions: Int) {
        for _ in 0..<3 {
            // Never a history of which nothing would be tested.
            let kinds: [Int?] = [0, 1, 2, 3] + [Int?](repeating: nil, count: 26)
            let content = kinds.flatMap { kind -> [UInt8] in RandomHistory.piece(&noise, kind: kind) }
            let pack = noise.number(0..<2)
            let id = packs[pack].whole(content)
            blobs.append(Version(id: id, content: content, pack: pack, entry: packs[pack].entries.count - 1))
        }
        while blobs.count < versions {
            // Mostly on top of something new: long chains, some of them forked.
            let base = noise.chance(4) ? noise.pick(blobs) : noise.pick(blobs.suffix(3).map { $0 })
            let (content, instructions) = RandomHistory.edit(base.content, &noise)
            guard !blobs.contains(where: { $0.content == content }) else { continue }
            let delta = PackWriter.delta(from: base.content.count, to: content.count, instructions)
            blobs.append(add(delta, PackWriter.id(content), content, base, &noise))
        }
    }

    /// Adds a delta to one of the packs; in the other one than its base's it must be a reference.
    private mutating func add(
        _ delta: [UInt8], _ id: ObjectID, _ content: [UInt8], _ base: Version, _ noise: inout Noise
    ) -> Version {
        let pack = noise.chance(5) ? 1 - base.pack : base.pack
        if pack == base.pack, noise.chance(2) {
            packs[pack].offsetDelta(delta, of: base.entry, id: id)
        } else {
            packs[pack].referenceDelta(delta, of: base.id, id: id)
        }
        return Version(id: id, content: content, pack: pack, entry: packs[pack].entries.count - 1)
    }

    /// What rules look for (the kinds from 0 to 3), parts of it, and what they do not look for.
    private static func piece(_ noise: inout Noise, kind: Int? = nil) -> [UInt8] {
        switch kind ?? noise.number(0..<12) {
        case 0, 1: Array("token = \"\(MadeUp.gitHubToken(&noise))\"\n".utf8)
        case 2: Array("password: \(MadeUp.password(&noise))\n".utf8)
        case 3: Array("DB_PASSWORD = os.getenv(\"DB_PASSWORD\", \"\(MadeUp.password(&noise))\")\n".utf8)
        case 4: Array("\n".utf8)
        case 5:
            Array(
                noise.pick(["password", "token = \"", "\"", " = ", "secret_key: ", "ghp", "_", "\r\n", "os.getenv("])
                    .utf8)
        case 6: Array("postgres://app:\(MadeUp.password(&noise))@db.internal:5432/app\n".utf8)
        default: Array("\(noise.text(noise.number(0..<60))) \(noise.text(9))\n".utf8)
        }
    }

    private static func edit(_ base: [UInt8], _ noise: inout Noise) -> ([UInt8], [PackWriter.Instruction]) {
        var (content, instructions): ([UInt8], [PackWriter.Instruction]) = ([], [])
        func copy(_ range: Range<Int>) {
            guard !range.isEmpty else { return }
            instructions.append(.copy(from: range.lowerBound, count: range.count))
            content += base[range]
        }
        func insert(_ bytes: [UInt8]) {
            guard !bytes.isEmpty else { return }
            instructions.append(.insert(bytes))
            content += bytes
        }
        if noise.chance(4) {
            // Anything that a delta can say.
            for _ in 0..<noise.number(1..<9) {
                let (one, other) = (noise.number(0..<base.count + 1), noise.number(0..<base.count + 1))
                if noise.chance(3) { insert(piece(&noise)) } else { copy(min(one, other)..<max(one, other)) }
            }
            insert(piece(&noise))
        } else {
            var done = 0
            for place in (0..<noise.number(1..<4)).map({ _ in noise.number(0..<base.count + 1) }).sorted()
            where place >= done {
                copy(done..<place)
                insert(noise.chance(5) ? [] : piece(&noise))
                done = min(base.count, place + (noise.chance(2) ? 0 : noise.number(0..<60)))
            }
            copy(done..<base.count)
        }
        // A base of nothing has nothing to copy.
        if content.count < 40 || content.count > 20_000 { insert((0..<20).flatMap { _ in piece(&noise) }) }
        return (content, instructions)
    }

    // MARK: Trees

    /// Trees of some blobs each, most of them deltas of the one before; together they name every blob.
    mutating func nameAll(_ noise: inout Noise, trees: Int) {
        var entries: [(name: [UInt8], blob: ObjectID)] = []
        var last: Version?
        for number in 0..<trees {
            for _ in 0..<noise.number(1..<4) where !entries.isEmpty {
                let place = noise.number(0..<entries.count)
                switch noise.number(0..<3) {
                case 0: entries.remove(at: place)
                case 1: entries[place].blob = noise.pick(blobs).id
                default: entries[place].name = RandomHistory.name(&noise)
                }
            }
            for blob in blobs where number == 0 ? noise.chance(2) : noise.chance(12) {
                entries.append((RandomHistory.name(&noise), blob.id))
            }
            if number == trees - 1 { entries += blobs.map { (RandomHistory.name(&noise), $0.id) } }
            if noise.chance(2) { entries.sort { $0.name.lexicographicallyPrecedes($1.name) } }
            for entry in entries { names[entry.blob, default: []].insert(entry.name) }
            last = addTree(entries, last, &noise) ?? last
        }
    }

    private static func name(_ noise: inout Noise) -> [UInt8] {
        Array("\(noise.text(noise.number(1..<4), of: "abc")).\(noise.pick(suffixes))".utf8)
    }

    private mutating func addTree(
        _ entries: [(name: [UInt8], blob: ObjectID)], _ base: Version?, _ noise: inout Noise
    ) -> Version? {
        var content: [UInt8] = []
        for entry in entries { content += Array("100644 ".utf8) + entry.name + [0] + PackWriter.bytes(entry.blob) }
        let id = PackWriter.id(content, .tree)
        guard !packs.contains(where: { $0.entries.contains { $0.id == id } }) else { return nil }
        guard let base, !noise.chance(8) else {
            packs[0].whole(content, .tree)
            return Version(id: id, content: content, pack: 0, entry: packs[0].entries.count - 1)
        }
        let delta = PackWriter.delta(
            from: base.content.count, to: content.count, RandomHistory.difference(base.content, content, &noise))
        return add(delta, id, content, base, &noise)
    }

    /// Copies what is equal at both ends and, where they are found again, pieces of the middle: cut anywhere, so that copies begin and end
    /// inside of entries.
    private static func difference(
        _ base: [UInt8], _ content: [UInt8], _ noise: inout Noise
    ) -> [PackWriter.Instruction] {
        var instructions: [PackWriter.Instruction] = []
        var (place, pending): (Int, [UInt8]) = (0, [])
        while place < content.count {
            var best = 0..<0
            for start in base.indices where base[start] == content[place] {
                var length = 0
                while start + length < base.count, place + length < content.count,
                    base[start + length] == content[place + length]
                { length += 1 }
                if length > best.count { best = start..<start + length }
            }
            guard best.count > 8 else {
                pending.append(content[place])
                place += 1
                continue
            }
            let taken = noise.chance(3) ? noise.number(1..<best.count + 1) : best.count
            if !pending.isEmpty { instructions.append(.insert(pending)) }
            pending = []
            instructions.append(.copy(from: best.lowerBound, count: taken))
            place += taken
        }
        return pending.isEmpty ? instructions : instructions + [.insert(pending)]
    }

    func write(to tree: TestTree) throws -> ObjectStore {
        for (number, pack) in packs.enumerated() { _ = try pack.write(to: tree, "\(number)") }
        return ObjectStore(FilePath(tree.path("objects")))
    }
}

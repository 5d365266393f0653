/// What leads to a few objects, found from deltas upwards, is what reading every tree from the top down finds: in trees of trees that are deltas
/// of each other, whose copies begin and end anywhere.

import Bytes
import TestSupport
import Testing

@testable import Git

struct PlaceGraphTests {
    @Test(arguments: 0..<6) func everyPathIsFound(_ round: Int) throws {
        var noise = Noise(seed: UInt64(40_000 + round))
        var forest = RandomForest(&noise)
        let tree = try TestTree()
        defer { withExtendedLifetime(tree) {} }
        let store = try forest.write(to: tree, &noise)
        let table = ObjectTable(store)
        #expect(table.faults.isEmpty)
        let leaves = forest.leaves(&noise)
        for (threads, budget) in [(1, 64 << 20), (3, 64 << 20), (2, 60 << 10)] {
            let (trees, isCut) = TreeIndex.collect(table, store, threads: threads, budget: budget)
            #expect(!isCut)
            let graph = PlaceGraph(table, trees, leaves: leaves)
            #expect(graph.leafCount == leaves.count)
            var found = 0
            for id in forest.trees {
                let expected = forest.paths(below: id, to: Set(leaves))
                let node = try #require(table.node(of: id))
                let paths = graph.tree(atNode: node).map { PlaceGraphTests.paths(graph, $0, leaves) } ?? []
                #expect(paths == expected, "round \(round), \(threads) threads, \(budget) bytes, tree \(id)")
                found += paths.count
            }
            #expect(found > 0)
            // Children come before the trees that hold them, each once.
            var done = Set<Int32>()
            for tree in graph.bottomUp {
                for entry in graph.entries(of: Int(tree)) where entry.target >= 0 {
                    #expect(done.contains(entry.target))
                }
                #expect(done.insert(tree).inserted)
            }
            #expect(done.count == graph.treeCount)
        }
    }

    /// All paths to objects of interest, in order; a hostile tree may have one twice.
    private static func paths(_ graph: PlaceGraph, _ tree: Int, _ leaves: [ObjectID]) -> [String] {
        graph.entries(of: tree).flatMap { entry in
            let name = String(decoding: graph.names[Int(entry.name)], as: UTF8.self)
            if let leaf = entry.leaf { return ["\(name) \(leaves[leaf])"] }
            return paths(graph, Int(entry.target), leaves).map { "\(name)/\($0)" }
        }.sorted()
    }

    @Test func whatIsTooLargeIsLeftOutAndSaid() throws {
        var noise = Noise(seed: 41_000)
        var forest = RandomForest(&noise)
        let tree = try TestTree()
        defer { withExtendedLifetime(tree) {} }
        let store = try forest.write(to: tree, &noise)
        let table = ObjectTable(store)
        let (trees, isCut) = TreeIndex.collect(table, store, threads: 2, budget: 0)
        #expect(isCut)
        let graph = PlaceGraph(table, trees, leaves: forest.leaves(&noise))
        #expect(graph.treeCount == 0)
        // Names do not depend on it, and what was not kept can be had afterwards.
        let small = BlobKeys.collect(table, store, threads: 1, budget: 0) { Int32($0.count) }
        let large = BlobKeys.collect(table, store, threads: 1, budget: 64 << 20) { Int32($0.count) }
        #expect(small.trees == nil && large.trees != nil && small.missing == large.missing)
        #expect(!large.missing.isEmpty)
        for node in 0..<table.count { #expect(small[node] == large[node]) }
    }

    @Test func treesThatHoldThemselvesLeadNowhere() throws {
        var pack = PackWriter()
        let leaf = pack.whole(Array("a secret".utf8))
        // No hash says so of itself, but a pack may.
        let (first, second) = (PackWriter.id(number: 1), PackWriter.id(number: 2))
        func entry(_ mode: String, _ name: String, _ id: ObjectID) -> [UInt8] {
            Array("\(mode) \(name)".utf8) + [0] + PackWriter.bytes(id)
        }
        pack.whole(entry("40000", "down", second) + entry("100644", "file", leaf), .tree, id: first)
        pack.whole(entry("40000", "up", first), .tree, id: second)
        let top = pack.whole(entry("100644", "file", leaf), .tree)
        let tree = try TestTree()
        defer { withExtendedLifetime(tree) {} }
        let store = try pack.write(to: tree)
        let table = ObjectTable(store)
        let (trees, _) = TreeIndex.collect(table, store, threads: 1, budget: 1 << 20)
        let graph = PlaceGraph(table, trees, leaves: [leaf])
        #expect(graph.bottomUp.count == 1)
        let node = try #require(table.node(of: top))
        let number = try #require(graph.tree(atNode: node))
        #expect(PlaceGraphTests.paths(graph, number, [leaf]) == ["file \(leaf)"])
    }
}

struct PresenceTests {
    /// Commits in a row and across branches, for more secrets than are worked out at a time, against what `git` has in each commit.
    @Test func commitsAreCountedAsGitCountsThem() throws {
        let repository = try GitRepository(in: TestTree())
        var noise = Noise(seed: 43)
        let words = (0..<300).map { "content \($0)" }
        var ids: [ObjectID] = []
        for word in words { ids.append(PackWriter.id(Array(word.utf8))) }
        for number in 0..<12 {
            for place in words.indices where number == 0 || noise.chance(20) {
                if noise.chance(3) {
                    try? repository.tree.remove("d\(place % 3)/f\(place)")
                } else {
                    try repository.write(noise.pick(words), to: "d\(place % 3)/f\(place)")
                }
            }
            try repository.git("add", "-A")
            try repository.git("commit", "-qm", "\(number)")
            if number == 5 { try repository.git("checkout", "-qb", "other", "HEAD~2") }
        }
        try repository.git("merge", "-q", "-s", "ours", "-m", "merge", "main")
        let store = ObjectStore(repository.objectDirectory)
        let table = ObjectTable(store)
        let history = CommitGraph.collect(table, store, shallow: [], threads: 2, budget: 1 << 24) { NoReader() }
        #expect(history.count == 13 && history.faults.isEmpty)
        let (trees, _) = TreeIndex.collect(table, store, threads: 1, budget: 1 << 24)
        let known = ids.filter { table.node(of: $0) != nil }
        let graph = PlaceGraph(table, trees, leaves: known)
        let presence = Presence.all(
            graph, history, groups: known.indices.map { [Int32($0)] }, commits: [Bool](repeating: true, count: 13),
            tips: [12, 3], threads: 2)
        var holds: [Set<String>] = []
        for commit in 0..<history.count {
            let id = table.id(of: Int(history.nodes[commit]))
            #expect(history.number(ofNode: Int(history.nodes[commit])) == commit)
            let lines = try repository.git("ls-tree", "-r", "\(id)").text.split(separator: "\n")
            holds.append(Set(lines.map { String($0.split(separator: "\t")[0].split(separator: " ")[2]) }))
            let parents = try repository.git("log", "-1", "--format=%P", "\(id)").text.split { " \n".contains($0) }
            #expect(
                history.parents(of: commit).map { "\(table.id(of: Int(history.nodes[Int($0)])))" }
                    == parents.map(String.init))
        }
        for (leaf, id) in known.enumerated() {
            let hex = "\(id)"
            var expected = Presence(commits: holds.count { $0.contains(hex) })
            for commit in 0..<history.count where !holds[commit].contains(hex) {
                let parents = history.parents(of: commit)
                if !parents.isEmpty, parents.allSatisfy({ holds[Int($0)].contains(hex) }) { expected.removed = commit }
            }
            expected.tips = [12, 3].enumerated().filter { holds[$0.element].contains(hex) }.map(\.offset)
            #expect(presence[leaf] == expected)
        }
    }
}

private struct NoReader: MessageReader {
    mutating func read(_ node: Int, _ content: ByteBuffer, from start: Int) {}
    consuming func finish() {}
}

/// Trees on a few levels. Each is written whole or as a delta of another, in one of two packs.
private struct RandomForest {
    private struct Entry {
        let mode: String
        let name: String
        let id: ObjectID

        var bytes: [UInt8] { Array("\(mode) \(name)".utf8) + [0] + PackWriter.bytes(id) }
    }

    private struct Version {
        let entries: [Entry]
        let id: ObjectID
        let content: [UInt8]
    }

    private var blobs: [ObjectID] = []
    private var missing: [ObjectID] = []
    private var levels: [[Version]] = []
    private var byID: [ObjectID: [Entry]] = [:]

    var trees: [ObjectID] { levels.flatMap { $0.map(\.id) } }

    init(_ noise: inout Noise) {
        for number in 0..<30 { blobs.append(PackWriter.id(Array("blob \(number)".utf8))) }
        for number in 0..<4 { missing.append(PackWriter.id(Array("missing \(number)".utf8))) }
        for level in 0..<3 {
            var versions: [Version] = []
            // Some are wide, so that deltas have more pieces than are followed.
            var entries = (0..<(level == 1 ? 700 : noise.number(1..<12))).map { _ in entry(level, &noise) }
            for _ in 0..<(level == 1 ? 6 : 20) {
                if !entries.isEmpty, noise.chance(3) { entries.remove(at: noise.number(0..<entries.count)) }
                let changes = level == 1 && noise.chance(2) ? 300 : noise.number(0..<3)
                for _ in 0..<changes where !entries.isEmpty {
                    entries[noise.number(0..<entries.count)] = entry(level, &noise)
                }
                if noise.chance(2) { entries.insert(entry(level, &noise), at: noise.number(0..<entries.count + 1)) }
                // Part of it once more, or in another order.
                if noise.chance(6), entries.count > 2, level != 1 { entries += entries.prefix(2) }
                if noise.chance(6) { entries.reverse() }
                let content = entries.flatMap(\.bytes)
                let id = PackWriter.id(content, .tree)
                guard byID[id] == nil else { continue }
                byID[id] = entries
                versions.append(Version(entries: entries, id: id, content: content))
            }
            levels.append(versions)
        }
    }

    private func entry(_ level: Int, _ noise: inout Noise) -> Entry {
        let name = noise.text(noise.number(1..<3), of: "abcdef")
        let kind = noise.number(0..<20)
        if kind == 0 { return Entry(mode: "160000", name: name, id: PackWriter.id(Array("commit".utf8))) }
        if kind == 1 { return Entry(mode: "100644", name: name, id: noise.pick(missing)) }
        if level > 0, level != 1 ? noise.chance(2) : noise.chance(50),
            let lower = levels[level - 1].randomElement(using: &noise)
        {
            // A file that is a directory leads nowhere.
            return Entry(mode: noise.chance(10) ? "100644" : "40000", name: name, id: lower.id)
        }
        return Entry(mode: noise.pick(["100644", "100755", "120000"]), name: name, id: noise.pick(blobs))
    }

    mutating func write(to tree: TestTree, _ noise: inout Noise) throws -> ObjectStore {
        var packs = [PackWriter(), PackWriter()]
        for number in blobs.indices { packs[number % 2].whole(Array("blob \(number)".utf8)) }
        for versions in levels {
            for (number, version) in versions.enumerated() {
                let pack = noise.number(0..<2)
                if number == 0 || noise.chance(6) {
                    packs[pack].whole(version.content, .tree)
                } else {
                    let base = versions[noise.chance(3) ? noise.number(0..<number) : number - 1]
                    let delta = PackWriter.delta(
                        from: base.content.count, to: version.content.count,
                        RandomForest.difference(base.content, version.content, &noise))
                    packs[pack].referenceDelta(delta, of: base.id, id: version.id)
                }
                // Some lie in both packs.
                if noise.chance(8) { packs[1 - pack].whole(version.content, .tree) }
            }
        }
        _ = try packs[0].write(to: tree, "1")
        return try packs[1].write(to: tree, "2")
    }

    /// Copies of what is the same, cut anywhere.
    private static func difference(
        _ base: [UInt8], _ content: [UInt8], _ noise: inout Noise
    ) -> [PackWriter.Instruction] {
        var places: [ArraySlice<UInt8>: Int] = [:]
        let width = 12
        for start in stride(from: 0, to: max(0, base.count - width), by: 1)
        where places[base[start..<start + width]] == nil {
            places[base[start..<start + width]] = start
        }
        var instructions: [PackWriter.Instruction] = []
        var (position, fresh): (Int, [UInt8]) = (0, [])
        while position < content.count {
            if position + width <= content.count, let source = places[content[position..<position + width]] {
                var count = width
                while position + count < content.count, source + count < base.count,
                    base[source + count] == content[position + count], !(count > 60 && noise.chance(200))
                { count += 1 }
                if !fresh.isEmpty { instructions.append(.insert(fresh)) }
                fresh = []
                instructions.append(.copy(from: source, count: count))
                position += count
            } else {
                fresh.append(content[position])
                position += 1
            }
        }
        return instructions + (fresh.isEmpty ? [] : [.insert(fresh)])
    }

    /// Blobs and missing objects, some of each.
    func leaves(_ noise: inout Noise) -> [ObjectID] {
        let all = (blobs + missing).shuffled(using: &noise)
        return Array(all.prefix(noise.number(1..<10))) + [PackWriter.id(Array("nowhere".utf8))]
    }

    /// All paths below a tree, from the top down.
    func paths(below id: ObjectID, to leaves: Set<ObjectID>) -> [String] {
        (byID[id] ?? []).flatMap { entry -> [String] in
            if entry.mode == "160000" { return [] }
            if leaves.contains(entry.id) { return ["\(entry.name) \(entry.id)"] }
            return entry.mode == "40000" ? paths(below: entry.id, to: leaves).map { "\(entry.name)/\($0)" } : []
        }.sorted()
    }
}

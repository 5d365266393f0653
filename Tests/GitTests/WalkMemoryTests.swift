/// A walk keeps to its budget, whatever the packs say: it forgets and builds anew, streams, and makes temporary files.

import Bytes
import Synchronization
import TestSupport
import Testing

@testable import Git

struct WalkMemoryTests {
    private let tree: TestTree

    init() throws { tree = try TestTree() }

    private static func text(_ seed: UInt64, _ count: Int) -> [UInt8] {
        var noise = Noise(seed: seed)
        let word = Array(noise.text(97).utf8)
        return (0..<count).map { word[($0 &* 31 ^ $0 >> 7) % word.count] }
    }

    /// Every object has several deltas: most of them wait while one is followed.
    private func bush(_ writer: inout PackWriter, depth: Int, _ size: Int) -> [ObjectID: [UInt8]] {
        var objects: [ObjectID: [UInt8]] = [:]
        var level = [(number: 0, content: WalkMemoryTests.text(1, size))]
        objects[writer.whole(level[0].content)] = level[0].content
        for step in 0..<depth {
            var next: [(number: Int, content: [UInt8])] = []
            for (index, base) in level.enumerated() {
                for twig in 0..<3 {
                    let insertion = Array("\(step) \(index) \(twig)\n".utf8)
                    let place = (step * 977 + twig * 31) % base.content.count
                    let content = base.content[..<place] + insertion + base.content[place...]
                    let delta = PackWriter.delta(
                        from: base.content.count, to: content.count,
                        [
                            .copy(from: 0, count: place), .insert(insertion),
                            .copy(from: place, count: base.content.count - place),
                        ])
                    let id = writer.offsetDelta(delta, of: base.number, id: PackWriter.id(Array(content)))
                    objects[id] = Array(content)
                    next.append((writer.entries.count - 1, Array(content)))
                }
            }
            level = next
        }
        return objects
    }

    /// At every budget the same, with inheritance as long as memos fit.
    @Test(arguments: [0, 40 << 10, 200 << 10, 1 << 20, 64 << 20]) func whatIsForgottenIsBuiltAnew(_ budget: Int) throws
    {
        var writer = PackWriter()
        let objects = bush(&writer, depth: 4, 9_000)
        let store = try writer.write(to: tree)
        for threads in [1, 3] {
            let seen = Walked.all(store, threads: threads, budget: budget)
            #expect(seen.faults.isEmpty && seen.brokenCopies == 0)
            #expect(seen.objects.count == objects.count)
            #expect(seen.objects.allSatisfy { objects[$0.id] == $0.content })
            #expect((seen.inherited > 0) == (budget > 0))
        }
    }

    /// Contents go first: what visitors remember is small, and stays.
    @Test func memosOutliveContents() throws {
        var writer = PackWriter()
        let objects = bush(&writer, depth: 5, 9_000)
        let store = try writer.write(to: tree)
        let tally = WalkTally()
        DeltaWalk(ObjectTable(store), store, .blob, budget: 60 << 10).run(threads: 1) { Counter(tally) }
        #expect(tally.count.withLock { $0.inherited } == objects.count - 1)
    }

    /// With nothing to spare, each is built from its root.
    @Test(arguments: [(4_200, 1 << 20), (500, 0)]) func longChainsAreFollowed(_ length: Int, _ budget: Int) throws {
        var writer = PackWriter()
        let base = WalkMemoryTests.text(2, 3_000)
        writer.whole(base)
        let same = PackWriter.delta(from: base.count, to: base.count, [.copy(from: 0, count: base.count)])
        for number in 0..<length { writer.offsetDelta(same, of: number, id: PackWriter.id(number: number)) }
        let store = try writer.write(to: tree)
        let tally = WalkTally()
        DeltaWalk(ObjectTable(store), store, .blob, budget: budget).run(threads: 2) { Counter(tally) }
        let count = tally.count.withLock { $0 }
        #expect(count.objects == length + 1 && count.bytes == (length + 1) * 3_000 && count.faults.isEmpty)
    }

    /// Each object is four times as large as its base: 1.4 KB say 4.6 TB.
    @Test func bombsOfDeltasEnd() throws {
        var writer = PackWriter()
        var size = 4_096
        writer.whole(WalkMemoryTests.text(3, size))
        for number in 0..<15 {
            let delta = PackWriter.delta(
                from: size, to: 4 * size, (0..<4).map { _ in PackWriter.Instruction.copy(from: 0, count: size) })
            writer.offsetDelta(delta, of: number, id: PackWriter.id(number: number))
            size *= 4
        }
        let store = try writer.write(to: tree)
        let tally = WalkTally()
        DeltaWalk(ObjectTable(store), store, .blob, budget: 4 << 20).run(threads: 2) { Counter(tally) }
        let count = tally.count.withLock { $0 }
        // Temporary files may hold 64 MB here.
        #expect(count.objects == 7 && count.faults.count == 9)
        #expect(count.faults.allSatisfy { $0.object != nil })
        #expect(count.faults.contains { $0.reason == .tooLarge && $0.place != nil })
    }

    /// A thousand deltas that each make a megabyte from nothing.
    @Test func expansionHasAnEnd() throws {
        var writer = PackWriter()
        writer.whole(WalkMemoryTests.text(4, 1_024))
        let delta = PackWriter.delta(
            from: 1_024, to: 1 << 20, (0..<1_024).map { _ in PackWriter.Instruction.copy(from: 0, count: 1_024) })
        for number in 0..<1_000 { writer.offsetDelta(delta, of: 0, id: PackWriter.id(number: number)) }
        let store = try writer.write(to: tree)
        let tally = WalkTally()
        DeltaWalk(ObjectTable(store), store, .blob, budget: 64 << 20, expansion: 100 << 20).run(threads: 2) {
            Counter(tally)
        }
        let count = tally.count.withLock { $0 }
        #expect((90..<120).contains(count.objects) && count.objects + count.faults.count == 1_001)
        #expect(count.faults.allSatisfy { $0.reason == .tooLarge && $0.object != nil })
    }

    /// Bases and results larger than a twelfth of the budget: streamed, and made in temporary files.
    @Test(arguments: [1, 2]) func whatIsLargeIsStreamed(_ version: Int) throws {
        var writer = PackWriter()
        var objects: [ObjectID: [UInt8]] = [:]
        let large = WalkMemoryTests.text(5, 200_000)
        objects[writer.whole(large)] = large
        func add(_ content: [UInt8], _ base: Int, _ delta: [UInt8]) {
            objects[writer.offsetDelta(delta, of: base, id: PackWriter.id(content))] = content
        }
        // Of the large one: a large one, of that another, and a small one; of the small one a large one.
        let second = large[..<70_000] + Array("new".utf8) + large[60_000...]
        add(
            Array(second), 0,
            PackWriter.delta(
                from: large.count, to: second.count,
                [.copy(from: 0, count: 70_000), .insert(Array("new".utf8)), .copy(from: 60_000, count: 140_000)]))
        let third = second + second
        add(
            Array(third), 1,
            PackWriter.delta(
                from: second.count, to: third.count,
                [.copy(from: 0, count: second.count), .copy(from: 0, count: second.count)]))
        add(Array(second[..<50]), 1, PackWriter.delta(from: second.count, to: 50, [.copy(from: 0, count: 50)]))
        let last = (0..<3_000).flatMap { _ in second[..<50] }
        add(
            last, 3,
            PackWriter.delta(
                from: 50, to: last.count, (0..<3_000).map { _ in PackWriter.Instruction.copy(from: 0, count: 50) }))
        // A delta that is large itself.
        let inserted = WalkMemoryTests.text(6, 150_000)
        add(inserted, 3, PackWriter.delta(from: 50, to: inserted.count, [.insert(inserted)]))
        let store = try writer.write(to: tree, version: version)
        for budget in [0, 600 << 10, 256 << 20] {
            let seen = Walked.all(store, threads: 2, budget: budget)
            #expect(seen.faults.isEmpty, "\(seen.faults)")
            #expect(seen.objects.count == objects.count && seen.objects.allSatisfy { objects[$0.id] == $0.content })
        }
    }

    /// Streams are compared with the index, too.
    @Test func damageOfWhatIsStreamedIsSeen() throws {
        var writer = PackWriter()
        let large = WalkMemoryTests.text(7, 200_000)
        writer.whole(large)
        var (pack, _) = writer.files()
        _ = try writer.write(to: tree)
        // A bit that no decompressor asks for: what follows the type of a stored block.
        pack[12 + PackWriter.header(3, large.count).count + 2] ^= 0x08
        try tree.remove("objects/pack/pack-1.pack")
        try tree.write(pack, to: "objects/pack/pack-1.pack")
        let seen = Walked.all(ObjectStore(FilePath(tree.path("objects"))), threads: 1, budget: 0)
        #expect(seen.brokenStreams == 1)
    }

    /// In a process of its own: 300 objects of 2 MB and one of 200 MB, within 16 MB of budget.
    @Test func memoryStaysWithinTheBudget() async {
        await #expect(processExitsWith: .success) {
            let tree = try TestTree()
            var writer = PackWriter()
            let base = WalkMemoryTests.text(8, 2 << 20)
            writer.whole(base)
            for number in 0..<300 {
                let insertion = Array("\(number)".utf8)
                let delta = PackWriter.delta(
                    from: base.count + (number == 0 ? 0 : 3), to: base.count + 3,
                    [.insert(Array((insertion + [32, 32, 32])[..<3])), .copy(from: 0, count: base.count)])
                // Every third is a twig, the others a chain.
                writer.offsetDelta(delta, of: number, id: PackWriter.id(number: number))
            }
            let size = base.count + 3
            writer.offsetDelta(
                PackWriter.delta(
                    from: size, to: 100 * size, (0..<100).map { _ in PackWriter.Instruction.copy(from: 0, count: size) }
                ),
                of: 300, id: PackWriter.id(number: 999))
            let store = try writer.write(to: tree)
            let before = WalkMemoryTests.peak()
            let tally = WalkTally()
            DeltaWalk(ObjectTable(store), store, .blob, budget: 16 << 20).run(threads: 2) { Counter(tally) }
            let count = tally.count.withLock { $0 }
            precondition(count.objects == 302, "\(count.faults)")
            precondition(WalkMemoryTests.peak() - before < 32 << 20, "\(WalkMemoryTests.peak() - before)")
        }
    }

    /// The most memory that this process has had, bytes.
    private static func peak() -> Int {
        let text = (try? TextFile.contents(of: "/proc/self/status", limit: 1 << 16)) ?? []
        let line = text.split(separator: .newline).first { $0.starts(with: Array("VmHWM:".utf8)) } ?? []
        return (Int(String(decoding: line.filter { (0x30...0x39).contains($0) }, as: UTF8.self)) ?? 0) << 10
    }
}

/// What all visitors counted.
final class WalkTally: Sendable {
    struct Count: Sendable {
        var objects = 0
        var bytes = 0
        var inherited = 0
        var faults: [ObjectFault] = []
    }

    let count = Mutex(Count())
}

/// Counts what it is shown, and keeps nothing.
struct Counter: ObjectVisitor, ~Copyable {
    private let tally: WalkTally
    private var own = WalkTally.Count()

    init(_ tally: WalkTally) { self.tally = tally }

    mutating func visit(_ node: Int, _ content: ByteBuffer, _ origin: DeltaOrigin<Int>?) -> (memo: Int, cost: Int) {
        own.objects += 1
        own.bytes += content.count
        if origin != nil { own.inherited += 1 }
        return (node, 8)
    }

    mutating func visitLarge(_ node: Int, _ stream: BlobStream) {
        own.objects += 1
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        while let count = stream.read(into: &piece, at: 0, count: piece.count), count > 0 { own.bytes += count }
    }

    mutating func fault(_ fault: ObjectFault) { own.faults.append(fault) }

    consuming func finish() {
        tally.count.withLock { count in
            count.objects += own.objects
            count.bytes += own.bytes
            count.inherited += own.inherited
            count.faults += own.faults
        }
    }
}

/// All trees of a repository as their packs tell them: each as what it copies from the tree that it is a delta of, and its own entries. Of a
/// tree that says one new thing, a dozen bytes are kept.
///
/// One walk over the packs makes it. From then on any question about trees (what leads to these few blobs?) is arithmetic in memory.

internal import Bytes

public struct TreeIndex: Sendable {
    /// An entry that a tree has not from the tree that it is a delta of. Submodules are left out.
    struct Entry: Sendable {
        /// Its place among all entries of the tree.
        let index: Int32
        /// In `names`.
        let name: Int32
        let isDirectory: Bool
        /// A node, or, from the number of nodes on, what is missing, by its place in `missing`.
        let target: Int32
    }

    /// Records, one after the other: how many stretches a tree copies and what each is, how many new entries it has and what each is. Numbers
    /// are variable in length, seven bits a byte, the lowest first.
    private let bytes: [UInt8]
    /// Where the record of each tree starts. Trees have numbers, in the order of their records: a tree stands mostly right behind the one that
    /// it is a delta of, so that whoever goes down the deltas goes through memory from front to back.
    private let starts: [UInt32]
    /// The number of each node's tree; -1 where it has none.
    let numbers: [Int32]
    /// The deltas of tree n are `deltas[deltaStarts[n]..<deltaStarts[n + 1]]`.
    private let deltaStarts: [Int32]
    private let deltas: [Int32]
    let names: NameList
    /// What trees name and the repository lacks.
    let missing: [ObjectID]

    /// How many trees there are.
    var count: Int { starts.count }

    /// - Parameter chunks: pieces of records, those of each worker in their order.
    init(
        _ chunks: consuming [TreeRecorder.Chunk], _ table: ObjectTable, names: NameList,
        missing: [ObjectID]
    ) {
        var (bytes, starts, nodes): ([UInt8], [UInt32], [Int32]) = ([], [], [])
        bytes.reserveCapacity(chunks.reduce(0) { $0 + $1.bytes.count })
        starts.reserveCapacity(chunks.reduce(0) { $0 + $1.records.count })
        nodes.reserveCapacity(starts.capacity)
        var numbers = [Int32](repeating: -1, count: table.count)
        // Each piece goes as soon as it is copied.
        var rest = Array(chunks.reversed())
        chunks = []
        while let chunk = rest.popLast() {
            for (node, place) in chunk.records {
                numbers[Int(node)] = Int32(starts.count)
                starts.append(UInt32(bytes.count) + place)
                nodes.append(node)
            }
            bytes += chunk.bytes
        }
        var deltaStarts = [Int32](repeating: 0, count: starts.count + 1)
        func base(of tree: Int) -> Int? {
            let base = table.bases[Int(nodes[tree])]
            return base >= 0 && numbers[Int(base)] >= 0 ? Int(numbers[Int(base)]) : nil
        }
        for tree in nodes.indices { if let base = base(of: tree) { deltaStarts[base + 1] += 1 } }
        for tree in nodes.indices { deltaStarts[tree + 1] += deltaStarts[tree] }
        var next = deltaStarts
        var deltas = [Int32](repeating: 0, count: Int(deltaStarts[nodes.count]))
        for tree in nodes.indices {
            guard let base = base(of: tree) else { continue }
            deltas[Int(next[base])] = Int32(tree)
            next[base] += 1
        }
        (self.bytes, self.starts, self.numbers) = (bytes, starts, numbers)
        (self.deltaStarts, self.deltas) = (deltaStarts, deltas)
        (self.names, self.missing) = (names, missing)
    }

    /// Calls `body` with the new entries of all trees. Those of one tree come together, in their order.
    func forEachEntry(_ body: (_ tree: Int32, _ entry: Entry) -> Void) {
        var reader = NumberReader(bytes.span, at: 0)
        for tree in 0..<Int32(count) {
            for _ in 0..<reader.next() { for _ in 0..<3 { _ = reader.next() } }
            var index = 0
            for _ in 0..<reader.next() {
                index += reader.next()
                let name = reader.next()
                body(
                    tree,
                    Entry(
                        index: Int32(index), name: Int32(name >> 1), isDirectory: name & 1 == 1,
                        target: Int32(reader.next())))
                index += 1
            }
        }
    }

    /// Calls `body` with the deltas of a tree that copy its entry at a place, and the places at which they have it.
    @inline(__always)
    func forEachCopy(
        of index: Int32, in tree: Int32, _ body: (_ delta: Int32, _ index: Int32) -> Void
    ) {
        for place in Int(deltaStarts[Int(tree)])..<Int(deltaStarts[Int(tree) + 1]) {
            let delta = deltas[place]
            var reader = NumberReader(bytes.span, at: Int(starts[Int(delta)]))
            var (source, target) = (0, 0)
            for _ in 0..<reader.next() {
                // What lies between two stretches: in the other tree forwards or backwards, here always forwards.
                let gap = reader.next()
                source += gap >> 1 ^ -(gap & 1)
                target += reader.next()
                let count = reader.next()
                if source <= index, index < source + count {
                    body(delta, Int32(target + Int(index) - source))
                }
                source += count
                target += count
            }
        }
    }
}

/// Reads what `TreeRecorder` wrote.
private struct NumberReader: ~Escapable {
    private let bytes: Span<UInt8>
    private var position: Int

    @_lifetime(copy bytes)
    init(_ bytes: Span<UInt8>, at position: Int) {
        self.bytes = bytes
        self.position = position
    }

    @_lifetime(self: copy self)
    mutating func next() -> Int {
        var byte = bytes[position]
        position += 1
        var value = Int(byte & 0x7F)
        var shift = 7
        while byte & 0x80 != 0 {
            byte = bytes[position]
            position += 1
            value |= Int(byte & 0x7F) << shift
            shift += 7
        }
        return value
    }
}

/// Writes records of trees for one worker.
struct TreeRecorder: ~Copyable {
    /// Records as they were written, with the node and the place of each.
    struct Chunk: Sendable {
        var bytes: [UInt8] = []
        var records: [(node: Int32, place: UInt32)] = []

        /// What an index of it holds in memory; bytes.
        var cost: Int { bytes.count + 12 * records.count }
    }

    private(set) var chunk = Chunk()
    // The tree that is being written.
    private var copies: [UInt8] = []
    private var entries: [UInt8] = []
    private var (copyCount, entryCount) = (0, 0)
    /// Where the last copied stretch ended, in the base and in the tree, and the last new entry. Entries.
    private var (source, target, last) = (0, 0, 0)
    private(set) var index = 0

    /// Copied stretches of a tree. One with more is read as a whole: each copy is looked at for each entry that is looked for.
    static let mostCopies = 256
    private static let chunkSize = 1 << 20

    init() { chunk.bytes.reserveCapacity(TreeRecorder.chunkSize + TreeRecorder.chunkSize / 16) }

    /// The next entries are copies of these of the base.
    mutating func copy(_ places: Range<Int>) {
        let gap = places.lowerBound - source
        TreeRecorder.append(gap << 1 ^ gap >> 63, to: &copies)
        TreeRecorder.append(index - target, to: &copies)
        TreeRecorder.append(places.count, to: &copies)
        copyCount += 1
        index += places.count
        (source, target) = (places.upperBound, index)
    }

    /// The next entry is new.
    mutating func add(name: Int32, isDirectory: Bool, target: Int32) {
        TreeRecorder.append(index - last, to: &entries)
        TreeRecorder.append(Int(name) << 1 | (isDirectory ? 1 : 0), to: &entries)
        TreeRecorder.append(Int(target), to: &entries)
        entryCount += 1
        index += 1
        last = index
    }

    /// The next entry is of no interest.
    mutating func skip() { index += 1 }

    /// The tree ends.
    /// - Returns: whether it is time to take what was written.
    mutating func end(_ node: Int) -> Bool {
        if copyCount + entryCount > 0 {
            chunk.records.append((Int32(node), UInt32(chunk.bytes.count)))
            TreeRecorder.append(copyCount, to: &chunk.bytes)
            chunk.bytes += copies
            TreeRecorder.append(entryCount, to: &chunk.bytes)
            chunk.bytes += entries
        }
        copies.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
        (copyCount, entryCount) = (0, 0)
        (source, target, last) = (0, 0, 0)
        index = 0
        return chunk.bytes.count >= TreeRecorder.chunkSize
    }

    /// Hands over what was written.
    mutating func take() -> Chunk {
        var taken = Chunk()
        swap(&taken, &chunk)
        chunk.bytes.reserveCapacity(taken.bytes.capacity)
        return taken
    }

    private static func append(_ number: Int, to bytes: inout [UInt8]) {
        var rest = UInt(bitPattern: number)
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }
}

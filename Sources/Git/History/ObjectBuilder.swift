/// One worker's way to the content of nodes: from packs' entries, whose checksums are compared, and from loose objects. What is too large
/// to be held is made in a temporary file. Nothing recurses.

internal import Bytes

/// What an object holds, in memory or in a temporary file.
struct ObjectContent: Sendable {
    let bytes: ByteBuffer
    /// Counts the file as long as it is there.
    var file: Held<Void>?
}

struct ObjectBuilder: ~Copyable {
    /// A pack as this worker sees it.
    private struct PackView {
        let file: PackFile
        let index: PackIndex
        let first: Int
        /// Whether the index has a checksum of every entry.
        let hasChecksums: Bool
    }

    /// An entry of a pack.
    private struct Place {
        let pack: PackView
        let node: Int
        let offset: Int
        let entry: PackEntry

        /// What the index says that the entry's bytes add up to; nil where it says nothing.
        var checksum: UInt32? { pack.index.checksum(at: node - pack.first) }

        func fault(_ reason: ObjectFault.Reason, _ message: String) -> ObjectFault {
            pack.file.fault(reason, message, offset)
        }
    }

    private let table: ObjectTable
    private let kind: ObjectKind
    private let budget: WalkBudget
    private let packs: [PackView]
    private var reader: ObjectReader
    private let inflater = Inflater()
    /// For deltas, one after the other.
    private var scratch = ByteBuffer(capacity: ObjectBuilder.leastScratch)
    /// What the last delta copied from its base.
    private(set) var copies: CopyList
    private var borrowed = 0
    private var expanded = 0

    private static let leastScratch = 1 << 14
    /// Commits, trees and tags are never so large in earnest, and nobody reads them in pieces.
    private static let leastLargest = 1 << 24

    /// - Parameter leastCopy: bytes of the shortest copy that is told of.
    init(_ table: ObjectTable, _ store: ObjectStore, _ kind: ObjectKind, _ budget: WalkBudget, leastCopy: Int) {
        copies = CopyList(least: leastCopy)
        (self.table, self.kind, self.budget) = (table, kind, budget)
        packs = table.packs.map { pack in
            PackView(
                file: pack.file.view(pageLimit: budget.pageLimit), index: pack.index.view(),
                first: pack.nodes.lowerBound, hasChecksums: pack.index.hasChecksums)
        }
        let largest = kind == .blob ? budget.largest : max(budget.largest, ObjectBuilder.leastLargest)
        reader = ObjectReader(store, limit: largest)
    }

    /// Bytes of the largest object that is held.
    private var limit: Int { reader.limit }

    /// The object is done with: what was borrowed goes back.
    mutating func settle() {
        if borrowed > 0 {
            budget.giveBack(borrowed)
            borrowed = 0
        }
        if scratch.capacity > max(budget.share, ObjectBuilder.leastScratch) {
            scratch = ByteBuffer(capacity: ObjectBuilder.leastScratch)
        }
        if expanded > 1 << 22 {
            budget.add(expanded: expanded)
            expanded = 0
        }
    }

    /// Before a piece of so many bytes is made, and perhaps others of unknown size. Nobody who has borrowed asks again: each could wait for
    /// the other.
    private mutating func borrow(_ size: Int, others: Int = 0) {
        guard borrowed == 0, size > budget.share else { return }
        borrowed = min(3 * budget.largest, size + others * budget.largest)
        budget.borrow(borrowed)
    }

    // MARK: Objects

    /// A root's content; nil where it is too large to be held: then it can be streamed.
    mutating func root(_ node: Int, others: Int = 0) throws(ObjectFault) -> ObjectContent? {
        guard node < table.packedCount else {
            do throws(ObjectFault) { return ObjectContent(bytes: try reader.read(table.id(of: node), kind)) } catch {
                guard error.reason == .tooLarge, kind == .blob else { throw error }
                return nil
            }
        }
        let place = try place(of: node)
        guard place.entry.form == .whole(kind) else { throw place.fault(.corrupt, "it is no \(kind.name)") }
        guard place.entry.size <= limit else {
            guard kind == .blob else { throw tooLarge(place.entry.size, place) }
            // The size may be what is damaged.
            return copy(of: node)
        }
        borrow(place.entry.size, others: others)
        let content = ByteBuffer(capacity: place.entry.size)
        try inflate(place, into: content)
        try check(content, place)
        expanded += content.count
        return ObjectContent(bytes: content)
    }

    /// A root that is too large to be held, piece by piece.
    mutating func stream(_ node: Int) throws(ObjectFault) -> BlobStream {
        guard node < table.packedCount else {
            guard let stream = try reader.stream(table.id(of: node)) else {
                throw ObjectFault(.missing, "it is not in the repository", object: table.id(of: node))
            }
            return stream
        }
        let place = try place(of: node)
        return !place.pack.hasChecksums
            ? BlobStream(try spilled(node).bytes.view(pageLimit: budget.pageLimit)) : stream(place)
    }

    /// What a delta makes of its base. Afterwards `copies` holds what it copied.
    /// - Parameter keepsCopies: whether anyone asks for that.
    mutating func delta(
        _ node: Int, of base: ObjectContent, keepsCopies: Bool
    ) throws(ObjectFault) -> ObjectContent {
        let place = try place(of: node)
        let data = try entryData(place)
        let source = base.bytes.view(pageLimit: budget.pageLimit)
        let size: Int
        do throws(DeltaFault) { size = try Delta.resultSize(data.bytes.bytes, baseSize: source.count) } catch {
            throw place.fault(.corrupt, error.message)
        }
        copies.begin(isKept: keepsCopies && size <= limit)
        guard size <= limit else {
            // Before it is said to be large: it may lie.
            guard Delta.isHonest(data.bytes.bytes) else { throw place.fault(.corrupt, Delta.broken.message) }
            guard kind == .blob else { throw tooLarge(size, place) }
            return try spill(data.bytes, on: source, size, place)
        }
        borrow(size)
        let content = ByteBuffer(capacity: size)
        guard Delta.apply(data.bytes.bytes, to: source.bytes, into: content, copies: &copies) else {
            throw place.fault(.corrupt, Delta.broken.message)
        }
        expanded += size
        try check(content, place)
        return ObjectContent(bytes: content)
    }

    /// The content of any node, built from the root of its chain on.
    mutating func rebuilt(_ node: Int) throws(ObjectFault) -> ObjectContent {
        var (chain, root): ([Int], Int) = ([], node)
        while table.bases[root] >= 0 {
            chain.append(root)
            root = Int(table.bases[root])
        }
        // A base, a delta and a result may be there at once.
        var (content, fault): (ObjectContent?, ObjectFault?)
        do throws(ObjectFault) {
            if let held = try self.root(root, others: 2) { content = held } else { content = try spilled(root) }
        } catch { (content, fault) = (copy(of: root), error) }
        for node in chain.reversed() {
            guard !isExhausted else { throw exhausted(node) }
            do throws(ObjectFault) {
                guard let base = content else { throw fault ?? exhausted(node) }
                content = try delta(node, of: base, keepsCopies: false)
            } catch { (content, fault) = (copy(of: node), error) }
        }
        guard let content else { throw fault ?? exhausted(node) }
        return content
    }

    /// What is damaged where it lies may be whole in another pack or in a file of its own.
    mutating func copy(of node: Int) -> ObjectContent? {
        guard node < table.packedCount else { return nil }
        let pack = table.packs[table.packNumber(of: node)].source
        guard let object = reader.copy(of: table.id(of: node), outside: pack), object.kind == kind else { return nil }
        return ObjectContent(bytes: object.content)
    }

    /// Whether more was built than anyone can have meant.
    var isExhausted: Bool { budget.isExhausted(expanded) }

    func exhausted(_ node: Int) -> ObjectFault {
        ObjectFault(
            .tooLarge, "the packs expand to so much more than they hold that the walk was given up",
            object: table.id(of: node))
    }

    // MARK: Pieces

    private func place(of node: Int) throws(ObjectFault) -> Place {
        let pack = packs[table.packNumber(of: node)]
        let offset = try pack.index.offset(at: node - pack.first)
        return Place(pack: pack, node: node, offset: offset, entry: try pack.file.entry(at: offset))
    }

    /// Appends the data of an entry to a buffer that has room for it, and compares the entry's checksum.
    private func inflate(_ place: Place, into buffer: ByteBuffer) throws(ObjectFault) {
        let end = try place.pack.file.inflate(place.entry, into: buffer, with: inflater)
        guard let checksum = place.checksum, place.pack.file.checksum(place.offset..<end) != checksum else { return }
        throw place.fault(.corrupt, "the entry's bytes are not those that the index has a checksum of")
    }

    /// An index of version 1 has no checksums: there every object is compared with its name.
    private func check(_ content: ByteBuffer, _ place: Place) throws(ObjectFault) {
        guard !place.pack.hasChecksums, !table.id(of: place.node).isName(of: content.bytes, kind) else { return }
        throw place.fault(.corrupt, "its content is not what its name says")
    }

    /// The data of a delta, for as long as no other is read.
    private mutating func entryData(_ place: Place) throws(ObjectFault) -> ObjectContent {
        let size = place.entry.size
        guard size <= limit else { return try spill(stream(place), place) }
        borrow(size, others: 2)
        if scratch.capacity < size { scratch = ByteBuffer(capacity: size + size / 4) }
        scratch.removeAll()
        try inflate(place, into: scratch)
        return ObjectContent(bytes: scratch)
    }

    private func stream(_ place: Place) -> BlobStream {
        let (file, checksum) = (place.pack.file, place.checksum)
        return BlobStream(
            skipping: 0, size: place.entry.size,
            isRight: { checksum == nil || checksum == file.checksum(place.offset..<$0.position) },
            open: { file.stream(place.entry) })
    }

    private func tooLarge(_ size: Int, _ place: Place) -> ObjectFault {
        place.fault(.tooLarge, "its \(size) bytes are more than the \(limit) that are held in memory")
    }

    // MARK: Temporary files

    /// A root that is too large to be held.
    private mutating func spilled(_ node: Int) throws(ObjectFault) -> ObjectContent {
        guard node < table.packedCount else { return try spill(try stream(node), nil) }
        let place = try place(of: node)
        let content = try spill(stream(place), place)
        try check(content.bytes, place)
        return content
    }

    /// The result of a delta that is too large to be held; the delta was looked through.
    private mutating func spill(
        _ delta: ByteBuffer, on base: ByteBuffer, _ size: Int, _ place: Place
    ) throws(ObjectFault) -> ObjectContent {
        let lease = try lease(size, place)
        expanded += size
        let bytes: ByteBuffer
        do throws(Errno) {
            var file = try SpillFile()
            try Delta.apply(delta.bytes, to: base.bytes) {
                (span: Span<UInt8>, range: Range<Int>) throws(Errno) in try file.append(span, range)
            }
            bytes = try file.contents()
        } catch { throw spillFault(error, place) }
        try check(bytes, place)
        return ObjectContent(bytes: bytes, file: lease)
    }

    private mutating func spill(_ stream: BlobStream, _ place: Place?) throws(ObjectFault) -> ObjectContent {
        let lease = try lease(stream.size, place)
        expanded += stream.size
        do throws(Errno) {
            var file = try SpillFile()
            var piece = [UInt8](repeating: 0, count: 1 << 18)
            while true {
                guard let count = stream.read(into: &piece, at: 0, count: piece.count) else { throw Errno.ioError }
                if count == 0 { break }
                try file.append(piece.span, 0..<count)
            }
            return ObjectContent(bytes: try file.contents(), file: lease)
        } catch { throw spillFault(error, place) }
    }

    private func lease(_ size: Int, _ place: Place?) throws(ObjectFault) -> Held<Void> {
        guard budget.reserveFile(size) else {
            let message = "its \(size) bytes are more than temporary files may hold"
            throw place?.fault(.tooLarge, message) ?? ObjectFault(.tooLarge, message)
        }
        return Held((), cost: size, isFile: true, budget)
    }

    private func spillFault(_ error: Errno, _ place: Place?) -> ObjectFault {
        let message =
            error == .ioError
            ? "the data is damaged or not as long as it says"
            : "it is large, and no temporary file can be made of it: \(error)"
        let reason: ObjectFault.Reason = error == .ioError ? .corrupt : .unreadable
        return place?.fault(reason, message) ?? ObjectFault(reason, message)
    }
}

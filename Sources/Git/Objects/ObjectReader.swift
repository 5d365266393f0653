/// Reads objects whole: one a worker, with its decompressor and a small cache of delta bases.
///
/// Nothing recurses: a chain of deltas is walked down to its base, then built up again. Sizes that lie are found before memory is
/// taken, or cost address space only.
///
/// What is checked of an object: its packed bytes against the CRC-32 that the pack's index has of them, the Adler-32 of every compressed
/// stream that it is made of, and the size of each base and result. A loose object, and one of a pack whose index has no
/// checksums, is hashed and compared with its name. (Git hashes what it receives, so that nobody else's bytes come this far under a
/// wrong name; to hash each object again costs more than to rebuild it.)

public import Bytes

/// An object's kind and content.
public struct GitObject: Sendable {
    public let kind: ObjectKind
    public let content: ByteBuffer

    public var bytes: Span<UInt8> {
        @_lifetime(borrow self)
        get { content.bytes }
    }
}

public struct ObjectReader: ~Copyable {
    public let store: ObjectStore
    private var packs: ObjectStore.PackList
    private let inflater = Inflater()
    private var git: GitReader?
    private var cache = BaseCache()
    /// Deltas are inflated into it, one after the other.
    private var delta = ByteBuffer(capacity: 1 << 14)
    /// A change asks for the commits and trees on both sides of each step.
    var parsed = ParsedObjects()
    /// Trees as they are stored, for who compares them.
    private var trees = TreeContents()
    /// Which pack had the last object.
    private var lastPack = 0
    /// Objects larger than this are not held whole (bytes).
    public let limit: Int

    /// Git writes chains of at most 4,095 deltas; one far longer goes in circles.
    static let deepest = 10_000

    public init(_ store: ObjectStore, limit: Int = 256 << 20) {
        self.store = store
        self.limit = limit
        packs = store.packList()
        git = store.throughGit.map { GitReader($0) }
    }

    /// Where an object is.
    enum Place: CustomStringConvertible {
        /// With the CRC-32 of its bytes there, if the pack's index has one.
        case packed(IndexedPack, offset: Int, checksum: UInt32?)
        case loose(LooseObject)

        var description: String {
            switch self {
            case .packed(let pack, let offset, _): "\(pack.stem).pack at byte \(offset)"
            case .loose(let loose): "\(loose.path) at byte 0"
            }
        }
    }

    /// The object with an id, checked as said above.
    public mutating func read(_ id: ObjectID) throws(ObjectFault) -> GitObject {
        do throws(ObjectFault) {
            if store.throughGit?.has(id) == true, let object = try git?.read(id, limit: limit) { return object }
            let place = try find(id)
            switch place {
            case .packed(let pack, let offset, let checksum?):
                let packed = try read(pack, offset)
                guard try pack.file().checksum(offset..<packed.end) == checksum else {
                    throw ObjectFault(
                        .corrupt, "its bytes are not those that the pack's index has a checksum of",
                        place: place.description)
                }
                return packed.object
            case .packed(let pack, let offset, nil): return try named(id, read(pack, offset).object, place)
            case .loose(let loose): return try named(id, whole(loose), place)
            }
        } catch {
            if error.reason != .tooLarge, error.reason != .missing, let copy = copy(of: id) { return copy }
            throw error.of(id)
        }
    }

    private func named(_ id: ObjectID, _ object: GitObject, _ place: Place) throws(ObjectFault) -> GitObject {
        guard id.isName(of: object.bytes, object.kind) else {
            throw ObjectFault(.corrupt, "its content is not what its name says", place: place.description)
        }
        return object
    }

    /// The content of an object that must be of this kind.
    public mutating func read(_ id: ObjectID, _ kind: ObjectKind) throws(ObjectFault) -> ByteBuffer {
        let object = try read(id)
        guard object.kind == kind else {
            throw ObjectFault(.unexpectedKind, "it is a \(object.kind.name), not a \(kind.name)", object: id)
        }
        return object.content
    }

    /// The content of a blob that is larger than `limit`, piece by piece. Nil where it is stored as a delta (git does so only up to
    /// 512 MB, `core.bigFileThreshold`).
    public mutating func stream(_ id: ObjectID) throws(ObjectFault) -> BlobStream? {
        do throws(ObjectFault) {
            if let git = store.throughGit, git.has(id) { return try git.stream(id) }
            switch try find(id) {
            case .loose(let loose): return loose.blobStream()
            case .packed(let pack, let offset, _):
                let file = try pack.file()
                let entry = try file.entry(at: offset)
                guard case .whole = entry.form else { return nil }
                return BlobStream(skipping: 0, size: entry.size) { file.stream(entry) }
            }
        } catch {
            throw error.of(id)
        }
    }

    /// Whether the object is there.
    public mutating func contains(_ id: ObjectID) -> Bool {
        if (try? find(id)) != nil { true } else { false }
    }

    mutating func read(_ place: Place) throws(ObjectFault) -> GitObject {
        switch place {
        case .loose(let loose): try whole(loose)
        case .packed(let pack, let offset, _): try read(pack, offset).object
        }
    }

    /// The content of a tree, not parsed. Neighbouring commits have most of their trees in common.
    mutating func treeContent(_ id: ObjectID) throws(ObjectFault) -> ByteBuffer {
        if let known = trees[id] { return known }
        let content = try read(id, .tree)
        trees.add(content, id)
        return content
    }

    /// The object at an offset of a pack, whatever its name; its content is not compared with a name.
    mutating func object(in pack: IndexedPack, at offset: Int) throws(ObjectFault) -> GitObject {
        try read(pack, offset).object
    }

    // MARK: Finding

    private mutating func find(_ id: ObjectID) throws(ObjectFault) -> Place {
        var damage: ObjectFault?
        if let place = lookUp(id, &damage) { return place }
        for directory in store.directories {
            if let loose = try LooseObject(id, in: directory, inflater) { return .loose(loose) }
        }
        packs = store.packList(after: packs.generation)
        lastPack = 0
        if let place = lookUp(id, &damage) { return place }
        throw damage ?? ObjectFault(.missing, "it is not in the repository", object: id)
    }

    private mutating func lookUp(_ id: ObjectID, _ damage: inout ObjectFault?) -> Place? {
        for (multi, packs) in packs.multi {
            guard let (number, offset) = multi.find(id), let pack = packs[number] else { continue }
            // What the other index says of offsets is held against the pack's own checksum.
            let checksum = try? pack.index().checksum(of: id)
            return .packed(pack, offset: offset, checksum: checksum ?? nil)
        }
        // What is needed next is mostly where the last was. A damaged index hides what its pack has; the object may be elsewhere, too.
        let count = packs.packs.count
        for step in 0..<count {
            let number = step == 0 ? lastPack : step <= lastPack ? step - 1 : step
            let pack = packs.packs[number]
            do throws(ObjectFault) {
                let index = try pack.index()
                if let place = index.index(of: id) {
                    let offset = try index.offset(at: place)
                    lastPack = number
                    return .packed(pack, offset: offset, checksum: index.checksum(at: place))
                }
            } catch { damage = error }
        }
        return nil
    }

    // MARK: Reading

    /// The loose object in a directory, if its head can be read.
    func looseObject(_ id: ObjectID, in directory: FilePath) -> LooseObject? {
        (try? LooseObject(id, in: directory, inflater)) ?? nil
    }

    private func whole(_ loose: LooseObject) throws(ObjectFault) -> GitObject {
        try check(loose.size)
        return GitObject(kind: loose.kind, content: try loose.content(inflater))
    }

    private func check(_ size: Int) throws(ObjectFault) {
        guard size <= limit else {
            throw ObjectFault(.tooLarge, "its \(size) bytes are more than the \(limit) that are held in memory")
        }
    }

    /// A delta that is still to be applied.
    struct Step {
        let pack: IndexedPack
        let offset: Int
        let entry: PackEntry
    }

    /// An object, and where its entry ends in the pack.
    struct PackedObject {
        let object: GitObject
        let end: Int
    }

    private mutating func read(_ start: IndexedPack, _ startOffset: Int) throws(ObjectFault) -> PackedObject {
        var (pack, offset) = (start, startOffset)
        var steps: [Step] = []
        var object: PackedObject?
        while object == nil {
            if let known = cache[pack, offset] {
                object = known
                break
            }
            let file = try pack.file()
            let entry = try file.entry(at: offset)
            try check(entry.size)
            switch entry.form {
            case .whole(let kind):
                let content = ByteBuffer(capacity: entry.size)
                let end = try file.inflate(entry, into: content, with: inflater)
                object = PackedObject(object: GitObject(kind: kind, content: content), end: end)
                if !steps.isEmpty, let object { cache.add(pack, offset, object) }
            case .offsetDelta(let base):
                steps.append(Step(pack: pack, offset: offset, entry: entry))
                offset = base
            case .referenceDelta(let base):
                steps.append(Step(pack: pack, offset: offset, entry: entry))
                switch try find(base, near: pack) {
                case .packed(let next, let place, _): (pack, offset) = (next, place)
                case .loose(let loose): object = PackedObject(object: try whole(loose), end: 0)
                }
            }
            guard steps.count <= ObjectReader.deepest else {
                throw file.fault(.corrupt, "the chain of deltas has no end", startOffset)
            }
        }
        guard let object else { throw ObjectFault(.corrupt, "the object has no base") }
        return try build(object, steps)
    }

    /// The base of a reference delta: mostly in the same pack.
    private mutating func find(_ base: ObjectID, near pack: IndexedPack) throws(ObjectFault) -> Place {
        let index = try pack.index()
        if let place = index.index(of: base) {
            return .packed(pack, offset: try index.offset(at: place), checksum: nil)
        }
        return try find(base)
    }

    /// Applies deltas, the last of the list first.
    mutating func build(_ base: PackedObject, _ steps: [Step]) throws(ObjectFault) -> PackedObject {
        var built = base
        for (place, step) in steps.enumerated().reversed() {
            let file = try step.pack.file()
            if delta.capacity < step.entry.size { delta = ByteBuffer(capacity: step.entry.size) }
            delta.removeAll()
            let end = try file.inflate(step.entry, into: delta, with: inflater)
            do throws(DeltaFault) {
                let content = try Delta.apply(delta.bytes, to: built.object.bytes, limit: limit)
                built = PackedObject(object: GitObject(kind: base.object.kind, content: content), end: end)
            } catch {
                throw file.fault(error.isTooLarge ? .tooLarge : .corrupt, error.message, step.offset)
            }
            if place > 0 { cache.add(step.pack, step.offset, built) }
        }
        // One of an unusual size is not kept.
        if delta.capacity > 1 << 22 { delta = ByteBuffer(capacity: 1 << 14) }
        return built
    }
}

/// Objects that others are deltas of, kept until they take too much memory; then all go.
private struct BaseCache {
    private struct Key: Hashable {
        let pack: ObjectIdentifier
        let offset: Int
    }

    private var objects: [Key: ObjectReader.PackedObject] = [:]
    private var size = 0

    private static let limit = 16 << 20

    subscript(pack: IndexedPack, offset: Int) -> ObjectReader.PackedObject? {
        objects[Key(pack: ObjectIdentifier(pack), offset: offset)]
    }

    mutating func add(_ pack: IndexedPack, _ offset: Int, _ object: ObjectReader.PackedObject) {
        let count = object.object.content.count
        guard count <= BaseCache.limit / 4 else { return }
        if size + count > BaseCache.limit {
            objects.removeAll(keepingCapacity: true)
            size = 0
        }
        size += count
        objects[Key(pack: ObjectIdentifier(pack), offset: offset)] = object
    }
}

/// Trees that were read lately; when they take too much memory, all go.
private struct TreeContents {
    private var contents: [ObjectID: ByteBuffer] = [:]
    private var size = 0

    /// Bytes.
    private static let limit = 16 << 20

    subscript(id: ObjectID) -> ByteBuffer? { contents[id] }

    mutating func add(_ content: ByteBuffer, _ id: ObjectID) {
        guard content.count <= TreeContents.limit / 8 else { return }
        if size + content.count > TreeContents.limit {
            contents.removeAll(keepingCapacity: true)
            size = 0
        }
        size += content.count
        contents[id] = content
    }
}

/// Commits and trees that were read lately.
struct ParsedObjects {
    private var commits: [ObjectID: Commit] = [:]
    private var trees: [ObjectID: Tree] = [:]
    private var treeSize = 0

    private static let mostCommits = 4_096
    /// Bytes of trees.
    private static let mostTrees = 8 << 20

    func commit(_ id: ObjectID) -> Commit? { commits[id] }
    func tree(_ id: ObjectID) -> Tree? { trees[id] }

    mutating func add(_ commit: Commit, _ id: ObjectID) {
        if commits.count >= ParsedObjects.mostCommits { commits.removeAll(keepingCapacity: true) }
        commits[id] = commit
    }

    mutating func add(_ tree: Tree, _ id: ObjectID) {
        guard tree.content.count <= ParsedObjects.mostTrees / 8 else { return }
        if treeSize + tree.content.count > ParsedObjects.mostTrees {
            trees.removeAll(keepingCapacity: true)
            treeSize = 0
        }
        treeSize += tree.content.count
        trees[id] = tree
    }
}

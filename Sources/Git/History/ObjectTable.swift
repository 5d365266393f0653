/// Every object of a repository, as it lies there: a number (a node) for each entry of each pack and for each loose object that no pack
/// has, and which entries are deltas of which.
///
/// The same object in two packs is two nodes: were they one, a delta of the one in the first pack whose base is a delta of it in the second
/// would go in circles. Only the first is visited. Ids and offsets are not copied; the packs' indexes have them. About 21 bytes a node.

internal import Bytes

public struct ObjectTable: Sendable {
    /// A pack with the nodes of its entries, in the order of their ids.
    struct Pack: Sendable {
        let source: IndexedPack
        let index: PackIndex
        let file: PackFile
        let nodes: Range<Int>
        let places: IDPlaces

        /// The node of an object of the pack.
        func node(of id: ObjectID) -> Int? {
            places.index(of: id) { index.id(at: $0) }.map { nodes.lowerBound + $0 }
        }
    }

    let packs: [Pack]
    /// The ids of loose objects, and of those that git reads; their nodes follow those of the packs.
    let loose: [ObjectID]
    /// Raw values of `ObjectKind`; 0 where it is not known.
    private(set) var kinds: [UInt8]
    /// Whether another pack, before a node's, has the object, too. Empty where there is one pack.
    private var repeated: [Bool] = []
    /// Where there are more than a few packs: the nodes that are not repeated, in the order of their ids.
    private var merged: [Int32] = []
    private var mergedPlaces: IDPlaces?
    /// -1 where there is none, -2 where it cannot be had.
    private(set) var bases: [Int32] = []
    /// Nodes without a base, in the order in which they lie in their packs.
    private(set) var roots: [Int32] = []
    /// The deltas of node n are `children[childStarts[n]..<childStarts[n + 1]]`.
    private var childStarts: [Int32] = []
    private(set) var children: [Int32] = []
    /// What cannot be read, each with its reason.
    public private(set) var faults: [ObjectFault] = []

    public var count: Int { kinds.count }

    /// Bytes of a pack that stay in memory while its entries are looked at.
    private static let pageLimit = 8 << 20
    /// So many are asked one after the other.
    private static let fewPacks = 4

    public init(_ store: ObjectStore) {
        var (packs, start): ([Pack], Int) = ([], 0)
        for source in store.allPacks {
            do throws(ObjectFault) {
                let (index, file) = (try source.index(), try source.file())
                guard start + index.count < Int(Int32.max) else {
                    throw ObjectFault(
                        .tooLarge, "the repository has more objects than can be counted", place: "\(file.path)")
                }
                let places = IDPlaces(count: index.count) { index.id(at: $0).prefix }
                packs.append(
                    Pack(
                        source: source, index: index, file: file, nodes: start..<start + index.count, places: places))
                start += index.count
            } catch { faults.append(error) }
        }
        self.packs = packs
        for pack in packs where !pack.index.isIntact { faults.append(pack.index.damage()) }
        let listed = LooseObjects.list(store)
        var single = listed.ids.filter { id in !packs.contains { $0.node(of: id) != nil } }
        faults += listed.faults
        ObjectTable.addThroughGit(&single, packs, store, &faults)
        loose = single
        kinds = [UInt8](repeating: 0, count: start + loose.count)
        for (place, kind) in LooseObjects.kinds(loose, store, &faults).enumerated() { kinds[start + place] = kind }
        merge()
        let order = readEntries()
        link(order)
        if findCopies(store) { link(order) }
        findBrokenChains()
    }

    /// The id of a node.
    public func id(of node: Int) -> ObjectID {
        guard node < packedCount else { return loose[node - packedCount] }
        let pack = packs[packNumber(of: node)]
        return pack.index.id(at: node - pack.nodes.lowerBound)
    }

    /// The node that is visited for an object; nil where there is no such object.
    public func node(of id: ObjectID) -> Int? {
        if packs.count <= ObjectTable.fewPacks {
            for pack in packs {
                if let node = pack.node(of: id) { return node }
            }
        } else if let place = mergedPlaces?.index(of: id, id: { self.id(of: Int(merged[$0])) }) {
            return Int(merged[place])
        }
        return loose.firstIndex(sortedOf: id, id: { $0 }).map { packedCount + $0 }
    }

    /// Nil where nothing at the end of its chain of deltas says it.
    public func kind(of node: Int) -> ObjectKind? { ObjectKind(rawValue: kinds[node]) }

    func isKind(_ kind: ObjectKind, _ node: Int) -> Bool { kinds[node] == kind.rawValue }

    /// How many nodes are entries of packs; they come first.
    var packedCount: Int { packs.last?.nodes.upperBound ?? 0 }

    /// The number of the pack that a packed node is an entry of.
    func packNumber(of node: Int) -> Int {
        (0..<packs.count - 1).firstPlace { packs[$0].nodes.upperBound > node }
    }

    /// Whether another pack, before this node's, has the object, too.
    func isRepeated(_ node: Int) -> Bool { node < repeated.count && repeated[node] }

    /// The nodes that are deltas of this one.
    func deltas(of node: Int) -> ArraySlice<Int32> { children[deltaRange(of: node)] }

    /// Where in `children` those of a node are.
    func deltaRange(of node: Int) -> Range<Int> { Int(childStarts[node])..<Int(childStarts[node + 1]) }

    // MARK: Making it

    private mutating func merge() {
        guard packs.count > 1 else { return }
        repeated = [Bool](repeating: false, count: packedCount)
        if packs.count > ObjectTable.fewPacks { merged.reserveCapacity(packedCount) }
        for byte in 0..<256 {
            var entries: [(id: ObjectID, node: Int32)] = []
            for pack in packs {
                for place in pack.index.places(ofFirstByte: UInt8(byte)) {
                    entries.append((pack.index.id(at: place), Int32(pack.nodes.lowerBound + place)))
                }
            }
            entries.sort { ($0.id, $0.node) < ($1.id, $1.node) }
            for (number, entry) in entries.enumerated() {
                if number > 0, entries[number - 1].id == entry.id {
                    repeated[Int(entry.node)] = true
                } else if packs.count > ObjectTable.fewPacks {
                    merged.append(entry.node)
                }
            }
        }
        if !merged.isEmpty {
            mergedPlaces = IDPlaces(count: merged.count) { id(of: Int(merged[$0])).prefix }
        }
    }

    /// Reads the beginning of every entry, in the order in which they lie, and notes bases.
    /// - Returns: the packed nodes in that order, those whose place is not known last.
    private mutating func readEntries() -> [Int32] {
        bases = [Int32](repeating: -1, count: count)
        var (all, lost): ([Int32], [Int32]) = ([], [])
        all.reserveCapacity(packedCount)
        for pack in packs {
            // Every page is touched once, from start to end.
            let file = pack.file.view(pageLimit: ObjectTable.pageLimit)
            var (offsets, nodes): ([Int], [Int32]) = ([], [])
            offsets.reserveCapacity(pack.nodes.count)
            nodes.reserveCapacity(pack.nodes.count)
            for node in pack.nodes {
                do throws(ObjectFault) {
                    offsets.append(try pack.index.offset(at: node - pack.nodes.lowerBound))
                    nodes.append(Int32(node))
                } catch {
                    bases[node] = -2
                    lost.append(Int32(node))
                    faults.append(error)
                }
            }
            let order = OffsetOrder(offsets)
            for position in order.places.indices {
                let node = nodes[Int(order.places[position])]
                do throws(ObjectFault) {
                    bases[Int(node)] = try base(of: Int(node), in: pack, file, order, position, nodes)
                } catch {
                    bases[Int(node)] = -2
                    faults.append(error.of(id(of: Int(node))))
                }
                all.append(node)
            }
        }
        return all + lost
    }

    private mutating func base(
        of node: Int, in pack: Pack, _ file: PackFile, _ order: OffsetOrder, _ position: Int, _ nodes: [Int32]
    ) throws(ObjectFault) -> Int32 {
        let offset = order.offsets[position]
        file.willRead(offset)
        switch try file.entry(at: offset).form {
        case .whole(let kind):
            kinds[node] = kind.rawValue
            return -1
        case .offsetDelta(let base):
            guard let place = order.place(at: base, before: position) else {
                throw pack.file.fault(.corrupt, "no entry starts where its base should", offset)
            }
            return nodes[Int(place)]
        case .referenceDelta(let id):
            if let node = pack.node(of: id) { return Int32(node) }
            guard let base = self.node(of: id) else {
                throw pack.file.fault(.missing, "its base \(id) is not in the repository", offset)
            }
            return Int32(base)
        }
    }

    /// Turns bases round to lists of deltas, and hands kinds down from what has no base.
    private mutating func link(_ order: [Int32]) {
        roots = []
        childStarts = [Int32](repeating: 0, count: count + 1)
        for base in bases where base >= 0 { childStarts[Int(base) + 1] += 1 }
        for node in 0..<count { childStarts[node + 1] += childStarts[node] }
        var next = childStarts
        children = [Int32](repeating: 0, count: Int(childStarts[count]))
        for node in order where bases[Int(node)] >= 0 {
            let base = Int(bases[Int(node)])
            children[Int(next[base])] = node
            next[base] += 1
        }
        for node in order where bases[Int(node)] == -1 && kinds[Int(node)] != 0 { roots.append(node) }
        for node in packedCount..<count where kinds[node] != 0 { roots.append(Int32(node)) }
        var waiting = roots
        while let node = waiting.popLast() {
            for child in deltaRange(of: Int(node)) {
                kinds[Int(children[child])] = kinds[Int(node)]
                waiting.append(children[child])
            }
        }
    }

    /// Entries that cannot be read, of objects that are whole elsewhere, become roots: a walk reads the copy in their place.
    /// - Returns: whether there are any.
    private mutating func findCopies(_ store: ObjectStore) -> Bool {
        var found: Set<ObjectID> = []
        let disputed = disputed()
        var reader: ObjectReader?
        for pack in packs {
            for node in pack.nodes where kinds[node] == 0 || disputed.contains(node) {
                if reader == nil { reader = ObjectReader(store) }
                let id = id(of: node)
                guard let copy = reader?.copy(of: id, outside: pack.source), kinds[node] != copy.kind.rawValue else {
                    continue
                }
                (bases[node], kinds[node]) = (-1, copy.kind.rawValue)
                found.insert(id)
            }
        }
        faults.removeAll { fault in fault.object.map { found.contains($0) } ?? false }
        return !found.isEmpty
    }

    /// The nodes of objects that two packs have as different things.
    private func disputed() -> Set<Int> {
        var nodes: Set<Int> = []
        for node in repeated.indices where repeated[node] {
            if let first = self.node(of: id(of: node)), kinds[first] != kinds[node] { nodes.formUnion([first, node]) }
        }
        return nodes
    }

    private mutating func findBrokenChains() {
        for node in 0..<packedCount where bases[node] >= 0 && kinds[node] == 0 {
            let pack = packs[packNumber(of: node)]
            let offset = (try? pack.index.offset(at: node - pack.nodes.lowerBound)) ?? 0
            faults.append(
                pack.file.fault(.corrupt, "its chain of deltas goes in circles or ends in a damaged one", offset)
                    .of(id(of: node)))
        }
    }
}

extension Array {
    /// Binary search.
    fileprivate func firstIndex(sortedOf wanted: ObjectID, id: (Element) -> ObjectID) -> Int? {
        let place = indices.firstPlace { id(self[$0]) >= wanted }
        return place < count && id(self[place]) == wanted ? place : nil
    }
}

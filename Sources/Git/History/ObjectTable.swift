/// Every object of a repository, as it lies there: a number (a node) for each entry of each pack and for each loose object that no pack
/// has, and which entries are deltas of which.
///
/// The same object in two packs is two nodes: were they one, a delta of the one in the first pack whose base is a delta of it in the second
/// would go in circles. Only the first is visited. Ids are not copied; the packs' indexes have them. About 25 bytes a node.

internal import Bytes

public struct ObjectTable: Sendable {
    /// A pack with the nodes of its entries, in the order of their ids.
    struct Pack: Sendable {
        let source: IndexedPack
        let index: PackIndex
        let file: PackFile
        let nodes: Range<Int>
    }

    let packs: [Pack]
    /// The loose objects' ids; their nodes follow those of the packs.
    let loose: [ObjectID]
    private(set) var offsets: [Int]
    /// Raw values of `ObjectKind`; 0 where it is not known.
    private(set) var kinds: [UInt8]
    /// Nodes without a base.
    private(set) var roots: [Int32] = []
    /// The deltas of node n are `children[childStarts[n]..<childStarts[n + 1]]`.
    private var childStarts: [Int32] = []
    private var children: [Int32] = []
    /// What cannot be read, each with its reason.
    public private(set) var faults: [ObjectFault] = []

    public var count: Int { offsets.count }

    public init(_ store: ObjectStore) {
        var (packs, start): ([Pack], Int) = ([], 0)
        for source in store.allPacks {
            do throws(ObjectFault) {
                let (index, file) = (try source.index(), try source.file())
                guard start + index.count < Int(Int32.max) else {
                    throw ObjectFault(
                        .tooLarge, "the repository has more objects than can be counted", place: "\(file.path)")
                }
                packs.append(Pack(source: source, index: index, file: file, nodes: start..<start + index.count))
                start += index.count
            } catch { faults.append(error) }
        }
        self.packs = packs
        let listed = LooseObjects.list(store)
        loose = listed.ids.filter { id in !packs.contains { $0.index.index(of: id) != nil } }
        faults += listed.faults
        offsets = [Int](repeating: -1, count: start + loose.count)
        kinds = [UInt8](repeating: 0, count: start + loose.count)
        link(readEntries(), LooseObjects.kinds(loose, store, &faults))
    }

    /// The id of a node.
    public func id(of node: Int) -> ObjectID {
        guard let pack = pack(of: node) else { return loose[node - packedCount] }
        return pack.index.id(at: node - pack.nodes.lowerBound)
    }

    /// The node that is visited for an object; nil where there is no such object.
    public func node(of id: ObjectID) -> Int? {
        for pack in packs {
            if let place = pack.index.index(of: id) { return pack.nodes.lowerBound + place }
        }
        return loose.firstIndex(sortedOf: id).map { packedCount + $0 }
    }

    /// Nil where nothing at the end of its chain of deltas says it.
    public func kind(of node: Int) -> ObjectKind? { ObjectKind(rawValue: kinds[node]) }

    func pack(of node: Int) -> Pack? {
        guard node < packedCount else { return nil }
        return packs.first { $0.nodes.contains(node) }
    }

    /// Whether another pack, before this node's, has the object, too.
    func isRepeated(_ node: Int) -> Bool {
        guard packs.count > 1, let pack = pack(of: node), pack.nodes.lowerBound > 0 else { return false }
        return self.node(of: id(of: node)) != node
    }

    func deltas(of node: Int) -> ArraySlice<Int32> { children[Int(childStarts[node])..<Int(childStarts[node + 1])] }

    private var packedCount: Int { packs.last?.nodes.upperBound ?? 0 }

    // MARK: Making it

    /// The base of every node: -1 where there is none, -2 where it cannot be had.
    private mutating func readEntries() -> [Int32] {
        var bases = [Int32](repeating: -1, count: offsets.count)
        for pack in packs {
            for node in pack.nodes {
                do throws(ObjectFault) { offsets[node] = try pack.index.offset(at: node - pack.nodes.lowerBound) } catch
                {
                    faults.append(error)
                }
            }
            let order = pack.nodes.sorted { offsets[$0] < offsets[$1] }
            for node in pack.nodes {
                guard offsets[node] >= 0 else {
                    bases[node] = -2
                    continue
                }
                do throws(ObjectFault) { bases[node] = Int32(try base(of: node, in: pack, order)) } catch {
                    bases[node] = -2
                    faults.append(error.of(pack.index.id(at: node - pack.nodes.lowerBound)))
                }
            }
        }
        return bases
    }

    private mutating func base(of node: Int, in pack: Pack, _ order: [Int]) throws(ObjectFault) -> Int {
        switch try pack.file.entry(at: offsets[node]).form {
        case .whole(let kind):
            kinds[node] = kind.rawValue
            return -1
        case .offsetDelta(let offset):
            var (low, high) = (0, order.count)
            while low < high {
                let middle = (low + high) / 2
                if offsets[order[middle]] < offset { low = middle + 1 } else { high = middle }
            }
            guard low < order.count, offsets[order[low]] == offset else {
                throw pack.file.fault(.corrupt, "no entry starts where its base should", offsets[node])
            }
            return order[low]
        case .referenceDelta(let id):
            if let place = pack.index.index(of: id) { return pack.nodes.lowerBound + place }
            guard let base = self.node(of: id) else {
                throw pack.file.fault(.missing, "its base \(id) is not in the repository", offsets[node])
            }
            return base
        }
    }

    /// Turns bases round to lists of deltas, and hands kinds down from what has no base.
    private mutating func link(_ bases: [Int32], _ looseKinds: [UInt8]) {
        for (place, kind) in looseKinds.enumerated() { kinds[packedCount + place] = kind }
        childStarts = [Int32](repeating: 0, count: bases.count + 1)
        for base in bases where base >= 0 { childStarts[Int(base) + 1] += 1 }
        for node in bases.indices { childStarts[node + 1] += childStarts[node] }
        var next = childStarts
        children = [Int32](repeating: 0, count: Int(childStarts[bases.count]))
        for (node, base) in bases.enumerated() where base >= 0 {
            children[Int(next[Int(base)])] = Int32(node)
            next[Int(base)] += 1
        }
        roots = bases.indices.filter { bases[$0] == -1 && kinds[$0] != 0 }.map(Int32.init)
        var waiting = roots
        while let node = waiting.popLast() {
            for child in deltas(of: Int(node)) {
                kinds[Int(child)] = kinds[Int(node)]
                waiting.append(child)
            }
        }
        for node in bases.indices where bases[node] >= 0 && kinds[node] == 0 {
            guard let pack = pack(of: node) else { continue }
            faults.append(
                pack.file.fault(.corrupt, "its chain of deltas goes in circles or ends in a damaged one", offsets[node])
                    .of(id(of: node)))
        }
    }
}

extension [ObjectID] {
    fileprivate func firstIndex(sortedOf id: ObjectID) -> Int? {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle] < id { low = middle + 1 } else { high = middle }
        }
        return low < count && self[low] == id ? low : nil
    }
}

/// The objects that lie in files of their own.
private enum LooseObjects {
    /// Their ids, sorted, each once.
    static func list(_ store: ObjectStore) -> (ids: [ObjectID], faults: [ObjectFault]) {
        var (ids, faults): (Set<ObjectID>, [ObjectFault]) = ([], [])
        for directory in store.directories {
            for byte in 0..<256 {
                let digits = Array("0123456789abcdef".utf8)
                let prefix = [digits[byte >> 4], digits[byte & 15]]
                let folder = directory.appending(prefix)
                do throws(Errno) {
                    for entry in try Directory.entries(of: folder)
                    where entry.name.count == 2 * store.format.idLength - 2 {
                        if let id = ObjectID(hex: prefix + entry.name) { ids.insert(id) }
                    }
                } catch {
                    guard error != .noSuchFile else { continue }
                    faults.append(
                        ObjectFault(.unreadable, "the loose objects cannot be listed: \(error)", place: "\(folder)"))
                }
            }
        }
        return (ids.sorted(), faults)
    }

    static func kinds(_ ids: [ObjectID], _ store: ObjectStore, _ faults: inout [ObjectFault]) -> [UInt8] {
        let inflater = Inflater()
        var kinds: [UInt8] = []
        for id in ids {
            var kind: UInt8 = 0
            do throws(ObjectFault) {
                for directory in store.directories where kind == 0 {
                    if let object = try LooseObject(id, in: directory, inflater) { kind = object.kind.rawValue }
                }
            } catch { faults.append(error) }
            kinds.append(kind)
        }
        return kinds
    }
}

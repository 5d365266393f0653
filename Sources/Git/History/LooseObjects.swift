/// The objects that lie in files of their own.

internal import Bytes

enum LooseObjects {
    /// Their ids, sorted, each once.
    static func list(_ store: ObjectStore) -> (ids: [ObjectID], faults: [ObjectFault]) {
        var (ids, faults): (Set<ObjectID>, [ObjectFault]) = ([], [])
        let digits = Array("0123456789abcdef".utf8)
        for directory in store.directories {
            for byte in 0..<256 {
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

    /// The raw values of their kinds; 0 where it cannot be read.
    static func kinds(_ ids: [ObjectID], _ store: ObjectStore, _ faults: inout [ObjectFault]) -> [UInt8] {
        let inflater = Inflater()
        var kinds: [UInt8] = []
        for id in ids {
            var kind = store.throughGit?.kind(of: id)?.rawValue ?? 0
            var damage: ObjectFault?
            for directory in store.directories where kind == 0 {
                do throws(ObjectFault) {
                    if let object = try LooseObject(id, in: directory, inflater) { kind = object.kind.rawValue }
                } catch { damage = error }
            }
            if kind == 0, let damage { faults.append(damage) }
            kinds.append(kind)
        }
        return kinds
    }
}

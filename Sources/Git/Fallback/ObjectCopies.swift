/// An object that is damaged where it was looked for may be whole in another pack, or in a file of its own. Slow, and only asked where
/// something is damaged.

internal import Bytes

extension ObjectReader {
    /// A copy of an object that can be read; nil where there is none.
    /// - Parameter damaged: not looked at.
    mutating func copy(of id: ObjectID, outside damaged: IndexedPack? = nil) -> GitObject? {
        let places = places(of: id).filter { !$0.isIn(damaged) }
        for place in places {
            if let object = try? read(place), id.isName(of: object.bytes, object.kind) { return object }
        }
        for case .packed(let pack, let offset, _) in places {
            if let object = rebuilt(pack, offset), id.isName(of: object.bytes, object.kind) { return object }
        }
        return nil
    }

    /// From the nearest object in its chain of deltas that is stored elsewhere, too.
    private mutating func rebuilt(_ start: IndexedPack, _ startOffset: Int) -> GitObject? {
        var (pack, offset) = (start, startOffset)
        var steps: [Step] = []
        while steps.count <= ObjectReader.deepest {
            guard let file = try? pack.file(), let index = try? pack.index(), let entry = try? file.entry(at: offset)
            else { return nil }
            steps.append(Step(pack: pack, offset: offset, entry: entry))
            let base: ObjectID
            switch entry.form {
            case .whole: return nil
            case .offsetDelta(let place):
                guard let id = index.id(ofOffset: place) else { return nil }
                (base, offset) = (id, place)
            case .referenceDelta(let id):
                guard let place = index.index(of: id), let next = try? index.offset(at: place) else { return nil }
                (base, offset) = (id, next)
            }
            let others = places(of: base)
            guard others.count > 1 else { continue }
            for other in others {
                guard let object = try? read(other), base.isName(of: object.bytes, object.kind) else { continue }
                return try? build(PackedObject(object: object, end: 0), steps).object
            }
        }
        return nil
    }

    /// All packs and files that have it.
    private func places(of id: ObjectID) -> [Place] {
        var places: [Place] = []
        for pack in store.allPacks {
            guard let index = try? pack.index(), let place = index.index(of: id),
                let offset = try? index.offset(at: place)
            else { continue }
            places.append(.packed(pack, offset: offset, checksum: nil))
        }
        for directory in store.directories {
            if let loose = looseObject(id, in: directory) { places.append(.loose(loose)) }
        }
        return places
    }
}

extension ObjectReader.Place {
    fileprivate func isIn(_ pack: IndexedPack?) -> Bool {
        if case .packed(let other, _, _) = self { other === pack } else { false }
    }
}

extension PackIndex {
    /// The object at an offset, by looking at all.
    func id(ofOffset offset: Int) -> ObjectID? {
        (0..<count).first { (try? self.offset(at: $0)) == offset }.map { id(at: $0) }
    }
}

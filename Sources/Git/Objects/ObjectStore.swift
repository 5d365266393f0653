/// The objects of a repository: loose files and packs of one object directory and of its alternates. Shared by all workers; each reads
/// through an `ObjectReader` of its own.
///
/// Replacement references (`refs/replace`) are not followed: what is judged is what is there.

public import Bytes
internal import Synchronization

public final class ObjectStore: Sendable {
    public let format: ObjectFormat
    /// The object directory, then its alternates and theirs.
    public let directories: [FilePath]
    private let packs: Mutex<PackList>
    /// What git reads; nil for nearly all repositories.
    public let throughGit: GitObjects?

    /// What was found in the directories when someone last looked.
    struct PackList {
        var generation = 0
        var packs: [IndexedPack] = []
        var multi: [(index: MultiPackIndex, packs: [IndexedPack?])] = []
        /// How many packs, from the first, a multi-pack index covers.
        var covered = 0
    }

    /// - Parameters:
    ///   - alternates: further object directories (`GIT_ALTERNATE_OBJECT_DIRECTORIES`), beside those that `info/alternates` names.
    public init(_ directory: FilePath, alternates: [FilePath] = [], format: ObjectFormat = .sha1) {
        self.format = format
        directories = ObjectStore.closure([directory] + alternates)
        packs = Mutex(ObjectStore.list(directories, format, generation: 1))
        throughGit = nil
    }

    /// Objects of which git reads those that another store, if there is one, does not have.
    init(_ other: ObjectStore?, throughGit: GitObjects, format: ObjectFormat) {
        (self.format, self.throughGit, directories) = (format, throughGit, other?.directories ?? [])
        packs = Mutex(other?.packList() ?? PackList())
    }

    /// The directories with all their alternates, each once; at most five deep, as in git.
    private static func closure(_ start: [FilePath]) -> [FilePath] {
        var (all, level): ([FilePath], [FilePath]) = ([], start)
        for _ in 0...5 {
            var next: [FilePath] = []
            for directory in level where !all.contains(directory) {
                all.append(directory)
                guard let text = try? TextFile.contents(of: directory.appending("info/alternates"), limit: 1 << 20)
                else {
                    continue
                }
                for line in text.split(separator: .newline) where line.first != UInt8(ascii: "#") {
                    let path = FilePath(Array(line))
                    next.append(path.isAbsolute ? path : directory.appending(line))
                }
            }
            level = next
        }
        return all
    }

    private static func list(_ directories: [FilePath], _ format: ObjectFormat, generation: Int) -> PackList {
        var list = PackList(generation: generation)
        var others: [IndexedPack] = []
        for directory in directories {
            let folder = directory.appending("pack")
            guard let entries = try? Directory.entries(of: folder) else { continue }
            let names = Set(entries.map(\.name))
            var found: [[UInt8]: IndexedPack] = [:]
            for name in names where name.suffix(4).elementsEqual(".idx".utf8) {
                let stem = Array(name.dropLast(4))
                guard names.contains(stem + Array(".pack".utf8)) else { continue }
                found[stem] = IndexedPack(folder.appending(stem), format: format)
            }
            if names.contains(Array("multi-pack-index".utf8)),
                let multi = MultiPackIndex(folder.appending("multi-pack-index"), format: format)
            {
                list.multi.append((multi, multi.packs.map { found[$0] }))
                for stem in multi.packs { if let pack = found.removeValue(forKey: stem) { list.packs.append(pack) } }
            }
            others += found.values
        }
        list.covered = list.packs.count
        // By name, so that nothing depends on the order of a directory.
        list.packs += others.sorted { $0.stem < $1.stem }
        return list
    }

    /// The packs at hand.
    func packList() -> PackList { packs.withLock { $0 } }

    /// Looks again, unless someone has since `generation`: git may have packed what was loose, or written new packs.
    func packList(after generation: Int) -> PackList {
        packs.withLock { list in
            if list.generation == generation {
                list = ObjectStore.list(directories, format, generation: generation + 1)
            }
            return list
        }
    }

    /// Every pack, for who walks them whole.
    public var allPacks: [IndexedPack] { packList().packs }
}

/// A pack with its index; each is opened when it is first needed.
public final class IndexedPack: Sendable {
    let stem: FilePath
    private let format: ObjectFormat
    private let opened: Mutex<Opened>

    private struct Opened {
        var index: Result<PackIndex, ObjectFault>?
        var file: Result<PackFile, ObjectFault>?
    }

    init(_ stem: FilePath, format: ObjectFormat) {
        self.stem = stem
        self.format = format
        opened = Mutex(Opened())
    }

    private func path(_ suffix: String) -> FilePath { FilePath(stem.bytes + Array(suffix.utf8)) }

    /// The index.
    public func index() throws(ObjectFault) -> PackIndex {
        let result = opened.withLock { opened in
            let index = opened.index ?? Result { () throws(ObjectFault) in try PackIndex(path(".idx"), format: format) }
            opened.index = index
            return index
        }
        return try result.get()
    }

    /// The pack, which its index belongs to.
    public func file() throws(ObjectFault) -> PackFile {
        let known = opened.withLock { $0.file }
        if let known { return try known.get() }
        let result = Result { () throws(ObjectFault) in try open() }
        opened.withLock { $0.file = result }
        return try result.get()
    }

    private func open() throws(ObjectFault) -> PackFile {
        let pack = try PackFile(path(".pack"), format: format)
        let index = try index()
        guard pack.count == index.count, pack.checksum == index.packChecksum else {
            throw ObjectFault(.corrupt, "the pack and its index do not belong together", place: "\(pack.path)")
        }
        return pack
    }
}

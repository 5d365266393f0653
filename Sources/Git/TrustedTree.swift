/// The files that decide how a change is judged (configuration, ignore file, baseline, rules), as they are where the change itself has no
/// say: in the commit that it is compared with, or, for what is staged, in the index.

public import Bytes

public struct TrustedTree: Sendable {
    private enum Source: Sendable {
        case tree(ObjectID)
        case index(IndexFile)
        /// An index that is not read here.
        case git(Repository)
        case nothing
    }

    private let store: ObjectStore
    private let source: Source

    /// The tree with this id; nil: an empty one.
    public init(tree: ObjectID?, _ store: ObjectStore) {
        self.store = store
        source = tree.map { .tree($0) } ?? .nothing
    }

    /// The index; nil: where it must be asked through git.
    public init(index: IndexFile?, of repository: Repository, _ store: ObjectStore) {
        self.store = store
        source = index.map { .index($0) } ?? .git(repository)
    }

    /// Why a file cannot be had.
    public struct Fault: Error, Sendable, CustomStringConvertible {
        public let description: String
    }

    /// The content of the file at a path relative to the root; nil where there is none. Something else than a file (a symbolic link, a
    /// submodule) is a fault.
    public func contents(of path: FilePath) throws(Fault) -> [UInt8]? {
        do {
            var reader = ObjectReader(store)
            guard let entry = try entry(at: path, &reader) else { return nil }
            guard entry.mode?.isFile == true else {
                throw Fault(description: "\(path) is no regular file: it is not read")
            }
            let content = try reader.read(entry.id, .blob)
            return content.bytes.array(0..<content.count)
        } catch let fault as Fault {
            throw fault
        } catch {
            throw Fault(description: "\(path) cannot be read: \(error)")
        }
    }

    /// Whether there is anything at a path relative to the root; false where that cannot be known.
    public func holds(_ path: FilePath) -> Bool {
        var reader = ObjectReader(store)
        return (try? entry(at: path, &reader)) != nil
    }

    private func entry(at path: FilePath, _ reader: inout ObjectReader) throws -> (mode: FileMode?, id: ObjectID)? {
        switch source {
        case .nothing: return nil
        case .tree(let tree): return try reader.entry(at: path, below: tree).map { ($0.mode, $0.id) }
        case .index(let index):
            if let place = index.index(of: path.bytes) {
                let entry = index.entry(place)
                return entry.stage == 0 && !entry.isIntentToAdd ? (entry.mode, entry.id) : nil
            }
            // What a sparse index holds as one directory.
            for place in 0..<index.count where index.path(place).last == UInt8(ascii: "/") {
                let directory = index.path(place)
                guard path.bytes.starts(with: directory) else { continue }
                let rest = FilePath(Array(path.bytes.dropFirst(directory.count)))
                return try reader.entry(at: rest, below: index.entry(place).id).map { ($0.mode, $0.id) }
            }
            return nil
        case .git(let repository):
            let result = try repository.git.run(["ls-files", "-s", "-z", "--", ":(top,literal)\(path)"])
            let words = result.output.prefix { $0 != 0 }.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 })
            guard result.status == 0, words.count >= 4, words[2].elementsEqual("0".utf8),
                let id = ObjectID(hex: words[1]),
                let mode = Int(String(decoding: words[0], as: UTF8.self), radix: 8)
            else { return nil }
            return (FileMode(mode), id)
        }
    }
}

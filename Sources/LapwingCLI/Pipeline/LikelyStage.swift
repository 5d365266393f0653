/// What the next commit most likely changes, worked out from the files of the repository while git is still looking for it. It counts only
/// if git then says the same; whatever is not plain is left to git.

internal import Bytes
internal import Git

struct LikelyStage {
    let index: IndexFile
    let store: ObjectStore
    private let indexPath: FilePath
    private let objects: FilePath
    private let head: ObjectID?
    /// Against `head`.
    private let changes: StagedChanges?

    private static let variables = [
        "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    ]

    /// Nil where something else may count, and where the index cannot be read: then it is read again, and faults are told.
    init?() {
        guard LikelyStage.variables.allSatisfy({ ProcessContext.environment($0) == nil }),
            let tree = ProcessContext.currentDirectory.flatMap({ WorkTree.containing($0) })
        else { return nil }
        indexPath = tree.gitDirectory.appending("index")
        guard let bytes = try? TextFile.contents(of: indexPath, limit: 4 << 30), let index = try? IndexFile(bytes)
        else { return nil }
        self.index = index
        objects = tree.commonDirectory.appending("objects")
        store = ObjectStore(objects)
        head = LikelyStage.head(of: tree)
        changes = head.flatMap { [store] id in
            var reader = ObjectReader(store)
            guard let commit = try? reader.commit(id) else { return nil }
            return try? StagedChanges(index, head: commit.tree, &reader)
        }
    }

    /// Whether git looks for the same files.
    func isMeant(by repository: Repository) -> Bool {
        indexPath == repository.indexPath && objects == repository.objectDirectory && repository.format == .sha1
    }

    /// What the index changes since a commit; nil where that was not worked out.
    func changes(since commit: ObjectID?) -> StagedChanges? { commit != nil && commit == head ? changes : nil }

    /// The commit of HEAD, where it is a branch's that has a file of its own or stands among the packed ones.
    private static func head(of tree: WorkTree) -> ObjectID? {
        guard let text = line(tree.gitDirectory.appending("HEAD")) else { return nil }
        guard text.starts(with: "ref: refs/heads/".utf8) else { return ObjectID(hex: text) }
        let name = text.dropFirst(5)
        if let own = line(tree.commonDirectory.appending(name)) { return ObjectID(hex: own) }
        guard let packed = try? TextFile.contents(of: tree.commonDirectory.appending("packed-refs"), limit: 1 << 20)
        else { return nil }
        let entry = packed.split(separator: .newline).first { $0.dropFirst(40).elementsEqual([0x20] + name) }
        return entry.flatMap { ObjectID(hex: $0.prefix(40)) }
    }

    private static func line(_ path: FilePath) -> ArraySlice<UInt8>? {
        (try? TextFile.contents(of: path, limit: 1 << 12))?.prefix { $0 != .newline }
    }
}

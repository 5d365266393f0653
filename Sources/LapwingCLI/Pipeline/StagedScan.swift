/// What `lapwing staged` scans: the files that the index has and HEAD has not.

internal import Bytes
internal import Findings
internal import Git

struct StagedScan {
    private let store: ObjectStore
    private let files: [ChangedFile]
    private let ledger: Ledger
    let trust: ChangeTrust
    /// The top of the work tree.
    let root: FilePath?
    let notices: [String]

    /// Reads the index and HEAD. Runs git once; what was worked out while git was looking counts where git means the same.
    init() throws {
        var guess: LikelyStage?
        let (repository, found) = try Repository.opened(
            needsWorkTree: true, resolving: ["HEAD"], meanwhile: { guess = LikelyStage() })
        let (head, likely) = (found.first, guess.flatMap { $0.isMeant(by: repository) ? $0 : nil })
        root = repository.workTree
        store = likely?.store ?? repository.objects()
        var reader = ObjectReader(store)
        let index = try likely?.index ?? StagedScan.index(of: repository)
        do {
            let tree = try head.map { try reader.commit($0).tree }
            trust = .index(
                TrustedTree(index: index, of: repository, store), head: TrustedTree(tree: tree, store))
            let staged =
                try likely?.changes(since: head) ?? index.map { try StagedChanges($0, head: tree, &reader) }
                ?? StagedChanges(throughGit: repository, head: head)
            try StagedScan.refuseConflicts(staged)
            let merged = try StagedScan.mergedTrees(repository, &reader)
            (files, ledger) = try StagedScan.files(staged, merged, &reader)
            notices = StagedScan.notices(staged, isSplit: index == nil)
        } catch let fault as ObjectFault {
            throw ChangeFault.usage(fault, repository)
        }
    }

    /// Nil for one that only git can read.
    private static func index(of repository: Repository) throws -> IndexFile? {
        do {
            let bytes = try TextFile.contents(of: repository.indexPath, limit: 4 << 30)
            return try IndexFile(bytes, hashLength: repository.format.idLength)
        } catch let fault as IndexFault {
            if fault.isUnsupported { return nil }
            throw UsageFault(
                "\(repository.indexPath): \(fault); `git status` may say more, `rm` and `git reset` make it anew")
        } catch let error as Errno {
            if error == .noSuchFile { return IndexFile.empty }
            throw UsageFault("the index \(repository.indexPath) cannot be read: \(error)")
        }
    }

    private static func refuseConflicts(_ staged: StagedChanges) throws {
        guard !staged.conflicts.isEmpty else { return }
        let shown = staged.conflicts.prefix(5).map { "  \($0)" }.joined(separator: "\n")
        let more = staged.conflicts.count > 5 ? "\n  and \(staged.conflicts.count - 5) more" : ""
        throw UsageFault(
            "there are merge conflicts, so nothing can be committed: resolve them and `git add` these files:\n\(shown)\(more)"
        )
    }

    /// The trees of the commits that are being merged: what one of them has, the merge does not add.
    private static func mergedTrees(_ repository: Repository, _ reader: inout ObjectReader) throws -> [ObjectID] {
        guard let text = try? TextFile.contents(of: repository.gitDirectory.appending("MERGE_HEAD"), limit: 1 << 16)
        else {
            return []
        }
        var trees: [ObjectID] = []
        for line in text.split(separator: .newline) {
            if let id = ObjectID(hex: line) { trees.append(try reader.commit(id).tree) }
        }
        return trees
    }

    private static func files(
        _ staged: StagedChanges, _ merged: [ObjectID], _ reader: inout ObjectReader
    ) throws(ObjectFault) -> ([ChangedFile], Ledger) {
        var ledger = Ledger()
        let removals = merged.isEmpty ? staged.removals : []
        let moved = Set(removals.map(\.id))
        var files: [ChangedFile] = []
        for change in staged.changes {
            switch change.mode {
            case .symbolicLink: ledger.skip(.symbolicLink)
            case .gitlink: ledger.skip(.submodule)
            case .directory: break
            case .file, .executable:
                var old = change.old
                for tree in merged {
                    let entry = try reader.entry(at: change.path, below: tree)
                    old.append(entry.flatMap { $0.mode.isFile ? $0.id : nil })
                }
                guard !old.contains(change.id) else { continue }
                // A file that only got another name adds nothing.
                if old.allSatisfy({ $0 == nil }), moved.contains(change.id) { continue }
                files.append(
                    ChangedFile(
                        path: change.path, id: change.id,
                        occurrences: [.init(old: old, removals: removals, provenance: nil)]))
            }
        }
        return (files, ledger)
    }

    private static func notices(_ staged: StagedChanges, isSplit: Bool) -> [String] {
        var notices: [String] = []
        if staged.changes.isEmpty {
            notices.append(staged.removals.isEmpty ? "Nothing is staged." : "The commit only deletes files.")
        }
        if staged.announced > 0 {
            notices.append("Announced with `git add -N`, so not part of the commit: \(staged.announced).")
        }
        let changed = staged.changes.map(\.path) + staged.removals.map(\.path)
        if let notice = ChangeTrust.notice(changed: changed, isIndex: true) { notices.append(notice) }
        if isSplit { notices.append("The index is split: it was read through git.") }
        return notices
    }

    func changes(wholeFiles: Bool) -> ChangeScan {
        ChangeScan(store: store, files: files, ledger: ledger, wholeFiles: wholeFiles)
    }
}

/// What `lapwing diff` scans: the difference between the merge base and HEAD, and what each commit between adds. Every content of a path
/// is scanned once, however many commits it is in.

internal import Bytes
internal import Findings
internal import Git

struct DiffScan {
    private let store: ObjectStore
    private let files: [ChangedFile]
    private let ledger: Ledger
    private let head: ObjectID?
    let trust: ChangeTrust
    let notices: [String]
    /// The top of the work tree, if we stand in one: what paths are relative to.
    let root = ProcessContext.currentDirectory.flatMap { WorkTree.containing($0) }?.root

    /// The change between two revisions. Runs git once.
    init(_ ends: RangeEnds) throws {
        let (repository, found) = try Repository.opened(needsWorkTree: false, resolving: [ends.base, ends.head])
        guard let base = found.first else { throw ChangeFault.unknown(ends.base, ends.origin, repository) }
        guard found.count == 2, let head = found.last else { throw ChangeFault.unknown(ends.head, nil, repository) }
        store = repository.objects()
        var reader = ObjectReader(store)
        let range: CommitRange
        do { range = try repository.range(from: base, to: head, &reader) } catch {
            throw ChangeFault.usage(error, ends, repository)
        }
        do throws(ObjectFault) {
            var collector = ChangeCollector()
            for commit in range.commits { try collector.add(commit, &reader) }
            let newest = try reader.commit(head)
            let old = try range.mergeBases.map { id throws(ObjectFault) -> ObjectID? in try reader.commit(id).tree }
            try collector.add(newest.tree, from: old, Provenance(head, newest), &reader)
            let gathered = collector.result
            (files, ledger) = gathered
            self.head = newest.tree
            trust = .base(
                TrustedTree(tree: try reader.commit(base).tree, store), head: TrustedTree(tree: newest.tree, store))
            let count = range.commits.count
            notices = [
                count == 0
                    ? "There is no commit between \(ends.base) and \(ends.head)."
                    : "Judged: the difference of \(ends.base) and \(ends.head), and \(count) \(count == 1 ? "commit" : "commits") one by one.",
                ChangeTrust.notice(changed: gathered.files.map(\.path), isIndex: false),
            ].compactMap { $0 }
        } catch {
            throw ChangeFault.usage(error, repository)
        }
    }

    /// What a push brings that no reference has yet; what it deletes is not looked at. Runs git three times.
    init(receiving pushed: [PushedReference]) throws {
        let repository = try Repository.opened(needsWorkTree: false).repository
        let store = repository.objects()
        self.store = store
        var reader = ObjectReader(store)
        var collector = ChangeCollector()
        do {
            let current = try repository.commit(named: "HEAD").map { id in try reader.commit(id).tree }
            var tips: [ObjectID] = []
            for reference in pushed where !reference.new.isNull {
                if let tip = try collector.tip(reference, &reader) { tips.append(tip) }
            }
            // Of several tips none can speak for the others.
            let tip = try tips.count == 1 ? reader.commit(tips[0]).tree : nil
            trust = .base(TrustedTree(tree: current, store), head: tip.map { TrustedTree(tree: $0, store) })
            let commits = try repository.commits(newIn: tips)
            for commit in commits { try collector.add(commit, &reader) }
            let count = commits.count
            notices = [
                count == 0
                    ? "The push brings no new commit." : "Judged: \(count) new \(count == 1 ? "commit" : "commits")."
            ]
        } catch let fault as ObjectFault {
            throw ChangeFault.usage(fault, repository)
        } catch let fault as RangeFault {
            throw ChangeFault.usage(fault, nil, repository)
        } catch let fault as GitFault {
            throw UsageFault(fault.description)
        }
        (files, ledger) = collector.result
        head = nil
    }

    func changes(wholeFiles: Bool) -> ChangeScan {
        ChangeScan(store: store, files: files, ledger: ledger, wholeFiles: wholeFiles, head: head, hasVersions: true)
    }
}

extension Provenance {
    init(_ id: ObjectID, _ commit: Commit) {
        self.init(
            commit: id.description, author: commit.author.name, authorMail: commit.author.mail,
            time: commit.author.time,
            zone: commit.author.zone)
    }
}

/// Gathers the contents that commits bring, each (path, content) once.
struct ChangeCollector {
    private struct Key: Hashable {
        let path: FilePath
        let id: ObjectID
    }

    private var places: [Key: Int] = [:]
    private var files: [ChangedFile] = []
    private var ledger = Ledger()
    private var skipped: Set<Key> = []

    /// In path order; the versions of a path in the order in which they came.
    var result: (files: [ChangedFile], ledger: Ledger) {
        let order = files.indices.sorted { (files[$0].path, $0) < (files[$1].path, $1) }
        return (order.map { files[$0] }, ledger)
    }

    /// What a commit has that none of its parents has.
    mutating func add(_ member: CommitRange.Member, _ reader: inout ObjectReader) throws(ObjectFault) {
        let commit = try reader.commit(member.id)
        var old: [ObjectID?] = []
        for parent in member.parents { old.append(try reader.commit(parent).tree) }
        try add(commit.tree, from: old, Provenance(member.id, commit), &reader)
    }

    /// What a tree has that none of the others has.
    mutating func add(
        _ tree: ObjectID, from old: [ObjectID?], _ provenance: Provenance?, _ reader: inout ObjectReader
    ) throws(ObjectFault) {
        let difference = try TreeDiff(tree, from: old, &reader)
        // Of a merge, what went in one parent's eyes tells nothing of where the other's files come from.
        let removals = old.count == 1 ? difference.removals : []
        let moved = Set(removals.map(\.id))
        for change in difference.changes {
            let isNew = change.old.allSatisfy { $0 == nil }
            // A file that only got another name adds nothing.
            if change.mode.isFile, isNew, moved.contains(change.id) { continue }
            add(
                change, ChangedFile.Occurrence(old: change.old, removals: isNew ? removals : [], provenance: provenance)
            )
        }
    }

    private mutating func add(_ change: TreeChange, _ occurrence: ChangedFile.Occurrence) {
        let key = Key(path: change.path, id: change.id)
        guard change.mode.isFile else {
            if skipped.insert(key).inserted { ledger.skip(change.mode == .gitlink ? .submodule : .symbolicLink) }
            return
        }
        if let place = places[key] {
            files[place].occurrences.append(occurrence)
        } else {
            places[key] = files.count
            files.append(ChangedFile(path: change.path, id: change.id, occurrences: [occurrence]))
        }
    }

    /// The commit that a pushed reference leads to. A tree or a blob is taken as it is: it has no history.
    mutating func tip(_ reference: PushedReference, _ reader: inout ObjectReader) throws(ObjectFault) -> ObjectID? {
        var id = reference.new
        // Tags of tags: a chain that is longer is somebody's joke.
        for _ in 0..<100 {
            let object = try reader.read(id)
            switch object.kind {
            case .commit: return id
            case .tag:
                let line = object.bytes.array(0..<min(object.content.count, 128)).prefix { $0 != .newline }
                guard line.starts(with: "object ".utf8), let target = ObjectID(hex: line.dropFirst(7)) else {
                    return nil
                }
                id = target
            case .tree:
                try add(id, from: [], nil, &reader)
                return nil
            case .blob:
                add(
                    TreeChange(path: FilePath(reference.name), mode: .file, id: id, old: []),
                    ChangedFile.Occurrence(old: [], removals: [], provenance: nil))
                return nil
            }
        }
        return nil
    }
}

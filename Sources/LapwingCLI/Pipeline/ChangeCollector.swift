/// Gathers what commits bring: each is compared with its parents, by several workers, and each content of a path is kept once.

internal import Bytes
internal import Findings
internal import Git
internal import Inputs
internal import Synchronization

extension Provenance {
    init(_ id: ObjectID, _ commit: Commit) {
        self.init(
            commit: id.description, author: commit.author.name, authorMail: commit.author.mail,
            time: commit.author.time,
            zone: commit.author.zone)
    }
}

/// What is to be compared: a tree, with the trees of the parents.
struct TreeStep: Sendable {
    let tree: ObjectID
    let old: [ObjectID?]
    let provenance: Provenance?
}

/// The contents that commits bring, each (path, content) once.
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

    /// What each step has that none of its parents has. Neighbouring steps share most of their trees, so a worker takes several.
    mutating func add(_ steps: [TreeStep], _ store: ObjectStore, threads: Int) throws(ObjectFault) {
        let gathered = Mutex<Result<ChangeCollector, ObjectFault>>(.success(self))
        let runs = stride(from: 0, to: steps.count, by: ChangeCollector.run).map {
            steps[$0..<min($0 + ChangeCollector.run, steps.count)]
        }
        ItemWork.run(
            runs, threads: threads, isStopped: { Interrupts.isRequested }, makeWorker: { TreeWorker(store) },
            deliver: { differences in
                gathered.withLock { gathered in
                    guard case .success(var collector) = gathered else { return }
                    gathered = .success(ChangeCollector())
                    for (step, difference) in differences {
                        switch difference {
                        case .success(let difference): collector.add(difference, step.old.count, step.provenance)
                        case .failure(let fault):
                            gathered = .failure(fault)
                            return
                        }
                    }
                    gathered = .success(collector)
                }
            })
        self = try gathered.withLock { $0 }.get()
    }

    private static let run = 8

    /// What a tree has that none of its parents has.
    private mutating func add(_ difference: TreeDiff, _ parents: Int, _ provenance: Provenance?) {
        // Of a merge, what went in one parent's eyes tells nothing of where the other's files come from.
        let removals = parents == 1 ? difference.removals : []
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
                add(try TreeDiff(id, from: [], &reader), 0, nil)
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

/// Compares trees. One a thread.
private struct TreeWorker: ItemWorker, ~Copyable {
    private var reader: ObjectReader

    init(_ store: ObjectStore) { reader = ObjectReader(store) }

    /// Up to the first that cannot be compared.
    mutating func work(on steps: ArraySlice<TreeStep>) -> [(TreeStep, Result<TreeDiff, ObjectFault>)]? {
        var differences: [(TreeStep, Result<TreeDiff, ObjectFault>)] = []
        for step in steps {
            do throws(ObjectFault) {
                differences.append((step, .success(try TreeDiff(step.tree, from: step.old, &reader))))
            } catch {
                differences.append((step, .failure(error)))
                break
            }
        }
        return differences
    }
}

extension CommitRange.Member {
    /// What it is compared with.
    func step(_ reader: inout ObjectReader) throws(ObjectFault) -> TreeStep {
        let commit = try reader.commit(id)
        var old: [ObjectID?] = []
        for parent in parents { old.append(try reader.commit(parent).tree) }
        return TreeStep(tree: commit.tree, old: old, provenance: Provenance(id, commit))
    }
}

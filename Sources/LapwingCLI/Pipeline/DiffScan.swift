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
    init(_ ends: RangeEnds, threads: Int) throws {
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
            var steps: [TreeStep] = []
            for commit in range.commits { steps.append(try commit.step(&reader)) }
            let newest = try reader.commit(head)
            let old = try range.mergeBases.map { id throws(ObjectFault) -> ObjectID? in try reader.commit(id).tree }
            steps.append(TreeStep(tree: newest.tree, old: old, provenance: Provenance(head, newest)))
            var collector = ChangeCollector()
            try collector.add(steps, store, threads: threads)
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
    init(receiving pushed: [PushedReference], threads: Int) throws {
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
            let steps = try commits.map { commit throws(ObjectFault) in try commit.step(&reader) }
            try collector.add(steps, store, threads: threads)
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

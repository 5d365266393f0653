internal import Bytes
internal import Engine
internal import Findings
internal import Git

extension HistoryReport {
    /// A secret in messages, with those of all commits and tags that have it.
    private struct MessageGroup {
        /// Numbers of commits, in their order; `Standing.never` for tags of something else.
        var orders: [Int32] = []
        var nodes: [Int] = []
    }

    /// The findings in messages of selected commits and tags; the same secret in several is one.
    mutating func messageFindings(
        _ messages: MessageFindings.State, _ reader: inout ObjectReader
    ) -> [(order: Int32, finding: Finding)] {
        var groups: [SecretGroup.Key: MessageGroup] = [:]
        for found in messages.found {
            guard let order = order(of: found.node) else { continue }
            let kind = table.kind(of: found.node) ?? .commit
            for core in program.findings(of: found.memo, MessageScanner.label("message", kind)) {
                groups[SecretGroup.Key(core.accepted), default: MessageGroup()].orders.append(order)
                groups[SecretGroup.Key(core.accepted), default: MessageGroup()].nodes.append(found.node)
            }
        }
        var scanner = DeltaScanner(program)
        var findings: [(order: Int32, finding: Finding)] = []
        for (key, group) in groups {
            let first = group.orders.indices.min {
                (group.orders[$0], group.nodes[$0]) < (group.orders[$1], group.nodes[$1])
            }
            guard let first, var finding = finding(key, in: group.nodes[first], &scanner, &reader) else { continue }
            var facts = HistoryFacts()
            facts.commits = Set(group.nodes).count
            finding.history = facts
            if group.orders[first] != Standing.never {
                finding.provenance = provenance(Int(group.orders[first]), &reader)
            }
            let verdict = plan.suppressor.judge(finding, path: audit.isOwn ? finding.identity.bytes : nil)
            finding.suppression = verdict.record
            finding.notes += verdict.notes
            findings.append((group.orders[first], finding))
        }
        return findings
    }

    /// The number of the commit that a message belongs to; nil where it is not selected.
    private func order(of node: Int) -> Int32? {
        if let commit = graph.number(ofNode: node) { return selection.commits[commit] ? Int32(commit) : nil }
        guard selection.tags.contains(Int32(node)) else { return nil }
        return HistorySelection.commit(table.id(of: node), graph, table).map { Int32($0) } ?? Standing.never
    }

    private func finding(
        _ key: SecretGroup.Key, in node: Int, _ scanner: inout DeltaScanner, _ reader: inout ObjectReader
    ) -> Finding? {
        let id = table.id(of: node)
        guard let object = try? reader.read(id) else { return nil }
        let path =
            object.kind == .commit
            ? FilePath("commit \(id)") : FilePath("tag \(HistoryReport.tagName(object.content) ?? "\(id)")")
        let content = object.content
        let bytes = content.bytes
        let text = bytes.extracting(ObjectHeader.messageStart(bytes)..<bytes.count)
        return scanner.findings(in: text, MessageScanner.label(path, object.kind)).first {
            $0.rule == key.rule && $0.secret == key.secret
        }
    }

    /// From the line `tag NAME` of its head.
    private static func tagName(_ content: ByteBuffer) -> String? {
        let head = content.bytes.array(0..<min(content.count, 4_096)).split(separator: .newline).prefix(3)
        return head.first { $0.starts(with: "tag ".utf8) }.map { String(decoding: $0.dropFirst(4), as: UTF8.self) }
    }

    // MARK: What was not scanned

    /// Everything that went wrong.
    func problems(_ scanned: ScannedHistory, _ messages: MessageFindings.State) -> [ScanProblem] {
        var faults = table.faults + graph.faults + scanned.keys.faults + scanned.versions.faults
        var seen: Set<String> = []
        faults = faults.filter { seen.insert($0.description).inserted }
        var problems = faults.map { fault in
            ScanProblem(.unreadable, FilePath(fault.object.map { "object \($0)" } ?? "\(audit.root)"), fault.detail)
        }
        problems += scanned.versions.problems + messages.problems
        if isCut {
            problems.append(
                ScanProblem(.limit, audit.root, "trees hold each other so many times that not all places can be told"))
        }
        if lacksTrees {
            problems.append(
                ScanProblem(
                    .limit, audit.root,
                    "the trees of the history need more memory than is allowed, so not all places are told: try a larger --memory"
                ))
        }
        problems.sort { ($0.path, $0.message) < ($1.path, $1.message) }
        let name: (Int) -> ObjectID = { table.id(of: Int(graph.nodes[$0])) }
        if audit.options.allowMissing, audit.options.verbose {
            for problem in missing.listed(name) { Console.error(problem.description) }
        }
        let isPromised = audit.repository.objects().hasPromisedPacks
        return missing.problems(audit.options, audit.root, isPromised: isPromised, name) + problems
    }

    /// The account of the scan, without its problems.
    func ledger(_ scanned: ScannedHistory) -> Ledger {
        var ledger = Ledger()
        ledger.files = scanned.versions.blobs
        ledger.bytes = scanned.versions.bytes
        if scanned.versions.binaries > 0 { ledger.skipped[.binary] = scanned.versions.binaries }
        var coverage = HistoryCoverage()
        coverage.commits = selection.count
        coverage.messages = selection.count + selection.tags.count
        coverage.lookedAt = scanned.versions.scannedBytes
        coverage.missing = missing.count
        coverage.remembered = scanned.versions.remembered
        coverage.gitReasons = store.throughGit?.reasons ?? []
        coverage.throughGit = store.throughGit?.count ?? 0
        ledger.history = coverage
        return ledger
    }
}

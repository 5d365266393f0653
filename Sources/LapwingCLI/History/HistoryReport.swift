/// From versions in which something was found to findings: where each stands and since when, what of it is accepted, how far it is spread.

internal import Bytes
internal import Engine
internal import Findings
internal import Git
internal import Globs
internal import Suppression

struct HistoryReport {
    let audit: HistoryAudit
    let plan: ScanPlan
    let rules: ScanProgram
    let program: DeltaProgram
    let store: ObjectStore
    let table: ObjectTable
    let graph: CommitGraph
    let selection: HistorySelection
    private(set) var explanations: [Explanation] = []
    private(set) var missing = MissingObjects()
    /// The nodes of the versions in which something was found; their places are the numbers of leaves.
    private var nodes: [Int] = []
    private var memos: [[BlobMemo]] = []
    private var standings: [Standing] = []
    private var places: PlaceGraph?
    private var provenances: [Int: Provenance] = [:]
    private(set) var isCut = false
    private(set) var lacksTrees = false

    init(
        audit: HistoryAudit, plan: ScanPlan, rules: ScanProgram, program: DeltaProgram, store: ObjectStore,
        table: ObjectTable, graph: CommitGraph, selection: HistorySelection
    ) {
        (self.audit, self.plan, self.rules, self.program, self.store) = (audit, plan, rules, program, store)
        (self.table, self.graph, self.selection) = (table, graph, selection)
    }

    // MARK: Where things stand

    /// Finds the paths of everything that was found, and of what is missing, in what is selected.
    mutating func locate(_ scanned: ScannedHistory) {
        for found in scanned.versions.found {
            if nodes.last == found.node {
                memos[memos.count - 1].append(found.memo)
            } else {
                nodes.append(found.node)
                memos.append([found.memo])
            }
        }
        missing = MissingObjects(graph, selection)
        let lost = scanned.keys.missing
        guard !nodes.isEmpty || !lost.isEmpty else { return }
        let (trees, isPartial) =
            scanned.keys.trees.map { ($0, false) }
            ?? TreeIndex.collect(table, store, threads: plan.threads, budget: audit.options.memory)
        let places = PlaceGraph(table, trees, leaves: nodes.map { table.id(of: $0) } + lost)
        self.places = places
        var occurrences = Occurrences(places)
        for commit in 0..<graph.count where selection.commits[commit] {
            guard let tree = places.tree(atNode: Int(graph.trees[commit])) else { continue }
            let before = graph.parents(of: commit).compactMap { places.tree(atNode: Int(graph.trees[Int($0)])) }
            occurrences.add(tree: tree, since: before, commit: commit)
        }
        addUncommitted(places, &occurrences)
        isCut = occurrences.isCut
        lacksTrees = isPartial
        let excluded = GlobSet(plan.project.settings.excluded.compactMap { try? Glob($0.value) })
        var texts: [Int32: FilePath] = [:]
        for (occurrence, arrival) in occurrences.arrivals {
            let path = texts[occurrence.path] ?? FilePath(occurrences.text(ofPath: occurrence.path))
            texts[occurrence.path] = path
            let leaf = Int(occurrence.leaf)
            guard leaf < nodes.count else {
                missing.add(lost[leaf - nodes.count], path, arrival.first >= 0 ? Int(arrival.first) : nil)
                continue
            }
            guard !excluded.matchesPathOrParent(path.bytes) else { continue }
            standings.append(
                Standing(
                    path: path, leaf: leaf, first: HistoryReport.order(arrival.first),
                    last: HistoryReport.order(arrival.last)))
        }
        addUnnamed()
        standings.sort { ($0.path, $0.leaf) < ($1.path, $1.leaf) }
    }

    private static func order(_ commit: Int32) -> Int32 { commit < 0 ? Standing.never : commit }

    /// Trees that references name, and with `--everything` those that nothing names.
    private func addUncommitted(_ places: PlaceGraph, _ occurrences: inout Occurrences) {
        for node in selection.trees {
            if let tree = places.tree(atNode: node) { occurrences.add(tree: tree, since: [], commit: -1) }
        }
        guard audit.request.takesEverything else { return }
        let known = Set(graph.trees.compactMap { places.tree(atNode: Int($0)) })
        for tree in places.tops where !known.contains(tree) { occurrences.add(tree: tree, since: [], commit: -1) }
    }

    /// Blobs that references name, and with `--everything` those that nothing names.
    private mutating func addUnnamed() {
        let leaves = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { ($1, $0) })
        for (node, name) in selection.blobs {
            guard let leaf = leaves[node] else { continue }
            standings.append(Standing(path: FilePath(name), leaf: leaf, first: Standing.never, last: Standing.never))
        }
        guard audit.request.takesEverything else { return }
        let placed = Set(standings.map(\.leaf))
        for (leaf, node) in nodes.enumerated() where !placed.contains(leaf) {
            let path = FilePath(HistoryReport.unnamed("\(table.id(of: node))"))
            standings.append(Standing(path: path, leaf: leaf, first: Standing.never, last: Standing.never))
        }
    }

    /// How a blob without a name is called.
    static func unnamed(_ id: String) -> [UInt8] { Array("blob \(id)".utf8) }

    // MARK: Findings

    /// All findings in the order of their paths, each secret once.
    mutating func findings(
        _ scanned: ScannedHistory, _ messages: MessageFindings.State
    ) -> (findings: [Finding], problems: [ScanProblem]) {
        let groups = SecretGroup.all(standings, memos, program)
        let tips = self.tips
        let presence =
            places.map {
                Presence.all(
                    $0, graph, groups: groups.map { Array($0.leaves) }, commits: selection.commits,
                    tips: tips.map(\.commit), threads: plan.threads)
            } ?? []
        // Nobody asks it again, and the walk that follows needs room.
        places = nil
        let placed = scanPlaces(groups)
        var reader = ObjectReader(store)
        var findings: [(order: Int32, finding: Finding)] = []
        var problems = self.problems(scanned, messages)
        for (number, group) in groups.enumerated() {
            guard let (place, finding) = judge(group, placed) else {
                problems.append(
                    ScanProblem(
                        .unreadable, group.places[0].path, "a finding of \(group.accepted.rule) could not be read again"
                    ))
                continue
            }
            findings.append((place.first, described(finding, place, group, presence[number], tips, &reader)))
        }
        findings += messageFindings(messages, &reader).map { ($0.order, $0.finding) }
        findings.sort { left, right in
            let (a, b) = (left.finding, right.finding)
            return (a.path, left.order, a.location.bytes.lowerBound, a.rule, a.secretID)
                < (b.path, right.order, b.location.bytes.lowerBound, b.rule, b.secretID)
        }
        return (findings.map(\.finding), problems)
    }

    private func request(_ group: SecretGroup, _ leaf: Int, _ path: FilePath) -> PlaceRequest {
        PlaceRequest(node: nodes[leaf], path: path, rule: group.accepted.rule, secret: group.accepted.secret)
    }

    private func scanPlaces(_ groups: [SecretGroup]) -> [PlaceRequest: PlacedFinding] {
        var requests: Set<PlaceRequest> = []
        for group in groups {
            for place in group.places {
                requests.insert(request(group, place.firstLeaf, place.path))
                requests.insert(request(group, place.lastLeaf, place.path))
            }
        }
        let (rules, explains, chunkSize) = (self.rules, plan.explains, plan.chunkSize)
        let totals = ScanTotals()
        return PlaceScan(requests).run(table, store, threads: plan.threads, budget: audit.options.memory) {
            ScanWorker(rules, explaining: explains, chunkSize: chunkSize, totals: totals)
        }
    }

    /// What stands for a group: the oldest of its places that are not accepted, or, where all are, the oldest. Whether a place is accepted
    /// its newest version says: that is where a person may have put a marker.
    private mutating func judge(
        _ group: SecretGroup, _ placed: [PlaceRequest: PlacedFinding]
    ) -> (SecretGroup.Place, Finding)? {
        var open: (place: SecretGroup.Place, finding: Finding, explanations: [Explanation])?
        var accepted = open
        var worst = Severity.low
        for place in group.places {
            guard let first = placed[request(group, place.firstLeaf, place.path)],
                let last = placed[request(group, place.lastLeaf, place.path)]
            else { continue }
            let verdict = plan.suppressor.judge(last.finding, path: audit.isOwn ? place.path.bytes : nil)
            var finding = first.finding
            finding.notes += verdict.notes
            if let record = verdict.record {
                finding.suppression = record.hiding(finding.secret)
                if place.first < accepted?.place.first ?? .max || accepted == nil {
                    accepted = (place, finding, first.explanations)
                }
            } else {
                worst = max(worst, finding.severity)
                if place.first < open?.place.first ?? .max || open == nil {
                    open = (place, finding, first.explanations)
                }
            }
        }
        guard var chosen = open ?? accepted else { return nil }
        if open != nil { chosen.finding.severity = worst }
        explanations += chosen.explanations
        return (chosen.place, chosen.finding)
    }

    private mutating func described(
        _ finding: Finding, _ place: SecretGroup.Place, _ group: SecretGroup, _ presence: Presence, _ tips: [Tip],
        _ reader: inout ObjectReader
    ) -> Finding {
        var finding = finding
        var facts = HistoryFacts()
        facts.commits = presence.commits
        facts.blobs = group.leaves.count
        facts.paths = group.places.map(\.path)
        facts.references = Set(presence.tips.flatMap { tips[$0].names }).sorted()
        if place.first != Standing.never { finding.provenance = provenance(Int(place.first), &reader) }
        if let head = tips.firstIndex(where: \.isHead) {
            let isInHead = presence.tips.contains(head)
            finding.provenance?.isInHead = isInHead
            if !isInHead { facts.removal = presence.removed.flatMap { provenance($0, &reader) } }
        }
        finding.history = facts
        return finding
    }

    mutating func provenance(_ commit: Int, _ reader: inout ObjectReader) -> Provenance? {
        if let known = provenances[commit] { return known }
        let id = table.id(of: Int(graph.nodes[commit]))
        let provenance = (try? reader.commit(id)).map { Provenance(id, $0) }
        provenances[commit] = provenance
        return provenance
    }

    // MARK: References

    /// A commit that references lead to.
    struct Tip {
        let commit: Int
        var names: [String] = []
        var isHead = false
    }

    private var tips: [Tip] {
        var (tips, places): ([Tip], [Int: Int]) = ([], [:])
        // Of others, of which a mirror may have tens of thousands, nothing is told.
        for reference in audit.request.references where reference.isHead || reference.isBranchOrTag {
            guard let commit = HistorySelection.commit(reference.id, graph, table) else { continue }
            let place = places[commit] ?? tips.count
            if place == tips.count {
                places[commit] = place
                tips.append(Tip(commit: commit))
            }
            if reference.isHead { tips[place].isHead = true }
            if reference.isBranchOrTag { tips[place].names.append(reference.shortName) }
        }
        return tips
    }
}

extension SuppressionRecord {
    /// People write the secret into their reasons.
    fileprivate func hiding(_ secret: Secret) -> SuppressionRecord {
        SuppressionRecord(
            means: means, place: place, reason: secret.hidden(in: reason), author: author, review: review)
    }
}

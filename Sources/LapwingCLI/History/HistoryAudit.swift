/// `lapwing history` from end to end: what is selected, the scan of all versions, where what was found stands and since when, what of it is
/// accepted, one finding for each secret. Nothing here depends on the number of threads. Docs: docs/history.md.

internal import Bytes
internal import Engine
internal import Findings
internal import Git
internal import Inputs
internal import Rules
internal import Suppression

struct HistoryAudit {
    let repository: Repository
    let store: ObjectStore
    let request: HistoryRequest
    let options: HistoryOptions
    /// The root of the work tree whose repository this is, if a person named none or this one: then its own files say what is accepted.
    let isOwn: Bool
    /// The top of the repository's work tree, or its directory.
    let root: FilePath

    /// Asks git what there is.
    init(at directory: FilePath?, _ revisions: [String], _ options: HistoryOptions) throws {
        do {
            repository = try Repository.open(at: directory, needsWorkTree: false).repository
            store = try repository.allObjects(throughGit: options.throughGit)
        } catch { throw UsageFault(error.description) }
        self.options = options
        request = try HistoryRequest(repository, revisions, options)
        let current = ProcessContext.currentDirectory ?? "/"
        let tree = WorkTree.containing(directory?.absolute(in: current) ?? current)
        let own = Project.ofCurrentDirectoryRoot()
        // Where a person stands in no tree, nothing but what the command line names can accept anything.
        isOwn = directory == nil || own == nil || tree?.root == own
        root = tree?.root ?? repository.gitDirectory
    }

    /// Sentences for the summary.
    var notices: [String] {
        var notices = request.notices
        if request.references.isEmpty { notices.append("The repository has no commit.") }
        if repository.isShallow {
            notices.append(
                "A shallow clone: what is older than its first commits is not here (`git fetch --unshallow` gets it).")
        }
        if request.isNarrow { notices.append("Scanned: the files that the selected commits changed, each whole.") }
        if !isOwn { notices.append("Another tree's repository: of what is accepted, only markers count.") }
        return notices
    }

    /// What earlier audits remember.
    func stateFile(_ rules: RuleSet) throws -> StateFile? {
        try options.state.map { try StateFile(FilePath($0), rules: HistoryState.digest(of: rules)) }
    }

    /// Hands on all findings, in the order of their paths, and the account of what was scanned.
    func run(
        _ plan: ScanPlan, _ rules: ScanProgram, _ state: StateFile?, isStopped: @escaping @Sendable () -> Bool,
        deliver: (FileWalk.Result<FileResult>) -> Void
    ) {
        let progress = HistoryProgress(isShown: plan.showsProgress)
        let program = DeltaProgram(rules)
        progress.begin("indexes of packs")
        let table = ObjectTable(store)
        let messages = MessageFindings()
        progress.begin("commits", of: table.count(of: .commit))
        let graph = CommitGraph.collect(
            table, store, shallow: repository.shallowEdge, threads: plan.threads, budget: options.memory,
            isStopped: isStopped
        ) { MessageScanner(table, program, messages) }
        let selection = HistorySelection(request, graph, table)
        var scan = HistoryScan(
            store: store, program: program, threads: plan.threads, budget: options.memory, isWhole: options.wholeBlobs)
        scan.state = state?.state
        let scanned = scan.run(
            table, progress, graph: graph, selection: selection, takesUnnamed: options.everything,
            isStopped: isStopped)
        progress.begin("places of what was found")
        var report = HistoryReport(
            audit: self, plan: plan, rules: rules, program: program, store: store, table: table, graph: graph,
            selection: selection)
        report.locate(scanned)
        let (findings, problems) = report.findings(scanned, messages.result())
        progress.clear()
        var result = FileResult(findings: findings, problems: problems + remember(scanned, state))
        result.explanations = report.explanations
        result.isJudged = true
        deliver(.ledger(report.ledger(scanned)))
        deliver(.file(result))
    }

    /// Writes the file of `--state`, of an interrupted scan, too: what it did see need not be seen again.
    private func remember(_ scanned: ScannedHistory, _ state: StateFile?) -> [ScanProblem] {
        guard var file = state else { return [] }
        file.state = scanned.added(to: file.state)
        return file.write(repository.format).map { [ScanProblem(.unreadable, file.path, $0)] } ?? []
    }
}

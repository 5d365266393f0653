/// One survey of a tree: which secrets its code reads, and what could not be looked at.

internal import BuiltinRules
internal import Bytes
internal import Engine
internal import EnvContract
internal import Findings
internal import Inputs
internal import RuleSource
internal import Rules
internal import Synchronization

struct EnvSurvey {
    let variables: [SecretVariable]
    /// Reads in tests, examples and documentation.
    let passedOver: Int
    let problems: [ScanProblem]

    /// A survey of less than everything must not pass for one of everything.
    var isComplete: Bool { problems.isEmpty }

    init(of root: String, _ options: EnvSurveyOptions, manifest: Manifest?) throws {
        try self.init(
            of: root, excluded: options.excluded, ruleFiles: options.rules, includesTests: options.includeTests,
            manifest: manifest)
    }

    init(
        of root: String, excluded: [String] = [], ruleFiles: [String] = [], includesTests: Bool = false,
        manifest: Manifest?
    ) throws {
        var walkOptions = WalkOptions()
        walkOptions.excluded = excluded
        let walk: FileWalk
        do {
            walk = try FileWalk(
                [ScanRoot(FilePath(root))], options: walkOptions,
                currentDirectory: ProcessContext.currentDirectory ?? "/",
                home: ProcessContext.environment("HOME").map { FilePath($0) })
        } catch {
            throw UsageFault("\(error)")
        }
        let rules = try EnvSurvey.rules(ruleFiles)
        let program = ScanProgram(rules)
        let collected = Mutex((findings: [Finding](), ledger: Ledger()))
        let totals = ScanTotals()
        walk.run(
            threads: min(Processors.online, ScanPlan.mostThreads), isStopped: { Interrupts.isRequested },
            makeWorker: {
                ScanWorker(program, explaining: false, chunkSize: BlobReader.defaultChunkSize, totals: totals)
            },
            deliver: { result in
                collected.withLock { collected in
                    switch result {
                    case .ledger(let ledger): collected.ledger.add(ledger)
                    case .file(let file):
                        collected.findings += file.findings
                        collected.ledger.problems += file.problems
                    }
                }
            })
        if Interrupts.isRequested { throw Ending(status: .interrupted) }
        let (findings, ledger) = collected.withLock { ($0.findings, $0.ledger) }
        let forms = Dictionary(
            rules.all.compactMap { rule in rule.read.map { (rule.id, $0) } }, uniquingKeysWith: { first, _ in first })
        var survey = Survey()
        let rootLength = FilePath(root).bytes.count
        for finding in findings {
            // Where the tree lies says nothing about what is in it.
            let inside = FilePath(Array(finding.path.bytes.dropFirst(rootLength).drop { $0 == 0x2F || $0 == 0x2E }))
            let label = BlobLabel(path: finding.path, identity: inside)
            survey.add(
                finding, form: forms[finding.rule], isExample: label.isExample && !includesTests)
        }
        variables = survey.variables(manifest: manifest, read: { try? TextFile.contents(of: $0, followingLinks: true) })
        passedOver = survey.passedOver
        problems =
            ledger.problems
            + survey.crowded.map {
                ScanProblem(.limit, $0, "it reads too often from its environment: not all was looked at")
            }
    }

    /// The built-in observations and those of `--rules`.
    private static func rules(_ files: [String]) throws(UsageFault) -> RuleSet {
        guard !files.isEmpty else { return BuiltinRules.environment }
        let folder = RuleFolder(files: files)
        guard folder.faults.isEmpty else {
            throw UsageFault("the rules cannot be used:\n" + folder.faults.map { "  \($0)" }.joined(separator: "\n"))
        }
        return BuiltinRules.environment.joined(
            with: RuleSet(folder.rules.map(\.rule).filter { $0.kind != .committed }))
    }

    /// Tells what could not be looked at, and ends the command with status 2 if there was any.
    func requireCompleteness() throws {
        for problem in problems { Console.error(problem.description) }
        if !isComplete { throw Ending(status: .failed) }
    }
}

/// A manifest's place for a tree: beside its root, unless it is named.
enum ManifestPlace {
    static func path(_ named: String?, root: String) -> String {
        if let named { return named }
        let directory =
            (try? FileStatus.of(FilePath(root)))?.type == .directory ? root : FilePath(root).parent.description
        return directory.isEmpty ? Manifest.fileName : FilePath(directory).appending(Manifest.fileName).description
    }

    /// nil where there is none and none was named.
    static func existing(_ named: String?, root: String) throws -> Manifest? {
        let path = path(named, root: root)
        if named == nil, (try? FileStatus.of(FilePath(path))) == nil { return nil }
        return try ManifestReading.manifest(at: path)
    }
}

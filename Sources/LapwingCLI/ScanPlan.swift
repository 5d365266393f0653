/// A scan as it will be done: the options as typed, resolved once against the terminal, the environment and the rule files. Nothing
/// after this asks about options.

internal import BuiltinRules
internal import Bytes
internal import Engine
internal import Findings
internal import Git
internal import Inputs
internal import Reports
internal import RuleSource
internal import Rules
internal import Suppression

struct ScanPlan {
    let roots: [ScanRoot]
    /// How standard input is called, if it is to be scanned.
    let standardInput: BlobLabel?
    let walk: FileWalk
    let rules: RuleSet
    /// Severities that the configuration sets, by rule id.
    let severities: [String: Severity]
    let project: Project
    let suppressor: Suppressor
    /// Whether suppressions that match nothing are looked for, and fail the scan.
    let isStrict: Bool
    let currentDirectory: FilePath
    /// Sentences for the summary.
    let notices: [String]
    let jit: Bool
    let threads: Int
    let chunkSize: Int
    let outputs: [ReportDestination]
    let explains: Bool
    let minConfidence: Confidence
    let failOn: Severity
    let allowsEmpty: Bool
    let showsProgress: Bool

    /// One report and where it goes.
    struct ReportDestination {
        let format: ReportFormat
        /// nil: standard output.
        let path: FilePath?
        var style: ReportStyle
        /// Whether the file belongs to someone else, who lets us add to it.
        var appends = false
    }

    static let mostThreads = 12

    /// What is scanned of what lies on disk; by default nothing.
    private struct Input {
        var roots: [ScanRoot] = []
        var standardInput: BlobLabel?
        var options = WalkOptions()
        var isStrict = false
        var allowsEmpty = true
    }

    /// A scan of files on disk.
    init(resolving command: ScanRequest) throws {
        let current = ProcessContext.currentDirectory ?? "/"
        let project = try Project.ofCurrentDirectory(
            command.config, failOn: command.report.failOn, minConfidence: command.report.minConfidence)
        var input = Input(isStrict: command.strictSuppressions, allowsEmpty: command.walk.allowEmpty)
        input.roots = Set(command.paths.filter { $0 != "-" }.map { ScanRoot(FilePath($0)) })
            .sorted { $0.path < $1.path }
        let hasStandardInput = command.paths.contains("-")
        if let name = command.walk.stdinName, !hasStandardInput {
            throw UsageFault("--stdin-name \(name) names standard input, but it is not scanned: add - to the paths")
        }
        let stdinName = FilePath(command.walk.stdinName ?? "<stdin>")
        if hasStandardInput { input.standardInput = BlobLabel(path: stdinName, identity: stdinName) }
        input.options.included = command.walk.included
        input.options.excluded = command.walk.excluded
        input.options.includesIgnored = command.walk.includeIgnored
        input.options.tree = project.root
        input.options.treeExcluded = project.settings.excluded.map(\.value)
        if input.isStrict { try ScanPlan.requireWholeTree(command, input.roots, project.root, current) }
        try self.init(
            command, input, project, project.suppressor(usesMarkers: !command.config.noSuppressions), current)
    }

    /// A scan of what git holds: no file on disk is read. Where nothing is to be scanned, that is no fault.
    /// - Parameters:
    ///   - trust: where configuration, ignore file, baseline and rules are read from.
    ///   - root: what reported paths are relative to; nil: the current directory.
    ///   - notices: sentences for the summary.
    init(resolving command: some ChangeCommand, _ trust: ChangeTrust, root: FilePath?, notices: [String]) throws {
        let project = try Project(
            root: nil, source: trust.source, options: command.config, failOn: command.report.failOn,
            minConfidence: command.report.minConfidence, usualConfidence: .medium)
        try self.init(
            command, Input(), project, trust.suppressor(project, command.config),
            root ?? ProcessContext.currentDirectory ?? "/", command.occasion, notices)
    }

    /// A scan of a history. Configuration, ignore file and baseline are those of the work tree around the current directory, as for `scan`.
    init(resolving command: HistoryCommand, _ audit: HistoryAudit) throws {
        let project = try Project.ofCurrentDirectory(
            command.config, failOn: command.report.failOn, minConfidence: command.report.minConfidence)
        try self.init(
            command, Input(), project, project.suppressor(usesMarkers: !command.config.noSuppressions), audit.root,
            .audit, audit.notices)
    }

    private init(
        _ command: some PlannedCommand, _ input: Input, _ project: Project, _ suppressor: Suppressor,
        _ current: FilePath, _ occasion: ReportOccasion = .audit, _ notices: [String] = []
    ) throws {
        currentDirectory = current
        self.project = project
        self.suppressor = suppressor
        roots = input.roots
        standardInput = input.standardInput
        isStrict = input.isStrict
        allowsEmpty = input.allowsEmpty
        do {
            walk = try FileWalk(
                roots, options: input.options, currentDirectory: current,
                home: ProcessContext.environment("HOME").map { FilePath($0) })
        } catch {
            throw UsageFault("\(error)")
        }
        let applied = try project.settings.applied(to: ScanPlan.rules(command.config.ruleFiles, project))
        rules = applied.rules
        severities = applied.severities
        jit = !command.engine.noJIT
        threads = try ScanPlan.threads(command.engine)
        chunkSize = command.engine.chunkSize ?? BlobReader.defaultChunkSize
        outputs = try ScanPlan.outputs(command.report, current, isTreeRoot: !(command is ScanRequest), occasion)
        explains = command.report.explain
        minConfidence = project.settings.minConfidence.value
        failOn = project.settings.failOn.value
        showsProgress = !command.report.quiet && OpenFile.standardError.isTerminal
        self.notices = notices + ScanPlan.notices(project, applied, command.config)
    }

    /// What a person should know of what counts.
    private static func notices(
        _ project: Project, _ applied: Settings.AppliedRules, _ options: ConfigOptions
    ) -> [String] {
        [
            project.settings.notice(rulesOff: applied.rules.disabled.count, severities: applied.severities.count),
            options.noSuppressions ? "Suppressions were ignored (--no-suppressions)." : nil,
        ].compactMap { $0 }
    }

    static func threads(_ options: EngineOptions) throws -> Int {
        if let count = options.threads, !(1...256).contains(count) {
            throw UsageFault("--threads \(count): give a number from 1 to 256")
        }
        return options.threads ?? min(Processors.online, ScanPlan.mostThreads)
    }

    /// What a suppression accepts may stand anywhere: whether one matches nothing shows only when everything was looked at.
    private static func requireWholeTree(
        _ command: ScanRequest, _ roots: [ScanRoot], _ tree: FilePath?, _ current: FilePath
    ) throws {
        let isWhole = tree.map { tree in roots.contains { tree.relative(to: $0.path.absolute(in: current)) != nil } }
        guard isWhole == true, command.walk.included.isEmpty, command.walk.excluded.isEmpty else {
            throw UsageFault(
                "--strict-suppressions needs the whole work tree: scan its root, without --include and --exclude")
        }
    }

    /// The built-in rules, those of `--rules` and those that the configuration adds; every fault in those files is listed.
    static func rules(_ files: [String], _ project: Project) throws -> RuleSet {
        let builtin = BuiltinRules.all
        var (added, faults) = ([SourceRule](), [String]())
        func take(_ folder: RuleFolder) {
            added += folder.rules
            faults += folder.faults.map(\.description)
        }
        if !files.isEmpty { take(RuleFolder(files: files)) }
        for file in project.settings.ruleFiles {
            guard let bytes = try project.source.read(file.value) else {
                throw UsageFault("\(file.origin): the rule file \(file.value) is not there")
            }
            take(RuleFolder(contents: [(name: project.source.prefix + file.value, bytes: bytes)]))
        }
        guard !added.isEmpty || !faults.isEmpty else { return builtin }
        let known = Set(builtin.all.map(\.id))
        var seen: Set<String> = []
        for rule in added {
            let id = rule.rule.id
            // One folder's own duplicates are among its faults already.
            if known.contains(id) {
                faults.append("\(rule.file):\(rule.line): rule id '\(id)' is taken by a built-in rule")
            } else if !seen.insert(id).inserted, !faults.contains(where: { $0.contains("'\(id)'") }) {
                faults.append("\(rule.file):\(rule.line): rule id '\(id)' is taken by another file")
            }
        }
        guard faults.isEmpty else {
            throw UsageFault("the rules cannot be used:\n" + faults.map { "  \($0)" }.joined(separator: "\n"))
        }
        // Observations of reads are for `lapwing env`.
        return builtin.joined(with: RuleSet(added.map(\.rule).filter { $0.kind != .environmentRead }))
    }

    private static func outputs(
        _ options: ReportOptions, _ current: FilePath, isTreeRoot: Bool, _ occasion: ReportOccasion
    ) throws -> [ReportDestination] {
        var destinations: [ReportDestination] = []
        for text in options.reports.isEmpty ? (options.quiet ? [] : ["text"]) : options.reports {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard let format = ReportFormat(rawValue: parts[0]) else {
                let known = ReportFormat.allCases.map(\.rawValue).joined(separator: ", ")
                throw UsageFault("--report \(text): no such format; there are: \(known)")
            }
            if parts.count == 2, parts[1].isEmpty {
                throw UsageFault("--report \(text): the file's name is missing after '='")
            }
            let path = parts.count == 2 ? FilePath(parts[1]) : nil
            if path == nil, options.quiet { continue }
            destinations.append(
                ReportDestination(format: format, path: path, style: style(options, current, toFile: path != nil)))
            destinations[destinations.count - 1].style.occasion = occasion
            destinations[destinations.count - 1].style.isTreeRoot = isTreeRoot
        }
        guard destinations.count(where: { $0.path == nil }) <= 1 else {
            throw UsageFault(
                "only one report can go to standard output; give the others a file: --report json=findings.json")
        }
        if destinations.contains(where: { $0.format == .github }), let summary = jobSummary(options, current) {
            destinations.append(summary)
        }
        return destinations
    }

    /// What GitHub Actions shows on the page of a run. It takes 1 MiB from a step, and nothing of more.
    private static func jobSummary(_ options: ReportOptions, _ current: FilePath) -> ReportDestination? {
        guard let path = ProcessContext.environment("GITHUB_STEP_SUMMARY"), !path.isEmpty else { return nil }
        var destination = ReportDestination(
            format: .markdown, path: FilePath(path), style: style(options, current, toFile: true), appends: true)
        destination.style.byteLimit = 1_000_000
        return destination
    }

    private static func style(_ options: ReportOptions, _ current: FilePath, toFile: Bool) -> ReportStyle {
        var style = ReportStyle()
        style.showsSecrets = options.showSecrets
        style.currentDirectory = current.description
        let isTerminal = !toFile && OpenFile.standardOutput.isTerminal
        let refused =
            ProcessContext.environment("NO_COLOR").map { !$0.isEmpty } ?? false
            || ProcessContext.environment("TERM") == "dumb"
        style.usesColor = options.color == .always || (options.color == .auto && isTerminal && !refused)
        style.usesHyperlinks = isTerminal && !refused && ScanPlan.terminalHasHyperlinks
        return style
    }

    /// Terminals that are known to understand OSC 8; others would print it.
    private static var terminalHasHyperlinks: Bool {
        let program = ProcessContext.environment("TERM_PROGRAM") ?? ""
        return ["iTerm.app", "WezTerm", "vscode", "ghostty"].contains(program)
            || ProcessContext.environment("VTE_VERSION") != nil || ProcessContext.environment("KITTY_WINDOW_ID") != nil
    }
}

/// A scan as it will be done: the options as typed, resolved once against the terminal, the environment and the rule files. Nothing
/// after this asks about options.

internal import BuiltinRules
internal import Bytes
internal import Engine
internal import Findings
internal import Inputs
internal import Reports
internal import RuleSource
internal import Rules

struct ScanPlan {
    let roots: [ScanRoot]
    /// How standard input is called, if it is to be scanned.
    let standardInput: BlobLabel?
    let walk: FileWalk
    let rules: RuleSet
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
        let style: ReportStyle
    }

    static let mostThreads = 12

    init(resolving command: ScanCommand) throws {
        let current = ProcessContext.currentDirectory ?? "/"
        let paths = command.paths.filter { $0 != "-" }
        roots = Set(paths.map { ScanRoot(FilePath($0)) }).sorted { $0.path < $1.path }
        let hasStandardInput = command.paths.contains("-")
        if let name = command.walk.stdinName, !hasStandardInput {
            throw UsageFault("--stdin-name \(name) names standard input, but it is not scanned: add - to the paths")
        }
        let stdinName = FilePath(command.walk.stdinName ?? "<stdin>")
        standardInput = hasStandardInput ? BlobLabel(path: stdinName, identity: stdinName) : nil

        var options = WalkOptions()
        options.included = command.walk.included
        options.excluded = command.walk.excluded
        options.includesIgnored = command.walk.includeIgnored
        do {
            walk = try FileWalk(
                roots, options: options, currentDirectory: current,
                home: ProcessContext.environment("HOME").map { FilePath($0) })
        } catch {
            throw UsageFault("\(error)")
        }
        rules = try ScanPlan.rules(command.rules)
        jit = !command.engine.noJIT
        if let count = command.engine.threads, !(1...256).contains(count) {
            throw UsageFault("--threads \(count): give a number from 1 to 256")
        }
        threads = command.engine.threads ?? min(Processors.online, ScanPlan.mostThreads)
        chunkSize = command.engine.chunkSize ?? BlobReader.defaultChunkSize
        outputs = try ScanPlan.outputs(command.report, current)
        explains = command.report.explain
        minConfidence = command.report.minConfidence
        failOn = command.report.failOn
        allowsEmpty = command.walk.allowEmpty
        showsProgress = !command.report.quiet && OpenFile.standardError.isTerminal
    }

    /// The built-in rules and those of `--rules`; every fault in those files is listed.
    private static func rules(_ options: RuleOptions) throws -> RuleSet {
        guard !options.files.isEmpty else { return BuiltinRules.all }
        let folder = RuleFolder(files: options.files)
        let builtin = BuiltinRules.all
        let taken = Set(builtin.all.map(\.id))
        let clashes = folder.rules.filter { taken.contains($0.rule.id) }
            .map { "\($0.file):\($0.line): rule id '\($0.rule.id)' is taken by a built-in rule" }
        let faults = folder.faults.map(\.description) + clashes
        guard faults.isEmpty else {
            throw UsageFault("the rules cannot be used:\n" + faults.map { "  \($0)" }.joined(separator: "\n"))
        }
        // Observations of reads are for `lapwing env`.
        return builtin.joined(with: RuleSet(folder.rules.map(\.rule).filter { $0.kind != .environmentRead }))
    }

    private static func outputs(_ options: ReportOptions, _ current: FilePath) throws -> [ReportDestination] {
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
        }
        guard destinations.count(where: { $0.path == nil }) <= 1 else {
            throw UsageFault(
                "only one report can go to standard output; give the others a file: --report json=findings.json")
        }
        return destinations
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

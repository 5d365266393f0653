/// Turns findings into reports: one reporter a file. Reporters stream: they write while the scan goes on, in the order in which
/// findings come (path order), and hold nothing back that they need not. Secrets are redacted unless `ReportStyle.showsSecrets`.

public import Findings
public import Rules

/// The forms a report can take; the raw values are the words of `--report`.
public enum ReportFormat: String, Sendable, CaseIterable {
    case text, json, jsonl, sarif, github, gitlab, codequality, junit, csv, markdown
}

/// How a report is to look.
public struct ReportStyle: Sendable {
    /// Whether secrets are written out.
    public var showsSecrets = false
    /// ANSI colours: on a terminal only, never with NO_COLOR.
    public var usesColor = false
    /// OSC 8 hyperlinks: where the terminal is known to have them.
    public var usesHyperlinks = false
    /// Where relative paths begin, absolute and without a slash at its end; empty where unknown. Hyperlinks and SARIF need it.
    public var currentDirectory = ""
    /// Whether that is the root of a tree instead of the directory that lapwing was started in.
    public var isTreeRoot = false
    /// Whom the text report advises on what to do next.
    public var occasion = ReportOccasion.audit
    /// Bytes from which on the Markdown report only counts findings; nil where there is no limit.
    public var byteLimit: Int?

    public init() {}
}

/// What a scan stands in the way of, if anything.
public enum ReportOccasion: Sendable {
    /// A person looks at what there is.
    case audit
    /// A commit is waiting: who reads wants to make it, and needs to know how to record a false alarm.
    case commit
}

/// What a report begins with.
public struct ReportHeader: Sendable {
    /// Of Lapwing.
    public let version: String
    /// How many rules ran.
    public let ruleCount: Int

    public init(version: String, ruleCount: Int) {
        self.version = version
        self.ruleCount = ruleCount
    }
}

/// What a report ends with. Nothing here depends on time, so that the same tree gives the same bytes.
public struct ReportSummary: Sendable {
    public let ledger: Ledger
    /// Reported findings by severity.
    public let counts: [Severity: Int]
    /// Of those, how many decide the exit status (at or above `--fail-on`).
    public let failing: Int
    /// Findings that were left out because they are below `--min-confidence`.
    public let belowConfidence: Int
    public let wasInterrupted: Bool
    /// What became of suppressions. Suppressed findings are not in `counts`.
    public var suppressions = SuppressionSummary()
    /// What a person should know of how the run was set up, a sentence each: which configuration, what it turns off.
    public var notices: [String] = []

    /// Whether everything that was to be scanned was: there were no problems, and nobody interrupted.
    public var isComplete: Bool { ledger.isComplete && !wasInterrupted }

    public init(ledger: Ledger, counts: [Severity: Int], failing: Int, belowConfidence: Int, wasInterrupted: Bool) {
        self.ledger = ledger
        self.counts = counts
        self.failing = failing
        self.belowConfidence = belowConfidence
        self.wasInterrupted = wasInterrupted
    }
}

public protocol Reporter {
    mutating func begin(_ header: ReportHeader)
    mutating func finding(_ finding: Finding)
    /// A finding that does not count; its `suppression` says why. Comes in path order between the others.
    mutating func suppressed(_ finding: Finding)
    mutating func explanation(_ explanation: Explanation)
    mutating func end(_ summary: ReportSummary)
}

extension Reporter {
    /// Formats without a place for findings that do not count leave them out; the summary has their number.
    public mutating func suppressed(_ finding: Finding) {}
}

/// Everything that a reporter is made of.
public struct ReportTools {
    public let style: ReportStyle
    /// Takes pieces of the report, in order.
    public let write: ([UInt8]) -> Void
    /// The rule with an id, for its description, references and remedy.
    public let rule: (String) -> Rule?
    /// Seconds since 1970. Only the GitLab report asks: its schema wants to know when.
    public let clock: () -> Int

    public init(
        style: ReportStyle, write: @escaping ([UInt8]) -> Void, rule: @escaping (String) -> Rule?,
        clock: @escaping () -> Int = { 0 }
    ) {
        self.style = style
        self.write = write
        self.rule = rule
        self.clock = clock
    }
}

extension ReportFormat {
    /// The reporter that writes this format.
    public func makeReporter(_ tools: ReportTools) -> any Reporter {
        switch self {
        case .text: TextReporter(tools)
        case .json: JSONReporter(tools)
        case .jsonl: JSONLinesReporter(tools)
        case .sarif: SARIFReporter(tools)
        case .github: GitHubReporter(tools)
        case .gitlab: GitLabReporter(tools)
        case .codequality: CodeQualityReporter(tools)
        case .junit: JUnitReporter(tools)
        case .csv: CSVReporter(tools)
        case .markdown: MarkdownReporter(tools)
        }
    }
}

internal import Findings

/// The end of a text report: what was found, what was scanned, what was not and why, and what to do next.
struct SummaryText {
    private let summary: ReportSummary
    private let header: ReportHeader
    private let files: Int
    private let style: ReportStyle

    private var count: Int { summary.counts.values.reduce(0, +) }

    /// - Parameter files: how many files have a finding.
    init(_ summary: ReportSummary, _ header: ReportHeader, files: Int, style: ReportStyle) {
        self.summary = summary
        self.header = header
        self.files = files
        self.style = style
    }

    /// - Parameter reviews: suppressed findings that somebody should look at, a line each.
    func lines(_ paint: Paint, reviews: [String]) -> [String] {
        let review = reviews.isEmpty ? [] : [paint("For the reviewer: suppressed, and new.", .strong)] + reviews
        return facts(paint) + suppressed + review + problems(paint) + next
    }

    /// What was found, and what was scanned: sentences, in one line where every line counts.
    private func facts(_ paint: Paint) -> [String] {
        let facts = [paint(verdict, .strong)] + scanned
        return style.occasion == .commit && count > 0 ? [facts.joined(separator: " ")] : facts
    }

    /// One line: what was found.
    var verdict: String {
        guard count > 0 else {
            return summary.isComplete ? "No secrets found." : "No secrets found, but not everything was scanned."
        }
        let severities = Severity.allCases.reversed().compactMap { severity in
            summary.counts[severity].flatMap { $0 > 0 ? "\($0) \(severity.rawValue)" : nil }
        }
        let place = "in \(plural(files, "file")): \(severities.joined(separator: ", "))."
        let failing = summary.failing == count ? "" : " \(summary.failing) of them fail the scan (--fail-on)."
        return "\(plural(count, "finding")) \(place)\(failing)"
    }

    /// What was scanned, what was not and why, but for the problems.
    var scanned: [String] {
        let ledger = summary.ledger
        let what =
            ledger.history.map { history(ledger, $0) }
            ?? "\(plural(ledger.files, "file")), \(SummaryText.size(ledger.bytes))"
        var lines = ["Scanned: \(what), with \(plural(header.ruleCount, "rule"))."]
        let skipped = SkipReason.allCases.compactMap { reason in
            ledger.skipped[reason].flatMap { $0 > 0 ? words($0, reason) : nil }
        }
        if !skipped.isEmpty { lines.append("Not scanned: \(skipped.joined(separator: ", ")).") }
        if let remembered = ledger.history?.remembered, remembered > 0 {
            lines.append(
                "Not scanned again: \(plural(remembered, "version")) of files in which nothing was found before (--state)."
            )
        }
        if let missing = ledger.history?.missing, missing > 0 {
            lines.append("Not there: \(plural(missing, "object")) that the commits name.")
        }
        if let history = ledger.history, !history.gitReasons.isEmpty {
            let reasons = TerminalText.visible(history.gitReasons.joined(separator: "; "))
            lines.append("Read through git, which takes longer: \(plural(history.throughGit, "object")) (\(reasons)).")
        }
        if summary.belowConfidence > 0 {
            lines.append("Left out: \(plural(summary.belowConfidence, "finding")) below --min-confidence.")
        }
        lines += summary.notices.map { TerminalText.visible($0) }
        return lines
    }

    /// Of a history, a version of a file counts once, however many commits have it.
    private func history(_ ledger: Ledger, _ coverage: HistoryCoverage) -> String {
        "\(plural(coverage.commits, "commit")), \(plural(coverage.messages, "message")), "
            + "\(plural(ledger.files, "version")) of files with \(SummaryText.size(ledger.bytes)), "
            + "of which \(SummaryText.size(coverage.lookedAt)) are no copies"
    }

    private var suppressed: [String] {
        let suppressions = summary.suppressions
        let means = SuppressionRecord.Means.allCases.compactMap { means in
            suppressions.counts[means].map { "\($0) by \(words(means))" }
        }
        let lines = means.isEmpty ? [] : ["Suppressed: \(means.joined(separator: ", "))."]
        return lines + listed("Expired", suppressions.expired) + listed("Stale", suppressions.stale)
    }

    private func listed(_ what: String, _ places: [String]) -> [String] {
        places.isEmpty
            ? []
            : ["\(what): \(plural(places.count, "suppression"))."] + places.map { "  \(TerminalText.visible($0))" }
    }

    private func words(_ means: SuppressionRecord.Means) -> String {
        switch means {
        case .marker: "markers"
        case .ignoreFile: "the ignore file"
        case .baseline: "the baseline"
        }
    }

    private func problems(_ paint: Paint) -> [String] {
        var lines: [String] = []
        if summary.wasInterrupted { lines.append(paint("Interrupted: the rest was not scanned.", .alarm)) }
        let problems = summary.ledger.problems
        guard !problems.isEmpty else { return lines }
        lines.append(paint("Incomplete: \(plural(problems.count, "problem")).", .alarm))
        return lines
            + problems.map {
                "  \(TerminalText.visible($0.path.bytes)): \($0.kind.rawValue): \(TerminalText.visible($0.message))"
            }
    }

    private var next: [String] {
        guard count > 0 else { return [] }
        if style.occasion == .commit { return SummaryText.adviceToCommit }
        let values = style.showsSecrets ? "" : "--show-secrets shows the values, "
        return [
            "Next: revoke what is real (see fix), replace it, and read it from the environment.",
            "      \(values)--explain shows how each was judged.",
            "      A false alarm: lapwing ignore add ID --reason WHY, or a comment lapwing:allow[rule] WHY.",
        ]
    }

    /// A hook's reader may never have heard of Lapwing.
    private static let adviceToCommit = [
        "Next: read the value from the environment, git add, commit again; revoke it if it ever left this machine (see fix).",
        "      A false alarm? See allow. To commit unchecked, past this and every other hook: git commit --no-verify",
    ]

    private func words(_ count: Int, _ reason: SkipReason) -> String {
        switch reason {
        case .binary: "\(count) binary"
        case .excluded: "\(count) excluded"
        case .ignored: "\(count) ignored by git (a directory counts once)"
        case .symbolicLink: plural(count, "symbolic link")
        case .specialFile: plural(count, "special file")
        case .submodule: plural(count, "submodule")
        }
    }

    private func plural(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    /// Powers of 1,000 with one decimal, cut off, not rounded: `4.2 MB`.
    static func size(_ bytes: Int) -> String {
        var (whole, tenth, unit) = (bytes, 0, 0)
        let units = ["bytes", "kB", "MB", "GB", "TB", "PB"]
        while whole >= 1_000, unit < units.count - 1 {
            tenth = whole % 1_000 / 100
            whole /= 1_000
            unit += 1
        }
        return unit == 0 ? "\(whole) \(whole == 1 ? "byte" : "bytes")" : "\(whole).\(tenth) \(units[unit])"
    }
}

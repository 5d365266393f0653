/// The objects that the JSON reports are made of. docs/report-format.md promises every key: none is renamed or removed, and none
/// changes its meaning, without a new `formatVersion`.

internal import Findings
internal import Rules

extension JSONText {
    /// Of the JSON formats. Grows only when a key changes its meaning or goes; new keys come without.
    static let formatVersion = 1

    static func finding(_ finding: Finding, _ tools: ReportTools) -> JSONText {
        [
            "type": finding.suppression == nil ? "finding" : "suppressed",
            "rule": .text(finding.rule),
            "kind": .text(finding.kind.rawValue),
            "severity": .text(finding.severity.rawValue),
            "confidence": .text(finding.confidence.rawValue),
            "path": .text(finding.path.bytes),
            "line": .number(finding.location.line),
            "column": .number(finding.location.column),
            "end_line": .number(finding.location.endLine),
            "end_column": .number(finding.location.endColumn),
            "start_byte": .number(finding.location.bytes.lowerBound),
            "end_byte": .number(finding.location.bytes.upperBound),
            "secret": .text(tools.style.shown(finding.secret)),
            "name": finding.name.isEmpty ? .absent : .text(finding.name),
            "variable": finding.variable.map { .text($0) } ?? .absent,
            "fingerprint": .text(finding.fingerprint.text),
            "secret_id": .text(finding.secretID.text),
            "message": .text(finding.message),
            "reason": .text(finding.reason),
            "excerpt": .text(finding.excerpt.line(tools.style)),
            "remedy": .text(tools.rule(finding.rule)?.remedy ?? ""),
            "commit": finding.provenance.map { .text($0.commit) } ?? .absent,
            "author": finding.provenance.map { .text($0.author) } ?? .absent,
            "author_mail": finding.provenance.map { .text($0.authorMail) } ?? .absent,
            "date": finding.provenance.map { .text($0.date) } ?? .absent,
            "in_head": finding.provenance?.isInHead.map { .bool($0) } ?? .absent,
            "commits": finding.history.map { .number($0.commits) } ?? .absent,
            "blobs": finding.history.map { .number($0.blobs) } ?? .absent,
            "paths": finding.history.map { .list($0.paths.map { .text($0.bytes) }) } ?? .absent,
            "refs": finding.history.map { .list($0.references.map { .text($0) }) } ?? .absent,
            "removed_by": finding.history?.removal.map(commit) ?? .absent,
            "notes": finding.notes.isEmpty ? .absent : .list(finding.notes.map { .text($0) }),
            "suppression": finding.suppression.map(suppression) ?? .absent,
        ]
    }

    private static func commit(_ provenance: Provenance) -> JSONText {
        [
            "commit": .text(provenance.commit),
            "author": .text(provenance.author),
            "author_mail": .text(provenance.authorMail),
            "date": .text(provenance.date),
        ]
    }

    private static func suppression(_ record: SuppressionRecord) -> JSONText {
        [
            "kind": .text(record.kind),
            "means": .text(record.means.rawValue),
            "place": .text(record.place),
            "justification": .text(record.reason),
            "author": record.author.map { .text($0) } ?? .absent,
            "review": record.review.map { .text($0) } ?? .absent,
        ]
    }

    static func explanation(_ explanation: Explanation, _ style: ReportStyle) -> JSONText {
        [
            "type": "explanation",
            "rule": .text(explanation.rule),
            "path": .text(explanation.path.bytes),
            "line": .number(explanation.line),
            "column": .number(explanation.column),
            "secret": .text(style.shown(explanation.secret)),
            "outcome": .text(explanation.outcome),
            "steps": .list(
                explanation.steps.map {
                    ["check": .text($0.check), "verdict": .text($0.verdict), "reason": .text($0.reason)]
                }),
        ]
    }

    static func summary(_ summary: ReportSummary, _ header: ReportHeader) -> JSONText {
        [
            "type": "summary",
            "version": .number(formatVersion),
            "tool": tool(header),
            "findings": .object(
                Severity.allCases.reversed().map { ($0.rawValue, .number(summary.counts[$0, default: 0])) }),
            "failing": .number(summary.failing),
            "below_confidence": .number(summary.belowConfidence),
            "suppressed": .object(
                SuppressionRecord.Means.allCases.map {
                    ($0.rawValue, .number(summary.suppressions.counts[$0, default: 0]))
                }),
            "stale_suppressions": .list(summary.suppressions.stale.map { .text($0) }),
            "expired_suppressions": .list(summary.suppressions.expired.map { .text($0) }),
            "notices": .list(summary.notices.map { .text($0) }),
            "complete": .bool(summary.isComplete),
            "interrupted": .bool(summary.wasInterrupted),
            "ledger": ledger(summary.ledger),
        ]
    }

    static func tool(_ header: ReportHeader) -> JSONText {
        ["name": "lapwing", "version": .text(header.version), "rules": .number(header.ruleCount)]
    }

    private static func ledger(_ ledger: Ledger) -> JSONText {
        [
            "files": .number(ledger.files),
            "bytes": .number(ledger.bytes),
            "skipped": .object(
                SkipReason.allCases.map { ($0.rawValue, .number(ledger.skipped[$0, default: 0])) }),
            "problems": .list(
                ledger.problems.map {
                    ["kind": .text($0.kind.rawValue), "path": .text($0.path.bytes), "message": .text($0.message)]
                }),
            "history": ledger.history.map { coverage in
                [
                    "commits": .number(coverage.commits), "messages": .number(coverage.messages),
                    "bytes_looked_at": .number(coverage.lookedAt), "remembered": .number(coverage.remembered),
                    "missing": .number(coverage.missing), "through_git": .number(coverage.throughGit),
                    "through_git_because": .list(coverage.gitReasons.map { .text($0) }),
                ]
            } ?? .absent,
        ]
    }
}

extension SuppressionRecord {
    /// As SARIF calls it: whether it stands in the scanned file itself.
    var kind: String { means == .marker ? "inSource" : "external" }
}

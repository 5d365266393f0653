/// What several formats say of a finding in the same words. Everything here is fit for a terminal and stands on one line.

internal import Findings

extension ReportTools {
    /// The path below the directory that lapwing was started in, the form that services match with their own files; elsewhere,
    /// as it was written.
    func path(_ path: [UInt8]) -> [UInt8] { FileAddress(path, in: style.currentDirectory).plain }

    func visiblePath(_ finding: Finding) -> String { TerminalText.visible(path(finding.path.bytes)) }

    /// What was found and how sure that is: `Message (proven confidence: its checksum holds)`.
    func message(_ finding: Finding) -> String {
        let reason = finding.reason.isEmpty ? "" : ": \(finding.reason)"
        // What a branch added and removed again stands on no line of its files.
        let commit = finding.provenance.map { ", in commit \($0.commit.prefix(12))" } ?? ""
        return TerminalText.visible("\(finding.message) (\(finding.confidence.rawValue) confidence\(reason))\(commit)")
    }

    /// The redacted line.
    func excerpt(_ finding: Finding) -> String { TerminalText.visible(finding.excerpt.line(style)) }

    /// What to do about it; empty where nothing is known.
    func remedy(_ finding: Finding) -> String { TerminalText.visible(rule(finding.rule)?.remedy ?? "") }
}

extension ReportSummary {
    /// What kept the scan from being complete, a line each: `path: kind: message`.
    var problemLines: [String] {
        ledger.problems.map { problem in
            "\(TerminalText.visible(problem.path.bytes)): \(problem.kind.rawValue): \(TerminalText.visible(problem.message))"
        } + (wasInterrupted ? [ReportSummary.interruption] : [])
    }

    static let interruption = "Interrupted: the rest was not scanned."
}

extension Severity {
    /// Every severity, the worst first.
    static var worstFirst: [Severity] { allCases.reversed() }
}

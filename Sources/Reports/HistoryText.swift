internal import Findings

/// How far a secret is spread in a history, in lines for a person: who brought it, where it is now, where else it was.
struct HistoryText {
    let lines: [String]

    /// More names than this are only counted.
    private static let most = 4

    init(_ provenance: Provenance?, _ facts: HistoryFacts) {
        var lines: [String] = []
        if let provenance {
            lines.append("in:  \(HistoryText.commit(provenance)), the first that has it")
            lines += HistoryText.now(provenance, facts)
        } else {
            lines.append("in:  no commit")
        }
        if !facts.paths.isEmpty {
            let counts = [
                HistoryText.plural(facts.commits, "commit"), HistoryText.plural(facts.blobs, "version"),
                HistoryText.plural(facts.paths.count, "path"),
            ]
            let others =
                facts.paths.count > 1 ? ": \(HistoryText.some(facts.paths.map { TerminalText.visible($0.bytes) }))" : ""
            lines.append("all: \(counts.joined(separator: ", "))\(others)")
        } else if facts.commits > 1 {
            lines.append("all: \(facts.commits) messages")
        }
        self.lines = lines
    }

    private static func now(_ provenance: Provenance, _ facts: HistoryFacts) -> [String] {
        guard !facts.paths.isEmpty else { return [] }
        let names = some(facts.references.map { TerminalText.visible($0) })
        let branches = facts.references.isEmpty ? "" : ", at the tip of \(names)"
        if provenance.isInHead == true { return ["now: still there, in HEAD\(branches)"] }
        if !facts.references.isEmpty { return ["now: not in HEAD, but at the tip of \(names)"] }
        let removal = facts.removal.map { " by \(commit($0))" } ?? ""
        return ["now: removed\(removal); it stays in the history"]
    }

    private static func commit(_ provenance: Provenance) -> String {
        "commit \(provenance.commit.prefix(12)), \(TerminalText.visible(provenance.author)), \(provenance.date)"
    }

    private static func some(_ names: [String]) -> String {
        let shown = names.prefix(most).joined(separator: ", ")
        return names.count > most ? "\(shown) and \(names.count - most) more" : shown
    }

    private static func plural(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
}

/// A valid rule file to break in one place at a time.

import Testing
import YAMLDocuments

@testable import RuleSource

/// The text of a rule file with one rule; each key stands on its own line or lines.
struct RuleText {
    private var entries: [(key: String, text: String)] = [
        ("id", "id: acme-api-token"), ("name", "name: Acme API token"),
        ("description", "description: Opens the account."),
        ("severity", "severity: high"), ("confidence", "confidence: medium"), ("anchors", "anchors: [acme_]"),
        ("pattern", #"pattern: '{{start}}(?<secret>acme_[0-9a-f]{16}){{end}}'"#),
        ("checks", "checks: [placeholder, entropy(2.0)]"),
        (
            "examples",
            """
            examples:
              match:
                - [acme_, 91f3a7c2, d05b8e64]
                - text: ['key = "', acme_, 7be209d1, c4f6a835, '"']
                  path: src/client.py
                  secret: [acme_, 7be209d1, c4f6a835]
              no-match:
                - text: acme_short
                  reason: too short
                - text: [acme_, xxxxxxxx, xxxxxxxx]
                  reason: a placeholder
            """
        ), ("references", "references: [https://acme.example/docs]"), ("remedy", "remedy: https://acme.example/tokens"),
    ]

    /// The lines of one key anew; none for nil.
    func with(_ key: String, _ text: String?) -> RuleText {
        var copy = self
        copy.entries.removeAll { $0.key == key }
        guard let text else { return copy }
        let place = entries.firstIndex { $0.key == key } ?? copy.entries.count
        copy.entries.insert((key, text), at: min(place, copy.entries.count))
        return copy
    }

    /// The key's lines with one part replaced.
    func replacing(_ key: String, _ old: String, _ new: String) -> RuleText {
        let text = entries.first { $0.key == key }?.text ?? ""
        #expect(text.contains(old), "the test replaces what is not there")
        return with(key, text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new))
    }

    /// As an item of the list under `rules:`.
    var item: String {
        let lines = entries.flatMap { $0.text.split(separator: "\n", omittingEmptySubsequences: false) }
        return lines.enumerated().map { ($0.offset == 0 ? "  - " : "    ") + $0.element + "\n" }.joined()
    }

    var file: String { RuleText.file([self]) }

    static func file(_ rules: [RuleText]) -> String { "provider: Acme\nrules:\n" + rules.map(\.item).joined() }
}

/// Whether `text` has exactly one fault, on the line that holds `place`, which says all of `words`.
func expectFault(
    in text: String, at place: String, saying words: [String], sourceLocation: SourceLocation = #_sourceLocation
) {
    let faults = RuleFile(text, name: "acme.yml").faults
    guard let fault = faults.first, faults.count == 1 else {
        Issue.record("one fault expected, not \(faults.count): \(faults)", sourceLocation: sourceLocation)
        return
    }
    let line = text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains(place) }.map {
        $0 + 1
    }
    #expect(fault.line == line, "\(fault)", sourceLocation: sourceLocation)
    #expect(fault.description == "acme.yml:\(fault.line): \(fault.message)", sourceLocation: sourceLocation)
    for word in words { #expect(fault.message.contains(word), "\(fault.message)", sourceLocation: sourceLocation) }
}

func sourceRules(_ rules: RuleText...) -> [SourceRule] {
    let file = RuleFile(RuleText.file(rules), name: "acme.yml")
    #expect(file.faults.isEmpty, "\(file.faults)")
    return file.rules
}

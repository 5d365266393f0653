/// `lapwing rules`, and rule files that are wrong: every mistake is told with its line and what to do about it.

import TestSupport
import Testing

struct RulesCommandTests {
    @Test func listHasALineForEachRule() throws {
        let run = try Lapwing.run("rules", "list", in: TestTree())
        #expect(run.status == 0)
        let lines = run.text.split(separator: "\n")
        #expect(lines.count >= 150)
        #expect(lines.contains { $0.hasPrefix("github-personal-access-token ") && $0.contains("critical") })
        #expect(Set(lines.map { $0.prefix { $0 != " " } }).count == lines.count)
    }

    @Test func showPrintsOneRuleWhole() throws {
        let run = try Lapwing.run("rules", "show", "github-personal-access-token", in: TestTree())
        #expect(run.status == 0)
        #expect(run.text.hasPrefix("github-personal-access-token\n"))
        for key in ["severity", "confidence", "anchors", "pattern", "checks", "reference", "remedy"] {
            #expect(run.text.contains("\n  \(key) "), "\(key)")
        }
    }

    @Test func showOfAnUnknownRuleNamesNearOnes() throws {
        let run = try Lapwing.run("rules", "show", "github-personal", in: TestTree())
        #expect(run.status == 2)
        #expect(run.errors.contains("there is no rule 'github-personal'; perhaps: github-personal-access-token"))
    }

    @Test func scanUsesAGoodFile() throws {
        let tree = try TestTree(["r.yml": RuleText().yaml, "src/a.txt": RuleText.anchor + "q9Wd73hFzLk20vBn\n"])
        let result = try Lapwing.scan("src", "--rules", "r.yml", in: tree)
        #expect(result.findings.map(\.rule) == ["wren-key"])
        #expect(result.status == 1)
        #expect(try Lapwing.scan("src", in: tree).findings.isEmpty)
    }

    /// A faulty file, and what is said about it, line first.
    static let faults: [(change: RuleText.Change, message: String)] = [
        (.init("severity: high", "sevrity: high"), ":7: unknown key 'sevrity' in a rule; did you mean 'severity'?"),
        (.init("severity: high", "severity: hihg"), ":7: 'severity' cannot be 'hihg'; it is one of"),
        (.init("confidence: high", "confidence: proven"), ":8: 'proven' is what a checksum gives"),
        (.init("    remedy: https://example.com/revoke\n", ""), ":4: missing key 'remedy'"),
        (.init("    severity: high\n", ""), ":4: missing key 'severity'"),
        (.init("        - [wrenkey_, m4Jx8Tq0Zr7sYhPc]\n", ""), ":13: at least two examples are needed under 'match'"),
        (.init("wrenkey_[0-9A-Za-z]{16}", "wrenkey_[0-9A-Za-z]{16})"), ":10: bad pattern: "),
        (.init("wrenkey_[0-9A-Za-z]{16}", "wren(?:key)?_[0-9A-Za-z]{16}"), ":10: "),
        (.init("wrenkey_[0-9A-Za-z]{16}", "wrenkey_\\K[0-9A-Za-z]{16}"), ":10: "),
        (
            .init("wrenkey_[0-9A-Za-z]{16}", "wrenkey_{{assing}}"),
            ":10: unknown fragment '{{assing}}'; did you mean '{{assign}}'?"
        ),
        (.init("anchors: [wrenkey_]", "anchors: [wre]"), ":9: "),
        (.init("anchors: [wrenkey_]", "trigger: run(base62, 20)"), ":9: 'trigger' is 'path' or"),
        (.init("checks: [placeholder]", "checks: [placeholders]"), ":11: "),
        (.init("id: wren-key", "id: Wren_Key"), ":4: id 'Wren_Key' must be lower-case words joined by dashes"),
        (.init("provider: Wren", "provider: [Wren"), ":2: not valid YAML: "),
        (.init("provider: Wren", "provider: Wren\nextra: 1"), ":2: unknown key 'extra' in a rule file"),
    ]

    @Test(arguments: 0..<RulesCommandTests.faults.count)
    func everyFaultNamesFileLineAndRemedy(_ number: Int) throws {
        let (change, message) = RulesCommandTests.faults[number]
        let tree = try TestTree(["my/r.yml": RuleText().changed(change), "a.txt": "nothing\n"])
        let check = try Lapwing.run("rules", "check", "my/r.yml", in: tree)
        #expect(check.status == 2)
        #expect(check.text.contains("my/r.yml" + message), "\(check.text)")
        let scan = try Lapwing.run("scan", "a.txt", "--rules", "my/r.yml", in: tree)
        #expect(scan.status == 2)
        #expect(scan.output.isEmpty)
        #expect(scan.errors.contains("my/r.yml" + message), "\(scan.errors)")
    }

    @Test func badPatternNamesTheOffset() throws {
        let text = RuleText().changed(.init("wrenkey_[0-9A-Za-z]{16}", "wrenkey_[0-9A-Za-z{16}"))
        let run = try Lapwing.run("rules", "check", "r.yml", in: TestTree(["r.yml": text]))
        #expect(run.status == 2)
        // The class never ends; what PCRE2 misses, it misses at the pattern's end.
        #expect(run.text.contains("r.yml:10: bad pattern: missing terminating ] for character class at byte 65"))
    }

    @Test func allFaultsAreListedAtOnce() throws {
        let text = RuleText().changed(
            .init("severity: high", "sevrity: high"), .init("kind: committed", "kind: comitted"))
        let run = try Lapwing.run("rules", "check", "r.yml", in: TestTree(["r.yml": text]))
        #expect(run.text.contains("r.yml:7: unknown key"))
        #expect(run.text.contains("'kind' cannot be 'comitted'") && run.text.contains("did you mean 'committed'?"))
    }

    @Test func idThatIsTakenNamesBothPlaces() throws {
        let tree = try TestTree(["a.yml": RuleText().yaml, "b.yml": RuleText().yaml])
        let run = try Lapwing.run("rules", "check", "a.yml", "b.yml", in: tree)
        #expect(run.status == 2)
        #expect(run.text.contains("b.yml:4: rule id 'wren-key' is taken: a.yml:4 has it"))
    }

    @Test func builtInIdIsTakenInAScan() throws {
        let text = RuleText().changed(.init("id: wren-key", "id: github-personal-access-token"))
        let run = try Lapwing.run("scan", ".", "--rules", "a.yml", in: TestTree(["a.yml": text]))
        #expect(run.status == 2)
        #expect(run.errors.contains("a.yml:4: rule id 'github-personal-access-token' is taken by a built-in rule"))
    }

    @Test(arguments: [
        "", "\n", "- just\n- a list\n", "provider: X\n", "provider: X\nrules: []\n", "a: &b c\nd: *b\n", "\u{0}\u{1}",
    ])
    func whatIsNoRuleFileIsAFault(_ text: String) throws {
        let run = try Lapwing.run("rules", "check", "r.yml", in: TestTree(["r.yml": text]))
        #expect(run.ending == .exited(2))
        #expect(run.text.contains("r.yml:"))
    }
}

/// What is only checked in files without other faults. Matching is measured too, on megabytes made to be costly: a debug build
/// takes a minute, and on a busy machine the measure alone is no fault of the file.
@Suite(.enabled(if: Lapwing.optimized != nil, "there is no release build: `make build` first"))
struct RuleCheckTests {
    private func check(_ text: String) throws -> (status: Int32, faults: [Substring], summary: Substring) {
        let tree = try TestTree(["r.yml": text])
        var command = try Lapwing.command(["rules", "check", "r.yml"], in: tree)
        command.program = try #require(Lapwing.optimized)
        let run = try command.run()
        let lines = run.text.split(separator: "\n")
        #expect(run.status == (lines.count == 1 ? 0 : 2))
        return (run.status, lines.dropLast().filter { !$0.contains(" ms for 1 MB ") }, try #require(lines.last))
    }

    @Test func goodFileHasNoFaults() throws {
        let result = try check(RuleText().yaml)
        #expect(result.faults.isEmpty)
        #expect(result.summary.hasPrefix("1 rules in 1 files: "))
    }

    @Test func examplesMustBehave() throws {
        let result = try check(
            RuleText().changed(
                .init("[wrenkey_, m4Jx8Tq0Zr7sYhPc]", "[wrenkey_, short]"),
                .init("[wrenkey_, q7Wd93hFzLk20vBn]", "[wrenkey_, xxxxxxxxxxxxxxxx]"),
                .init("- wrenkey_short", "- [wrenkey_, c7Rt2Vq9Lm4XzKp8]")))
        let expected = [
            "r.yml:14: rule wren-key: this example must match but does not",
            "r.yml:15: rule wren-key: this example must match, but check 'placeholder' rejects it",
            "r.yml:17: rule wren-key: this example must not match but does",
        ]
        #expect(result.faults.count == expected.count)
        for (fault, message) in zip(result.faults, expected) { #expect(fault.hasPrefix(message)) }
        #expect(result.status == 2)
    }
}

/// A small rule file that is right, to be made wrong.
struct RuleText {
    struct Change: Sendable {
        let old, new: String
        init(_ old: String, _ new: String) { (self.old, self.new) = (old, new) }
    }

    /// Long: matching is measured on a megabyte of anchors in a row, and a debug build takes seconds for many short ones.
    static let anchor = "wrenkey_" + "of_a_service_that_never_was_"

    var yaml: String { changed() }

    private let template = """
        provider: Wren
        rules:
          # The key of a service that never was.
          - id: wren-key
            name: Wren key
            description: Opens the nest.
            severity: high
            confidence: high
            anchors: [wrenkey_]
            pattern: '\\b(?<secret>wrenkey_[0-9A-Za-z]{16})\\b'
            checks: [placeholder]
            examples:
              match:
                - [wrenkey_, m4Jx8Tq0Zr7sYhPc]
                - [wrenkey_, q7Wd93hFzLk20vBn]
              no-match:
                - wrenkey_short
                - wrenkey_xxxxxxxxxxxxxxxx
            references: [https://example.com/docs]
            remedy: https://example.com/revoke
            kind: committed
        """

    /// Each old text must be there. `wrenkey_` stands for the anchor.
    func changed(_ changes: Change...) -> String {
        let text = changes.reduce(template) { text, change in
            precondition(text.contains(change.old), "nothing to change: \(change.old)")
            return text.replacing(change.old, with: change.new)
        }
        return text.replacing("wrenkey_", with: RuleText.anchor)
    }
}

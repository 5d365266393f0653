import Findings
import Rules
import Testing
import YAMLDocuments

@testable import RuleSource

@Suite struct RuleFileTests {
    private let valid = RuleText()

    @Test func aRuleIsReadWhole() throws {
        let text = valid.with("kind", "kind: default").with("tier", "tier: generic")
            .with("files", "files: [code, config]").with(
                "paths", "paths: {include: ['**/*.py'], exclude: [a.py, b.py]}"
            )
            .with("window", "window: {before: 100, after: 300, lines: many}")
            .replacing("pattern", "{{start}}", ".{0,7}")
        let file = RuleFile(text.file, name: "rules/acme.yml")
        #expect(file.faults.isEmpty, "\(file.faults)")
        let source = try #require(file.rules.first)
        let rule = source.rule
        #expect(file.rules.count == 1 && file.provider == "Acme" && rule.provider == "Acme")
        #expect(
            rule.id == "acme-api-token" && rule.name == "Acme API token" && rule.description == "Opens the account.")
        #expect(rule.kind == .default && rule.severity == .high && rule.confidence == .medium && rule.tier == .generic)
        #expect(rule.trigger == .anchors([try Anchor("acme_")]))
        #expect(rule.pattern == ".{0,7}(?<secret>acme_[0-9a-f]{16})\(Fragments.table["end"] ?? "")")
        #expect(rule.window == RuleWindow(before: 100, after: 300, manyLines: true) && rule.lead == 7)
        #expect(rule.checks.map(\.description) == ["placeholder", "entropy(2.0)"])
        #expect(
            rule.files == [.code, .config] && rule.includedPaths == ["**/*.py"]
                && rule.excludedPaths == ["a.py", "b.py"])
        #expect(rule.references == ["https://acme.example/docs"] && rule.remedy == "https://acme.example/tokens")
        #expect(source.file == "rules/acme.yml" && source.line == 3)
    }

    @Test func examplesAreJoinedAndKeepTheirFacts() throws {
        let source = try #require(RuleFile(valid.file, name: "acme.yml").rules.first)
        let parts = ["acme_", "7be209d1", "c4f6a835"].joined()
        #expect(source.matches.map(\.text) == [["acme_", "91f3a7c2", "d05b8e64"].joined(), "key = \"\(parts)\""])
        #expect(source.matches.map(\.path) == [RuleExample.defaultPath, "src/client.py"])
        #expect(source.matches.map(\.secret) == [nil, parts])
        #expect(source.misses.map(\.reason) == ["too short", "a placeholder"])
        #expect(source.matches.map(\.line) == [13, 14])
    }

    @Test func whatMayBeAbsentHasItsDefault() throws {
        let rule = try #require(RuleFile(valid.with("checks", nil).file, name: "acme.yml").rules.first?.rule)
        #expect(rule.kind == .committed && rule.tier == .provider && rule.window == .line && rule.lead == 0)
        #expect(rule.checks.isEmpty && rule.files.isEmpty && rule.includedPaths.isEmpty && rule.excludedPaths.isEmpty)
        let other = try #require(RuleFile(valid.with("kind", "kind: default").file, name: "acme.yml").rules.first?.rule)
        #expect(other.tier == .default)
    }

    @Test(arguments: [
        ("path", RuleTrigger.path), ("run(hex, 32)", .run(.hex, length: 32)),
        ("run(base64,1024)", .run(.base64, length: 1_024)),
    ])
    func aTriggerStandsInForAnchors(written: String, trigger: RuleTrigger) {
        let text = valid.with("anchors", nil).with("trigger", "trigger: \(written)").with(
            "paths", "paths: {include: [.pgpass]}")
        let file = RuleFile(text.file, name: "acme.yml")
        #expect(file.faults.isEmpty && file.rules.first?.rule.trigger == trigger, "\(file.faults)")
    }

    // MARK: Keys

    @Test func anUnknownKeyNamesTheNearestKnownOne() {
        expectFault(
            in: valid.with("severty", "severty: high").file, at: "severty",
            saying: ["unknown key 'severty' in a rule", "did you mean 'severity'?"])
        expectFault(
            in: valid.with("colour", "colour: red").file, at: "colour",
            saying: ["unknown key 'colour'", "known keys: id, name"])
        expectFault(
            in: "provder: x\n" + valid.file, at: "provder", saying: ["in a rule file", "did you mean 'provider'?"])
        expectFault(
            in: valid.with("window", "window: {befor: 3}").file, at: "window",
            saying: ["'befor' in window", "did you mean 'before'?"])
        expectFault(
            in: valid.with("paths", "paths: {inclde: [a]}").file, at: "paths",
            saying: ["'inclde' in paths", "did you mean 'include'?"])
        expectFault(
            in: valid.replacing("examples", "reason: too short", "reasn: too short").file, at: "reasn",
            saying: ["'reasn' in an example", "did you mean 'reason'?"])
    }

    @Test(arguments: ["name", "description", "severity", "confidence", "remedy"])
    func aMissingKeyIsNamed(key: String) {
        expectFault(in: valid.with(key, nil).file, at: "- id:", saying: ["missing key '\(key)'"])
    }

    @Test func aMissingKeyWithoutWhichNothingWorksIsNamedFirst() {
        for key in ["id", "pattern"] {
            let faults = RuleFile(valid.with(key, nil).file, name: "acme.yml").faults
            #expect(faults.first?.message == "missing key '\(key)'" && faults.allSatisfy { $0.line == 3 }, "\(faults)")
        }
    }

    @Test func missingListsSayWhatTheyAreFor() {
        expectFault(
            in: valid.with("anchors", nil).file, at: "- id:", saying: ["a rule needs 'anchors'", "(or a 'trigger')"])
        expectFault(
            in: valid.with("examples", nil).file, at: "- id:", saying: ["missing key 'examples'", "at least two"])
        expectFault(in: valid.with("references", nil).file, at: "- id:", saying: ["where the format is documented"])
    }

    @Test func anEmptyTextIsAFault() {
        expectFault(in: valid.with("name", "name: ''").file, at: "name:", saying: ["'name' is empty"])
        expectFault(in: valid.with("name", "name: [a]").file, at: "name:", saying: ["'name' must be a text"])
    }

    @Test(arguments: [
        ("severity", "hgh", "did you mean 'high'?"), ("confidence", "meduim", "did you mean 'medium'?"),
        ("kind", "comitted", "did you mean 'committed'?"),
        ("tier", "Provider", "did you mean 'provider'?"),
        ("severity", "catastrophic", "it is one of low, medium, high, critical"),
    ])
    func aWrongWordNamesTheRightOnes(key: String, written: String, hint: String) {
        expectFault(
            in: valid.with(key, "\(key): \(written)").file, at: "\(key): ",
            saying: ["'\(key)' cannot be '\(written)'", hint])
    }

    @Test func aRuleCannotClaimProof() {
        expectFault(
            in: valid.with("confidence", "confidence: proven").file, at: "confidence:",
            saying: ["what a checksum gives", "high, medium or low"])
    }

    @Test func aKeyGivenTwiceIsAFaultOnItsLine() throws {
        let text = valid.with("name", "name: One\nname: Two").file
        let fault = try #require(RuleFile(text, name: "acme.yml").faults.first)
        #expect(
            [4, 5].contains(fault.line) && fault.message.contains("given twice") && fault.message.contains("name"),
            "\(fault)")
    }

    @Test(arguments: ["Acme-token", "acme_token", "acme--token", "-acme", "acme-", "acmé-token", "acme token"])
    func anIdIsKebabCase(id: String) {
        expectFault(
            in: valid.with("id", "id: \(id)").file, at: "id:",
            saying: ["id '\(id)'", "lower-case words joined by dashes"])
    }

    // MARK: Lists of words

    @Test(arguments: [
        ("nosuch", "no check 'nosuch'; there are: entropy(bits)"), ("'entropy(9.5)'", "between 0 and 8"),
        ("entropy", "no check 'entropy'"),
        ("classes(4)", "from 1 to 3"), ("'checksum(nosuch)'", "no such format; there are: "),
        ("'structure(nosuch)'", "no such format; there are: "),
        ("'placeholder(2)'", "no check 'placeholder(2)'"), ("'what is this'", "write name or name(argument)"),
        ("'entropy(3'", "write name or name(argument)"),
    ])
    func aBadCheckSaysWhichThereAre(written: String, words: String) {
        expectFault(in: valid.with("checks", "checks: [\(written)]").file, at: "checks:", saying: [words])
    }

    @Test func aBadFileKindSaysWhichThereAre() {
        expectFault(
            in: valid.with("files", "files: [source]").file, at: "files:",
            saying: ["'source' is no kind of file", "code, shell, config"])
        expectFault(
            in: valid.with("files", "files: {a: b}").file, at: "files:", saying: ["'files' must be a list of texts"])
        expectFault(
            in: valid.with("files", "files: [[code]]").file, at: "files:", saying: ["'files' must be a list of texts"])
    }

    @Test(arguments: ["include", "exclude"]) func aBadGlobIsAFault(key: String) {
        expectFault(
            in: valid.with("paths", "paths: {\(key): ['a[b']}").file, at: "paths:", saying: ["'a[b' is no glob"])
        expectFault(
            in: valid.with("paths", "paths: everywhere").file, at: "paths:", saying: ["paths must be a mapping"])
    }

    @Test(arguments: [
        ("{before: -1}", "from 0 to 4096, not '-1'"), ("{before: 4097}", "from 0 to 4096"),
        ("{after: 0}", "from 1 to 16384"),
        ("{after: 16385}", "from 1 to 16384"), ("{before: far}", "not 'far'"),
        ("{lines: all}", "'one' or 'many', not 'all'"),
        ("{lines: [many]}", "'lines' must be a text"), ("wide", "window must be a mapping"),
        ("{before: 1e2}", "not '1e2'"),
    ])
    func aBadWindowSaysItsBounds(written: String, words: String) {
        expectFault(in: valid.with("window", "window: \(written)").file, at: "window:", saying: [words])
    }

    // MARK: Anchors and patterns

    @Test(arguments: [
        ("'abc'", "anchor 'abc' has 3 elements; it needs at least 4"), ("''", "has 0 elements"),
        ("'[ab]cd'", "has 3 elements"),
        ("'acme['", "without its closing bracket"), ("'acme[z-a]'", "runs backwards"),
        ("'acm\\'", "ends in a backslash"),
        ("'[^a][^b][^c][^d]'", "narrow its classes"), ("'acme[]'", "holds no byte"),
    ])
    func whatIsNoAnchorIsAFault(written: String, words: String) {
        let faults = RuleFile(valid.with("anchors", "anchors: [acme_, \(written)]").file, name: "acme.yml").faults
        #expect(faults.count == 1 && faults.first?.line == 8, "\(faults)")
        #expect(faults.first?.message.contains(words) == true, "\(faults)")
    }

    @Test func anAnchorThatAMatchNeedNotHoldIsAFault() {
        expectFault(
            in: valid.replacing("pattern", "acme_", "acme_?").file, at: "pattern:",
            saying: ["a match need not hold any of the anchors", "like 'acme"])
    }

    @Test func aMatchMustNotBeginBeforeItsWindow() {
        expectFault(
            in: valid.replacing("pattern", "{{start}}", "[a-z]{0,600}").file, at: "pattern:",
            saying: ["can begin 600 bytes before its anchor", "the window begins 512 before it"])
    }

    @Test func anchorsAndATriggerExcludeEachOther() {
        expectFault(
            in: valid.with("trigger", "trigger: run(hex, 32)").file, at: "trigger:",
            saying: ["anchors or a trigger, not both"])
    }

    @Test(arguments: [
        "sometimes", "run(hex)", "run(hex, 15)", "run(hex, 1025)", "run(octal, 32)", "run(hex, 32", "[path]",
    ])
    func aBadTriggerSaysWhatATriggerIs(written: String) {
        let text = valid.with("anchors", nil).with("trigger", "trigger: '\(written)'").file
        expectFault(in: text, at: "trigger:", saying: ["'path' or 'run(alphabet, length)'"])
    }

    @Test func aPathTriggerNeedsPaths() {
        expectFault(
            in: valid.with("anchors", nil).with("trigger", "trigger: path").file, at: "trigger:",
            saying: ["needs 'paths' with 'include'"])
    }

    @Test(arguments: [
        ("acme_(", "missing closing parenthesis at byte 6"), ("acme_[z-a]", "at byte 8"), ("acme_{3,1}", "at byte"),
        ("acme_(?<n>a)(?<n>b)", "at byte"),
        (#"acme_\K"#, #"\K is not allowed in rules at byte 5"#), ("acme_(?R)?", "is not allowed in rules at byte"),
        (#"\Aacme_"#, #"\A is not allowed"#),
        ("acme_(*COMMIT)a", "backtracking verbs are not allowed at byte"),
    ])
    func aBadPatternSaysWhere(pattern: String, words: String) {
        expectFault(
            in: valid.with("pattern", "pattern: '\(pattern)'").file, at: "pattern:", saying: ["bad pattern: ", words])
    }

    @Test func anUnknownFragmentNamesTheNearest() {
        expectFault(
            in: valid.replacing("pattern", "{{end}}", "{{endd}}").file, at: "pattern:",
            saying: ["unknown fragment '{{endd}}'", "did you mean '{{end}}'?"])
        expectFault(
            in: valid.replacing("pattern", "{{end}}", "{{whatever}}").file, at: "pattern:",
            saying: ["unknown fragment '{{whatever}}'"])
    }

    // MARK: Examples

    @Test func tooFewExamplesAreCounted() {
        let one = "examples:\n  match: [a]\n  no-match: [b, c]"
        expectFault(
            in: valid.with("examples", one).file, at: "match: [a]",
            saying: ["at least two examples", "under 'match'; there is 1"])
        let none = "examples:\n  match: [a, b]"
        expectFault(in: valid.with("examples", none).file, at: "match: [a", saying: ["under 'no-match'; there are 0"])
    }

    @Test func anExampleNeedsItsText() {
        let text = valid.replacing("examples", "- text: acme_short", "- path: a.txt").file
        expectFault(in: text, at: "- path: a.txt", saying: ["an example needs 'text'", "a list of parts"])
    }

    @Test(arguments: [
        ("examples:\n  match: {a: b}\n  no-match: [b, c]", "acme.yml:12: 'match' must be a list of examples"),
        ("examples: [a]", "acme.yml:11: examples must be a mapping of keys to values"),
        (
            "examples:\n  match: [[a, {b: c}], d]\n  no-match: [b, c]",
            "acme.yml:12: an example must be a mapping of keys to values"
        ),
    ])
    func examplesOfAnotherShapeAreAFault(written: String, expected: String) {
        let faults = RuleFile(valid.with("examples", written).file, name: "acme.yml").faults
        #expect(faults.first?.description == expected, "\(faults)")
    }

    @Test func anObservationSaysWhatItReads() {
        let read = RuleText().with("kind", "kind: env-read")
        let named = read.replacing("pattern", "?<secret>", "?<name>")
        expectFault(in: named.file, at: "- id:", saying: ["missing key 'read'"])
        expectFault(
            in: named.with("read", "read: optionl").file, at: "read: optionl", saying: ["did you mean 'optional'?"])
        expectFault(in: read.with("read", "read: optional").file, at: "pattern:", saying: ["needs the group 'name'"])
        expectFault(in: RuleText().with("read", "read: optional").file, at: "read:", saying: ["kind env-read"])
        let bare = named.with("read", "read: field").with("severity", nil).with("confidence", nil).with("remedy", nil)
        #expect(RuleFile(bare.file, name: "acme.yml").faults == [])
    }
}

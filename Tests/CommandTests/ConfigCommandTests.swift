/// `.lapwing.yml` adds to the defaults, is read from one place, and says so.

import TestSupport
import Testing

struct ConfigCommandTests {
    let token = MadeUp.gitHubToken(seed: 31)
    static let rule = "github-personal-access-token"

    private func repository(_ config: String) throws -> GitRepository {
        let repository = try GitRepository(in: TestTree())
        try repository.write(code(token), to: "src/a.swift")
        try repository.write(config, to: ".lapwing.yml")
        return repository
    }

    @Test func ruleCanBeTurnedOffAndItsSeveritySet() throws {
        let off = try repository("rules:\n  github-*: off\n")
        let result = try Lapwing.scan(".", in: off.tree)
        #expect(!result.findings.contains { $0.rule == ConfigCommandTests.rule })
        #expect(result.report.summary.notices.first?.contains(".lapwing.yml: ") == true)
        #expect(try Lapwing.scan(".", "--no-config", in: off.tree).findings.first?.rule == ConfigCommandTests.rule)
        let low = try repository("rules:\n  github-*: off\n  \(ConfigCommandTests.rule): low\nfail-on: medium\n")
        let lowered = try Lapwing.scan(".", in: low.tree)
        #expect(lowered.findings.map(\.severity) == ["low"])
        #expect(lowered.status == 0)
        #expect(try Lapwing.scan(".", "--fail-on", "low", in: low.tree).status == 1)
    }

    @Test func pathsAreRelativeToTheRootWhereverAPersonStands() throws {
        let repository = try repository("exclude: ['/src/gen/', '*.min.js']\n")
        for path in ["src/gen/b.swift", "src/x.min.js", "gen/c.swift"] { try repository.write(code(token), to: path) }
        #expect(try Lapwing.scan(".", in: repository.tree).paths == ["./gen/c.swift", "./src/a.swift"])
        let below = try Lapwing.scan(["."], in: repository.tree, at: "src")
        #expect(below.paths == ["./a.swift"])
        #expect(below.ledger.skipped["excluded"] == 2)
        // What is asked for is scanned.
        #expect(try Lapwing.scan("src/gen", in: repository.tree).paths == ["src/gen/b.swift"])
    }

    /// Only the tree that a person stands in has a say: a tree that is scanned from outside cannot silence the scan.
    @Test func otherTreesHaveNoSay() throws {
        let tree = try TestTree()
        let hostile = try GitRepository(in: tree, at: "hostile")
        try hostile.write(code(token), to: "a.swift")
        try hostile.write("exclude: ['**']\n", to: ".lapwing.yml")
        try hostile.write(
            "rule: \(ConfigCommandTests.rule); paths: '**'; author: e; reason: hush\n", to: ".lapwingignore")
        let home = try GitRepository(in: tree, at: "home")
        try home.write("exclude: ['/a.swift']\n", to: ".lapwing.yml")
        try home.write("rule: \(ConfigCommandTests.rule); paths: '**'; author: e; reason: ours\n", to: ".lapwingignore")
        #expect(try Lapwing.scan(["hostile"], in: tree).paths == ["hostile/a.swift"])
        let fromHome = try Lapwing.scan(["../hostile"], in: tree, at: "home")
        #expect(fromHome.paths == ["../hostile/a.swift"])
        #expect(fromHome.report.suppressed.isEmpty)
    }

    @Test func ruleFilesAreAdded() throws {
        let repository = try repository("rule-files: [security/own.yml]\n")
        let missing = try Lapwing.run("scan", ".", in: repository.tree)
        #expect(missing.status == 2)
        #expect(missing.errors.contains(".lapwing.yml:1: the rule file security/own.yml is not there"))
        try repository.write("provider: Own\nrules: []\n", to: "security/own.yml")
        let faulty = try Lapwing.run("scan", ".", in: repository.tree)
        #expect(faulty.status == 2)
        #expect(faulty.errors.contains("security/own.yml:2: 'rules' must be a list"))
    }

    @Test func foreignMarkersCountWhenTheConfigurationSaysSo() throws {
        let repository = try repository("foreign-markers: [gitleaks, detect-secrets, trufflehog]\n")
        try repository.write("let auth = \"\(token)\" // gitleaks:allow\n", to: "src/a.swift")
        let result = try Lapwing.scan(".", in: repository.tree)
        #expect(result.status == 0)
        #expect(result.report.suppressed.first?.suppression?.justification == "marked with gitleaks:allow")
        #expect(try Lapwing.scan(".", "--no-config", in: repository.tree).status == 1)
    }

    @Test(arguments: [
        ("fail_on: low\n", ".lapwing.yml:1: unknown key 'fail_on' in a configuration; did you mean 'fail-on'?"),
        ("# x\nfail-on: hgih\n", ".lapwing.yml:2: 'fail-on' cannot be 'hgih'"),
        ("rules:\n  github-personal-acess-token: off\n", ".lapwing.yml:2: there is no rule"),
        ("rules:\n  jwt: maybe\n", ".lapwing.yml:2: rule 'jwt' must be one of on, off"),
        ("exclude: ['a[b']\n", ".lapwing.yml:1: 'a[b' is no glob"),
        ("rule-files: [../x.yml]\n", "must be a path inside of the work tree"),
        ("foreign-markers: [gitleeks]\n", "did you mean 'gitleaks'?"),
        ("new-markers: perhaps\n", "'new-markers' cannot be"),
        ("- a\n", ".lapwing.yml:1: a configuration must be a mapping"), ("a: [\n", "not valid YAML"),
        ("rules:\n  '*': off\n", "turns off every rule"),
    ])
    func badConfigurationIsTwoForEveryCommand(_ config: String, _ why: String) throws {
        let repository = try repository(config)
        for arguments in [["scan", "."], ["config", "show"], ["baseline", "create"], ["ignore", "stale"]] {
            let run = try Lapwing.command(arguments, in: repository.tree).run()
            #expect(run.status == 2, "\(arguments)")
            #expect(run.errors.contains(why), "\(run.errors)")
            #expect(!run.text.contains("finding"))
        }
    }

    @Test func linkInPlaceOfAConfigurationIsRefused() throws {
        let repository = try repository("")
        for name in [".lapwing.yml", ".lapwingignore", ".lapwing-baseline"] {
            try? repository.tree.remove(name)
            try repository.tree.link(name, to: "/dev/zero")
            let run = try Lapwing.run("scan", ".", in: repository.tree)
            #expect(run.status == 2)
            #expect(run.errors.contains("\(name) is no regular file"))
            try repository.tree.remove(name)
        }
    }

    @Test(arguments: ["", "# nothing yet\n", "\u{FEFF}# nothing\r\n"])
    func configurationThatSaysNothingChangesNothing(_ text: String) throws {
        #expect(try Lapwing.scan(".", in: repository(text).tree).findings.count == 1)
    }

    @Test func everythingExcludedIsTwoUnlessAllowed() throws {
        let repository = try repository("exclude: ['*']\n")
        #expect(try Lapwing.run("scan", ".", in: repository.tree).status == 2)
        let allowed = try Lapwing.run("scan", ".", "--allow-empty", in: repository.tree)
        #expect(allowed.status == 0)
        #expect(allowed.text.contains("Configuration: .lapwing.yml: 1 path glob excluded (--no-config ignores it)."))
    }

    @Test func showPrintsEachValueWithItsOrigin() throws {
        let repository = try repository("rules:\n  jwt: low\nexclude: vendor/\nmin-confidence: medium\n")
        let run = try Lapwing.run("config", "show", in: repository.tree)
        #expect(run.status == 0)
        let rows = run.text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        for row in [
            "Configuration: .lapwing.yml", "fail-on low default", "min-confidence medium .lapwing.yml:4",
            "exclude vendor/ .lapwing.yml:3", "rules jwt: low .lapwing.yml:2", "ignore file 0 entries default",
        ] { #expect(rows.contains(row), "\(run.text)") }
        let without = try Lapwing.run("config", "show", "--no-config", in: repository.tree)
        #expect(without.text.contains("Configuration: none"))
        #expect(try Lapwing.run("config", "show", in: TestTree()).text.contains("Work tree: none here"))
    }
}

/// Whose word counts where a change is judged: a pull request cannot silence its own gate; who commits may accept, and it is said.

import TestSupport
import Testing

struct ChangeTrustTests {
    let workshop: Workshop

    static let rule = "github-personal-access-token"
    /// A finding of confidence `medium`.
    static let mild = "password = welcome\n"
    static let mildRule = "default-deploy-properties"

    /// One commit on main and a branch that is checked out.
    init() throws { workshop = try Workshop() }

    private func start(_ files: [String: String] = [:]) throws {
        try workshop.commit(["readme": "x\n"].merging(files) { $1 })
        try workshop.git("checkout", "-qb", "branch")
    }

    private static func marked(_ rule: String, _ line: String) -> String {
        "# lapwing:allow[\(rule)] only a test\n" + line
    }

    // MARK: diff

    @Test func aNewMarkerDoesNotHideASureFinding() throws {
        try start()
        try workshop.commit(["a.py": Self.marked(Self.rule, "key = '\(Workshop.token)'\n")])
        let result = try workshop.diff("main..HEAD")
        #expect(result.status == 1 && result.findings.map(\.rule) == [Self.rule])
        #expect(result.findings.first?.notes?.contains { $0.contains("new in this change") } == true)
    }

    @Test func aNewMarkerHidesALesserFindingAndIsListed() throws {
        try start()
        try workshop.commit(["app.ini": Self.marked(Self.mildRule, Self.mild)])
        let result = try workshop.diff("main..HEAD")
        #expect(result.status == 0 && result.findings.isEmpty)
        #expect(result.report.suppressed.map(\.suppression?.review) == ["the marker is new in this change"])
        #expect(try workshop.refusal(["diff", "main..HEAD"]).text.contains("For the reviewer"))
    }

    @Test(arguments: [("allow", Int32(0)), ("deny", 1)])
    func baseSaysWhatNewMarkersMayDo(_ policy: String, _ status: Int32) throws {
        try start([".lapwing.yml": "new-markers: \(policy)\n"])
        let sure = Self.marked(Self.rule, "key = '\(Workshop.token)'\n")
        try workshop.commit(["a.py": sure, "app.ini": Self.marked(Self.mildRule, Self.mild)])
        let result = try workshop.diff("main..HEAD")
        #expect(result.status == status && result.findings.count == (status == 0 ? 0 : 2))
    }

    @Test func anOldMarkerCountsAndANewValueUnderItIsListed() throws {
        try start(["a.py": Self.marked(Self.rule, "key = '\(Workshop.other)'\n")])
        try workshop.commit(["a.py": Self.marked(Self.rule, "key = '\(Workshop.token)'\n")])
        let result = try workshop.diff("main..HEAD")
        #expect(result.status == 0)
        #expect(
            result.report.suppressed.map(\.suppression?.review) == ["the value under the marker is new in this change"])
    }

    @Test func theChangesOwnConfigurationIsNotRead() throws {
        try start()
        try workshop.commit([
            ".lapwing.yml": "rules: {github-*: off}\nexclude: ['*.py']\nfail-on: critical\nnew-markers: allow\n",
            ".lapwingignore": "rule: \(Self.rule); paths: **; author: t; reason: all is well\n",
            "a.py": "key = '\(Workshop.token)'\n",
        ])
        let result = try workshop.diff("main..HEAD")
        #expect(result.status == 1 && result.paths == ["a.py"])
        let notice = "The change alters .lapwing.yml, .lapwingignore: what BASE has counts until it is merged."
        #expect(result.report.summary.notices.contains(notice))
    }

    @Test func basesConfigurationAndIgnoreFileAreRead() throws {
        try start([
            ".lapwing.yml": "exclude: [vendor/]\n",
            ".lapwingignore": "rule: \(Self.rule); paths: docs/**; author: t; reason: examples\n",
        ])
        // The change takes both away; that counts once it is merged.
        try workshop.git("rm", "-q", ".lapwing.yml", ".lapwingignore")
        let token = "key = '\(Workshop.token)'\n"
        try workshop.commit(["vendor/deep/a.py": token, "docs/a.py": token, "a.py": token])
        let result = try workshop.diff("main..HEAD")
        #expect(result.paths == ["a.py"] && result.report.suppressed.map(\.path) == ["docs/a.py"])
        #expect(result.ledger.skipped["excluded"] == 1)
    }

    @Test func aBadConfigurationInBaseStopsTheGate() throws {
        try start([".lapwing.yml": "fail-on: medium\nfial: 1\n"])
        try workshop.commit(["a.py": "key = '\(Workshop.token)'\n"])
        let result = try workshop.refusal(["diff", "main..HEAD"])
        #expect(result.status == 2 && result.errors.contains("BASE:.lapwing.yml:2"))
    }

    // MARK: staged

    @Test func whoCommitsMayAcceptAndItIsSaid() throws {
        try start()
        try workshop.write(Self.marked(Self.rule, "key = '\(Workshop.token)'\n"), to: "a.py")
        try workshop.write("key = '\(Workshop.other)'\n", to: "b.py")
        try workshop.write(
            "rule: \(Self.rule); paths: b.py; author: t; reason: an example\n", to: ".lapwingignore")
        try workshop.git("add", "-A")
        let result = try workshop.staged()
        #expect(result.status == 0 && result.report.suppressed.map(\.path) == ["a.py", "b.py"])
        #expect(result.report.suppressed.allSatisfy { $0.suppression?.review?.contains("new in this change") == true })
        #expect(result.report.summary.notices.contains("The commit changes .lapwingignore: what is staged counts."))
    }

    @Test func whatIsNotStagedDoesNotCount() throws {
        try start()
        try workshop.write("key = '\(Workshop.token)'\n", to: "a.py")
        try workshop.git("add", "-A")
        try workshop.write("rules: {github-*: off}\n", to: ".lapwing.yml")
        try workshop.write("rule: \(Self.rule); paths: **; author: t; reason: no\n", to: ".lapwingignore")
        #expect(try workshop.staged().status == 1)
        try workshop.git("add", "-A")
        #expect(try workshop.staged().status == 0)
        #expect(try workshop.staged("--no-config", "--no-suppressions").status == 1)
    }

    @Test func aBaselineOfTheIndexIsFollowedThroughARename() throws {
        try start(["a.py": "key = '\(Workshop.token)'\n"])
        #expect(try workshop.refusal(["baseline", "create"]).status == 0)
        try workshop.commit([:], "baseline")
        try workshop.git("mv", "a.py", "b.py")
        try workshop.write("# moved\nkey =  '\(Workshop.token)'\n", to: "b.py")
        try workshop.git("add", "-A")
        let result = try workshop.staged("--whole-files")
        #expect(result.status == 0 && result.report.suppressed.map(\.suppression?.means) == ["baseline"])
    }

    // MARK: pre-receive

    @Test func aPushCannotAcceptItself() throws {
        try start()
        let old = try workshop.id()
        try workshop.commit([
            "a.py": Self.marked(Self.rule, "key = '\(Workshop.token)'\n"),
            ".lapwingignore": "rule: \(Self.rule); paths: **; author: t; reason: no\n",
        ])
        let new = try workshop.id()
        try workshop.git("checkout", "-q", "main")
        try workshop.git("update-ref", "-d", "refs/heads/branch")
        let line = "\(old) \(new) refs/heads/branch\n"
        let result = try workshop.diff("--pre-receive", input: .bytes(Array(line.utf8)))
        #expect(result.status == 1 && result.paths == ["a.py"])
    }
}

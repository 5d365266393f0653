/// `.lapwingignore` from the command line: entries that last, and only as long as they should.

import TestSupport
import Testing

struct IgnoreCommandTests {
    private func repository() throws -> GitRepository {
        var noise = Noise(seed: 41)
        let repository = try GitRepository(in: TestTree())
        try repository.write(
            "import os\ndb_password = \"\(MadeUp.password(&noise))\"\napi_token = \"\(noise.text(24))\"\n",
            to: "src/a.py")
        return repository
    }

    private func add(_ repository: GitRepository, _ arguments: String...) throws -> CommandResult {
        try Lapwing.command(["ignore", "add", "--author", "Ann"] + arguments, in: repository.tree).run()
    }

    private func acceptAll(_ repository: GitRepository) throws {
        for finding in try Lapwing.scan(".", in: repository.tree).findings {
            #expect(try add(repository, finding.fingerprint, "--reason", "made up; for tests").status == 0)
        }
    }

    private func unaccepted(_ repository: GitRepository, _ at: String = "") throws -> [String] {
        let result = try Lapwing.scan(["."], in: repository.tree, at: at)
        #expect(result.status == (result.findings.isEmpty ? 0 : 1))
        return result.findings.map { "\($0.path):\($0.line)" }
    }

    @Test func acceptedFindingsStayAcceptedWhateverMoves() throws {
        let repository = try repository()
        #expect(try unaccepted(repository).count == 2)
        try acceptAll(repository)
        #expect(try unaccepted(repository) == [])
        let list = try Lapwing.run("ignore", "list", in: repository.tree)
        #expect(list.text.contains("(Ann): made up; for tests"))
        let attributes = String(decoding: repository.tree.read(".gitattributes"), as: UTF8.self)
        #expect(attributes == "/.lapwingignore merge=union\n")
        let source = String(decoding: repository.tree.read("src/a.py"), as: UTF8.self)
        try repository.write("\n\n# more\n" + source, to: "src/a.py")
        #expect(try unaccepted(repository) == [])
        #expect(try unaccepted(repository, "src") == [])
        try repository.git("add", ".")
        try repository.git("commit", "-qm", "x")
        try repository.tree.makeDirectory("lib")
        try repository.git("mv", "src/a.py", "lib/b.py")
        #expect(try unaccepted(repository) == [])
        // A CRLF checkout.
        for path in [".lapwingignore", "lib/b.py"] {
            let text = String(decoding: repository.tree.read(path), as: UTF8.self)
            try repository.write(text.replacing("\n", with: "\r\n"), to: path)
        }
        #expect(try unaccepted(repository) == [])
        // Another value at the same place.
        var noise = Noise(seed: 42)
        let line = "db_password = \"\(MadeUp.password(&noise))\"\n"
        try repository.write(line, to: "lib/b.py")
        #expect(try unaccepted(repository) == ["./lib/b.py:1"])
    }

    @Test func branchesThatBothAcceptMergeWithoutConflict() throws {
        let repository = try repository()
        try repository.write("api_key = \"\(MadeUp.gitHubToken(seed: 43))\"\n", to: "other.py")
        try repository.write("# entries\n", to: ".lapwingignore")
        try repository.write("/.lapwingignore merge=union\n", to: ".gitattributes")
        try repository.git("add", ".")
        try repository.git("commit", "-qm", "start")
        let findings = try Lapwing.scan(".", in: repository.tree).findings
        for (index, finding) in findings.enumerated() {
            try repository.git("checkout", "-q", "-b", "b\(index)", "main")
            #expect(try add(repository, finding.fingerprint, "--reason", "r\(index)").status == 0)
            try repository.git("commit", "-qam", "accept")
        }
        for index in findings.indices.dropLast() { try repository.git("merge", "-q", "--no-edit", "b\(index)") }
        #expect(findings.count == 3)
        #expect(try unaccepted(repository) == [])
    }

    @Test func pathsTakeAGlobAndValuesCanBeBound() throws {
        let repository = try repository()
        let rule = try #require(try Lapwing.scan(".", in: repository.tree).findings.first?.rule)
        #expect(
            try add(repository, "--rule", rule, "--paths", "src/**", "--current-values", "--reason", "x").status == 0)
        #expect(try !unaccepted(repository).contains("./src/a.py:2"))
        #expect(String(decoding: repository.tree.read(".lapwingignore"), as: UTF8.self).contains("; tags: "))
    }

    @Test func datesDecideWhetherAnEntryCounts() throws {
        let repository = try repository()
        for (day, status) in [("1999-12-31", 1), ("2999-12-31", 0)] as [(String, Int32)] {
            try repository.write(
                "rule: generic-secret-quoted; paths: '**'; author: A; expires: \(day); reason: x\n".replacing(
                    "'", with: ""),
                to: ".lapwingignore")
            let result = try Lapwing.scan(".", in: repository.tree)
            #expect(result.status == status)
            let named = [".lapwingignore:1: expired on \(day)"]
            #expect(result.report.summary.expiredSuppressions == (status == 1 ? named : []))
            let strict = try Lapwing.scan(
                ".", "--strict-suppressions", "--min-confidence", "proven", in: repository.tree)
            #expect(strict.status == status)
        }
        #expect(
            try add(repository, "--rule", "jwt", "--paths", "**", "--expires", "1999-01-01", "--reason", "x").status
                == 2)
    }

    @Test func secretIDAcceptsEverywhere() throws {
        let repository = try repository()
        let text = String(decoding: repository.tree.read("src/a.py"), as: UTF8.self)
        try repository.write(text, to: "copy.py")
        for finding in try Lapwing.scan("src", in: repository.tree).findings {
            #expect(try add(repository, finding.secretId, "--reason", "x").status == 0)
        }
        #expect(try unaccepted(repository) == [])
    }

    @Test func sameEntryTwiceIsNotAdded() throws {
        let repository = try repository()
        try acceptAll(repository)
        let before = repository.tree.read(".lapwingignore")
        try acceptAll(repository)
        let result = try Lapwing.scan(".", "--no-suppressions", in: repository.tree)
        let again = try add(repository, try #require(result.findings.first).fingerprint, "--reason", "again")
        #expect(again.text.contains("accepts it already"))
        #expect(repository.tree.read(".lapwingignore") == before)
    }

    @Test(arguments: [
        ["s1-12", "--reason", "x"], ["--rule", "jwt", "--reason", "x"], ["--reason", "x"],
        ["s1-00112233445566778899aabbccddeeff", "--reason", " - "],
        ["--rule", "no-such-rule", "--paths", "**", "--reason", "x"],
        ["--rule", "jwt", "--paths", "a[", "--reason", "x"],
        ["s1-00112233445566778899aabbccddeeff", "--rule", "jwt", "--reason", "x"],
        ["s1-00112233445566778899aabbccddeeff", "--reason", "x", "--expires", "soon"],
        ["s1-00112233445566778899aabbccddeeff"],
        ["--rule", "jwt", "--paths", "nowhere/**", "--current-values", "--reason", "x"],
    ])
    func wrongUsageIsTwoAndWritesNothing(_ arguments: [String]) throws {
        let repository = try repository()
        let run = try Lapwing.command(["ignore", "add", "--author", "Ann"] + arguments, in: repository.tree).run()
        #expect(run.status == 2)
        #expect(!run.errors.isEmpty)
        #expect(repository.tree.read(".lapwingignore").isEmpty)
    }

    @Test func entryForNothingInTheTreeIsAddedWithAWarning() throws {
        let repository = try repository()
        let run = try add(repository, "s1-00112233445566778899aabbccddeeff", "--reason", "only in history")
        #expect(run.status == 0)
        #expect(run.errors.contains("nothing in the work tree has the id"))
        #expect(
            try Lapwing.run("ignore", "stale", in: repository.tree).text.contains(".lapwingignore:2: matches nothing"))
    }

    @Test func brokenIgnoreFileIsTwoForEveryCommand() throws {
        let repository = try repository()
        try repository.write("# fine\nwhatever\n", to: ".lapwingignore")
        for arguments in [
            ["scan", "."], ["config", "show"], ["baseline", "create"], ["ignore", "list"], ["ignore", "stale"],
            ["ignore", "add", "--author", "A", "--reason", "x", "s1-00112233445566778899aabbccddeeff"],
        ] {
            let run = try Lapwing.command(arguments, in: repository.tree).run()
            #expect(run.status == 2, "\(arguments)")
            #expect(run.errors.contains(".lapwingignore:2: 'whatever' is no field"), "\(run.errors)")
        }
        #expect(try Lapwing.scan(".", "--no-suppressions", in: repository.tree).status == 1)
    }

    @Test func outsideOfAWorkTreeIsTwo() throws {
        for arguments in [["ignore", "list"], ["ignore", "stale"], ["baseline", "create"], ["baseline", "show"]] {
            let run = try Lapwing.command(arguments, in: TestTree()).run()
            #expect(run.status == 2)
            #expect(run.errors.contains("no git work tree"))
        }
    }
}

/// Where reports go and how they look.

import Foundation
import TestSupport
import Testing

struct ReportOptionTests {
    let token = MadeUp.gitHubToken(seed: 1)

    private func tree() throws -> TestTree { try TestTree(["src/a.swift": code(token)]) }

    @Test func fileAndStandardOutputAtOnce() throws {
        let tree = try tree()
        let run = try Lapwing.run("scan", "src", "--report", "json=out.json", "--report", "text", in: tree)
        #expect(run.status == 1)
        #expect(run.text.contains("src/a.swift\n  1:13"))
        let report = try ScanReport(json: tree.read("out.json"))
        #expect(report.findings.map(\.path) == ["src/a.swift"])
    }

    @Test func everyFormatAtOnce() throws {
        let tree = try tree()
        let run = try Lapwing.run(
            "scan", "src", "--report", "sarif=o.sarif", "--report", "jsonl=o.jsonl", "--report", "json=o.json",
            "--report",
            "text=o.txt", in: tree)
        #expect(run.status == 1)
        #expect(run.output.isEmpty)
        for name in ["o.sarif", "o.jsonl", "o.json", "o.txt"] {
            #expect(
                String(decoding: tree.read(name), as: UTF8.self).contains("github-personal-access-token"), "\(name)")
        }
    }

    @Test func missingDirectoryIsTwo() throws {
        let run = try Lapwing.run("scan", "src", "--report", "json=no/such/out.json", in: try tree())
        #expect(run.status == 2)
        #expect(run.errors.contains("the report no/such/out.json cannot be written: No such file or directory"))
    }

    @Test func onlyOneReportGoesToStandardOutput() throws {
        let run = try Lapwing.run("scan", "src", "--report", "json", "--report", "sarif", in: try tree())
        #expect(run.status == 2)
        #expect(run.output.isEmpty)
        #expect(run.errors.contains("only one report can go to standard output"))
    }

    @Test(arguments: ReportOptionTests.formats)
    func closedOutputIsTwo(_ format: String) throws {
        var command = try Lapwing.command(["scan", "src", "--report", format], in: try tree())
        command.closesOutput = true
        let run = try command.run()
        #expect(run.ending == .exited(2))
        #expect(run.errors.contains("could not be written"))
    }

    static let formats = [
        "text", "json", "jsonl", "sarif", "github", "gitlab", "codequality", "junit", "csv", "markdown",
    ]

    /// The job summary is added to what other steps wrote there.
    @Test func theJobSummaryIsAppended() throws {
        let tree = try tree()
        try tree.write("# Before\n", to: "summary.md")
        let environment = ["GITHUB_STEP_SUMMARY": tree.path("summary.md")]
        let run = try Lapwing.run("scan", "src", "--report", "github", in: tree, environment: environment)
        #expect(run.status == 1)
        #expect(run.text.hasPrefix("::error file=src/a.swift,line=1,col=13,"))
        let summary = String(decoding: tree.read("summary.md"), as: UTF8.self)
        #expect(summary.hasPrefix("# Before\n## Lapwing\n"))
        #expect(summary.contains("github-personal-access-token"))
        #expect(!summary.contains(token))
        let other = try Lapwing.run("scan", "src", "--report", "json", in: tree, environment: environment)
        #expect(other.status == 1)
        #expect(String(decoding: tree.read("summary.md"), as: UTF8.self) == summary, "only with the github report")
    }

    @Test func aJobSummaryThatCannotBeWrittenIsTwo() throws {
        let environment = ["GITHUB_STEP_SUMMARY": "no/such/summary.md"]
        let run = try Lapwing.run("scan", "src", "--report", "github", in: try tree(), environment: environment)
        #expect(run.status == 2)
        #expect(run.errors.contains("no/such/summary.md"))
    }

    /// The one report with times gives the same bytes when it is asked to.
    @Test func theTimeCanBeGiven() throws {
        let environment = ["SOURCE_DATE_EPOCH": "951827696"]
        let run = try Lapwing.run("scan", "src", "--report", "gitlab", in: try tree(), environment: environment)
        #expect(run.text.contains("\"start_time\":\"2000-02-29T12:34:56\""))
    }

    /// The descriptor that is free then must not be given to the report file: standard output would end up in it.
    @Test func closedOutputDoesNotSpillIntoAReportFile() throws {
        let tree = try tree()
        var command = try Lapwing.command(
            ["scan", "src", "--report", "json=out.json", "--report", "text"], in: tree)
        command.closesOutput = true
        #expect(try command.run().ending == .exited(2))
        #expect(!String(decoding: tree.read("out.json"), as: UTF8.self).contains("Scanned:"))
    }

    @Test func closedInputIsTwo() throws {
        let run = try Lapwing.run("scan", "-", in: TestTree(), input: .closed)
        #expect(run.ending == .exited(2))
        #expect(run.text.contains("<stdin>: unreadable"))
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "there is no /dev/full here"))
    func fullDiskIsTwo() throws {
        var command = try Lapwing.command(["scan", "src"], in: try tree())
        command.outputPath = "/dev/full"
        let run = try command.run()
        #expect(run.status == 2)
        #expect(run.errors.contains("could not be written"))
    }

    @Test func quietPrintsNothingAndKeepsTheStatus() throws {
        let tree = try tree()
        let run = try Lapwing.run("scan", "src", "--quiet", in: tree)
        #expect(run.status == 1)
        #expect(run.output.isEmpty && run.errors.isEmpty)
        let failed = try Lapwing.run("scan", "src", "missing", "-q", in: tree)
        #expect(failed.status == 2)
        #expect(failed.output.isEmpty)
        #expect(failed.errors.contains("missing: No such file or directory"))
        _ = try Lapwing.run("scan", "src", "--quiet", "--report", "json=out.json", in: tree)
        #expect(!tree.read("out.json").isEmpty)
    }

    @Test func colourOnlyWhenAskedFor() throws {
        let tree = try tree()
        #expect(try !Lapwing.run("scan", "src", in: tree).output.contains(0x1B))
        #expect(try Lapwing.run("scan", "src", "--color", "always", in: tree).output.contains(0x1B))
        let refused = try Lapwing.run("scan", "src", "--color", "auto", in: tree, environment: ["NO_COLOR": "1"])
        #expect(!refused.output.contains(0x1B))
    }

    @Test func secretsShowOnlyWhenAskedFor() throws {
        let tree = try tree()
        #expect(try !Lapwing.run("scan", "src", in: tree).text.contains(token))
        #expect(try Lapwing.run("scan", "src", "--show-secrets", in: tree).text.contains(token))
        #expect(try Lapwing.scan("src", "--show-secrets", in: tree).findings.map(\.secret) == [token])
    }

    @Test func standardInputHasANameAndItsKindOfFile() throws {
        var noise = Noise(seed: 3)
        let line = "DB_PASSWORD=\(MadeUp.password(&noise))\n"
        let tree = try TestTree()
        let named = try Lapwing.scan("-", "--stdin-name", "conf/.env", in: tree, input: .bytes(Array(line.utf8)))
        #expect(named.paths == ["conf/.env"])
        #expect(named.status == 1)
        let nameless = try Lapwing.scan("-", in: tree, input: .bytes(Array(code(token).utf8)))
        #expect(nameless.paths == ["<stdin>"])
    }

    @Test func standardInputIsReadOnlyForADash() throws {
        let tree = try TestTree(["a.txt": "nothing\n"])
        let input = CommandInput.bytes(Array(code(token).utf8))
        #expect(try Lapwing.run("scan", ".", in: tree, input: input).status == 0)
        let both = try Lapwing.scan("-", "a.txt", in: tree, input: input)
        #expect(both.status == 1)
        #expect(both.ledger.files == 2)
    }

    @Test func emptyStandardInputIsAFile() throws {
        let result = try Lapwing.scan("-", in: TestTree())
        #expect(result.status == 0)
        #expect(result.ledger.files == 1)
    }
}

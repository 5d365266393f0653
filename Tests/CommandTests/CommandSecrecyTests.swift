/// No piece of a secret leaves the process unless a person asks for it: not in a report, not in an explanation, not in an error.

import TestSupport
import Testing

struct CommandSecrecyTests {
    private let tree: TestTree
    private let secrets: [String]

    init() throws {
        var noise = Noise(seed: 30)
        let token = MadeUp.gitHubToken(&noise)
        let password = MadeUp.password(&noise)
        let other = MadeUp.password(&noise)
        // The checksum fails: rejected, and still nobody's business.
        let rejected = "ghp" + "_" + noise.text(36)
        secrets = [token, password, other, rejected]
        tree = try TestTree([
            "a.py": "db_password = \"\(password)\"; auth = \"\(token)\"\nold = '\(rejected)'\n",
            ".env": "API_KEY=\(other)\nURL=postgres://app:\(password)@db.internal/app\n",
            "bad.yml": "provider: X\nrules:\n  - id: x\n    pattern: '(\(token)'\n",
        ])
    }

    @Test(
        arguments: ["text", "json", "jsonl", "sarif"],
        [[], ["--explain"], ["--explain", "--min-confidence", "proven"]])
    func reportsAreRedacted(_ format: String, _ options: [String]) throws {
        let run = try Lapwing.command(["scan", ".", "--report", format] + options, in: tree).run()
        #expect(run.status == 1)
        expectNothingShown(run)
    }

    @Test func reportFilesAreRedacted() throws {
        let run = try Lapwing.run(
            "scan", "a.py", ".env", "missing", "--explain", "--report", "json=o.json", "--report", "sarif=o.sarif",
            in: tree)
        #expect(run.status == 2)
        for name in ["o.json", "o.sarif"] {
            let text = String(decoding: tree.read(name), as: UTF8.self)
            for piece in pieces { #expect(!text.contains(piece), "\(name)") }
        }
        expectNothingShown(run)
    }

    @Test func standardInputIsRedacted() throws {
        let run = try Lapwing.run("scan", "-", "--explain", in: tree, input: .path(Array(tree.path("a.py").utf8)))
        #expect(run.status == 1)
        expectNothingShown(run)
    }

    /// So that the tests above can fail.
    @Test func everySecretIsACandidate() throws {
        let run = try Lapwing.run("scan", ".", "--explain", "--show-secrets", in: tree)
        for secret in secrets { #expect(run.text.contains(secret)) }
    }

    /// Redaction shows at most four characters at each end.
    private var pieces: [String] {
        secrets.flatMap { secret in
            let middle = Array(secret.dropFirst(4).dropLast(4))
            return stride(from: 0, through: middle.count - 5, by: 1).map { String(middle[$0..<$0 + 5]) }
        }
    }

    private func expectNothingShown(_ run: CommandResult) {
        for piece in pieces {
            #expect(!run.text.contains(piece))
            #expect(!run.errors.contains(piece))
        }
    }
}

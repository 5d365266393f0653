/// Markers beside a secret, as a person writes them.

import TestSupport
import Testing

struct MarkerCommandTests {
    let token = MadeUp.gitHubToken(seed: 21)
    static let rule = "github-personal-access-token"

    private func scan(_ text: String, name: String = "a.py", _ options: String...) throws -> ScanResult {
        try Lapwing.scan(["."] + options, in: TestTree([name: text]))
    }

    @Test(arguments: [
        "t = \"TOKEN\"  # lapwing:allow[RULE] revoked in 2024\n",
        "// lapwing:allow[RULE] revoked in 2024\r\nt = \"TOKEN\"\r\n",
        "/* lapwing:allow[RULE] revoked in 2024 */ t = \"TOKEN\"\n",
        "<!-- lapwing:allow[RULE] revoked in 2024 -->\n<t>TOKEN</t>\n",
        "x = 1 # lapwing:allow-next[RULE] revoked in 2024\nt = \"TOKEN\"\n",
        "t = \"TOKEN\" -- lapwing:allow[jwt, RULE] revoked in 2024",
    ])
    func markerHides(_ text: String) throws {
        let text = text.replacing("RULE", with: MarkerCommandTests.rule).replacing("TOKEN", with: token)
        let result = try scan(text)
        #expect(result.status == 0)
        #expect(result.findings.isEmpty)
        #expect(result.report.summary.suppressed == ["marker": 1, "ignore-file": 0, "baseline": 0])
        let suppressed = try #require(result.report.suppressed.first)
        #expect(suppressed.suppression?.kind == "inSource")
        #expect(suppressed.suppression?.justification == "revoked in 2024")
        #expect(try scan(text, "--no-suppressions").status == 1)
    }

    @Test(arguments: [
        ("t = \"TOKEN\"  # lapwing:allow[RULE]\n", "gives no reason"),
        ("t = \"TOKEN\"  # lapwing:allow why not\n", "names no rule"),
        ("t = \"TOKEN\"  # lapwing:allow[jwt] why not\n", "for another rule"),
        ("t = \"TOKEN\"  # gitleaks:allow\n", "foreign-markers: [gitleaks]"),
    ])
    func markerThatDoesNotCountIsExplained(_ text: String, _ why: String) throws {
        let text = text.replacing("RULE", with: MarkerCommandTests.rule).replacing("TOKEN", with: token)
        let result = try scan(text)
        #expect(result.status == 1)
        #expect(result.findings.first?.notes?.first?.contains(why) == true)
        let shown = try Lapwing.run("scan", ".", in: TestTree(["a.py": text]))
        #expect(shown.text.contains("note: "))
    }

    /// It speaks of the secret beside it, not of the one below.
    @Test func markerBehindCodeDoesNotReachTheNextLine() throws {
        let other = MadeUp.gitHubToken(seed: 22)
        let text = "a = \"\(token)\"  # lapwing:allow[\(MarkerCommandTests.rule)] revoked\nb = \"\(other)\"\n"
        let result = try scan(text)
        #expect(result.findings.map(\.line) == [2])
        #expect(result.report.suppressed.map(\.line) == [1])
    }

    @Test func keyOfManyLinesTakesAMarkerAroundIt() throws {
        var noise = Noise(seed: 5)
        // "MII" begins a DER sequence.
        let body = "MII" + noise.text(61) + (0..<6).map { _ in "\n" + noise.text(64) }.joined()
        let key = "-----BEGIN RSA \("PRIVATE") KEY-----\n\(body)\n-----END RSA \("PRIVATE") KEY-----"
        let plain = try scan("k = \"\"\"\(key)\"\"\"\n")
        let rule = try #require(plain.findings.first?.rule)
        let marker = "lapwing:allow[\(rule)] made up"
        for text in [
            "# \(marker)\nk = \"\"\"\(key)\"\"\"\n", "/* \(marker) */ k = \"\"\"\(key)\"\"\"\n",
            "k = \"\"\"\(key)\"\"\" # \(marker)\n",
        ] {
            let result = try scan(text)
            #expect(result.findings.isEmpty, "\(text)")
            #expect(result.report.suppressed.count == plain.findings.count)
        }
    }

    /// Wherever a file is cut, markers are found.
    @Test func chunksMakeNoDifference() throws {
        let filler = (0..<3_000).map { "x\($0) = \($0)\n" }.joined()
        let marked = "# lapwing:allow[\(MarkerCommandTests.rule)] revoked\nt = \"\(token)\"\n"
        let text = (0..<8).map { _ in filler + marked }.joined()
        for size in ["65536", "70001", "1000000"] {
            let result = try scan(text, name: "a.py", "--chunk-size", size, "--no-jit")
            #expect(result.report.suppressed.count == 8, "\(size)")
            #expect(result.findings.isEmpty)
        }
    }

    @Test func reasonsDoNotCarryTheSecret() throws {
        let text = "t = \"\(token)\"  # lapwing:allow[\(MarkerCommandTests.rule)] was \(token) before\n"
        for format in ["json", "jsonl", "sarif", "text"] {
            let run = try Lapwing.run("scan", ".", "--report", format, in: TestTree(["a.py": text]))
            #expect(run.status == 0)
            #expect(!run.text.contains(token))
        }
    }

    @Test func sarifHasSuppressions() throws {
        let other = MadeUp.gitHubToken(seed: 22)
        let text = "t = \"\(token)\"  # lapwing:allow[\(MarkerCommandTests.rule)] revoked\nu = \"\(other)\"\n"
        let run = try Lapwing.run("scan", ".", "--report", "sarif", in: TestTree(["a.py": text]))
        #expect(
            run.text.contains(
                "\"suppressions\":[{\"kind\":\"inSource\",\"status\":\"accepted\",\"justification\":\"revoked\""))
        #expect(run.text.contains("\"suppressions\":[]"))
    }

    @Test func staleMarkersAreFoundAndFail() throws {
        let repository = try GitRepository(in: TestTree())
        try repository.write("# lapwing:allow[\(MarkerCommandTests.rule)] gone\nx = 1\n", to: "a.py")
        try repository.write("t = \"\(token)\"  # lapwing:allow[\(MarkerCommandTests.rule)] used\n", to: "b.py")
        try repository.write("Write `# lapwing:allow[\(MarkerCommandTests.rule)] why` beside it.\n", to: "README.md")
        let strict = try Lapwing.scan(".", "--strict-suppressions", in: repository.tree)
        #expect(strict.status == 1)
        #expect(strict.report.summary.staleSuppressions == ["./a.py:1: the marker matches nothing"])
        let stale = try Lapwing.run("ignore", "stale", in: repository.tree)
        #expect(stale.status == 0)
        #expect(stale.text == "a.py:1: the marker matches nothing\n1 stale.\n")
        #expect(try Lapwing.scan(".", in: repository.tree).status == 0)
        let part = try Lapwing.run("scan", "a.py", "--strict-suppressions", in: repository.tree)
        #expect(part.status == 2)
        #expect(part.errors.contains("needs the whole work tree"))
    }
}

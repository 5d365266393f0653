import ArgumentParser
import Testing

@testable import LapwingCLI

/// The quick way to read arguments against ArgumentParser's: it may decline, but never read anything otherwise.
struct PlainArgumentTests {
    @Test func readsWhatIsPlainAsArgumentParserDoes() throws {
        let plain: [[String]] = [
            ["."], ["-"], ["a", "b"], ["-q", "."], ["--quiet", "."], [".", "--threads", "2"],
            ["--report", "json", "."],
            ["--report", "sarif=out.sarif", "--report", "text", "src"], ["--exclude", "a/**", "--exclude", "b", "."],
            ["--include", "*.py", ".", "--include-ignored"], ["-", "--stdin-name", "app.py"],
            ["--allow-empty", "--explain", "--show-secrets", "--strict-suppressions", "."],
            ["--no-config", "--no-suppressions", "--rules", "r.yml", "--baseline", "b", "."],
            ["--min-confidence", "high", "--fail-on", "critical", "--color", "never", "."],
            ["--no-jit", "--chunk-size", "65536", "."], ["--threads", "1", "--threads", "3", "."],
        ]
        for words in plain {
            #expect(try ScanRequest(plain: words) == ScanCommand.parse(words).request, "\(words)")
        }
    }

    @Test func leavesTheRestToArgumentParser() {
        let others: [[String]] = [
            [], ["-q"], ["--help"], ["-h", "."], ["--version"], ["--", "."], ["--report=json", "."],
            ["--nonsense", "."],
            ["--threads", "two", "."], ["--threads", "--quiet", "."], ["--threads"], [".", "--report"], ["", "."],
            ["--color", "blue", "."], ["--fail-on", "most", "."], ["--min-confidence", "", "."], ["-qx", "."],
            ["--whole-files", "."],
        ]
        for words in others { #expect(ScanRequest(plain: words) == nil, "\(words)") }
        #expect(StagedRequest(plain: ["."]) == nil)
        #expect(StagedRequest(plain: ["--exclude", "a"]) == nil)
    }

    @Test func readsStagedAsArgumentParserDoes() throws {
        let plain: [[String]] = [
            [], ["-q"], ["--whole-files", "--no-config"], ["--report", "json", "--explain", "--threads", "1"],
            ["--baseline", "b", "--fail-on", "low"],
        ]
        for words in plain {
            #expect(try StagedRequest(plain: words) == StagedCommand.parse(words).request, "\(words)")
        }
    }

    /// Words put together at random, good ones and bad ones: whatever is read quickly is read the same.
    @Test func agreesOnRandomWords() {
        let words = [
            ".", "-", "a", "-q", "--quiet", "--report", "json", "--threads", "2", "--no-config", "--exclude", "--",
            "--color", "never", "--rules", "", "--explain", "-x", "--stdin-name", "--fail-on", "low", "--help",
        ]
        var random = SystemRandomNumberGenerator()
        for _ in 0..<400 {
            let line = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                words.randomElement(using: &random) ?? "."
            }
            guard let quick = ScanRequest(plain: line) else { continue }
            #expect((try? ScanCommand.parse(line).request) == quick, "\(line)")
        }
    }
}

/// The formats of CI services, parsed back as the services do.

import Bytes
import Findings
import Foundation
import Reports
import Testing

@testable import Reports

struct GitHubTests {
    private func lines(_ findings: [Finding], problems: [ScanProblem] = [], interrupted: Bool = false) -> [String] {
        let report = Report(format: .github, findings: findings, problems: problems, interrupted: interrupted)
        return report.text.split(separator: "\n").map(String.init)
    }

    /// What a runner makes of a line: properties and text, unescaped.
    private func parse(_ line: String) throws -> (properties: [String: String], text: String) {
        let parts = line.dropFirst(2).split(separator: "::", maxSplits: 1, omittingEmptySubsequences: false)
        let head = try #require(parts.first?.split(separator: " ", maxSplits: 1))
        func raw(_ text: some StringProtocol) -> String { text.removingPercentEncoding ?? "" }
        let pairs = try #require(head.last).split(separator: ",").map { $0.split(separator: "=", maxSplits: 1) }
        return (
            Dictionary(uniqueKeysWithValues: pairs.map { (String($0[0]), raw($0[1])) }), raw(try #require(parts.last))
        )
    }

    @Test func propertiesComeBack() throws {
        let finding = Fixture.finding(path: "a:b,c%0A/x=y.py")
        let line = try #require(lines([finding]).first)
        #expect(line.hasPrefix("::error file=a%3Ab%2Cc%250A/x=y.py,line=12,col=10,endColumn=39,title=Name of"))
        let (properties, text) = try parse(line)
        #expect(properties["file"] == "a:b,c%0A/x=y.py")
        #expect(text.split(separator: "\n").last == "fix: https://example.com/revoke/lapwing-token")
    }

    @Test func aPathBelowTheDirectoryIsRelative() throws {
        for path in ["./src/a.py", "/home/me/my project/src/a.py"] {
            let line = try #require(lines([Fixture.finding(path: FilePath(path))]).first)
            #expect(try parse(line).properties["file"] == "src/a.py")
        }
    }

    @Test(arguments: [8, 9, 10, 30]) func moreThanTheLimitAreCounted(count: Int) {
        let findings = (1...count).map { Fixture.finding(line: $0) }
        let all = lines(findings, problems: Fixture.problems)
        let errors = all.filter { $0.hasPrefix("::error ") }
        #expect(errors.count == min(count, 9) + 1)
        #expect(errors.last?.contains("title=Lapwing%3A incomplete::Not everything was scanned") == true)
        #expect(errors.contains { $0.contains("::\(count - 8) more of this level") } == (count > 9))
        #expect(all.filter { $0.hasPrefix("lapwing: high ") }.count == count, "every finding is in the log")
    }

    @Test func levelsHaveLimitsOfTheirOwn() {
        let severities: [Severity] = [.medium, .low]
        let findings = severities.flatMap { severity in (1...12).map { Fixture.finding(severity: severity, line: $0) } }
        let all = lines(findings)
        for level in ["::warning ", "::notice "] { #expect(all.count { $0.hasPrefix(level) } == 10) }
        #expect(!all.contains { $0.hasPrefix("::error") })
    }

    /// A line that a runner would take for a command: `::` at its start, `##[` anywhere.
    @Test func namesAreNoCommands() {
        let names: [FilePath] = ["::error::x", "a\n::add-mask::y", "##[add-mask]z", "x##[##[group]"]
        let problems = names.map { ScanProblem(.unreadable, $0, "##[error]denied") }
        for line in lines(names.map { Fixture.finding(path: $0) }, problems: problems, interrupted: true) {
            #expect(line.hasPrefix("::error ") || line.hasPrefix("lapwing: "))
            #expect(line.hasPrefix("::error ") || !line.contains("##["))
        }
    }

    @Test func manyLinesHaveNoColumns() throws {
        let line = try #require(lines([Fixture.findings[3]]).first)
        let properties = try parse(line).properties
        #expect(properties["endLine"] == "4")
        #expect(properties["col"] == nil)
    }
}

struct GitLabTests {
    private func document(_ report: Report) throws -> [String: Any] {
        try object(try JSONSerialization.jsonObject(with: Data(report.bytes)))
    }

    /// What the schema 15.2.1 requires, each with its pattern.
    @Test(arguments: [0, 1, 4]) func documentFollowsTheSchema(count: Int) throws {
        let document = try document(Report(format: .gitlab, findings: Array(Fixture.findings.prefix(count))))
        #expect(document["version"] as? String == "15.2.1")
        let scan = try object(document["scan"])
        #expect(scan["type"] as? String == "secret_detection")
        #expect(scan["status"] as? String == "success")
        for key in ["start_time", "end_time"] {
            #expect((scan[key] as? String)?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/) != nil)
        }
        for tool in [try object(scan["analyzer"]), try object(scan["scanner"])] {
            for key in ["id", "name", "version"] { #expect((tool[key] as? String)?.isEmpty == false) }
            #expect(try object(tool["vendor"])["name"] as? String == "Lapwing")
        }
        let found = try list(document["vulnerabilities"])
        #expect(found.count == count)
        #expect(Set(found.compactMap { $0["id"] as? String }).count == count)
        for entry in found {
            #expect(["Low", "Medium", "High", "Critical"].contains(entry["severity"] as? String))
            #expect(((entry["name"] as? String)?.count ?? 0) <= 255)
            let identifier = try #require(try list(entry["identifiers"]).first)
            for key in ["type", "name", "value"] { #expect((identifier[key] as? String)?.isEmpty == false) }
            let location = try object(entry["location"])
            #expect(try object(location["commit"])["sha"] as? String == "0000000")
            #expect((location["start_line"] as? Int ?? 0) >= 1)
            #expect((location["file"] as? String)?.isEmpty == false)
            for link in (entry["links"] as? [[String: String]]) ?? [] {
                #expect(link["url"]?.hasPrefix("https://") == true)
            }
        }
    }

    @Test func anIncompleteScanIsAFailure() throws {
        let report = Report(format: .gitlab, findings: [], problems: Fixture.problems, interrupted: true)
        let scan = try object(try document(report)["scan"])
        #expect(scan["status"] as? String == "failure")
        let warnings = try list(scan["messages"]).filter { $0["level"] as? String == "warn" }
        #expect(warnings.count == 3)
        #expect(warnings.contains { ($0["value"] as? String)?.hasPrefix("etc/shadow: unreadable: ") == true })
    }

    /// Against the calendar of Foundation, leap years and ends of centuries included.
    @Test func timesAreRight() {
        let formatter = ISO8601DateFormatter()
        for seconds in stride(from: 0, through: 8_000_000_000, by: 77_777_777) {
            let expected = formatter.string(from: Date(timeIntervalSince1970: Double(seconds))).dropLast()
            #expect(GitLabReporter.time(seconds) == expected)
        }
        #expect(GitLabReporter.time(951_827_696) == "2000-02-29T12:34:56")
    }

    @Test func codeQualityHasWhatGitLabReads() throws {
        let twice = [Fixture.finding(line: 3), Fixture.finding(line: 9)]
        let report = Report(format: .codequality, findings: twice + Fixture.findings, problems: Fixture.problems)
        let issues = try list(try JSONSerialization.jsonObject(with: Data(report.bytes)))
        #expect(issues.count == 8)
        for issue in issues {
            for key in ["description", "check_name", "fingerprint"] {
                #expect((issue[key] as? String)?.isEmpty == false)
            }
            #expect(["minor", "major", "critical", "blocker"].contains(issue["severity"] as? String))
            let location = try object(issue["location"])
            #expect((location["path"] as? String)?.isEmpty == false)
            #expect((try object(location["lines"])["begin"] as? Int ?? 0) >= 1)
        }
        let first = try #require(issues[0]["fingerprint"] as? String)
        #expect(issues[1]["fingerprint"] as? String == first + "-2")
        #expect(issues.suffix(2).allSatisfy { $0["check_name"] as? String == "lapwing-incomplete" })
    }

    @Test func codeQualityIsAListWithoutFindings() throws {
        #expect(Report(format: .codequality, findings: []).text == "[]\n")
        let stopped = Report(format: .codequality, findings: [], interrupted: true)
        let issues = try list(try JSONSerialization.jsonObject(with: Data(stopped.bytes)))
        #expect(issues.count == 1)
    }
}

struct TableTests {
    /// RFC 4180, as strict as it is.
    private func parse(_ text: String) throws -> [[String]] {
        var rows: [[String]] = []
        var (row, cell): ([String], String) = ([], "")
        var quoted = false
        var rest = Array(text.unicodeScalars)[...]
        while let next = rest.popFirst() {
            switch next {
            case "\"" where quoted && rest.first == "\"": cell.unicodeScalars.append(rest.removeFirst())
            case "\"" where quoted:
                quoted = false
                #expect(rest.first == "," || rest.first == "\r", "a quote ends its field")
            case "\"":
                #expect(cell.isEmpty, "a quote begins its field")
                quoted = true
            case "," where !quoted:
                row.append(cell)
                cell = ""
            case "\r" where !quoted:
                #expect(rest.popFirst() == "\n")
                rows.append(row + [cell])
                (row, cell) = ([], "")
            default: cell.unicodeScalars.append(next)
            }
        }
        #expect(row.isEmpty && cell.isEmpty && !quoted, "the last line ends")
        return rows
    }

    @Test func rowsAreAllAsWideAsTheHeader() throws {
        let rows = try parse(Report(format: .csv, problems: Fixture.problems, interrupted: true).text)
        #expect(
            rows.map(\.[0]) == ["type"] + Array(repeating: "finding", count: 4) + [
                "problem", "problem", "problem", "summary",
            ])
        #expect(rows.allSatisfy { $0.count == rows[0].count })
        #expect(rows.last?[11] == "incomplete")
        #expect(try parse(Report(format: .csv, findings: []).text).map(\.[0]) == ["type", "summary"])
    }

    @Test(arguments: ["=1+1", "+1", "-1", "@SUM(A1)", "＝1", "\t=1"]) func aFormulaIsText(_ name: String) throws {
        var finding = Fixture.finding(path: FilePath(name), name: name)
        finding.message = name
        for cell in try parse(Report(format: .csv, findings: [finding]).text)[1] {
            #expect(cell.first.map { !"=+-@＝\t".contains($0) } ?? true, "\(cell)")
        }
        #expect(CSVReporter.field("=a,\"b\"") == "\"'=a,\"\"b\"\"\"")
    }

    /// Whatever a name is, a row of the table has five cells and no markup of its own.
    @Test(arguments: [
        "a|b", "a\\|b", "`a`|``", "<img src=x>", "[x](javascript:y)", "@someone", "![x](http://e.example/i.png)",
        "</code>",
        "&lt;", "www.example.com", "*a*", "#1",
    ]) func aNameIsNoMarkup(_ name: String) throws {
        var finding = Fixture.finding(path: FilePath(name), name: name, before: Array(name.utf8))
        finding.message = name
        let row = try #require(
            Report(format: .markdown, findings: [finding]).text.split(separator: "\n").dropFirst(3).first)
        #expect(row.count { $0 == "|" } == 6)
        #expect(
            row.count { $0 == "<" } - 2 * row.ranges(of: "<code>").count == 1, "only the link to the remedy: \(row)")
        for markup in ["`", "\\", "[", "]", "*", "@", "!"] where markup != "*" || name.contains("*") {
            #expect(!row.contains(markup), "\(row)")
        }
    }

    @Test func aLimitLeavesFindingsOutAndSaysSo() {
        var style = Fixture.style
        style.byteLimit = 40_000
        let findings = (1...500).map { Fixture.finding(line: $0) }
        let report = Report(format: .markdown, style: style, findings: findings)
        #expect(report.bytes.count < 40_000)
        #expect(report.text.contains(/\d+ more findings do not fit here/))
    }
}

/// Who is kept from committing reads on only if it is short.
struct CommitAdviceTests {
    @Test(arguments: 1...2) func aFindingOrTwoTakeLessThanFifteenLines(_ count: Int) {
        var style = Fixture.style
        style.occasion = .commit
        let finding = Fixture.finding()
        let text = Report(format: .text, style: style, findings: Array(repeating: finding, count: count)).text
        #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count - 1 < 15)
        for needed in [
            "src/app/main.py", "why: its checksum holds", "fix: https://example.com/revoke",
            "lapwing:allow[lapwing-token]",
            "lapwing ignore add \(finding.fingerprint.text) --reason", "git commit --no-verify",
        ] { #expect(text.contains(needed)) }
    }
}

import Findings
import Foundation
import Reports
import Testing

/// The structure that services rely on. Tests/tools/check_sarif.py holds the snapshots to the published schema.
struct SARIFTests {
    private func run(_ report: Report) throws -> [String: Any] {
        let log = try object(try JSONSerialization.jsonObject(with: Data(report.bytes)))
        #expect(log["version"] as? String == "2.1.0")
        let runs = try list(log["runs"])
        #expect(runs.count == 1)
        return try #require(runs.first)
    }

    private func place(_ result: [String: Any]) throws -> [String: Any] {
        try object(try list(result["locations"])[0]["physicalLocation"])
    }

    @Test func everyResultPointsAtItsRule() throws {
        let run = try run(Report(format: .sarif))
        #expect(run["columnKind"] as? String == "unicodeCodePoints")
        let rules = try list(try object(try object(run["tool"])["driver"])["rules"])
        #expect(Set(rules.compactMap { $0["id"] as? String }).count == rules.count)
        for result in try list(run["results"]) {
            let index = try #require(result["ruleIndex"] as? Int)
            #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
            #expect(try object(result["partialFingerprints"])["lapwing/v1"] as? String != nil)
            #expect(["error", "warning", "note"].contains(result["level"] as? String))
        }
        for rule in rules {
            let help = try object(rule["help"])
            #expect(help["text"] is String && help["markdown"] is String)
            #expect(try object(rule["properties"])["security-severity"] is String)
        }
    }

    @Test func regionsAreOneBased() throws {
        var odd = Fixture.finding()
        odd.location = Location(line: 3, column: 5, endLine: 4, endColumn: 0, bytes: 7..<9)
        for result in try list(try run(Report(format: .sarif, findings: Fixture.findings + [odd]))["results"]) {
            let region = try object(try place(result)["region"])
            for key in ["startLine", "startColumn", "endLine", "endColumn"] {
                #expect(try #require(region[key] as? Int) >= 1)
            }
        }
    }

    @Test func pathsAreEncodedAndRelative() throws {
        let uris = try list(try run(Report(format: .sarif))["results"]).map { result in
            let artifact = try object(try place(result)["artifactLocation"])
            #expect(artifact["uriBaseId"] as? String == "%SRCROOT%")
            return try #require(artifact["uri"] as? String)
        }
        #expect(
            uris == [
                "a%0Ab%1B%5B31m%E2%80%AEgpj%E2%80%8B%F3%A0%81%81%C2%9B2J%7F%22%5C%25%C3%A9%FF", "src/app/main.py",
                "src/app/main.py", "the%20key.pem",
            ])
    }

    @Test func problemsMakeTheRunUnsuccessful() throws {
        let complete = try list(try run(Report(format: .sarif))["invocations"])[0]
        #expect(complete["executionSuccessful"] as? Bool == true)
        let broken = Report(format: .sarif, problems: Fixture.problems, interrupted: true)
        let incomplete = try list(try run(broken)["invocations"])[0]
        #expect(incomplete["executionSuccessful"] as? Bool == false)
        let notes = try list(incomplete["toolExecutionNotifications"])
        let kinds = try notes.map { try object($0["descriptor"])["id"] as? String }
        #expect(kinds == ["unreadable", "limit", "interrupted"])
        #expect(notes[0]["locations"] is [Any] && notes[2]["locations"] == nil)
    }

    @Test func aRuleNobodyKnowsIsStillListed() throws {
        let run = try run(Report(format: .sarif, findings: [Fixture.finding(rule: "other")]))
        let rules = try list(try object(try object(run["tool"])["driver"])["rules"])
        #expect(rules.map { $0["id"] as? String } == ["other"])
    }
}

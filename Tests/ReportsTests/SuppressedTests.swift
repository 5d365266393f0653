/// Findings that do not count: listed where a format has a place for them, never among those that do.

import Findings
import Foundation
import Reports
import Testing

struct SuppressedTests {
    private static let record = SuppressionRecord(
        means: .ignoreFile, place: ".lapwingignore:4", reason: "made up\u{1B}[31m", author: "Ann",
        review: "the entry is new in this change")

    private func report(_ format: ReportFormat, review: Bool = true) -> String {
        var bytes: [UInt8] = []
        var reporter = format.makeReporter(
            ReportTools(style: Fixture.style, write: { bytes += $0 }, rule: { _ in nil }))
        var finding = Fixture.finding()
        let record = SuppressedTests.record
        finding.suppression =
            review ? record : SuppressionRecord(means: .marker, place: "line 12", reason: record.reason)
        reporter.begin(Fixture.header)
        reporter.suppressed(finding)
        var summary = Fixture.summary(of: [])
        summary.suppressions.counts = [.ignoreFile: 1]
        summary.suppressions.expired = [".lapwingignore:9: expired on 2020-01-01"]
        summary.notices = ["Configuration: .lapwing.yml (--no-config ignores it)."]
        reporter.end(summary)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func textListsWhatAReviewerShouldSee() {
        let text = report(.text)
        #expect(text.contains("No secrets found."))
        #expect(text.contains("Suppressed: 1 by the ignore file."))
        #expect(text.contains("Expired: 1 suppression.\n  .lapwingignore:9: expired on 2020-01-01\n"))
        #expect(text.contains("Configuration: .lapwing.yml (--no-config ignores it)."))
        #expect(
            text.contains(
                "For the reviewer: suppressed, and new.\n  src/app/main.py:12:10  lapwing-token: the entry is new in"))
        #expect(text.contains("(by Ann at .lapwingignore:4): made up‹U+001B›[31m"))
        #expect(!report(.text, review: false).contains("For the reviewer"))
    }

    @Test func documentsKeepThemApart() throws {
        let document = try object(JSONSerialization.jsonObject(with: Data(report(.json).utf8)))
        #expect(try list(document["findings"]).isEmpty)
        let finding = try #require(try list(document["suppressed"]).first)
        #expect(finding["type"] as? String == "suppressed")
        let suppression = try object(finding["suppression"])
        #expect(suppression["kind"] as? String == "external")
        #expect(suppression["means"] as? String == "ignore-file")
        #expect(suppression["justification"] as? String == "made up\u{1B}[31m")
        #expect(suppression["author"] as? String == "Ann")
        let summary = try object(document["summary"])
        #expect(try object(summary["suppressed"])["ignore-file"] as? Int == 1)
        let lines = report(.jsonl, review: false).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines.first?.contains("\"kind\":\"inSource\"") == true)
    }

    @Test func sarifMarksTheResult() throws {
        let document = try object(JSONSerialization.jsonObject(with: Data(report(.sarif).utf8)))
        let result = try #require(try list(try list(document["runs"])[0]["results"]).first)
        let suppression = try #require(try list(result["suppressions"]).first)
        #expect(suppression["kind"] as? String == "external")
        #expect(suppression["justification"] as? String == "made up‹U+001B›[31m")
    }
}

import Findings
import Foundation
import Reports
import Testing

@testable import Reports

/// A Foundation object that must be what the test expects.
func object(_ value: Any?) throws -> [String: Any] { try #require(value as? [String: Any]) }
func list(_ value: Any?) throws -> [[String: Any]] { try #require(value as? [[String: Any]]) }

struct JSONTests {
    private let findingKeys: Set<String> = [
        "type", "rule", "kind", "severity", "confidence", "path", "line", "column", "end_line", "end_column",
        "start_byte",
        "end_byte", "secret", "fingerprint", "secret_id", "message", "reason", "excerpt", "remedy",
    ]

    private func parse(_ bytes: some Sequence<UInt8>) throws -> [String: Any] {
        try object(try JSONSerialization.jsonObject(with: Data(bytes)))
    }

    @Test func linesAreObjectsAndTheLastIsTheSummary() throws {
        let report = Report(format: .jsonl, explanations: [Fixture.explanation], problems: Fixture.problems)
        #expect(report.bytes.last == UInt8(ascii: "\n"))
        let lines = try report.bytes.split(separator: UInt8(ascii: "\n")).map(parse)
        let types = lines.map { $0["type"] as? String }
        #expect(types == ["finding", "explanation", "finding", "finding", "finding", "summary"])
        for line in lines where line["type"] as? String == "finding" {
            #expect(Set(line.keys).subtracting(["name"]) == findingKeys)
        }
        let summary = try #require(lines.last)
        #expect(summary["complete"] as? Bool == false)
        #expect(summary["below_confidence"] as? Int == 2)
        #expect(try object(summary["findings"])["high"] as? Int == 2)
        let ledger = try object(summary["ledger"])
        #expect(try object(ledger["skipped"])["binary"] as? Int == 12)
        #expect(try list(ledger["problems"]).count == 2)
    }

    @Test(arguments: [0, 1, 4]) func documentIsValid(count: Int) throws {
        let report = Report(
            format: .json, findings: Array(Fixture.findings.prefix(count)), explanations: [Fixture.explanation])
        let document = try parse(report.bytes)
        #expect(document["version"] as? Int == 1)
        #expect(try object(document["tool"])["version"] as? String == "0.1.0")
        #expect(try list(document["findings"]).count == count)
        #expect(try list(document["explanations"]).count == (count == 4 ? 1 : 0))
        #expect(try object(document["summary"])["complete"] as? Bool == true)
    }

    @Test func aHostilePathComesBackAsItWas() throws {
        let first = try list(try parse(Report(format: .json).bytes)["findings"])[0]
        #expect(first["path"] as? String == String(decoding: Fixture.hostile, as: UTF8.self))
        #expect((first["excerpt"] as? String)?.hasPrefix("\t\tx\t= 'lpw_") == true)
    }

    /// Every byte, every pair of bytes that begins like UTF-8, and every scalar that is escaped comes back.
    @Test func everyTextSurvives() throws {
        var texts = (0...255).map { [UInt8($0)] }
        for first in UInt8(0xC0)...0xFF { texts += [0x00, 0x22, 0x7F, 0x80, 0xBF, 0xFF].map { [first, $0, 0x41] } }
        texts += (0..<0x11_0000).compactMap { Unicode.Scalar($0) }.filter(\.isDeceptive).map { Array(String($0).utf8) }
        for text in texts {
            let parsed = try object(["v": parse(JSONText.object([("v", .text(text))]).rendered)["v"] as Any])
            let expected = String(decoding: text, as: UTF8.self)
            #expect((parsed["v"] as? String)?.unicodeScalars.elementsEqual(expected.unicodeScalars) == true, "\(text)")
        }
    }

    @Test func membersKeepTheirOrderAndAbsentOnesGo() {
        let value: JSONText = ["b": 1, "a": .absent, "c": ["x", true, .list([])]]
        #expect(String(decoding: value.rendered, as: UTF8.self) == #"{"b":1,"c":["x",true,[]]}"#)
    }

    @Test func whereNoRuleIsKnownTheRemedyIsEmpty() throws {
        let report = Report(format: .jsonl, findings: [Fixture.finding(rule: "other")])
        #expect(try parse(report.bytes.prefix { $0 != UInt8(ascii: "\n") })["remedy"] as? String == "")
    }
}

extension JSONText: ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    public init(integerLiteral number: Int) { self = .number(number) }
    public init(booleanLiteral bool: Bool) { self = .bool(bool) }
}

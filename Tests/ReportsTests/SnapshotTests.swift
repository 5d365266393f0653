/// Whole reports, compared with the files in Snapshots. RECORD_SNAPSHOTS=1 writes them anew; look at the difference in git before
/// committing it. A missing file fails.

import Foundation
import Reports
import Testing

struct SnapshotTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let report: @Sendable () -> Report

        var testDescription: String { name }
    }

    private static let plain = ReportFormat.allCases.map { format in
        Case(name: "findings.\(format.rawValue)") { Report(format: format, explanations: [Fixture.explanation]) }
    }

    private static let incomplete = ReportFormat.allCases.map { format in
        Case(name: "incomplete.\(format.rawValue)") {
            Report(format: format, findings: [], problems: Fixture.problems, interrupted: true)
        }
    }

    private static let clean = ReportFormat.allCases.map { format in
        Case(name: "clean.\(format.rawValue)") { Report(format: format, findings: []) }
    }

    private static let styled = [
        Case(name: "colored.text") {
            var style = Fixture.style
            style.usesColor = true
            style.usesHyperlinks = true
            return Report(format: .text, style: style)
        },
        Case(name: "commit.text") {
            var style = Fixture.style
            style.occasion = .commit
            return Report(format: .text, style: style, findings: [Fixture.finding()])
        },
        Case(name: "shown.text") {
            var style = Fixture.style
            style.showsSecrets = true
            return Report(format: .text, style: style)
        },
    ]

    @Test(arguments: plain + incomplete + clean + styled)
    func report(_ snapshot: Case) throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "Snapshots").appending(path: snapshot.name)
        let actual = snapshot.report().bytes
        if ProcessInfo.processInfo.environment["RECORD_SNAPSHOTS"] == "1" { try Data(actual).write(to: file) }
        let expected = try #require(try? Data(contentsOf: file), "no \(file.path()): run with RECORD_SNAPSHOTS=1")
        #expect(String(decoding: actual, as: UTF8.self) == String(decoding: expected, as: UTF8.self))
    }
}

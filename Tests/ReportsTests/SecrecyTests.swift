import Findings
import Foundation
import Reports
import Testing

/// Secrets stay secret, and what comes from files stays harmless, in every format.
struct SecrecyTests {
    private func report(_ format: ReportFormat, _ change: (inout ReportStyle) -> Void = { _ in }) -> Report {
        var style = Fixture.style
        change(&style)
        return Report(format: format, style: style, explanations: [Fixture.explanation], problems: Fixture.problems)
    }

    /// With Markdown's character references as a reader sees them.
    private func read(_ report: Report) -> String {
        report.text.replacing(/&#(\d+);/) { match in
            UInt32(match.1).flatMap { Unicode.Scalar($0) }.map { String($0) } ?? ""
        }
    }

    @Test(arguments: ReportFormat.allCases)
    func noPieceOfASecretShows(_ format: ReportFormat) {
        let text = read(report(format))
        for secret in Fixture.secrets {
            // Redaction shows at most 8 characters, 4 at each end.
            for start in stride(from: 0, through: secret.count - 5, by: 1) {
                let piece = String(decoding: secret[start..<start + 5], as: UTF8.self)
                if piece.allSatisfy({ $0 == "-" || $0.isNewline }) { continue }
                #expect(!text.contains(piece), "\(format.rawValue) shows \(start) of a secret")
            }
        }
    }

    @Test(arguments: ReportFormat.allCases)
    func showSecretsShows(_ format: ReportFormat) {
        let text = read(report(format) { $0.showsSecrets = true })
        for secret in [Fixture.token, Fixture.password, Fixture.neighbour] {
            #expect(text.contains(String(decoding: secret, as: UTF8.self)))
        }
        #expect(text.contains("BEGIN"))
    }

    @Test(arguments: ReportFormat.allCases, [false, true])
    func nothingDeceptiveIsWrittenRaw(_ format: ReportFormat, showsSecrets: Bool) {
        var report = report(format) { $0.showsSecrets = showsSecrets }
        report.findings.append(Fixture.finding(path: "z", secret: Fixture.hostile + Fixture.token))
        // RFC 4180 ends lines so.
        let text = format == .csv ? report.text.replacing("\r\n", with: "\n") : report.text
        for scalar in text.unicodeScalars where scalar != "\n" {
            let category = scalar.properties.generalCategory
            #expect(![.control, .format, .lineSeparator, .paragraphSeparator].contains(category), "\(scalar.value)")
            #expect(!scalar.properties.isDefaultIgnorableCodePoint, "\(scalar.value)")
        }
        #expect(String(validating: report.bytes, as: UTF8.self) != nil)
    }

    @Test(arguments: ReportFormat.allCases)
    func hostileNameMakesNoLineOfItsOwn(_ format: ReportFormat) {
        #expect(!report(format).text.split(separator: "\n").contains { $0.hasPrefix("b\u{1B}") || $0.hasPrefix("b‹") })
    }

    @Test(arguments: ReportFormat.allCases)
    func sameScanSameBytes(_ format: ReportFormat) {
        #expect(report(format).bytes == report(format).bytes)
    }

    /// A common word is not blotted out wherever it stands, or its absence would name it.
    @Test func repeatsOfAShortSecretStay() {
        var finding = Fixture.finding(secret: Array("secret".utf8))
        finding.excerpt.segments.append(.text(Array(" # secret".utf8)))
        #expect(Report(format: .text, findings: [finding]).text.contains("\"******\" # secret"))
    }
}

import Bytes
import Findings
import Foundation
import Testing

@testable import Reports

#if canImport(FoundationXML)
    import FoundationXML
#endif

struct JUnitTests {
    /// The elements with their attributes, and the text between tags.
    private final class Reader: NSObject, XMLParserDelegate {
        var elements: [(name: String, attributes: [String: String])] = []
        var text = ""

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) { elements.append((name, attributes)) }

        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }

        func all(_ name: String) -> [[String: String]] { elements.filter { $0.name == name }.map(\.attributes) }
    }

    private func read(_ report: Report) throws -> Reader {
        let reader = Reader()
        let parser = XMLParser(data: Data(report.bytes))
        parser.delegate = reader
        try #require(parser.parse(), "\(String(describing: parser.parserError))")
        return reader
    }

    @Test(arguments: [0, 1, 4], [false, true]) func documentIsWellFormed(count: Int, incomplete: Bool) throws {
        let problems = incomplete ? Fixture.problems : []
        let findings = Array(Fixture.findings.prefix(count))
        let reader = try read(Report(format: .junit, findings: findings, problems: problems, interrupted: incomplete))
        #expect(reader.all("failure").count == count)
        #expect(reader.all("error").count == (incomplete ? 3 : 0))
        let suites = reader.all("testsuite")
        #expect(suites.count == Set(findings.map(\.path)).count + 1)
        let total = suites.compactMap { $0["tests"].flatMap { Int($0) } }.reduce(0, +)
        #expect(total == reader.all("testcase").count)
        #expect(suites.last?["errors"] == (incomplete ? "3" : "0"))
    }

    @Test func whatXMLCannotHoldIsNamed() throws {
        let name = "a<b>&\"'\u{FFFE}\u{FFFF}]]>\u{1}"
        let reader = try read(Report(format: .junit, findings: [Fixture.finding(path: FilePath(name))]))
        #expect(reader.all("testsuite").first?["name"] == "a<b>&\"'‹U+FFFE›‹U+FFFF›]]>‹U+0001›")
        #expect(reader.text.contains("]]>‹U+0001›:12:10"))
    }
}

import Testing
import YAMLDocuments

@Suite struct YAMLNodeTests {
    private func refusal(_ text: String) -> YAMLFault? {
        do {
            _ = try YAMLNode.parse(text, file: "a.yml")
            return nil
        } catch {
            return error
        }
    }

    @Test func everyNodeKnowsItsLine() throws {
        let root = try YAMLNode.parse("# note\na: 1\nb:\n  - x\n  - [y,\n     z]\nc: {d: e}\n", file: "a.yml")
        guard case .mapping(let entries) = root.content else {
            Issue.record("no mapping")
            return
        }
        #expect(root.line == 2 && entries.map(\.key) == ["a", "b", "c"] && entries.map(\.line) == [2, 3, 7])
        guard case .sequence(let items) = entries[1].value.content, case .sequence(let inner) = items[1].content else {
            Issue.record("no list")
            return
        }
        #expect(items.map(\.line) == [4, 5] && inner.map(\.line) == [5, 6])
    }

    @Test func scalarsKeepTheirText() throws {
        let cases = ["007", "1e3", "yes", "null", "~", "2024-01-01", "0x1F", "'a: b'", "\"\\u00e9\\t\""]
        let expected = ["007", "1e3", "yes", "null", "~", "2024-01-01", "0x1F", "a: b", "é\t"]
        for (written, text) in zip(cases, expected) {
            guard case .scalar(let found) = try YAMLNode.parse(written, file: "a.yml").content else {
                Issue.record("\(written) is no text")
                continue
            }
            #expect(found == text)
        }
    }

    @Test(arguments: [
        ("a: [1\nb: 2\n", 2), ("a: 1\nb: 'x\n", 2), ("a: 1\n b: 2\n", 2), ("a: 1\n\tb: 2\n", 2), ("a: b: c\n", 1),
        ("a: 1\nb: \"\\q\"\n", 2),
        ("a: 1\n---\nb: 2\n", 2), ("a: 1\n}\n", 2), ("a: *none\n", 1),
    ])
    func aSyntaxFaultHasItsLine(text: String, line: Int) throws {
        let fault = try #require(refusal(text))
        #expect(fault.file == "a.yml" && (line...line + 1).contains(fault.line), "\(fault)")
        #expect(fault.description.hasPrefix("a.yml:\(fault.line): not valid YAML: "), "\(fault)")
    }

    @Test func aKeyGivenTwiceNamesTheKey() throws {
        let fault = try #require(refusal("a: 1\nbb: 2\nc: 3\nbb: 4\n"))
        #expect([2, 4].contains(fault.line), "\(fault)")
        #expect(fault.message == "key given twice: bb")
    }

    @Test func whatIsEmptyIsAFault() {
        #expect(refusal("")?.message == "the file is empty")
        #expect(refusal("# nothing\n")?.message == "the file is empty")
    }

    @Test func aKeyIsAPlainWord() {
        #expect(refusal("[a, b]: c\n")?.message == "a key must be a plain word")
        #expect(refusal("{a: b}: c\n")?.message == "a key must be a plain word")
    }

    @Test func anchorsAndAliasesAreRefused() throws {
        let fault = try #require(refusal("a: &x [1]\nb: *x\n"))
        #expect(fault.line == 1 && fault.message.contains("aliases are not allowed"), "\(fault)")
    }

    /// Each line doubles the one before: 2^60 nodes, were aliases followed.
    @Test func aliasesThatDoubleAreAFaultAndNoHang() {
        var text = "a0: &a0 [x]\n"
        for step in 1...60 { text += "a\(step): &a\(step) [*a\(step - 1), *a\(step - 1)]\n" }
        #expect(refusal(text)?.line == 1)
    }

    @Test(arguments: ["[", "{a: ", "- ", "a:\n"]) func deepNestingIsAFaultOrAValueAndNoCrash(piece: String) {
        let text =
            piece == "a:\n"
            ? (0..<2_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
            : String(repeating: piece, count: 20_000)
        #expect(refusal(text) != nil)
    }

    @Test func controlCharactersAreAFault() { #expect(refusal("a: \u{1}b\n") != nil) }
}

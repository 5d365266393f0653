import Testing

@testable import YAMLDocuments

@Suite struct MappingReaderTests {
    private enum Colour: String, CaseIterable { case red, green, blue }

    private func reader(_ text: String, known: [String] = ["name", "names", "count", "colour"]) throws -> MappingReader
    {
        MappingReader(try YAMLNode.parse(text, file: "a.yml"), file: "a.yml", what: "a thing", known: known)
    }

    @Test func valuesAreReadByKey() throws {
        var reader = try reader("name: a\nnames: [b, c]\ncount: 3\ncolour: green\n")
        #expect(
            reader.requiredText("name") == "a" && reader.text("names") == nil && reader.texts("names") == ["b", "c"])
        #expect(reader.texts("name") == ["a"], "one text is a list of one")
        #expect(
            reader.integer("count", in: 1...3) == 3 && reader.choice("colour", of: Colour.self, default: nil) == .green)
        #expect(reader.line(of: "count") == 3 && reader.line(of: "none") == 1)
        #expect(reader.faults.map(\.message) == ["'names' must be a text"])
    }

    @Test func whatIsAbsentIsNoFaultUnlessRequired() throws {
        var reader = try reader("name: a\n")
        #expect(reader.text("names") == nil && reader.texts("names") == [] && reader.integer("count", in: 0...1) == nil)
        #expect(reader.choice("colour", of: Colour.self, default: .red) == .red)
        #expect(reader.faults == [])
        #expect(reader.requiredText("names") == "" && reader.choice("colour", of: Colour.self, default: nil) == nil)
        #expect(reader.faults.map(\.message) == ["missing key 'names'", "missing key 'colour'"])
    }

    @Test func everyFaultIsKept() throws {
        var reader = try reader("name: ''\ncount: many\ncolour: gren\nnmae: x\nshape: round\nnames: {a: b}\n")
        _ = reader.requiredText("name")
        _ = reader.integer("count", in: 2...9)
        _ = reader.choice("colour", of: Colour.self, default: .red)
        _ = reader.texts("names")
        #expect(
            reader.faults.map(\.description) == [
                "a.yml:4: unknown key 'nmae' in a thing; did you mean 'name'?",
                "a.yml:5: unknown key 'shape' in a thing; known keys: name, names, count, colour",
                "a.yml:1: 'name' is empty",
                "a.yml:2: 'count' must be a number from 2 to 9, not 'many'",
                "a.yml:3: 'colour' cannot be 'gren'; it is one of red, green, blue; did you mean 'green'?",
                "a.yml:6: 'names' must be a list of texts",
            ])
    }

    @Test(arguments: ["1", "10", "-3", "2.0", "", "0x3", "99999999999999999999"]) func aNumberOutsideItsRangeIsAFault(
        written: String
    ) throws {
        var reader = try reader("count: '\(written)'\n")
        #expect(reader.integer("count", in: 2...9) == nil)
        #expect(reader.faults.map(\.message) == ["'count' must be a number from 2 to 9, not '\(written)'"])
    }

    @Test func anItemThatIsNoTextIsAFaultOnItsOwnLine() throws {
        var reader = try reader("names:\n  - a\n  - [b]\n  - c\n")
        #expect(reader.texts("names") == ["a", "c"])
        #expect(reader.faults.map(\.line) == [3])
    }

    @Test(arguments: ["word", "[a]"]) func whatIsNoMappingIsAFault(text: String) throws {
        let reader = try reader(text)
        #expect(reader.faults.map(\.message) == ["a thing must be a mapping of keys to values"])
        #expect(reader.node("name") == nil)
    }

    @Test func faultsOfOthersAreAbsorbed() throws {
        var reader = try reader("name: a\n")
        reader.absorb([YAMLFault(file: "b.yml", line: 7, message: "x")])
        reader.fail("name", "y")
        #expect(reader.faults.map(\.description) == ["b.yml:7: x", "a.yml:1: y"])
    }
}

@Suite struct SpellingTests {
    @Test(arguments: [
        ("anchor", "anchors"), ("Anchors", "anchors"), ("anhcors", "anchors"), ("patern", "pattern"),
        ("sevrty", "severity"), ("chekcs", "checks"),
        ("ids", "id"), ("id", "id"),
    ])
    func aSlipFindsItsWord(written: String, meant: String) {
        #expect(Spelling.nearest(to: written, in: ["id", "pattern", "severity", "anchors", "checks"]) == meant)
    }

    @Test(arguments: ["colour", "xy", "", "patternmatching", "éééé"]) func whatIsFarFromEveryWordFindsNone(
        written: String
    ) {
        #expect(Spelling.nearest(to: written, in: ["id", "pattern", "severity", "anchors", "checks"]) == nil)
    }

    @Test func noWordsNoGuess() { #expect(Spelling.nearest(to: "a", in: []) == nil) }

    @Test(arguments: [
        ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("flaw", "lawn", 2), ("same", "same", 0),
        ("ab", "ba", 2),
    ])
    func theDistanceIsLevenshteins(left: String, right: String, distance: Int) {
        #expect(Spelling.distance(Array(left.utf8), Array(right.utf8)) == distance)
        #expect(Spelling.distance(Array(right.utf8), Array(left.utf8)) == distance)
    }
}

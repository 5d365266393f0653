import Bytes
import Testing

@testable import Rules

@Suite struct AnchorTests {
    private func elements(_ text: String) throws -> [ByteSet] { try Anchor(text).elements }

    @Test func lettersStandForBothCases() throws {
        #expect(try elements("aB_9") == ["aA", "bB", "_", "9"].map { ByteSet(Array($0.utf8)) })
    }

    @Test func classesAreOneElement() throws {
        let all = try elements("x[a-c][^a-y0][-_][\\]\\\\]abcd")
        #expect(all[0] == ByteSet(ascii: "xX"))
        #expect(all[1] == ByteSet(ascii: "abcABC"))
        #expect(all[2] == ByteSet(ascii: "abcdefghijklmnopqrstuvwxy0").caseFolded.inverted)
        #expect(all[2].contains(UInt8(ascii: "z")) && !all[2].contains(UInt8(ascii: "Q")))
        #expect(all[3] == ByteSet(ascii: "-_"))
        #expect(all[4] == ByteSet(ascii: "]\\"))
    }

    @Test func aBackslashTakesTheNextCharacterAsItself() throws {
        #expect(try elements("a\\[b\\\\c") == ["aA", "[", "bB", "\\", "cC"].map { ByteSet(Array($0.utf8)) })
    }

    @Test func bytesBeyondASCIIAreThemselves() throws {
        #expect(try elements("éab").map(\.members) == [[0xC3], [0xA9], [0x41, 0x61], [0x42, 0x62]])
    }

    @Test(arguments: [
        ("", "at least 4"), ("abc", "at least 4"), ("[a-z]bc", "at least 4"), ("abc\\", "backslash"),
        ("abc[de", "closing bracket"), ("abc[", "closing bracket"), ("abc[]x", "holds no byte"),
        ("abc[z-a]", "backwards"), ("[a-z][a-z][a-z][0-9]", "more than 512 grams"), ("abc[^a", "closing bracket"),
        ("abc[\\", "closing bracket"),
    ])
    func whatIsNoAnchorIsSaid(text: String, why: String) {
        #expect {
            try Anchor(text)
        } throws: {
            ($0 as? Anchor.Fault)?.description.contains(why) == true
        }
    }

    @Test func gramsAreCountedAfterFolding() throws {
        let anchor = try Anchor("a[0-9]b[xyz]c")
        #expect(anchor.gramChoices.map(\.offset) == [0, 1])
        #expect(anchor.gramChoices.map(\.grams) == [30, 30])
        for choice in anchor.gramChoices {
            let grams = anchor.grams(at: choice.offset)
            #expect(Set(grams).count == grams.count && grams.count == choice.grams)
        }
        let first = try #require(anchor.grams(at: 0).first)
        #expect(first == GramTable.folded(UInt8(ascii: "A"), UInt8(ascii: "0"), UInt8(ascii: "B"), UInt8(ascii: "X")))
    }

    /// The grams are just the folded forms of everything the four elements match.
    @Test func gramsCoverEveryMatch() throws {
        let anchor = try Anchor("[ab]c[^\\x00-~]d[0-3]")
        for choice in anchor.gramChoices where choice.grams <= Anchor.mostGrams {
            let grams = Set(anchor.grams(at: choice.offset))
            let sets = anchor.elements[choice.offset..<choice.offset + 4].map(\.members)
            for a in sets[0] {
                for b in sets[1] {
                    for c in sets[2] {
                        for d in sets[3] { #expect(grams.contains(GramTable.folded(a, b, c, d))) }
                    }
                }
            }
        }
    }
}

@Suite struct AnchorTableTests {
    private func table(_ rules: [[String]]) throws -> AnchorTable {
        AnchorTable(rules: try rules.enumerated().map { ($0, try $1.map { try Anchor($0) }) })
    }

    /// `zqxj` is rarer than `the_`; a class costs what it adds.
    @Test(arguments: [
        ("the_zqxj", 4), ("zqxj_the", 0), ("zqxj", 0), ("password_zq9", 8), ("[a-z]qzjx", 1), ("qzjx[a-z]", 0),
    ])
    func theRarestGramIsProbed(text: String, offset: Int) throws {
        #expect(try table([[text]]).entries.map(\.gramOffset) == [offset])
    }

    /// A choice with too many grams is never taken, however rare.
    @Test func widePartsAreNotProbed() throws {
        let entry = try #require(try table([["[^a][^a][^a][^a]that"]]).entries.first)
        #expect(entry.gramOffset == 4)
    }

    @Test func anAnchorOfSeveralRulesStandsOnce() throws {
        let table = try table([["tokn", "abcd"], ["abcd"], ["tokn", "tokn"]])
        #expect(table.entries.map(\.anchor.text) == ["tokn", "abcd"])
        #expect(table.entries.map(\.rules) == [[0, 2], [0, 1]])
    }
}

import Bytes
import Testing

@testable import Rules

@Suite struct PrefilterTableTests {
    private func table(_ rules: [[String]]) throws -> PrefilterTable {
        PrefilterTable(AnchorTable(rules: try rules.enumerated().map { ($0, try $1.map { try Anchor($0) }) }))
    }

    /// The anchors whose probed gram is `gram`, as the prefilter looks them up.
    private func anchors(_ table: PrefilterTable, of gram: UInt32) -> Set<Int> {
        let slots = table.slotGrams.count
        var slot = PrefilterTable.slot(of: gram, mask: slots - 1)
        while table.slotLinks[slot] >= 0, table.slotGrams[slot] != gram { slot = (slot + 1) & (slots - 1) }
        var found: Set<Int> = []
        var link = Int(table.slotLinks[slot])
        while link >= 0 {
            found.insert(Int(table.linkAnchors[link]))
            link = Int(table.linkNext[link])
        }
        return found
    }

    private static let rules = [["tok_", "aaaa[0-9]"], ["[a-z]://", "aaaa_"], ["tok_", "é[^a]bcd", "[aA]@[`b]x"]]

    @Test func everyGramLeadsToItsAnchors() throws {
        let anchorTable = AnchorTable(
            rules: try Self.rules.enumerated().map { ($0, try $1.map { try Anchor($0) }) })
        let table = PrefilterTable(anchorTable)
        var expected: [UInt32: Set<Int>] = [:]
        for (index, entry) in anchorTable.entries.enumerated() {
            #expect(Int(table.gramOffsets[index]) == entry.gramOffset)
            for gram in entry.anchor.grams(at: entry.gramOffset) { expected[gram, default: []].insert(index) }
        }
        for (gram, users) in expected { #expect(anchors(table, of: gram) == users) }
        #expect(anchors(table, of: GramTable.folded(1, 2, 3, 4)).isEmpty)
        #expect(table.slotLinks.count { $0 >= 0 } == expected.count)
        #expect(table.slotLinks.count >= 2 * expected.count)
    }

    @Test func elementsAreBytesOrClasses() throws {
        let anchorTable = AnchorTable(
            rules: try Self.rules.enumerated().map { ($0, try $1.map { try Anchor($0) }) })
        let table = PrefilterTable(anchorTable)
        for (index, entry) in anchorTable.entries.enumerated() {
            let range = Int(table.elementStarts[index])..<Int(table.elementStarts[index + 1])
            let sets = table.elements[range].map { element in
                guard element >= 256 else { return ByteSet([UInt8(element)]).caseFolded }
                let words = table.classWords[4 * (Int(element) - 256)..<4 * (Int(element) - 255)].map { $0 }
                return ByteSet(words64: (words[0], words[1], words[2], words[3]))
            }
            #expect(sets == entry.anchor.elements, "\(entry.anchor)")
            let rules = table.rules[Int(table.ruleStarts[index])..<Int(table.ruleStarts[index + 1])]
            #expect(rules.map { Int($0) } == entry.rules)
        }
    }

    @Test func theSameAnchorsGiveTheSameTable() throws {
        #expect(try table(Self.rules) == table(Self.rules))
        #expect(try table(Self.rules) != table([["tok_"]]))
        #expect(try table([]).rules.isEmpty)
    }

    /// The rarest gram of the longest anchor still has an offset that the table can hold.
    @Test func theLongestAnchor() throws {
        let text = String(repeating: "e", count: Anchor.longest - 4) + "qzjx"
        let table = try table([[text]])
        #expect(table.gramOffsets == [UInt8(Anchor.longest - 4)])
        #expect(throws: Anchor.Fault.self) { try Anchor("e" + text) }
    }

    @Test func wordsOfASetReadBack() {
        for set in [ByteSet(), .all, .word, ByteSet([0, 63, 64, 127, 128, 191, 192, 255])] {
            let words = set.words64
            #expect(ByteSet(words64: (words[0], words[1], words[2], words[3])) == set)
        }
        var grams = GramTable()
        grams.insert(GramTable.folded(1, 2, 3, 4))
        #expect(GramTable(words: grams.words).words == grams.words)
    }
}

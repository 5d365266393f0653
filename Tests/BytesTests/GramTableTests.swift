import Testing

@testable import Bytes

/// The vector kernel against the portable one, and both against a table-free count of what they must not miss.
@Suite struct GramTableTests {
    private static let alphabets: [[UInt8]] = [
        Array("ab".utf8), Array("abcABC_-".utf8), Array("0123456789abcdef".utf8), Array(0...255),
        [0, 0x20, 0x40, 0x60],
        Array(0x80...0xFF),
    ]

    private func table(of grams: [[UInt8]]) -> GramTable {
        var table = GramTable()
        for gram in grams { table.insert(GramTable.folded(gram[0], gram[1], gram[2], gram[3])) }
        return table
    }

    /// Every answer of `scan`, however small the buffer that it may fill at a time.
    private func positions(
        _ table: GramTable, _ text: [UInt8], _ range: Range<Int>, limit: Int = 4096, portable: Bool
    ) -> [UInt32] {
        var found: [UInt32] = []
        var from = range.lowerBound
        while from < range.upperBound {
            let next = table.scan(
                text.span, from: from, to: range.upperBound, into: &found, limit: limit, portable: portable)
            guard next > from else {
                Issue.record("the scan does not move on from \(from)")
                return found
            }
            from = next
        }
        return found
    }

    /// Where a gram of the set stands, by plain comparison.
    private func truth(_ grams: [[UInt8]], _ text: [UInt8], _ range: Range<Int>) -> [UInt32] {
        let folded = Set(grams.map { $0.map { $0 | 0x20 } })
        return range.filter { $0 + 4 <= text.count && folded.contains(text[$0..<$0 + 4].map { $0 | 0x20 }) }
            .map { UInt32($0) }
    }

    @Test(arguments: alphabets.indices)
    func everySizeGivesTheSameFromBothKernels(alphabet index: Int) {
        var random = SplitMix(seed: UInt64(index))
        let alphabet = Self.alphabets[index]
        for size in 0...200 {
            let text = random.bytes(size, of: alphabet)
            let grams = (0..<3).map { _ in random.bytes(4, of: alphabet) }
            let table = table(of: grams)
            let low = Int(random.next() % UInt64(size + 1))
            let high = low + Int(random.next() % UInt64(size - low + 1))
            for range in [0..<size, low..<high, low..<size] {
                let fast = positions(table, text, range, portable: false)
                let plain = positions(table, text, range, portable: true)
                #expect(fast == plain, "size \(size), \(range)")
                #expect(fast.allSatisfy { range.contains(Int($0)) })
                #expect(Set(fast).isSuperset(of: truth(grams, text, range)), "size \(size), \(range)")
            }
        }
    }

    /// The text's place in memory must not matter: spans that begin at every alignment.
    @Test func unalignedStartsMakeNoDifference() {
        var random = SplitMix(seed: 7)
        let all = random.bytes(300, of: Array("abcd".utf8))
        let table = table(of: [Array("abca".utf8), Array("dddd".utf8)])
        for start in 0..<40 {
            let part = Array(all[start...])
            let whole = positions(table, part, 0..<part.count, portable: true)
            var found: [UInt32] = []
            let text = all.span.extracting(start..<all.count)
            let end = table.scan(text, from: 0, to: text.count, into: &found)
            #expect(end == part.count)
            #expect(found == whole)
        }
    }

    /// A text where every position is a hit overflows any buffer: nothing is lost, nothing given twice, nothing out of order.
    @Test(arguments: [1, 63, 64, 65, 95, 96, 97, 128, 200, 1000])
    func aFullBufferGoesOnWhereItStopped(limit: Int) {
        let text = [UInt8](repeating: UInt8(ascii: "a"), count: 1000)
        let table = table(of: [Array("aaaa".utf8)])
        for portable in [false, true] {
            #expect(positions(table, text, 0..<1000, limit: limit, portable: portable) == (0..<997).map { UInt32($0) })
            #expect(positions(table, text, 3..<500, limit: limit, portable: portable) == (3..<500).map { UInt32($0) })
        }
    }

    @Test func oneCallKeepsToItsLimit() {
        let text = [UInt8](repeating: UInt8(ascii: "a"), count: 1000)
        let table = table(of: [Array("aaaa".utf8)])
        for portable in [false, true] {
            var found: [UInt32] = [99]
            let next = table.scan(text.span, from: 0, to: 1000, into: &found, limit: 100, portable: portable)
            #expect(found.count <= 101)
            #expect(found.first == 99)
            #expect(next == found.count - 1)
        }
    }

    @Test func textsTooShortForAGramEndAtOnce() {
        let table = table(of: [Array("aaaa".utf8)])
        for text in [[], Array("a".utf8), Array("aaa".utf8)] {
            var found: [UInt32] = []
            #expect(table.scan(text.span, from: 0, to: text.count, into: &found) == text.count)
            #expect(found.isEmpty)
        }
    }

    @Test func caseMakesNoDifference() {
        let table = table(of: [Array("KeY_".utf8)])
        for text in ["key_", "KEY_", "kEy_"] {
            #expect(positions(table, Array(text.utf8), 0..<4, portable: false) == [0])
        }
        #expect(positions(GramTable(), Array("key_key_".utf8), 0..<8, portable: false).isEmpty)
    }
}

/// Repeatable noise.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func bytes(_ count: Int, of alphabet: [UInt8]) -> [UInt8] {
        (0..<count).map { _ in alphabet[Int(next() % UInt64(alphabet.count))] }
    }
}

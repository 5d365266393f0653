/// The one pass over every byte: where does an anchor stand, and whose?
///
/// Two steps. `GramTable` says, for each position, whether some anchor's probed gram may stand there (a hash probe, about a
/// cycle a byte; right or wrong about once in a hundred positions). The exact step looks the gram up, compares every element of each
/// anchor that has it, and gives the hits. Its cost does not depend on the number of rules. Immutable; every worker reads the
/// same one.

internal import Bytes
public import Rules

public struct Prefilter: Sendable {
    private let grams: GramTable
    private let table: PrefilterTable
    private let classes: [ByteSet]
    /// By link: what tells most anchors from the text in one step.
    private let heads: [AnchorHead]

    public init(_ table: PrefilterTable) {
        self.table = table
        grams = GramTable(words: table.gramWords)
        let words = table.classWords
        classes = stride(from: 0, to: words.count, by: 4).map {
            ByteSet(words64: (words[$0], words[$0 + 1], words[$0 + 2], words[$0 + 3]))
        }
        heads = AnchorHead.all(of: table)
    }

    /// Finds every anchor whose probed gram starts in `range` of `text` and appends it to `hits`, ordered by the gram's position.
    /// `scratch` is reused memory; `portable` takes the kernel without vector instructions.
    package func scan(
        _ text: Span<UInt8>, _ range: Range<Int>, hits: inout [AnchorHit], scratch: inout [UInt32],
        portable: Bool = false
    ) {
        let slotGrams = table.slotGrams.span
        let slotLinks = table.slotLinks.span
        let mask = slotGrams.count - 1
        var from = range.lowerBound
        while from < range.upperBound {
            scratch.removeAll(keepingCapacity: true)
            from = grams.scan(text, from: from, to: range.upperBound, into: &scratch, portable: portable)
            for index in 0..<scratch.count {
                let position = Int(scratch[index])
                let gram = text.foldedGram(at: position)
                var slot = PrefilterTable.slot(of: gram, mask: mask)
                // An empty slot holds 0, which no folded gram is.
                while slotGrams[slot] != 0 {
                    if slotGrams[slot] == gram {
                        follow(slotLinks[slot], text, at: position, &hits)
                        break
                    }
                    slot = (slot + 1) & mask
                }
            }
        }
    }

    /// Whether `scan` gives one hit before another: by the gram's position, and for one gram in the order of its chain, to which
    /// later anchors were added in front.
    func gives(_ first: AnchorHit, before second: AnchorHit) -> Bool {
        let one = first.position + Int(table.gramOffsets[first.anchor])
        let other = second.position + Int(table.gramOffsets[second.anchor])
        return one != other ? one < other : first.anchor > second.anchor
    }

    /// The exact step: compares every anchor of a gram's chain.
    private func follow(_ first: Int32, _ text: Span<UInt8>, at position: Int, _ hits: inout [AnchorHit]) {
        var link = Int(first)
        while link >= 0 {
            let anchor = Int(table.linkAnchors.span[link])
            let head = heads.span[anchor]
            let start = position - Int(head.gramOffset)
            if start >= 0, start <= text.count - 8 {
                if head.mayStand(text.word(at: start)), head.isWhole || stands(anchor, in: text, at: start) {
                    hits.append(AnchorHit(position: start, anchor: anchor))
                }
            } else if stands(anchor, in: text, at: start) {
                hits.append(AnchorHit(position: start, anchor: anchor))
            }
            link = Int(table.linkNext.span[link])
        }
    }

    private func stands(_ anchor: Int, in text: Span<UInt8>, at start: Int) -> Bool {
        let starts = table.elementStarts.span
        let first = Int(starts[anchor])
        let count = Int(starts[anchor + 1]) - first
        guard start >= 0, start + count <= text.count else { return false }
        let elements = table.elements.span
        for offset in 0..<count {
            let element = elements[first + offset]
            let byte = text[start + offset]
            if element < 256 {
                guard byte.asciiLowercased == UInt8(truncatingIfNeeded: element) else { return false }
            } else if !classes[Int(element) - 256].contains(byte) {
                return false
            }
        }
        return true
    }

    var anchorCount: Int { table.gramOffsets.count }

    /// The rules that an anchor triggers, as indices into the rule set.
    func rules(of anchor: Int) -> ArraySlice<Int32> {
        table.rules[Int(table.ruleStarts[anchor])..<Int(table.ruleStarts[anchor + 1])]
    }

    /// The slow way, for tests: every anchor compared at every position.
    func scanSlowly(_ text: Span<UInt8>) -> [AnchorHit] {
        var hits: [AnchorHit] = []
        for position in 0..<text.count {
            for anchor in table.gramOffsets.indices where stands(anchor, in: text, at: position) {
                hits.append(AnchorHit(position: position, anchor: anchor))
            }
        }
        return hits
    }
}

/// The first eight elements of an anchor as numbers, the first element lowest.
private struct AnchorHead: Sendable {
    /// The bytes, letters in lower case; zero where an element is a class, or there is none.
    private var value: UInt64 = 0
    /// Which bits of a text count.
    private var mask: UInt64 = 0
    /// Bit 5 of each letter: with it set, both cases are the lower one.
    private var fold: UInt64 = 0
    /// Whether there is no more to compare.
    let isWhole: Bool
    let gramOffset: UInt8

    private init(_ elements: Span<UInt16>, gramOffset: UInt8) {
        self.gramOffset = gramOffset
        var isWhole = elements.count <= 8
        for place in 0..<min(8, elements.count) {
            guard elements[place] < 256 else {
                isWhole = false
                continue
            }
            let byte = UInt8(elements[place])
            value |= UInt64(byte) << (8 * place)
            mask |= 0xFF << (8 * place)
            if byte &- 0x61 < 26 { fold |= 0x20 << (8 * place) }
        }
        self.isWhole = isWhole
    }

    /// One for each anchor. A few microseconds, at the start of a scan.
    static func all(of table: PrefilterTable) -> [AnchorHead] {
        let (starts, elements) = (table.elementStarts.span, table.elements.span)
        return (0..<table.gramOffsets.count).map { anchor in
            AnchorHead(
                elements.extracting(Int(starts[anchor])..<Int(starts[anchor + 1])),
                gramOffset: table.gramOffsets[anchor])
        }
    }

    /// Whether the anchor's first elements are eight bytes of a text, as far as they are compared.
    func mayStand(_ word: UInt64) -> Bool { (word | fold) & mask == value }
}

/// An anchor at a place.
package struct AnchorHit: Sendable, Hashable {
    /// Of its first byte, relative to the scanned text.
    let position: Int
    /// Index into the prefilter's anchors.
    let anchor: Int
}

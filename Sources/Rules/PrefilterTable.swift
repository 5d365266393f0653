/// Everything the prefilter looks up, as plain numbers: made from anchors once (by rulegen for the built-in rules, at start for a
/// user's own) and then only read. The built-in one is data in the binary; nothing is computed at start.

internal import Bytes

public struct PrefilterTable: Sendable, Equatable {
    /// The bit set over hashes of grams; see `GramTable`.
    public let gramWords: [UInt32]
    /// Open addressing over folded grams, a power of two of slots, at most half of them used; 0 is an empty slot.
    public let slotGrams: [UInt32]
    /// The first link of each slot's chain, or -1.
    public let slotLinks: [Int32]
    /// Chains of anchors that share a gram: the anchor, and the next link or -1.
    public let linkAnchors: [Int32]
    public let linkNext: [Int32]
    /// Where an anchor's elements and rules start; one more at the end.
    public let elementStarts: [Int32]
    public let ruleStarts: [Int32]
    /// Which element of an anchor is the first of its probed gram.
    public let gramOffsets: [UInt8]
    /// A byte (letters in lower case), or 256 + the number of a class.
    public let elements: [UInt16]
    /// Indices into the rule set.
    public let rules: [Int32]
    /// Four words a class.
    public let classWords: [UInt64]

    public init(
        gramWords: [UInt32], slotGrams: [UInt32], slotLinks: [Int32], linkAnchors: [Int32], linkNext: [Int32],
        elementStarts: [Int32], ruleStarts: [Int32], gramOffsets: [UInt8], elements: [UInt16], rules: [Int32],
        classWords: [UInt64]
    ) {
        self.gramWords = gramWords
        self.slotGrams = slotGrams
        self.slotLinks = slotLinks
        self.linkAnchors = linkAnchors
        self.linkNext = linkNext
        self.elementStarts = elementStarts
        self.ruleStarts = ruleStarts
        self.gramOffsets = gramOffsets
        self.elements = elements
        self.rules = rules
        self.classWords = classWords
    }

    public init(_ anchors: AnchorTable) {
        var builder = Builder()
        for entry in anchors.entries { builder.add(entry) }
        self = builder.table
    }

    /// The slot where a gram's search starts; `mask` is the number of slots less one.
    @inlinable
    public static func slot(of gram: UInt32, mask: Int) -> Int {
        Int((gram &* 0x85EB_CA6B) >> 12) & mask
    }

    private struct Builder {
        private var pairs: [(gram: UInt32, anchor: Int32)] = []
        private var elementStarts: [Int32] = [0]
        private var ruleStarts: [Int32] = [0]
        private var gramOffsets: [UInt8] = []
        private var elements: [UInt16] = []
        private var rules: [Int32] = []
        private var classes: [ByteSet] = []

        mutating func add(_ entry: AnchorTable.Entry) {
            let anchor = Int32(gramOffsets.count)
            for gram in entry.anchor.grams(at: entry.gramOffset) { pairs.append((gram, anchor)) }
            for element in entry.anchor.elements { elements.append(encode(element)) }
            rules += entry.rules.map { Int32($0) }
            gramOffsets.append(UInt8(entry.gramOffset))
            elementStarts.append(Int32(elements.count))
            ruleStarts.append(Int32(rules.count))
        }

        private mutating func encode(_ element: ByteSet) -> UInt16 {
            let members = element.members
            if let last = members.last, element == ByteSet([last]).caseFolded { return UInt16(last.asciiLowercased) }
            if let known = classes.firstIndex(of: element) { return UInt16(256 + known) }
            classes.append(element)
            return UInt16(256 + classes.count - 1)
        }

        var table: PrefilterTable {
            var grams = GramTable()
            var slots = 1_024
            while slots < 2 * pairs.count { slots *= 2 }
            var slotGrams = [UInt32](repeating: 0, count: slots)
            var slotLinks = [Int32](repeating: -1, count: slots)
            var linkNext: [Int32] = []
            for (link, pair) in pairs.enumerated() {
                grams.insert(pair.gram)
                var slot = PrefilterTable.slot(of: pair.gram, mask: slots - 1)
                while slotLinks[slot] >= 0, slotGrams[slot] != pair.gram { slot = (slot + 1) & (slots - 1) }
                linkNext.append(slotLinks[slot])
                slotGrams[slot] = pair.gram
                slotLinks[slot] = Int32(link)
            }
            return PrefilterTable(
                gramWords: grams.words, slotGrams: slotGrams, slotLinks: slotLinks, linkAnchors: pairs.map(\.anchor),
                linkNext: linkNext, elementStarts: elementStarts, ruleStarts: ruleStarts, gramOffsets: gramOffsets,
                elements: elements, rules: rules, classWords: classes.flatMap(\.words64))
        }
    }
}

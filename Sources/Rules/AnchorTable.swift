/// Which anchors the prefilter looks for, by which four of their bytes, and for which rules. Made from rules once (by rulegen
/// for the built-in ones, at start for a user's own) and then only read.
public struct AnchorTable: Sendable {
    public struct Entry: Sendable, Hashable {
        public let anchor: Anchor
        /// Which four elements are probed: the rarest in source text.
        public let gramOffset: Int
        /// Indices into the rule set.
        public let rules: [Int]
    }

    public private(set) var entries: [Entry]

    /// Chooses the rarest gram of every anchor. `rules` are (index, anchors).
    public init(rules: [(index: Int, anchors: [Anchor])]) {
        var users: [Anchor: [Int]] = [:]
        var order: [Anchor] = []
        for (index, anchors) in rules {
            for anchor in anchors {
                // Two spellings of the same elements are one anchor.
                if users[anchor] == nil { order.append(anchor) }
                if users[anchor]?.last != index { users[anchor, default: []].append(index) }
            }
        }
        entries = order.map { Entry(anchor: $0, gramOffset: AnchorTable.rarestGram(of: $0), rules: users[$0] ?? []) }
    }

    private static func rarestGram(of anchor: Anchor) -> Int {
        // An expansion to many grams fills the table: it has to be rarer by as many bits as it doubles the grams.
        let scored = anchor.gramChoices.filter { $0.grams <= Anchor.mostGrams }.map {
            choice -> (offset: Int, score: Int) in
            let grams = anchor.grams(at: choice.offset)
            let commonest = grams.map(GramRarity.bits).min() ?? 0
            // One byte four times stands at every position of padding; any other choice is better.
            if grams.contains(where: { $0 == ($0 & 0xFF) &* 0x0101_0101 }) {
                return (offset: choice.offset, score: -100)
            }
            return (offset: choice.offset, score: commonest - (Int.bitWidth - grams.count.leadingZeroBitCount - 1))
        }
        return scored.max { ($0.score, $1.offset) < ($1.score, $0.offset) }?.offset ?? 0
    }
}

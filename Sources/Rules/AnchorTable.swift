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
        let scored = anchor.gramChoices.filter { $0.grams <= Anchor.mostGrams }.map { choice in
            let grams = anchor.grams(at: choice.offset)
            let commonest = grams.map(GramRarity.bits).min() ?? 0
            return (offset: choice.offset, score: commonest - (Int.bitWidth - grams.count.leadingZeroBitCount - 1))
        }
        return scored.max { ($0.score, $1.offset) < ($1.score, $0.offset) }?.offset ?? 0
    }

    /// One line an entry: gram offset, rule indices, the anchor's text; tabs between. What `init(baked:)` reads.
    public var baked: String {
        entries.map { "\($0.gramOffset)\t\($0.rules.map(String.init).joined(separator: ","))\t\($0.anchor.text)\n" }
            .joined()
    }

    /// Reads what `baked` wrote. The text comes from the binary itself, so a fault in it is a defect of the build.
    public init(baked text: StaticString) {
        entries = text.withUTF8Buffer { buffer in
            unsafe buffer.split(separator: UInt8(ascii: "\n")).map { line in
                let fields = unsafe line.split(separator: UInt8(ascii: "\t"), maxSplits: 2)
                guard unsafe fields.count == 3, let offset = unsafe AnchorTable.number(Array(fields[0])),
                    let anchor = try? unsafe Anchor(String(decoding: fields[2], as: UTF8.self))
                else { preconditionFailure("the built-in anchor table is damaged: run `swift run rulegen`") }
                let rules = unsafe fields[1].split(separator: UInt8(ascii: ",")).compactMap {
                    unsafe AnchorTable.number(Array($0))
                }
                return Entry(anchor: anchor, gramOffset: offset, rules: rules)
            }
        }
    }

    private static func number(_ digits: [UInt8]) -> Int? {
        Int(String(decoding: digits, as: UTF8.self))
    }

    /// This table and another whose rules stand `shift` places later in the joined set.
    public func joined(with other: AnchorTable, shift: Int) -> AnchorTable {
        AnchorTable(
            rules: [],
            entries: entries
                + other.entries.map {
                    Entry(anchor: $0.anchor, gramOffset: $0.gramOffset, rules: $0.rules.map { $0 + shift })
                })
    }

    private init(rules: [Int], entries: [Entry]) { self.entries = entries }
}

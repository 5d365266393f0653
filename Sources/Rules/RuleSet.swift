/// The rules of one scan, in a fixed order, with the prefilter's table. A rule is decoded when it is asked for: a scan of one small
/// file touches few of them.
public struct RuleSet: Sendable {
    public let count: Int
    public let prefilter: PrefilterTable
    public let gates: RuleGates
    /// Rules that no anchor triggers: `trigger: path` and `trigger: run`.
    public let unanchored: [Int]
    /// Rules that are turned off: they keep their place and never match.
    public var disabled: Set<Int> = []
    private let decode: @Sendable (Int) -> Rule
    private let find: @Sendable (String) -> Int?
    private let readPlaces: @Sendable (Int) -> RulePlaces

    /// - Parameters:
    ///   - decode: gives the rule at an index of `0..<count`; called at most a few times for each.
    ///   - places: gives which files it looks at, without decoding the rest.
    ///   - find: gives the index of the rule with an id, without decoding the others.
    public init(
        count: Int, prefilter: PrefilterTable, gates: RuleGates, unanchored: [Int],
        decode: @escaping @Sendable (Int) -> Rule, places: @escaping @Sendable (Int) -> RulePlaces,
        find: @escaping @Sendable (String) -> Int?
    ) {
        self.find = find
        readPlaces = places
        self.count = count
        self.prefilter = prefilter
        self.gates = gates
        self.unanchored = unanchored
        self.decode = decode
    }

    /// A set of rules that are at hand.
    public init(_ rules: [Rule]) {
        let anchored = rules.enumerated().compactMap { index, rule in
            if case .anchors(let anchors) = rule.trigger { (index: index, anchors: anchors) } else { nil }
        }
        let anchoredIndices = Set(anchored.map(\.index))
        self.init(
            count: rules.count, prefilter: PrefilterTable(AnchorTable(rules: anchored)), gates: RuleGates(rules),
            unanchored: rules.indices.filter { !anchoredIndices.contains($0) }, decode: { rules[$0] },
            places: { rules[$0].places },
            find: { id in rules.firstIndex { $0.id == id } })
    }

    public subscript(index: Int) -> Rule { decode(index) }

    /// Which files the rule at an index looks at.
    public func places(_ index: Int) -> RulePlaces { readPlaces(index) }

    /// The rule with an id, if there is one.
    public func rule(id: String) -> Rule? { find(id).map(decode) }

    public var all: [Rule] { (0..<count).map(decode) }

    /// This set followed by `other`. Decodes every rule: the tables of both have to become one.
    public func joined(with other: RuleSet) -> RuleSet { RuleSet(all + other.all) }
}

/// The rules that ship in the binary: a generated table that is decoded rule by rule, on need. The prefilter's table is
/// data as it stands, so that start-up costs nothing.

public import Rules

public enum BuiltinRules {
    public static var all: RuleSet {
        RuleSet(
            count: RuleTable.records.count, prefilter: prefilter, unanchored: RuleTable.unanchored, decode: rule,
            find: { id in RuleTable.records.firstIndex { RuleRecord.isRecord($0.description, of: id) } })
    }

    private static var prefilter: PrefilterTable {
        PrefilterTable(
            gramWords: RuleTable.gramWords, slotGrams: RuleTable.slotGrams, slotLinks: RuleTable.slotLinks,
            linkAnchors: RuleTable.linkAnchors, linkNext: RuleTable.linkNext, elementStarts: RuleTable.elementStarts,
            ruleStarts: RuleTable.ruleStarts, gramOffsets: RuleTable.gramOffsets, elements: RuleTable.elements,
            rules: RuleTable.rules, classWords: RuleTable.classWords)
    }

    private static func rule(at index: Int) -> Rule {
        guard let rule = RuleRecord.decode(RuleTable.records[index].description) else {
            preconditionFailure("the built-in rule table is damaged: run `swift run rulegen`")
        }
        return rule
    }
}

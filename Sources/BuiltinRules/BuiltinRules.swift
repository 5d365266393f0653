/// The rules that ship in the binary: generated tables that are decoded rule by rule, on need. The prefilters' tables are data as
/// they stand, so that start-up costs nothing.

public import Rules

public enum BuiltinRules {
    /// What `lapwing scan` runs: every rule that gives findings.
    public static var all: RuleSet {
        RuleSet(
            count: RuleTable.records.count, prefilter: scanPrefilter,
            gates: RuleGates(
                scopes: RuleTable.scopes, follows: RuleTable.follows, followWords: RuleTable.followWords),
            unanchored: RuleTable.unanchored,
            decode: { decode(RuleTable.records[$0]) }, places: { places(RuleTable.records[$0]) },
            find: { id in RuleTable.records.firstIndex { RuleRecord.isRecord($0.description, of: id) } })
    }

    /// What `lapwing env` runs: the observations of reads (kind `env-read`), and the rules of kind `default`.
    public static var environment: RuleSet {
        RuleSet(
            count: ReadTable.records.count, prefilter: readPrefilter,
            gates: RuleGates(
                scopes: ReadTable.scopes, follows: ReadTable.follows, followWords: ReadTable.followWords),
            unanchored: ReadTable.unanchored,
            decode: { decode(ReadTable.records[$0]) }, places: { places(ReadTable.records[$0]) },
            find: { id in ReadTable.records.firstIndex { RuleRecord.isRecord($0.description, of: id) } })
    }

    private static var scanPrefilter: PrefilterTable {
        PrefilterTable(
            gramWords: RuleTable.gramWords, slotGrams: RuleTable.slotGrams, slotLinks: RuleTable.slotLinks,
            linkAnchors: RuleTable.linkAnchors, linkNext: RuleTable.linkNext, elementStarts: RuleTable.elementStarts,
            ruleStarts: RuleTable.ruleStarts, gramOffsets: RuleTable.gramOffsets, elements: RuleTable.elements,
            rules: RuleTable.rules, classWords: RuleTable.classWords)
    }

    private static var readPrefilter: PrefilterTable {
        PrefilterTable(
            gramWords: ReadTable.gramWords, slotGrams: ReadTable.slotGrams, slotLinks: ReadTable.slotLinks,
            linkAnchors: ReadTable.linkAnchors, linkNext: ReadTable.linkNext, elementStarts: ReadTable.elementStarts,
            ruleStarts: ReadTable.ruleStarts, gramOffsets: ReadTable.gramOffsets, elements: ReadTable.elements,
            rules: ReadTable.rules, classWords: ReadTable.classWords)
    }

    private static func decode(_ record: StaticString) -> Rule {
        guard let rule = RuleRecord.decode(record.description) else {
            preconditionFailure("the built-in rule table is damaged: run `swift run rulegen`")
        }
        return rule
    }

    private static func places(_ record: StaticString) -> RulePlaces {
        guard let places = RuleRecord.places(record.description) else {
            preconditionFailure("the built-in rule table is damaged: run `swift run rulegen`")
        }
        return places
    }
}

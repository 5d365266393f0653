/// The rules that ship in the binary: a generated table that is decoded rule by rule, on need. Start-up pays only for the
/// anchors, and those were chosen when the table was made.

public import Rules

public enum BuiltinRules {
    public static var all: RuleSet {
        RuleSet(
            count: RuleTable.records.count, anchors: AnchorTable(baked: RuleTable.anchors),
            unanchored: RuleTable.unanchored,
            decode: rule)
    }

    private static func rule(at index: Int) -> Rule {
        guard let rule = RuleRecord.decode(RuleTable.records[index].description) else {
            preconditionFailure("the built-in rule table is damaged: run `swift run rulegen`")
        }
        return rule
    }
}

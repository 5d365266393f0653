internal import Findings

/// A rule as one line of text, for the generated table: fields in a fixed order, so that decoding needs no parser. Written by
/// rulegen, read by BuiltinRules; never a file format.
public enum RuleRecord {
    /// Between fields and between the items of a list. Split by bytes: a scan decodes rules while a person waits.
    private static let field: UInt8 = 0x1F
    private static let item: UInt8 = 0x1E

    /// The record of a rule.
    public static func encode(_ rule: Rule) -> String {
        let trigger: String =
            switch rule.trigger {
            case .anchors(let anchors): "a" + list(anchors.map(\.text))
            case .path: "p"
            case .run(let alphabet, let length): "r\(alphabet.rawValue) \(length)"
            }
        // What decides whether a rule looks at a file stands first: most rules are asked no more.
        let fields: [String] = [
            rule.id, list(rule.files.map(\.rawValue)), list(rule.includedPaths), list(rule.excludedPaths),
            rule.provider, rule.name, rule.description, rule.kind.rawValue, rule.severity.rawValue,
            rule.confidence.rawValue, rule.tier.rawValue, trigger, rule.pattern,
            "\(rule.window.before) \(rule.window.after) \(rule.window.manyLines ? 1 : 0) \(rule.lead)",
            list(rule.checks.map(\.description)), list(rule.references), rule.remedy, rule.message,
            rule.read?.rawValue ?? "", rule.follow?.encoded ?? "",
        ]
        return fields.joined(separator: "\u{1F}")
    }

    /// Whether `text` is the record of the rule with this id: the id is its first field. Decodes nothing.
    public static func isRecord(_ text: String, of id: String) -> Bool {
        text.utf8.starts(with: id.utf8) && text.utf8.dropFirst(id.utf8.count).first == field
    }

    /// Which files the rule looks at; nil when `text` is no record. Reads the first fields only.
    public static func places(_ text: String) -> RulePlaces? {
        let fields = text.utf8.split(separator: field, maxSplits: 4, omittingEmptySubsequences: false)
        guard fields.count == 5 else { return nil }
        return places(fields[1...3].map { String(decoding: $0, as: UTF8.self) })
    }

    private static func places(_ fields: some Collection<String>) -> RulePlaces {
        let lists = fields.map(items)
        return RulePlaces(
            files: lists[0].compactMap { FileKind(rawValue: $0) }, included: lists[1], excluded: lists[2])
    }

    /// nil when `text` is no record.
    public static func decode(_ text: String) -> Rule? {
        let fields = split(text, at: field)
        guard fields.count == 20, let kind = FindingKind(rawValue: fields[7]),
            let severity = Severity(rawValue: fields[8]), let confidence = Confidence(rawValue: fields[9]),
            let tier = RuleTier(rawValue: fields[10]), let trigger = trigger(fields[11])
        else { return nil }
        let numbers = fields[13].split(separator: " ").compactMap { Int($0) }
        guard numbers.count == 4 else { return nil }
        let places = places(fields[1...3])
        return Rule(
            id: fields[0], provider: fields[4], name: fields[5], description: fields[6], kind: kind, severity: severity,
            confidence: confidence, tier: tier, trigger: trigger, pattern: fields[12],
            window: RuleWindow(before: numbers[0], after: numbers[1], manyLines: numbers[2] == 1), lead: numbers[3],
            checks: items(fields[14]).compactMap { CheckName($0) }, files: places.files, includedPaths: places.included,
            excludedPaths: places.excluded, references: items(fields[15]), remedy: fields[16], message: fields[17],
            read: ReadForm(rawValue: fields[18]), follow: FollowBytes(encoded: fields[19]))
    }

    private static func trigger(_ text: String) -> RuleTrigger? {
        switch text.first {
        case "a": return .anchors(items(String(text.dropFirst())).map { Anchor(linted: $0) })
        case "p": return .path
        case "r":
            let words = text.dropFirst().split(separator: " ")
            guard words.count == 2, let alphabet = RunAlphabet(rawValue: String(words[0])), let length = Int(words[1])
            else {
                return nil
            }
            return .run(alphabet, length: length)
        default: return nil
        }
    }

    private static func list(_ items: [String]) -> String { items.joined(separator: "\u{1E}") }

    private static func items(_ text: String) -> [String] {
        text.isEmpty ? [] : split(text, at: item)
    }

    private static func split(_ text: String, at separator: UInt8) -> [String] {
        text.utf8.split(separator: separator, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }
}

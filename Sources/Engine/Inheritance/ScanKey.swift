/// What of a blob's name decides how it is scanned: two paths with the same key give the same candidates, so a blob is scanned
/// once for each key that its names have, however many paths it lies at.

internal import Bytes
public import Findings
internal import Globs
internal import Rules

/// Hashable and small. Its meaning depends on the rule set; `words` may be kept beside that set's hash.
public struct ScanKey: Sendable, Hashable {
    public let kind: FileKind
    /// Bit g: whether the rules of path group g may apply.
    private let first: UInt64
    private let rest: [UInt64]

    init(kind: FileKind, groups: [Bool]) {
        self.kind = kind
        var words = [UInt64](repeating: 0, count: max(1, (groups.count + 63) / 64))
        for (index, applies) in groups.enumerated() where applies { words[index / 64] |= 1 << (index % 64) }
        first = words[0]
        rest = Array(words.dropFirst())
    }

    /// The key's groups as numbers: for a state file.
    public var words: [UInt64] { [first] + rest }

    func mayApply(group: Int) -> Bool {
        (group < 64 ? first >> group : rest[group / 64 - 1] >> (group % 64)) & 1 == 1
    }
}

/// The rules that say where they look, grouped by what they say: a name is asked once a group.
struct PathGroups: Sendable {
    private struct Condition: Hashable {
        let included: [String]
        let excluded: [String]
    }

    /// The group of each rule; nil for a rule without globs.
    private let groups: [Int?]
    /// The kinds of file that some rule of a group looks at; nil: all.
    private let kinds: [Set<FileKind>?]
    private let hasIncluded: [Bool]
    /// The globs of all groups, numbered by their group.
    private let included: NameIndex
    private let excluded: NameIndex

    init(_ rules: [Rule]) {
        var known: [Condition: Int] = [:]
        var conditions: [Condition] = []
        var kinds: [Set<FileKind>?] = []
        groups = rules.map { rule in
            let condition = Condition(included: rule.includedPaths, excluded: rule.excludedPaths)
            guard !condition.included.isEmpty || !condition.excluded.isEmpty else { return nil }
            let group = known[condition] ?? conditions.count
            if group == conditions.count {
                known[condition] = group
                conditions.append(condition)
                kinds.append([])
            }
            kinds[group] = rule.files.isEmpty ? nil : kinds[group]?.union(rule.files)
            return group
        }
        self.kinds = kinds
        hasIncluded = conditions.map { !$0.included.isEmpty }
        included = PathGroups.index(conditions.map(\.included))
        excluded = PathGroups.index(conditions.map(\.excluded))
    }

    /// Rules come here linted, as for `RuleScope`.
    private static func index(_ globs: [[String]]) -> NameIndex {
        do {
            return NameIndex(
                try globs.enumerated().flatMap { group, texts in
                    try texts.map { (glob: try Glob($0), number: group) }
                })
        } catch {
            preconditionFailure("a rule was not linted: \(error)")
        }
    }

    /// - Parameter path: a whole path or its last component: the directories are not asked.
    func key(of path: FilePath) -> ScanKey {
        let kind = FileKind(path: path)
        let name = Array(path.lastComponent)
        var mayHold = hasIncluded.map { !$0 }
        included.verdicts(onName: name.span) { group, _ in mayHold[group] = true }
        excluded.verdicts(onName: name.span) { group, verdict in
            if verdict == .always { mayHold[group] = false }
        }
        // What no rule of the group looks at makes no key of its own.
        for (group, kinds) in kinds.enumerated() where kinds?.contains(kind) == false { mayHold[group] = false }
        return ScanKey(kind: kind, groups: mayHold)
    }

    /// Whether the rule at `index` is to be tried under the key, as far as globs say.
    func mayApply(_ index: Int, under key: ScanKey) -> Bool {
        groups[index].map { key.mayApply(group: $0) } ?? true
    }
}

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
    /// The group of each rule; nil for a rule without globs.
    private let groups: [Int?]
    private let conditions: [Condition]

    init(_ rules: [Rule]) {
        var known: [Condition.Text: Int] = [:]
        var conditions: [Condition] = []
        var groups: [Int?] = []
        for rule in rules {
            let text = Condition.Text(included: rule.includedPaths, excluded: rule.excludedPaths)
            guard !text.included.isEmpty || !text.excluded.isEmpty else {
                groups.append(nil)
                continue
            }
            let group = known[text] ?? conditions.count
            if group == conditions.count {
                known[text] = group
                conditions.append(Condition(text))
            }
            conditions[group].admit(rule.files)
            groups.append(group)
        }
        self.groups = groups
        self.conditions = conditions
    }

    /// - Parameter path: a whole path or its last component: the directories are not asked.
    func key(of path: FilePath) -> ScanKey {
        let kind = FileKind(path: path)
        let name = Array(path.lastComponent)
        return ScanKey(kind: kind, groups: conditions.map { $0.mayHold(name.span, kind) })
    }

    /// Whether the rule at `index` is to be tried under the key, as far as globs say.
    func mayApply(_ index: Int, under key: ScanKey) -> Bool {
        groups[index].map { key.mayApply(group: $0) } ?? true
    }
}

/// What a group's rules say of paths.
private struct Condition: Sendable {
    struct Text: Hashable {
        let included: [String]
        let excluded: [String]
    }

    private let included: [Glob]
    private let excluded: [Glob]
    /// The kinds of file that some rule of the group looks at; nil: all.
    private var kinds: Set<FileKind>? = []

    /// Rules come here linted, as for `RuleScope`.
    init(_ text: Text) {
        do {
            included = try text.included.map { try Glob($0) }
            excluded = try text.excluded.map { try Glob($0) }
        } catch {
            preconditionFailure("a rule was not linted: \(error)")
        }
    }

    mutating func admit(_ files: [FileKind]) {
        kinds = files.isEmpty ? nil : kinds?.union(files)
    }

    func mayHold(_ name: Span<UInt8>, _ kind: FileKind) -> Bool {
        if let kinds, !kinds.contains(kind) { return false }
        if !included.isEmpty, !Condition.any(of: included, reaches: .perhaps, name) { return false }
        return !Condition.any(of: excluded, reaches: .always, name)
    }

    private static func any(of globs: [Glob], reaches least: NameVerdict, _ name: Span<UInt8>) -> Bool {
        for glob in globs where glob.verdict(onName: name) >= least { return true }
        return false
    }
}

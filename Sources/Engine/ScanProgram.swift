/// The rules of a scan, ready to run: shared by all workers, immutable but for the rules that are prepared on first use.

internal import Bytes
internal import Findings
internal import Globs
internal import Patterns
public import Rules
internal import Synchronization

public final class ScanProgram: Sendable {
    public let rules: RuleSet
    let prefilter: Prefilter
    let jit: Bool
    /// What can follow the word of a match, by the numbers of `RuleGates.follows`.
    let followBytes: [FollowBytes]
    private let scopes: Mutex<Scopes>
    private let prepared: Mutex<[PreparedRule?]>

    /// - Parameter jit: whether patterns may compile to machine code; the results are the same without.
    public init(_ rules: RuleSet, jit: Bool = true) {
        self.rules = rules
        self.jit = jit
        prefilter = Prefilter(rules.prefilter)
        followBytes = rules.gates.followBytes
        scopes = Mutex(Scopes(count: rules.count))
        prepared = Mutex(Array(repeating: nil, count: rules.count))
    }

    /// Where rules look, as far as anybody asked. Many share a list of globs, which is compiled once.
    private struct Scopes {
        var all: [RuleScope?]
        var globs: [[String]: DeferredGlobSet] = [:]

        init(count: Int) { all = Array(repeating: nil, count: count) }

        /// Rules come here linted: the built-in ones by a test, a user's by the loader.
        mutating func globs(_ patterns: [String]) -> DeferredGlobSet? {
            guard !patterns.isEmpty else { return nil }
            if let ready = globs[patterns] { return ready }
            let ready = DeferredGlobSet(linted: patterns)
            globs[patterns] = ready
            return ready
        }

        mutating func make(_ places: RulePlaces) -> RuleScope {
            RuleScope(Set(places.files), included: globs(places.included), excluded: globs(places.excluded))
        }
    }

    /// Where the rule at `index` looks; decoded on the first call for it. Workers keep what they got.
    func scope(_ index: Int) -> RuleScope {
        scopes.withLock { scopes in
            if let ready = scopes.all[index] { return ready }
            let ready = scopes.make(rules.places(index))
            scopes.all[index] = ready
            return ready
        }
    }

    /// The rule at `index`, compiled on the first call for it. Workers keep what they got.
    func prepared(_ index: Int) -> PreparedRule {
        prepared.withLock { all in
            if let ready = all[index] { return ready }
            let ready = PreparedRule(rules[index], index: index, jit: jit)
            all[index] = ready
            return ready
        }
    }
}

/// Which blobs a rule looks at; asked before anything is compiled.
final class RuleScope: Sendable {
    private let kinds: Set<FileKind>
    fileprivate let included: DeferredGlobSet?
    fileprivate let excluded: DeferredGlobSet?

    init(_ kinds: Set<FileKind>, included: DeferredGlobSet?, excluded: DeferredGlobSet?) {
        self.kinds = kinds
        self.included = included
        self.excluded = excluded
    }

    func applies(to label: BlobLabel) -> Bool {
        guard looks(at: label.kind) else { return false }
        if let included, !included.matches(label.identity.bytes) { return false }
        if let excluded, excluded.matches(label.identity.bytes) { return false }
        return true
    }

    fileprivate func looks(at kind: FileKind) -> Bool { kinds.isEmpty || kinds.contains(kind) }
}

/// A worker's own view of a scope, which keeps its globs once they are compiled: it is asked for every file.
struct ScopeView {
    private let scope: RuleScope
    private var included: GlobView?
    private var excluded: GlobView?

    init(_ scope: RuleScope) {
        self.scope = scope
        included = scope.included.map { GlobView($0) }
        excluded = scope.excluded.map { GlobView($0) }
    }

    /// As `RuleScope.applies`.
    mutating func applies(to label: BlobLabel, _ facts: PathFacts) -> Bool {
        guard scope.looks(at: label.kind) else { return false }
        if included?.matches(label, facts) == false { return false }
        return excluded?.matches(label, facts) != true
    }
}

/// A worker's own view of a set of globs.
private struct GlobView {
    private let globs: DeferredGlobSet
    private var set: GlobSet?
    /// What was answered last, and for which suffix, where nothing else of a path counts: most files have the suffix of the one before.
    private var suffix = FileSuffix.other
    private var answer = false
    private let asksSuffixOnly: Bool

    init(_ globs: DeferredGlobSet) {
        self.globs = globs
        asksSuffixOnly = globs.asksSuffixOnly
    }

    mutating func matches(_ label: BlobLabel, _ facts: PathFacts) -> Bool {
        guard asksSuffixOnly, facts.suffix != .other else { return ask(label, facts) }
        if facts.suffix == suffix { return answer }
        answer = ask(label, facts)
        suffix = facts.suffix
        return answer
    }

    private mutating func ask(_ label: BlobLabel, _ facts: PathFacts) -> Bool {
        let path = label.identity.bytes
        guard globs.mayMatch(path.span) else { return false }
        if set == nil { set = globs.set(for: path.span) }
        return set?.matches(path.span, facts) ?? false
    }
}

/// A rule with everything made that its text stands for. What each attempt asks lies here by itself: to lend the whole rule would
/// retain all of its strings.
final class PreparedRule: Sendable {
    let rule: Rule
    let index: Int
    let lead: Int
    let window: RuleWindow
    let pattern: Pattern
    let secretGroup: Int
    let nameGroup: Int?
    /// Whether the name is read from the text before a match: the rule looks for values that may stand anywhere.
    let findsName: Bool
    let checks: [(name: CheckName, check: any Check)]

    /// Rules come here linted: the built-in ones by a test, a user's by the loader.
    init(_ rule: Rule, index: Int, jit: Bool) {
        self.rule = rule
        self.index = index
        lead = rule.lead
        window = rule.window
        do {
            pattern = try Pattern(rule.pattern, jit: jit)
            checks = try rule.checks.map { ($0, try Checks.make($0)) }
        } catch {
            preconditionFailure("rule \(rule.id) was not linted: \(error)")
        }
        nameGroup = pattern.groups["name"]
        findsName = nameGroup == nil && checks.contains { $0.check is KnownCheck }
        // What reads a variable stands where its name does.
        secretGroup = pattern.groups["secret"] ?? (rule.kind == .environmentRead ? nameGroup : nil) ?? 0
    }

    /// The same rule for one worker. Each attempt counts a reference to it, and a count that two threads write costs both of them more
    /// than the attempt.
    init(ownCopyOf other: PreparedRule) {
        rule = other.rule
        index = other.index
        lead = other.lead
        window = other.window
        pattern = other.pattern
        secretGroup = other.secretGroup
        nameGroup = other.nameGroup
        findsName = other.findsName
        checks = other.checks
    }
}

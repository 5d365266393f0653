/// The promises of a rule that only running it can show: its examples behave, no other rule reports them, and a hostile subject
/// costs neither a limit nor time. The same linter serves `lapwing rules check` and the tests over every built-in rule.

internal import Bytes
internal import Engine
internal import Findings
internal import Rules
public import YAMLDocuments

public struct RuleLint: Sendable {
    private let program: ScanProgram
    /// Observations of reads never meet findings: they run by themselves.
    private let reads: ScanProgram
    private let rules: [SourceRule]

    /// - Parameter rules: the rules to lint, and all others they may meet (for cross-fire).
    public init(_ rules: [SourceRule]) {
        self.rules = rules
        program = ScanProgram(RuleSet(rules.map(\.rule).filter { $0.kind != .environmentRead }))
        reads = ScanProgram(RuleSet(rules.map(\.rule).filter { $0.kind == .environmentRead }))
    }

    /// Ids that more than one rule has.
    public static func duplicates(in rules: [SourceRule]) -> [YAMLFault] {
        var first: [String: SourceRule] = [:]
        var faults: [YAMLFault] = []
        for rule in rules {
            if let other = first[rule.rule.id] {
                faults.append(
                    YAMLFault(
                        file: rule.file, line: rule.line,
                        message: "rule id '\(rule.rule.id)' is taken: \(other.file):\(other.line) has it"))
            } else {
                first[rule.rule.id] = rule
            }
        }
        return faults
    }

    /// What is wrong with the examples of the rules in `file` (nil: of all).
    public func examples(ofFile file: String? = nil) -> [YAMLFault] {
        let wanted = rules.filter { file == nil || $0.file == file }
        return examples(of: wanted.filter { $0.rule.kind != .environmentRead }, in: program)
            + examples(of: wanted.filter { $0.rule.kind == .environmentRead }, in: reads)
    }

    private func examples(of rules: [SourceRule], in program: ScanProgram) -> [YAMLFault] {
        guard !rules.isEmpty else { return [] }
        var scanner = Scanner(program, explaining: true)
        var faults: [YAMLFault] = []
        for source in rules {
            for example in source.matches {
                if let message = check(match: example, of: source.rule, &scanner) {
                    faults.append(
                        YAMLFault(file: source.file, line: example.line, message: "rule \(source.rule.id): \(message)"))
                }
            }
            for example in source.misses {
                let accepted = run(example, &scanner).filter { $0.rule == source.rule.id && $0.outcome != "rejected" }
                if !accepted.isEmpty {
                    faults.append(
                        YAMLFault(
                            file: source.file, line: example.line,
                            message:
                                "rule \(source.rule.id): this example must not match but does\(example.reason.map { " (\($0))" } ?? "")"
                        ))
                }
            }
        }
        return faults
    }

    private func run(_ example: RuleExample, _ scanner: inout Scanner) -> [Explanation] {
        let bytes = Array(example.text.utf8)
        scanner.begin(BlobLabel(path: FilePath(example.path), identity: FilePath(example.path)))
        scanner.scan(bytes.span, .whole(count: bytes.count))
        return scanner.explanations
    }

    private func check(match example: RuleExample, of rule: Rule, _ scanner: inout Scanner) -> String? {
        let all = run(example, &scanner)
        let own = all.filter { $0.rule == rule.id }
        let accepted = own.filter { $0.outcome != "rejected" }
        if accepted.isEmpty {
            guard let rejected = own.first, let step = rejected.steps.last else {
                return "this example must match but does not"
            }
            return "this example must match, but check '\(step.check)' rejects it: \(step.reason)"
        }
        if let secret = example.secret, !accepted.contains(where: { $0.secret.revealed == Array(secret.utf8) }) {
            return "the captured secret is not the one the example states"
        }
        // Rules for defaults and generic ones may compete with this one, as long as only one of both is reported.
        let strangers = all.filter { other in
            other.rule != rule.id && other.outcome != "rejected" && !example.cross.contains(other.rule)
                && !(mayCompete(other.rule, with: rule) && (other.outcome != "reported" || yields(accepted, to: other)))
        }
        if let stranger = strangers.first {
            return
                "rule \(stranger.rule) reports this example too; if that is right, say 'cross: [\(stranger.rule)]' and why"
        }
        if rule.tier == .provider, !accepted.contains(where: isBehindADefault),
            !accepted.contains(where: { $0.outcome == "reported" }), let beaten = accepted.first,
            !example.cross.contains(where: beaten.outcome.contains)
        {
            return "its finding \(beaten.outcome)"
        }
        return nil
    }

    private func mayCompete(_ other: String, with rule: Rule) -> Bool {
        switch tier(of: other) {
        case .provider: kind(of: other) == .default
        case .default, .generic: true
        }
    }

    private func yields(_ own: [Explanation], to other: Explanation) -> Bool {
        own.contains { $0.outcome.contains(" \(other.rule) ") }
    }

    private func isBehindADefault(_ own: Explanation) -> Bool {
        rules.contains { $0.rule.kind == .default && own.outcome.contains(" \($0.rule.id) ") }
    }

    private func kind(of id: String) -> FindingKind? { rules.first { $0.rule.id == id }?.rule.kind }

    private func tier(of id: String) -> RuleTier {
        rules.first { $0.rule.id == id }?.rule.tier ?? .generic
    }
}

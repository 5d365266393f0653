/// `lapwing rules check`: every promise of the rules in some files.

internal import Bytes
internal import Engine
public import Rules

public enum RuleFileCheck {
    public struct Report {
        public let ruleCount: Int
        /// `file:line: what is wrong and what to do`.
        public let faults: [String]
    }

    /// - Parameter builtin: the rules that the files' examples must not set off, besides their own.
    public static func run(files: [String], builtin: [Rule]) -> Report {
        let folder = RuleFolder(files: files)
        guard folder.faults.isEmpty else {
            return Report(ruleCount: folder.rules.count, faults: folder.faults.map(\.description))
        }
        // A built-in rule that stands in one of the files is the file's.
        let own = Set(folder.rules.map(\.rule.id))
        let others = builtin.filter { !own.contains($0.id) }
            .map { SourceRule(rule: $0, matches: [], misses: [], file: "built in", line: 0) }
        let lint = RuleLint(folder.rules + others)
        return Report(
            ruleCount: folder.rules.count,
            faults: (lint.examples() + folder.rules.flatMap { HostileLint.faults(of: $0) }).map(\.description))
    }
}

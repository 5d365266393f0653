/// How a rule bears a hostile subject: no match limit hit, and at most 50 ms a MB with JIT, 500 ms without.

internal import Bytes
internal import Engine
internal import Rules
public import YAMLDocuments

public enum HostileLint {
    private static let bars: [(jit: Bool, most: Duration)] = [(true, .milliseconds(50)), (false, .milliseconds(500))]

    /// - Parameters:
    ///   - timed: whether the time counts too, which needs an optimised build and a quiet machine.
    ///   - size: bytes a subject; the bars are for the default.
    public static func faults(of source: SourceRule, timed: Bool = true, size: Int = 1 << 20) -> [YAMLFault] {
        var faults: [YAMLFault] = []
        let subjects = HostileSubjects.make(for: source.rule, size: size)
        for bar in bars {
            let costs = RuleProbe.costs(
                of: source.rule, on: subjects.map(\.text), jit: bar.jit, runs: timed ? 3 : 1)
            for (subject, cost) in zip(subjects, costs) {
                if cost.limitsHit > 0 {
                    faults.append(
                        fault(source, "hits its match limit on \(subject.name)\(bar.jit ? "" : " without JIT")"))
                } else if timed, cost.time > bar.most {
                    let milliseconds = cost.time / .milliseconds(1)
                    faults.append(
                        fault(
                            source,
                            "takes \(Int(milliseconds)) ms for 1 MB of \(subject.name)\(bar.jit ? "" : " without JIT"); "
                                + "at most \(Int(bar.most / .milliseconds(1))) ms are allowed: bound its repeats, start it at its anchor"
                        ))
                }
            }
        }
        return faults
    }

    private static func fault(_ source: SourceRule, _ message: String) -> YAMLFault {
        YAMLFault(file: source.file, line: source.line, message: "rule \(source.rule.id) \(message)")
    }
}

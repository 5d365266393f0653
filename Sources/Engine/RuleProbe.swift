internal import Bytes
internal import Findings
public import Rules

/// Measures what one rule costs on one text: prefilter, windows and matching, without checks and findings.
public enum RuleProbe {
    public struct Cost {
        public let time: Duration
        public let limitsHit: Int
    }

    /// What each text costs: the best of up to `runs` runs, as the machine's noise only ever adds.
    public static func costs(of rule: Rule, on texts: [[UInt8]], jit: Bool, runs: Int = 3) -> [Cost] {
        var bare = rule
        bare.checks = []
        bare.files = []
        bare.excludedPaths = []
        var scanner = Scanner(ScanProgram(RuleSet([bare]), jit: jit), judging: false)
        let path = FilePath(rule.includedPaths.isEmpty ? "probe.txt" : "probe")
        var costs: [Cost] = []
        for text in texts {
            var best: Duration = .seconds(3_600)
            var limits = 0
            for _ in 0..<runs where best > .milliseconds(20) {
                let start = ThreadClock.cpuTime
                scanner.begin(BlobLabel(path: path, identity: path))
                scanner.scan(text.span, .whole(count: text.count))
                best = min(best, ThreadClock.cpuTime - start)
                limits = scanner.problems.count
            }
            costs.append(Cost(time: best, limitsHit: limits))
        }
        return costs
    }
}

internal import Bytes
internal import Findings
public import Rules

/// Measures what one rule costs on one text: prefilter, windows and matching, without checks and findings.
public enum RuleProbe {
    public struct Cost {
        public let time: Duration
        public let limitsHit: Int
    }

    /// The best of up to three runs: the machine's noise only ever adds.
    public static func cost(of rule: Rule, on text: [UInt8], jit: Bool) -> Cost {
        var bare = rule
        bare.checks = []
        bare.files = []
        bare.excludedPaths = []
        var scanner = Scanner(ScanProgram(RuleSet([bare]), jit: jit), judging: false)
        let path = FilePath(rule.includedPaths.isEmpty ? "probe.txt" : "probe")
        var best: Duration = .seconds(3_600)
        var limits = 0
        for _ in 0..<3 where best > .milliseconds(20) {
            let start = ThreadClock.cpuTime
            scanner.begin(BlobLabel(path: path, identity: path))
            scanner.scan(text.span, .whole(count: text.count))
            best = min(best, ThreadClock.cpuTime - start)
            limits = scanner.problems.count
        }
        return Cost(time: best, limitsHit: limits)
    }
}

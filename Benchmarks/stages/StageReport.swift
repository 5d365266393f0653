import Rules

/// The tables that `lapwing-bench` prints.
struct StageReport {
    /// CPU seconds of each piece of work.
    let seconds: [String: Double]
    /// What each piece of work counted.
    let counts: [String: Int]
    let files: Int
    let bytes: Int
    let rules: RuleSet
    let doubled: [(seed: UInt64, rules: RuleSet)]

    func print() {
        let lines = overview + stages + speeds + cost
        Swift.print(lines.joined(separator: "\n"))
    }

    private var overview: [String] {
        [
            "\(files) text files, \(fixed(Double(bytes) / 1e6, 1)) MB; \(rules.count) rules, "
                + "\(rules.prefilter.gramOffsets.count) anchors, \(count("prefilter")) anchor hits, \(count("scan")) findings. "
                + "CPU time on one thread, best of 5, files in the page cache.", "",
        ]
    }

    private var stages: [String] {
        let parts = [
            ("walk and read", time("read")),
            ("prefilter", time("prefilter")),
            ("windows and matching", time("match anchored") - time("prefilter")),
            ("rules without anchors", time("match") - time("match anchored")),
            ("judging", time("scan") - time("match")),
        ]
        let total = parts.reduce(0) { $0 + $1.1 }
        return ["| stage | ms | share | GB/s |", "|---|---:|---:|---:|"]
            + parts.map { "| \($0.0) | \(fixed($0.1 * 1e3, 1)) | \(fixed(100 * $0.1 / total, 0)) % | \(speed($0.1)) |" }
            + ["| all | \(fixed(total * 1e3, 1)) | 100 % | \(speed(total)) |", ""]
    }

    private var speeds: [String] {
        [
            "| prefilter alone | GB/s a core |", "|---|---:|",
            "| gram probe, vector instructions | \(speed(time("grams"))) |",
            "| gram probe, portable | \(speed(time("portable grams"))) |",
            "| whole prefilter (\(fixed(Double(bytes) / Double(max(count("grams"), 1)), 0)) bytes a probe hit) "
                + "| \(speed(time("prefilter"))) |",
            "", "Rules ready to scan in \(fixed(time("start") * 1e3, 2)) ms.", "",
        ]
    }

    private var cost: [String] {
        let whole = time("read") + time("scan")
        return [
            "| rules | anchors | anchor hits | prefilter | scan | read and scan |", "|---|---:|---:|---:|---:|---:|",
        ]
            + [
                "| built-in: \(rules.count) | \(rules.prefilter.gramOffsets.count) | \(count("prefilter")) | 1 | 1 | 1 |"
            ]
            + doubled.map { seed, rules in
                let (prefilter, scan) = (time("prefilter \(seed)"), time("scan \(seed)"))
                return "| with synthetic ones: \(rules.count) (seed \(seed)) | \(rules.prefilter.gramOffsets.count) "
                    + "| \(count("prefilter \(seed)")) | \(fixed(prefilter / time("prefilter"), 2)) "
                    + "| \(fixed(scan / time("scan"), 2)) | \(fixed((time("read") + scan) / whole, 2)) |"
            }
    }

    private func time(_ name: String) -> Double { seconds[name] ?? 0 }

    private func count(_ name: String) -> Int { counts[name] ?? 0 }

    private func speed(_ seconds: Double) -> String { fixed(Double(bytes) / 1e9 / seconds, 2) }

    /// A number with so many decimals, without Foundation.
    private func fixed(_ value: Double, _ decimals: Int) -> String {
        let scale = (0..<decimals).reduce(1) { scale, _ in scale * 10 }
        let scaled = Int((value * Double(scale)).rounded())
        guard decimals > 0 else { return "\(scaled)" }
        let fraction = "\(scaled.magnitude % UInt(scale))"
        let zeros = String(repeating: "0", count: decimals - fraction.count)
        return "\(scaled < 0 ? "-" : "")\(scaled.magnitude / UInt(scale)).\(zeros)\(fraction)"
    }
}

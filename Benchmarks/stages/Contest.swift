#if canImport(Darwin)
    import Darwin
#elseif canImport(Musl)
    import Musl
#else
    import Glibc
#endif

/// Measures several pieces of work against each other: all of them in turn, round after round, so that a busy machine slows
/// each alike; the best round of each counts, because noise only ever adds. CPU time of this process, which has one thread.
struct Contest {
    private var entries: [(name: String, work: () -> Void)] = []

    mutating func enter(_ name: String, _ work: @escaping () -> Void) { entries.append((name, work)) }

    /// Seconds by name. A first round warms up caches and compiles patterns, and does not count.
    func run(rounds: Int) -> [String: Double] {
        var best: [String: Double] = [:]
        for round in 0...rounds {
            for entry in entries {
                let start = Contest.processSeconds
                entry.work()
                let seconds = Contest.processSeconds - start
                if round > 0 { best[entry.name] = min(best[entry.name] ?? .infinity, seconds) }
            }
        }
        return best
    }

    private static var processSeconds: Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}

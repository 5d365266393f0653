internal import Synchronization

/// A line on the terminal that says how far a long scan is. Appears after a second, vanishes at the end.
final class Progress: Sendable {
    private let isShown: Bool
    private let totals: ScanTotals
    private let start = ContinuousClock.now
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    init(isShown: Bool, _ totals: ScanTotals) {
        self.isShown = isShown
        self.totals = totals
    }

    func tick() {
        guard isShown else { return }
        let now = ContinuousClock.now
        guard now - start > .seconds(1) else { return }
        last.withLock { last in
            if let last, now - last < .milliseconds(100) { return }
            last = now
            let megabytes = totals.bytes.load(ordering: .relaxed) >> 20
            Console.write("\r\u{1B}[Kscanned \(totals.files.load(ordering: .relaxed)) files, \(megabytes) MB")
        }
    }

    func clear() {
        last.withLock { if $0 != nil { Console.write("\r\u{1B}[K") } }
    }
}

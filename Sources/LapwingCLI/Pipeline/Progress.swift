internal import Synchronization

/// A line on the terminal that is written over again and again. Appears after a second, ten times a second at most, vanishes at the end.
final class StatusLine: Sendable {
    let isShown: Bool
    private let start = ContinuousClock.now
    private let last = Mutex<ContinuousClock.Instant?>(nil)

    init(isShown: Bool) { self.isShown = isShown }

    /// Shows what `text` says now, if it is time to.
    func show(_ text: (ContinuousClock.Instant) -> String) {
        guard isShown else { return }
        let now = ContinuousClock.now
        guard now - start > .seconds(1) else { return }
        last.withLock { last in
            if let last, now - last < .milliseconds(100) { return }
            last = now
            Console.write("\r\u{1B}[K\(text(now))")
        }
    }

    func clear() {
        last.withLock { if $0 != nil { Console.write("\r\u{1B}[K") } }
    }
}

/// Says how far a long scan is.
final class Progress: Sendable {
    private let line: StatusLine
    private let totals: ScanTotals

    init(isShown: Bool, _ totals: ScanTotals) {
        line = StatusLine(isShown: isShown)
        self.totals = totals
    }

    func tick() {
        line.show { _ in
            let megabytes = totals.bytes.load(ordering: .relaxed) >> 20
            return "scanned \(totals.files.load(ordering: .relaxed)) files, \(megabytes) MB"
        }
    }

    func clear() { line.clear() }
}

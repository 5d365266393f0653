/// A line on the terminal that says what a scan of a history is at. Appears after a second, vanishes at the end.

internal import Synchronization

final class HistoryProgress: Sendable {
    private struct Phase {
        var name = ""
        var total = 0
        var start = ContinuousClock.now
        var shown: ContinuousClock.Instant?
    }

    private let isShown: Bool
    private let begun = ContinuousClock.now
    private let phase = Mutex(Phase())
    private let done = Atomic<Int>(0)
    private let bytes = Atomic<Int>(0)

    init(isShown: Bool) { self.isShown = isShown }

    /// - Parameter total: how much there is to do; 0 where nobody knows.
    func begin(_ name: String, of total: Int = 0) {
        done.store(0, ordering: .relaxed)
        bytes.store(0, ordering: .relaxed)
        phase.withLock { phase in
            (phase.name, phase.total, phase.start) = (name, total, ContinuousClock.now)
        }
        if isShown { show() }
    }

    /// Counts objects that are done; called by all workers.
    func advance(_ count: Int, bytes size: Int) {
        guard isShown else { return }
        done.add(count, ordering: .relaxed)
        bytes.add(size, ordering: .relaxed)
        show()
    }

    func clear() {
        phase.withLock { if $0.shown != nil { Console.write("\r\u{1B}[K") } }
    }

    private func show() {
        let now = ContinuousClock.now
        guard now - begun > .seconds(1) else { return }
        phase.withLock { phase in
            if let shown = phase.shown, now - shown < .milliseconds(100) { return }
            phase.shown = now
            let text = HistoryProgress.text(
                phase.name, done: done.load(ordering: .relaxed), of: phase.total,
                bytes: bytes.load(ordering: .relaxed), after: now - phase.start)
            Console.write("\r\u{1B}[K\(text)")
        }
    }

    /// `versions of files: 1200 of 70405, 93 MB, about 12 s left`. What is left is told once a twentieth is done and two seconds have passed: an
    /// earlier guess would be none.
    static func text(_ name: String, done: Int, of total: Int, bytes: Int, after time: Duration) -> String {
        guard total > 0 else { return name }
        var text = "\(name): \(min(done, total)) of \(total)"
        if bytes >= 1 << 20 { text += ", \(bytes >> 20) MB" }
        let isLikely = total > done && 20 * done > total && time > .seconds(2)
        if isLikely {
            let left = Double(time.components.seconds) * Double(total - done) / Double(done)
            text += left < 90 ? ", about \(Int(left) + 1) s left" : ", about \(Int(left / 60) + 1) min left"
        }
        return text
    }
}

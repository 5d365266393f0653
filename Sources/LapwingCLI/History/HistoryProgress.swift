/// Says what a scan of a history is at.

internal import Synchronization

final class HistoryProgress: Sendable {
    private struct Phase {
        var name = ""
        var total = 0
        var start = ContinuousClock.now
    }

    private let line: StatusLine
    private let phase = Mutex(Phase())
    private let done = Atomic<Int>(0)
    private let bytes = Atomic<Int>(0)

    init(isShown: Bool) { line = StatusLine(isShown: isShown) }

    /// - Parameter total: how much there is to do; 0 where nobody knows.
    func begin(_ name: String, of total: Int = 0) {
        done.store(0, ordering: .relaxed)
        bytes.store(0, ordering: .relaxed)
        phase.withLock { $0 = Phase(name: name, total: total) }
        show()
    }

    /// Counts objects that are done; called by all workers.
    func advance(_ count: Int, bytes size: Int) {
        guard line.isShown else { return }
        done.add(count, ordering: .relaxed)
        bytes.add(size, ordering: .relaxed)
        show()
    }

    func clear() { line.clear() }

    private func show() {
        line.show { now in
            let phase = phase.withLock { $0 }
            return HistoryProgress.text(
                phase.name, done: done.load(ordering: .relaxed), of: phase.total,
                bytes: bytes.load(ordering: .relaxed), after: now - phase.start)
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
            let (number, unit) = left < 90 ? (left, "s") : (left / 60, "min")
            text += ", about \(Int(number.rounded(.up))) \(unit) left"
        }
        return text
    }
}

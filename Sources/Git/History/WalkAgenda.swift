/// What is still to do in a walk. Each worker has a stack of its own, so that it goes down one tree of deltas and locks nothing; it hands
/// the oldest of it, which it would need last, to those that have nothing to do.

internal import Bytes
internal import Synchronization

/// Objects to visit: some roots, or the deltas of one object with what their base left behind.
struct WalkFrame: Sendable {
    /// The node of the base; -1 for roots.
    let base: Int
    /// In the table's list of roots, or of deltas.
    var rest: Range<Int>
    /// Nil where it was forgotten, and for roots.
    var content: Held<ObjectContent>?
    var memo: HeldMemo?
    /// The object that cannot be read, and with it nothing that is made from it.
    var broken: ObjectID?

    /// Takes the second half, or all of what is only one.
    mutating func split() -> WalkFrame {
        var half = self
        let middle = rest.lowerBound + rest.count / 2
        half.rest = middle..<rest.upperBound
        rest = rest.lowerBound..<middle
        return half
    }
}

final class WalkAgenda: Sendable {
    private struct State {
        var frames: [WalkFrame] = []
        var nextRoot = 0
        var workers = 0
        var idle = 0
        var isOver = false
    }

    private let state = Monitor(State())
    private let hunger = Atomic<Bool>(false)
    private let roots: Int

    /// Roots that a worker takes at a time.
    private static let batch = 16

    init(roots: Int) { self.roots = roots }

    /// Whether someone waits for what others have too much of.
    var isHungry: Bool { hunger.load(ordering: .relaxed) }

    func join() { state.withLock { $0.workers += 1 } }

    /// What to do next; nil when all is done.
    func take() -> WalkFrame? {
        var isIdle = false
        let frame = state.waiting { state -> WalkFrame?? in
            let frame = state.isOver ? nil : next(&state)
            if frame == nil, !isIdle {
                isIdle = true
                state.idle += 1
                if state.idle == state.workers { state.isOver = true }
            } else if frame != nil, isIdle {
                state.idle -= 1
            }
            hunger.store(state.idle > state.frames.count && !state.isOver, ordering: .relaxed)
            return frame != nil || state.isOver ? .some(frame) : nil
        }
        if frame == nil { state.wakeAll() }
        return frame
    }

    private func next(_ state: inout State) -> WalkFrame? {
        if let frame = state.frames.popLast() { return frame }
        guard state.nextRoot < roots else { return nil }
        let start = state.nextRoot
        state.nextRoot = min(roots, start + WalkAgenda.batch)
        return WalkFrame(base: -1, rest: start..<state.nextRoot)
    }

    func give(_ frame: WalkFrame) {
        state.withLock { state in
            state.frames.append(frame)
            hunger.store(state.idle > state.frames.count, ordering: .relaxed)
        }
        state.wakeAll()
    }

    /// Whoever waits gives up.
    func stop() {
        state.withLock { state in
            state.isOver = true
            state.frames.removeAll()
        }
        state.wakeAll()
    }
}

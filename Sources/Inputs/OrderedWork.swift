/// Hands out the files of a tree to workers and takes their results back in path order.
///
/// One shared list, in path order, of what is still to come: a worker takes its first directory or file; a directory is replaced by
/// its entries, a file by its result; results leave at the list's head. So idle workers take whatever is next (no worker owns a part
/// of the tree), the order of results does not depend on the number of workers, and only results ahead of a slow file wait. Deques
/// per worker with stealing were not chosen: they scatter the workers over the tree, and everything between them would have to wait.
///
/// All of it can be inlined, so that it is made for the items and results at hand: as generic code it took a twentieth of a scan.

public import Bytes

/// A place in the list.
@usableFromInline
final class Slot<Item: Sendable, Output: Sendable> {
    @usableFromInline
    enum State {
        case waiting(Item)
        case taken
        case done(Output?)
    }

    @usableFromInline var state: State
    @usableFromInline var next: Slot?

    @inlinable
    init(_ state: State, next: Slot?) {
        self.state = state
        self.next = next
    }
}

// @unchecked: slots are only touched with the monitor held.
@usableFromInline
final class OrderedWork<Item: Sendable, Output: Sendable>: @unchecked Sendable {
    @usableFromInline
    struct State: ~Copyable {
        @usableFromInline var head: Slot<Item, Output>?
        /// Waiting slots, what is taken next last: the entries of whichever directory was read last, which need not be the first of
        /// the list. Slots that were taken out of turn stay until they come up.
        @usableFromInline var stack: [Slot<Item, Output>] = []
        /// How many slots wait.
        @usableFromInline var waiting = 0
        @usableFromInline var taken = 0
        /// Results that wait behind an unfinished slot.
        @usableFromInline var held = 0
        @usableFromInline var isDelivering = false
        @usableFromInline var isStopped = false

        @inlinable init() {}
    }

    /// So many results may wait for a slow file before the other workers wait too.
    @inlinable static var mostHeld: Int { 4_096 }

    @usableFromInline let monitor: Monitor<State>
    @usableFromInline let deliver: @Sendable (Output) -> Void

    /// A slot that a worker has taken.
    @usableFromInline
    struct Ticket {
        @usableFromInline let item: Item
        @usableFromInline var slot: Slot<Item, Output>

        @inlinable
        init(item: Item, slot: Slot<Item, Output>) {
            self.item = item
            self.slot = slot
        }
    }

    /// - Parameter deliver: takes results in order, one at a time, on whichever worker's thread.
    @inlinable
    init(_ items: [Item], deliver: @escaping @Sendable (Output) -> Void) {
        self.deliver = deliver
        var state = State()
        for item in items.reversed() {
            let slot = Slot<Item, Output>(.waiting(item), next: state.head)
            state.head = slot
            state.stack.append(slot)
        }
        state.waiting = items.count
        monitor = Monitor(state)
    }

    /// How many items wait to be taken.
    @inlinable var waiting: Int { monitor.withLock { $0.waiting } }

    /// The next item, or nil when there is none and none can come.
    @inlinable
    func take() -> Ticket? {
        monitor.waiting { state -> Ticket?? in
            if state.isStopped || (state.waiting == 0 && state.taken == 0) { return .some(nil) }
            guard let slot = OrderedWork.next(&state), case .waiting(let item) = slot.state else { return nil }
            slot.state = .taken
            state.waiting -= 1
            state.taken += 1
            return Ticket(item: item, slot: slot)
        }
    }

    /// The slot to take: the last that was put in, or, while too many results wait, only the one they wait for.
    @inlinable
    static func next(_ state: inout State) -> Slot<Item, Output>? {
        guard state.held < mostHeld else { return state.head }
        while let slot = state.stack.popLast() {
            if case .waiting = slot.state { return slot }
        }
        return nil
    }

    /// Puts `items`, in order, in the place of what was taken; `output` comes before them.
    @inlinable
    func replace(_ ticket: Ticket, with items: [Item], output: Output?) {
        monitor.withLock { state in
            var next = ticket.slot.next
            for item in items.reversed() {
                let slot = Slot<Item, Output>(.waiting(item), next: next)
                next = slot
                state.stack.append(slot)
            }
            state.waiting += items.count
            ticket.slot.next = next
            finish(ticket.slot, output, &state)
        }
        monitor.wakeAll()
        deliverReady()
    }

    /// Gives the result of what was taken.
    @inlinable
    func complete(_ ticket: Ticket, _ output: Output?) {
        let mustWake = monitor.withLock { state in
            finish(ticket.slot, output, &state)
            return state.waiting == 0 || state.held >= OrderedWork.mostHeld - 1
        }
        if mustWake { monitor.wakeAll() }
        deliverReady()
    }

    /// Gives a part of the result of what was taken, before the rest is there. Waits while too many results wait for a slower file:
    /// whoever has the first file of the list never waits, so the wait ends.
    @inlinable
    func give(_ output: Output, for ticket: inout Ticket) {
        let slot = ticket.slot
        let rest = Slot<Item, Output>(.taken, next: nil)
        monitor.withLock { state in
            rest.next = slot.next
            slot.next = rest
            slot.state = .done(output)
            state.held += 1
        }
        ticket.slot = rest
        deliverReady()
        monitor.waiting { state in
            state.isStopped || state.held < OrderedWork.mostHeld || state.head === rest ? () : nil
        }
    }

    /// Makes every worker stop after what it has in hand, if `stopped`.
    @inlinable
    func stop(ifStopped stopped: Bool) {
        guard stopped else { return }
        monitor.withLock { $0.isStopped = true }
        monitor.wakeAll()
    }

    /// Takes the list apart slot by slot; left to itself, a long one would be released recursively.
    @inlinable
    func unlink() {
        monitor.withLock { state in
            state.stack.removeAll()
            while let head = state.head { state.head = head.next }
        }
    }

    /// Runs `loop`, which takes items until there are none, on this thread and, while many items wait, on others; then takes the list
    /// apart. The loop calls what it is given after each item.
    @inlinable
    func share(threads: Int, _ loop: @escaping @Sendable (_ afterStep: () -> Void) -> Void) {
        var helpers: [WorkerThread] = []
        loop {
            // A hook's few files are done before a thread has started.
            guard helpers.count < threads - 1, waiting >= 8 * (helpers.count + 1) else { return }
            if let helper = try? WorkerThread({ loop({}) }) { helpers.append(helper) }
        }
        for helper in helpers { helper.join() }
        unlink()
    }

    @inlinable
    func finish(_ slot: Slot<Item, Output>, _ output: Output?, _ state: inout State) {
        slot.state = .done(output)
        state.taken -= 1
        if output != nil { state.held += 1 }
    }

    /// Delivers what is done at the head. One worker at a time; another that finishes meanwhile leaves its result to it.
    @inlinable
    func deliverReady() {
        while true {
            var isHeadNew = false
            let ready: [Output]? = monitor.withLock { state in
                guard !state.isDelivering else { return nil }
                var outputs: [Output] = []
                let oldHead = state.head
                while let head = state.head, case .done(let output) = head.state {
                    if let output { outputs.append(output) }
                    state.head = head.next
                }
                guard !outputs.isEmpty else {
                    // Whoever waits for too many results may go on with a new first slot.
                    isHeadNew = state.head !== oldHead && state.held >= OrderedWork.mostHeld
                    return nil
                }
                state.held -= outputs.count
                state.isDelivering = true
                return outputs
            }
            guard let ready else {
                if isHeadNew { monitor.wakeAll() }
                return
            }
            for output in ready { deliver(output) }
            monitor.withLock { $0.isDelivering = false }
            monitor.wakeAll()
        }
    }
}

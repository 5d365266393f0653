/// Works on a list of things with several workers and gives results in the list's order, the same for any number of workers.

public enum ItemWork {
    /// - Parameters:
    ///   - threads: at most so many workers; a second one is started only when many things wait.
    ///   - makeWorker: called on each worker's own thread; the result is used by that thread alone.
    ///   - deliver: takes results in order, one at a time.
    ///   - isStopped: asked before each thing; true ends the work early.
    @inlinable
    public static func run<Item: Sendable, Worker: ItemWorker & SendableMetatype>(
        _ items: [Item], threads: Int, isStopped: @escaping @Sendable () -> Bool,
        makeWorker: @escaping @Sendable () -> Worker, deliver: @escaping @Sendable (Worker.Output) -> Void
    ) where Worker: ~Copyable, Worker.Item == Item {
        let work = OrderedWork<Item, Worker.Output>(items, deliver: deliver)
        work.share(threads: threads) { afterStep in
            var worker: Worker? = nil
            while !isStopped(), let ticket = work.take() {
                if worker == nil { worker = makeWorker() }
                work.complete(ticket, worker?.work(on: ticket.item))
                afterStep()
            }
            work.stop(ifStopped: isStopped())
        }
    }
}

/// Does the work. One a thread.
public protocol ItemWorker: ~Copyable {
    associatedtype Item: Sendable
    associatedtype Output: Sendable
    /// What a thing gives; nil: nothing.
    mutating func work(on item: Item) -> Output?
}

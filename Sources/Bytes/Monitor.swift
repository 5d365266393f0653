/// A lock with a condition: state that several threads share, and a way to wait until it changes. `Synchronization.Mutex`
/// has no waiting; everything else should use that.

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

// @unchecked: `state` is only reached with the mutex held.
// What takes a body can be inlined, so that it is made for the state at hand: a scan comes here several times a file.
@safe
public final class Monitor<State: ~Copyable>: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    @usableFromInline var state: State

    public init(_ state: consuming sending State) {
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        unsafe mutex.initialize(to: pthread_mutex_t())
        unsafe condition.initialize(to: pthread_cond_t())
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(condition, nil)
        self.state = state
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    @usableFromInline func lock() { unsafe pthread_mutex_lock(mutex) }

    @usableFromInline func unlock() { unsafe pthread_mutex_unlock(mutex) }

    /// Lets go of the lock, waits until another thread calls `wakeAll()`, and takes the lock again.
    @usableFromInline func wait() { unsafe pthread_cond_wait(condition, mutex) }

    /// Runs `body` alone. It must not call back into this monitor.
    @inlinable
    public func withLock<Result: ~Copyable, Failure: Error>(
        _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        lock()
        defer { unlock() }
        return try body(&state)
    }

    /// Runs `body` alone, again and again: each time it returns nil, waits until another thread calls `wakeAll()`.
    @inlinable
    public func waiting<Result>(_ body: (inout State) -> Result?) -> Result {
        lock()
        defer { unlock() }
        while true {
            if let result = body(&state) { return result }
            wait()
        }
    }

    /// Wakes every thread that waits; each looks at its condition anew.
    public func wakeAll() {
        unsafe pthread_cond_broadcast(condition)
    }
}

/// A thread that runs one function and can be waited for. Blocking reads belong here, not on Swift's task pool.
@safe
public final class WorkerThread: @unchecked Sendable {
    private var handle: pthread_t
    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts the thread. `stackSize` in bytes.
    public init(stackSize: Int = 1 << 21, _ run: @escaping @Sendable () -> Void) throws(Errno) {
        var attributes = pthread_attr_t()
        unsafe pthread_attr_init(&attributes)
        defer { unsafe pthread_attr_destroy(&attributes) }
        unsafe pthread_attr_setstacksize(&attributes, stackSize)
        let body = unsafe Unmanaged.passRetained(Body(run))
        var started = pthread_t(bitPattern: 0)
        let status = unsafe pthread_create(
            &started, &attributes,
            { argument in
                unsafe Unmanaged<Body>.fromOpaque(argument.unsafelyUnwrapped).takeRetainedValue().run()
                return nil
            }, body.toOpaque())
        guard status == 0 else {
            unsafe body.release()
            throw Errno(status)
        }
        handle = started
    }

    /// Waits for the thread's end. Call once.
    public func join() {
        pthread_join(handle, nil)
    }
}

/// What the machine has to run threads on.
public enum Processors {
    /// How many processors are online.
    public static var online: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }
}

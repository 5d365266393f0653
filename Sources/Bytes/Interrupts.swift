/// Ctrl-C and friends: a flag that long work asks for, so that what was found so far is still reported.

internal import Synchronization

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

public enum Interrupts {
    private static let requested = Atomic<Bool>(false)

    /// Turns SIGINT and SIGTERM into the flag; a second one ends the process at once. SIGPIPE is ignored: a closed pipe is an
    /// error of the write instead.
    public static func install() {
        // A store to an atomic is safe in a signal handler.
        let handler: @convention(c) (Int32) -> Void = { signal in
            if Interrupts.requested.exchange(true, ordering: .relaxed) { _exit(128 + signal) }
        }
        _ = signal(SIGINT, handler)
        _ = signal(SIGTERM, handler)
        _ = signal(SIGPIPE, SIG_IGN)
    }

    public static var isRequested: Bool { requested.load(ordering: .relaxed) }
}

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

    /// Turns SIGINT and SIGTERM into the flag; a second one ends the process at once. Standard input, the one thing that can be
    /// waited for without end, ends too. SIGPIPE is ignored: a closed pipe is an error of the write instead.
    public static func install() {
        // A store to an atomic, open, dup2 and close are safe in a signal handler.
        let handler: @convention(c) (Int32) -> Void = { signal in
            if Interrupts.requested.exchange(true, ordering: .relaxed) { _exit(128 + signal) }
            endStandardInput()
        }
        _ = signal(SIGINT, handler)
        _ = signal(SIGTERM, handler)
        _ = signal(SIGPIPE, SIG_IGN)
    }

    /// Whether a signal asked for the end.
    public static var isRequested: Bool { requested.load(ordering: .relaxed) }
}

/// Puts the null device in its place: a read that waits is started anew and finds the end, and none can begin to wait between
/// a look at the flag and the call.
private func endStandardInput() {
    let path: StaticString = "/dev/null"
    // A literal ends in a NUL and lives for ever.
    let null = unsafe open(UnsafeRawPointer(path.utf8Start).assumingMemoryBound(to: CChar.self), O_RDONLY)
    guard null > 0 else { return }
    dup2(null, 0)
    close(null)
}

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// What a process knows of where it runs.
public enum ProcessContext {
    /// The value of an environment variable, nil when unset.
    public static func environment(_ name: String) -> String? {
        // getenv's text is copied at once; nothing here changes the environment.
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }

    /// What tells it from all others that run.
    public static var processID: Int { Int(getpid()) }

    /// Absolute; nil when the directory is gone.
    public static var currentDirectory: FilePath? {
        guard let buffer = unsafe getcwd(nil, 0) else { return nil }
        // getcwd allocated it.
        defer { unsafe free(buffer) }
        return unsafe FilePath(String(cString: buffer))
    }

    /// Takes the numbers of standard descriptors that the caller closed, so that no file that is opened later gets one: a report on
    /// standard output would be written into it. The null device is opened the wrong way round: to use it stays an error.
    public static func occupyStandardDescriptors() {
        for descriptor: Int32 in 0...2 where fcntl(descriptor, F_GETFD) == -1 {
            // The lowest free number is this one.
            _ = unsafe open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
        }
    }

    /// Puts the program that the process's own arguments name from `index` on in its place: the program gets these arguments to the
    /// byte (text would mend what is not UTF-8), the environment and the descriptors. A name without a slash is looked for in PATH.
    /// Returns only when it fails.
    public static func replace(withArgumentsFrom index: Int) -> Errno {
        guard index > 0, index < Int(CommandLine.argc) else { return Errno(EINVAL) }
        // The system's own array, which ends in a nil behind `argc` pointers; nothing here changes it.
        let arguments = unsafe CommandLine.unsafeArgv + index
        guard let name = unsafe arguments[0] else { return Errno(EINVAL) }
        _ = unsafe execvp(name, arguments)
        return Errno(errno)
    }

    /// Ends the process.
    public static func exit(_ status: Int32) -> Never {
        #if canImport(Darwin)
            Darwin.exit(status)
        #elseif canImport(Musl)
            Musl.exit(status)
        #else
            Glibc.exit(status)
        #endif
    }
}

/// The time of day, for what has a date on it; of the reports only GitLab's, whose schema wants it.
public enum WallClock {
    /// Since 1970-01-01, UTC.
    public static var secondsSinceEpoch: Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return time.tv_sec
    }
}

/// How long the calling thread has computed: unlike the clock on the wall, a busy machine does not lengthen it much.
public enum ThreadClock {
    public static var cpuTime: Duration {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}

/// CPU time of all threads of this process so far.
public enum ProcessClock {
    public static var cpuTime: Duration {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }
}

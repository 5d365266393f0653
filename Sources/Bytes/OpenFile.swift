#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// An open file descriptor, closed when its owner goes out of scope.
public struct OpenFile: ~Copyable {
    let descriptor: Int32
    private let owned: Bool

    /// Opens for reading. Never blocks on a FIFO and never becomes the controlling terminal; with `followingLinks` false a
    /// symbolic link at the end of the path is ELOOP.
    public init(reading path: FilePath, followingLinks: Bool = false) throws(Errno) {
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (followingLinks ? 0 : O_NOFOLLOW)
        descriptor = try retryingInterrupts { unsafe path.withCString { unsafe open($0, flags) } }
        owned = true
    }

    /// Opens the file of a directory that is called like the last component of a path, as `init(reading:)` without following links. The
    /// system looks for one name instead of all those of the path.
    public init(reading path: FilePath, in directory: OpenDirectory) throws(Errno) {
        let flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW
        descriptor = try retryingInterrupts {
            unsafe path.withLastComponent { unsafe openat(directory.descriptor, $0, flags) }
        }
        owned = true
    }

    /// Creates or truncates for writing.
    public init(writing path: FilePath) throws(Errno) {
        let flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC
        descriptor = try retryingInterrupts { unsafe path.withCString { unsafe open($0, flags, mode_t(0o666)) } }
        owned = true
    }

    /// Creates, or writes after what is there.
    public init(appending path: FilePath) throws(Errno) {
        let flags = O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC
        descriptor = try retryingInterrupts { unsafe path.withCString { unsafe open($0, flags, mode_t(0o666)) } }
        owned = true
    }

    /// Creates for writing: EEXIST where anything has this name, a symbolic link included. The mask of the process counts.
    init(creating path: FilePath, mode: UInt32) throws(Errno) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
        descriptor = try retryingInterrupts { unsafe path.withCString { unsafe open($0, flags, mode_t(mode)) } }
        owned = true
    }

    /// Takes an open descriptor over.
    init(owning descriptor: Int32) {
        self.descriptor = descriptor
        owned = true
    }

    private init(borrowing descriptor: Int32) {
        self.descriptor = descriptor
        owned = false
    }

    public static var standardInput: OpenFile { OpenFile(borrowing: 0) }
    public static var standardOutput: OpenFile { OpenFile(borrowing: 1) }
    public static var standardError: OpenFile { OpenFile(borrowing: 2) }

    deinit {
        if owned { close(descriptor) }
    }

    public var isTerminal: Bool { isatty(descriptor) == 1 }

    /// What the system knows of the open file.
    public func status() throws(Errno) -> FileStatus {
        var raw = stat()
        _ = try retryingInterrupts { unsafe fstat(descriptor, &raw) }
        return FileStatus(raw)
    }

    /// One `read` into `buffer[start..<start + count]`, which must exist. Returns the number of bytes, 0 at the end.
    public func read(into buffer: inout [UInt8], at start: Int, count: Int) throws(Errno) -> Int {
        precondition(start >= 0 && count >= 0 && start + count <= buffer.count, "read outside of its buffer")
        return try retryingInterrupts {
            // Inside the bounds checked above.
            unsafe buffer.withUnsafeMutableBufferPointer {
                unsafe systemRead(descriptor, $0.baseAddress.unsafelyUnwrapped + start, count)
            }
        }
    }

    /// Writes all of `bytes`.
    public func write(_ bytes: [UInt8]) throws(Errno) {
        var done = 0
        while done < bytes.count {
            done += try retryingInterrupts {
                // `done` is less than the count, so the pointer stays inside.
                unsafe bytes.withUnsafeBufferPointer {
                    unsafe systemWrite(descriptor, $0.baseAddress.unsafelyUnwrapped + done, bytes.count - done)
                }
            }
        }
    }
}

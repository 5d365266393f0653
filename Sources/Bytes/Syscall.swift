/// The few system calls that Lapwing makes itself, with typed errors. The only place that retries EINTR.

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// An error number of the operating system.
public struct Errno: Error, Sendable, Hashable, CustomStringConvertible {
    public let rawValue: Int32

    public init(_ rawValue: Int32) { self.rawValue = rawValue }

    public static let noSuchFile = Errno(ENOENT)
    public static let notPermitted = Errno(EACCES)
    public static let tooManyLinks = Errno(ELOOP)
    public static let brokenPipe = Errno(EPIPE)
    public static let ioError = Errno(EIO)
    public static let notADirectory = Errno(ENOTDIR)
    public static let isADirectory = Errno(EISDIR)
    public static let tooLarge = Errno(EFBIG)
    public static let notARegularFile = Errno(EINVAL)

    /// What the system calls it, in its words: `Permission denied`.
    public var description: String {
        // strerror_r differs between libcs; strerror's static text is copied at once.
        unsafe String(cString: strerror(rawValue))
    }
}

/// Calls `body` until it fails with something other than EINTR or succeeds.
func retryingInterrupts<Value: FixedWidthInteger>(_ body: () -> Value) throws(Errno) -> Value {
    while true {
        let value = body()
        if value != -1 { return value }
        if errno != EINTR { throw Errno(errno) }
    }
}

/// What kind of thing a path names.
public enum FileType: Sendable, Equatable {
    case regular
    case directory
    case symbolicLink
    case other
}

/// What `stat` says, as far as a scanner cares.
public struct FileStatus: Sendable {
    public let type: FileType
    /// Bytes.
    public let size: Int
    public let device: UInt64
    public let inode: UInt64

    init(_ raw: stat) {
        switch raw.st_mode & mode_t(S_IFMT) {
        case mode_t(S_IFREG): type = .regular
        case mode_t(S_IFDIR): type = .directory
        case mode_t(S_IFLNK): type = .symbolicLink
        default: type = .other
        }
        size = Int(raw.st_size)
        device = UInt64(raw.st_dev)
        inode = UInt64(raw.st_ino)
    }

    /// Follows a symbolic link at the end of the path unless `followingLinks` is false.
    public static func of(_ path: FilePath, followingLinks: Bool = true) throws(Errno) -> FileStatus {
        var raw = stat()
        _ = try retryingInterrupts {
            unsafe path.withCString { unsafe followingLinks ? stat($0, &raw) : lstat($0, &raw) }
        }
        return FileStatus(raw)
    }
}

// `open`, `read` and `write` under names that do not clash with methods.
func systemOpen(_ path: UnsafePointer<CChar>, _ flags: Int32) -> Int32 { unsafe open(path, flags) }

func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutablePointer<UInt8>, _ count: Int) -> Int {
    unsafe read(descriptor, buffer, count)
}

func systemWrite(_ descriptor: Int32, _ buffer: UnsafePointer<UInt8>, _ count: Int) -> Int {
    unsafe write(descriptor, buffer, count)
}

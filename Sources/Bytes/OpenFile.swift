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

/// The names in a directory with their types, unsorted, without `.` and `..`.
public struct DirectoryEntry: Sendable {
    public let name: [UInt8]
    /// nil where the file system does not say (then ask `FileStatus`).
    public let type: FileType?

    public init(name: [UInt8], type: FileType?) {
        (self.name, self.type) = (name, type)
    }

    /// The order of whole paths: that of the names' bytes, with a slash behind the name of a directory.
    public static func precedes(_ left: DirectoryEntry, _ right: DirectoryEntry) -> Bool {
        let (one, other) = (left.name.span, right.name.span)
        var index = 0
        while index < one.count, index < other.count {
            if one[index] != other[index] { return one[index] < other[index] }
            index += 1
        }
        return left.byte(at: index) < right.byte(at: index)
    }

    /// A byte of the name with its slash; less than any where both have ended.
    private func byte(at index: Int) -> Int {
        if index < name.count { return Int(name[index]) }
        return index == name.count && type == .directory ? 0x2F : -1
    }
}

/// Directories, read whole.
public enum Directory {
    /// Reads all of a directory and closes it: no descriptor stays open while its entries are worked on.
    public static func entries(of path: FilePath) throws(Errno) -> [DirectoryEntry] {
        let shown = path.bytes.isEmpty ? FilePath(".") : path
        guard let stream = unsafe shown.withCString({ unsafe opendir($0) }) else { throw Errno(errno) }
        defer { unsafe closedir(stream) }
        var found: [DirectoryEntry] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else {
                if errno != 0 { throw Errno(errno) }
                return found
            }
            let type: FileType? =
                switch unsafe Int32(entry.pointee.d_type) {
                case Int32(DT_REG): .regular
                case Int32(DT_DIR): .directory
                case Int32(DT_LNK): .symbolicLink
                case Int32(DT_UNKNOWN): nil
                default: .other
                }
            // d_name is NUL-terminated inside the entry, which lives until the next readdir.
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                unsafe tuple.withMemoryRebound(to: UInt8.self, capacity: 256) { bytes in
                    unsafe Array(
                        UnsafeBufferPointer(
                            start: bytes, count: strlen(UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self))))
                }
            }
            if name != [0x2E] && name != [0x2E, 0x2E] { found.append(DirectoryEntry(name: name, type: type)) }
        }
    }
}

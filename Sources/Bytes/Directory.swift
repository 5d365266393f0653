internal import Synchronization

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

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
        let index = left.name.span.commonPrefix(with: right.name.span)
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
    /// Reads all of a directory.
    /// - Returns: the entries, and the directory for opening files in it; nil where many are open already.
    public static func open(_ path: FilePath) throws(Errno) -> ([DirectoryEntry], OpenDirectory?) {
        guard let directory = OpenDirectory(path) else { return (try entries(of: path), nil) }
        return (try directory.entries(), directory)
    }

    /// Reads all of a directory and closes it: no descriptor stays open while its entries are worked on.
    public static func entries(of path: FilePath) throws(Errno) -> [DirectoryEntry] {
        let shown = path.bytes.isEmpty ? FilePath(".") : path
        guard let stream = unsafe shown.withCString({ unsafe opendir($0) }) else { throw Errno(errno) }
        return try unsafe entries(stream)
    }

    /// Reads a stream to its end, and closes it.
    fileprivate static func entries(_ stream: OpaquePointer) throws(Errno) -> [DirectoryEntry] {
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

/// A directory that files are opened in; closed when the last file that needs it is done. Only some can be open at once.
public final class OpenDirectory: Sendable {
    let descriptor: Int32

    private static let count = Atomic<Int>(0)
    /// Descriptors are few (1,024 mostly), and a walk may be deep.
    private static let most = 128

    /// nil where enough are open, or where it cannot be opened.
    init?(_ path: FilePath) {
        guard OpenDirectory.count.add(1, ordering: .relaxed).newValue <= OpenDirectory.most else {
            OpenDirectory.count.subtract(1, ordering: .relaxed)
            return nil
        }
        let shown = path.bytes.isEmpty ? FilePath(".") : path
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC
        guard
            let opened = try? retryingInterrupts({ unsafe shown.withCString { unsafe systemOpen($0, flags) } })
        else {
            OpenDirectory.count.subtract(1, ordering: .relaxed)
            return nil
        }
        descriptor = opened
    }

    deinit {
        close(descriptor)
        OpenDirectory.count.subtract(1, ordering: .relaxed)
    }

    /// Reads all of it. A stream owns its descriptor, so it gets another one.
    func entries() throws(Errno) -> [DirectoryEntry] {
        let other = try retryingInterrupts { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) }
        guard let stream = unsafe fdopendir(other) else {
            let fault = Errno(errno)
            close(other)
            throw fault
        }
        return try unsafe Directory.entries(stream)
    }
}

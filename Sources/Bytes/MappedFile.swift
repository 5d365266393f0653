#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

// @unchecked: the memory is never written and lives as long as the object.
/// A file as memory, read page by page as it is touched. Only for files that their owner replaces and never shortens, as git does with
/// packs and their indexes: to touch a page that is gone ends the process.
@safe
public final class MappedFile: @unchecked Sendable {
    private let base: UnsafeRawPointer?
    public let count: Int

    /// Maps all of a regular file. A symbolic link at the end of the path is followed: git's own directories may hold some.
    public init(_ path: FilePath) throws(Errno) {
        let file = try OpenFile(reading: path, followingLinks: true)
        let status = try file.status()
        guard status.type == .regular else { throw Errno.notARegularFile }
        count = status.size
        guard count > 0 else {
            unsafe base = nil
            return
        }
        guard let mapped = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, file.descriptor, 0),
            unsafe mapped != MAP_FAILED
        else { throw Errno(errno) }
        unsafe base = UnsafeRawPointer(mapped)
    }

    deinit {
        if let base = unsafe base { unsafe munmap(UnsafeMutableRawPointer(mutating: base), count) }
    }

    /// The file's bytes.
    public var bytes: Span<UInt8> {
        @_lifetime(borrow self)
        get {
            // Lent no longer than the object lives, which owns the mapping; `count` is what was mapped.
            let start = unsafe base?.assumingMemoryBound(to: UInt8.self)
            let span = unsafe Span(_unsafeElements: UnsafeBufferPointer(start: start, count: count))
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }
}

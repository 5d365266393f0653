#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

// @unchecked: the memory is never written and lives as long as the object. Only a view counts what was touched, and it has one user.
/// A file as memory, read page by page as it is touched. Only for files that their owner replaces and never shortens, as git does with
/// packs and their indexes: to touch a page that is gone ends the process.
@safe
public final class MappedFile: @unchecked Sendable {
    private let base: UnsafeRawPointer?
    public let count: Int
    /// Whose mapping this is a view of.
    private let owner: MappedFile?
    private var touched: TouchedPages?

    /// Maps all of a regular file. A symbolic link at the end of the path is followed: git's own directories may hold some.
    public convenience init(_ path: FilePath) throws(Errno) {
        try self.init(OpenFile(reading: path, followingLinks: true))
    }

    /// Maps all of an open regular file.
    init(_ file: borrowing OpenFile) throws(Errno) {
        let status = try file.status()
        guard status.type == .regular else { throw Errno.notARegularFile }
        owner = nil
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

    private init(viewOf owner: MappedFile, pageLimit: Int) {
        unsafe base = owner.base
        count = owner.count
        self.owner = owner
        touched = TouchedPages(count: count, limit: pageLimit)
    }

    deinit {
        if owner == nil, let base = unsafe base {
            unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
        }
    }

    /// The same memory for one thread. It has a reference count of its own: threads that count references to one object slow each
    /// other down. And it lets pages go: pages of files count as the process's memory as long as they are mapped.
    /// - Parameter pageLimit: bytes that may stay in memory of what `willRead` was told of.
    public func view(pageLimit: Int) -> MappedFile { MappedFile(viewOf: owner ?? self, pageLimit: pageLimit) }

    /// Says which bytes of a view are read next. What was read before may have to be read from the file again, which nobody notices.
    public func willRead(_ range: Range<Int>) {
        guard touched?.add(range) == true, let base = unsafe base else { return }
        // A hint: the pages of a private mapping that was never written come back from the file.
        unsafe madvise(UnsafeMutableRawPointer(mutating: base), count, MADV_DONTNEED)
    }

    /// The file's bytes.
    public var bytes: Span<UInt8> {
        @_lifetime(borrow self)
        get {
            // Lent no longer than the object lives, which owns the mapping or its owner; `count` is what was mapped.
            let start = unsafe base?.assumingMemoryBound(to: UInt8.self)
            let span = unsafe Span(_unsafeElements: UnsafeBufferPointer(start: start, count: count))
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }
}

/// Which parts of a mapping were touched since all were let go. A part is what Linux maps around a page that is missing.
private struct TouchedPages {
    private static let part = 1 << 16

    private var parts: [Bool]
    private var size = 0
    private let limit: Int

    init(count: Int, limit: Int) {
        parts = [Bool](repeating: false, count: count / TouchedPages.part + 1)
        self.limit = limit
    }

    /// Whether everything before this range is to be let go.
    mutating func add(_ range: Range<Int>) -> Bool {
        let (first, last) = (
            range.lowerBound / TouchedPages.part, max(range.lowerBound, range.upperBound - 1) / TouchedPages.part
        )
        guard last < parts.count else { return false }
        var isOver = false
        for part in first...last where !parts[part] {
            if size >= limit {
                for place in parts.indices { parts[place] = false }
                size = 0
                isOver = true
            }
            parts[part] = true
            size += TouchedPages.part
        }
        return isOver
    }
}

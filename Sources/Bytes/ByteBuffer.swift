/// Memory for bytes that something else fills: not zeroed before, so that a size that lies costs address space and no memory. Or a
/// mapped file, which is full and only read.
// @unchecked: whoever makes a buffer fills it before anyone else sees it; after that it is only read.
@safe
public final class ByteBuffer: @unchecked Sendable {
    private let base: UnsafeMutablePointer<UInt8>
    public let capacity: Int
    /// How many bytes are filled.
    public private(set) var count = 0
    /// Whose memory this is; nil for memory of its own.
    private let file: MappedFile?

    /// - Parameter capacity: bytes.
    public init(capacity: Int) {
        self.capacity = max(capacity, 1)
        unsafe base = .allocate(capacity: self.capacity)
        file = nil
    }

    /// What a mapped file holds.
    init(_ file: MappedFile) {
        capacity = file.count
        count = file.count
        self.file = file
        // Never written: it is full. An empty file has no memory, and needs none.
        unsafe base =
            UnsafeMutablePointer(
                mutating: unsafe file.bytes.withUnsafeBufferPointer { $0.baseAddress }
                    ?? UnsafePointer(bitPattern: 1)
            ).unsafelyUnwrapped
    }

    /// Whether it is a mapped file.
    public var isFile: Bool { file != nil }

    /// The same bytes for one thread, which says what it reads. Of a mapped file `pageLimit` bytes stay in memory.
    public func view(pageLimit: Int) -> ByteBuffer { file.map { ByteBuffer($0.view(pageLimit: pageLimit)) } ?? self }

    /// Says which bytes of a view are read next: a mapped file lets go of pages that were read long ago.
    public func willRead(_ range: Range<Int>) { file?.willRead(range) }

    /// A copy of a span.
    public convenience init(_ bytes: Span<UInt8>) {
        self.init(capacity: bytes.count)
        append(bytes, 0..<bytes.count)
    }

    deinit {
        if file == nil { unsafe base.deallocate() }
    }

    /// The bytes that are filled.
    public var bytes: Span<UInt8> {
        @_lifetime(borrow self)
        get {
            // The first `count` bytes were written, and the memory lives as long as the object.
            let span = unsafe Span(_unsafeStart: base, count: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// Forgets what it holds.
    public func removeAll() {
        precondition(file == nil, "a file is only read")
        count = 0
    }

    /// Appends `range` of `source`, which must hold it; there must be room.
    public func append(_ source: Span<UInt8>, _ range: Range<Int>) {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= source.count && range.count <= capacity - count,
            "an append outside of its buffer")
        guard !range.isEmpty else { return }
        // Inside the bounds checked above.
        unsafe source.withUnsafeBufferPointer { buffer in
            unsafe (base + count).update(
                from: buffer.baseAddress.unsafelyUnwrapped + range.lowerBound, count: range.count)
        }
        count += range.count
    }

    /// Copies `range`, which must be filled, to `target[start...]`, which must have room.
    public func copy(_ range: Range<Int>, into target: inout [UInt8], at start: Int) {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= count && start >= 0 && start + range.count <= target.count,
            "a copy outside of its buffer")
        guard !range.isEmpty else { return }
        // Inside the bounds checked above.
        unsafe target.withUnsafeMutableBufferPointer { buffer in
            unsafe (buffer.baseAddress.unsafelyUnwrapped + start).update(
                from: base + range.lowerBound, count: range.count)
        }
    }

    /// Lets `body` write into the free memory behind what is filled; it says how many bytes it wrote from the start of it.
    public func fill<Failure: Error>(
        _ body: (UnsafeMutableBufferPointer<UInt8>) throws(Failure) -> Int
    ) throws(Failure) {
        let free = unsafe UnsafeMutableBufferPointer(start: base + count, count: capacity - count)
        let written = try unsafe body(free)
        precondition(written >= 0 && written <= capacity - count, "more was written than there was room for")
        count += written
    }
}

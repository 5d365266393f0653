/// Undoes zlib's compression: libdeflate for whole objects (two to three times as fast), zlib itself where only a beginning is wanted.
/// One a worker; not shared between threads.

public import Bytes
internal import CDeflate
internal import CZlib

/// Why compressed bytes cannot be read.
enum InflateFault: Error {
    case corrupt
    /// They hold more than was said.
    case tooLong
}

// Owns both decompressors; nothing else holds the pointers.
@safe
public struct Inflater: ~Copyable {
    private let whole: OpaquePointer
    private let stream: UnsafeMutablePointer<z_stream>

    public init() {
        // Creation fails only when memory is exhausted, and then nothing can go on.
        unsafe whole = libdeflate_alloc_decompressor().unsafelyUnwrapped
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        precondition(unsafe lapwing_inflate_init(stream) == Z_OK, "no memory for zlib")
    }

    deinit {
        unsafe libdeflate_free_decompressor(whole)
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Deflate cannot do better than about 1,032 to 1, so a size beyond this is a lie that need not be tried.
    public static func mostBytes(from compressed: Int) -> Int { 64 + 1_040 * max(0, compressed) }

    /// CRC-32 of `range`, which must exist.
    static func checksum(_ data: Span<UInt8>, _ range: Range<Int>) -> UInt32 {
        // `extracting` checks the range; the bytes are only read.
        unsafe data.extracting(range).withUnsafeBufferPointer {
            unsafe libdeflate_crc32(0, $0.baseAddress, $0.count)
        }
    }

    /// Appends exactly `size` bytes to `buffer`, which must have room: what the zlib stream from `start` to at most `end` holds.
    /// - Returns: where the stream ends, nil where it is broken or holds another number of bytes.
    public func inflate(_ data: Span<UInt8>, from start: Int, to end: Int, size: Int, into buffer: ByteBuffer) -> Int? {
        guard start >= 0, start < end, end <= data.count, size >= 0, size <= buffer.capacity - buffer.count else {
            return nil
        }
        var consumed = 0
        var isWhole = false
        unsafe buffer.fill { free in
            // start..<end is inside of the data, and `size` bytes are free: both checked above.
            let status = unsafe data.withUnsafeBufferPointer { bytes in
                unsafe libdeflate_zlib_decompress_ex(
                    whole, bytes.baseAddress.unsafelyUnwrapped + start, end - start, free.baseAddress, size, &consumed,
                    nil)
            }
            isWhole = status == LIBDEFLATE_SUCCESS
            return isWhole ? size : 0
        }
        return isWhole ? start + consumed : nil
    }

    /// Appends the first bytes of the zlib stream from `start` on to `buffer`, as many as it has room for.
    /// - Returns: whether the stream ended there; nil where it is broken.
    func inflateBeginning(_ data: Span<UInt8>, from start: Int, into buffer: ByteBuffer) -> Bool? {
        guard start >= 0, start < data.count else { return nil }
        unsafe inflateReset(stream)
        var status: Int32 = Z_OK
        unsafe buffer.fill { free in
            // Both lengths are what is there; a stream longer than 4 GB is not read to its end, which is only a beginning again.
            unsafe data.withUnsafeBufferPointer { bytes in
                unsafe stream.pointee.next_in = UnsafeMutablePointer(
                    mutating: bytes.baseAddress.unsafelyUnwrapped + start)
                unsafe stream.pointee.avail_in = UInt32(clamping: data.count - start)
                unsafe stream.pointee.next_out = free.baseAddress
                unsafe stream.pointee.avail_out = UInt32(clamping: free.count)
                status = unsafe CZlib.inflate(stream, Z_SYNC_FLUSH)
                unsafe stream.pointee.next_in = nil
            }
            return unsafe free.count - Int(stream.pointee.avail_out)
        }
        switch status {
        case Z_STREAM_END: return true
        case Z_OK, Z_BUF_ERROR: return false
        default: return nil
        }
    }
}

/// A zlib stream that is read piece by piece, for what is too large to be held. Owns its stream; used by one thread at a time.
@safe
public final class InflateStream {
    private let source: MappedFile
    /// Up to where compressed bytes were read; at the end, where the stream ends.
    public private(set) var position: Int
    private let stream: UnsafeMutablePointer<z_stream>
    /// Whether the stream has ended.
    public private(set) var isAtEnd = false

    /// The stream that starts at `offset` of a mapped file.
    public init(_ source: MappedFile, at offset: Int) {
        self.source = source
        position = offset
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        precondition(unsafe lapwing_inflate_init(stream) == Z_OK, "no memory for zlib")
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Reads at most `count` bytes into `buffer[start...]`, which must exist; 0 at the end, nil where the stream is broken.
    public func read(into buffer: inout [UInt8], at start: Int, count: Int) -> Int? {
        precondition(start >= 0 && count >= 0 && start + count <= buffer.count, "read outside of its buffer")
        guard !isAtEnd, count > 0 else { return 0 }
        let source = source
        let data = source.bytes
        var written = 0
        while written == 0, !isAtEnd {
            let available = min(data.count - position, 1 << 20)
            guard available > 0 else { return nil }
            source.willRead(position..<position + available)
            var status: Int32 = Z_OK
            // The input is inside of the file, the output inside of the range checked above.
            unsafe data.withUnsafeBufferPointer { bytes in
                unsafe buffer.withUnsafeMutableBufferPointer { out in
                    unsafe stream.pointee.next_in = UnsafeMutablePointer(
                        mutating: bytes.baseAddress.unsafelyUnwrapped + position)
                    unsafe stream.pointee.avail_in = UInt32(available)
                    unsafe stream.pointee.next_out = out.baseAddress.unsafelyUnwrapped + start
                    unsafe stream.pointee.avail_out = UInt32(clamping: count)
                    status = unsafe CZlib.inflate(stream, Z_NO_FLUSH)
                    position += available - Int(unsafe stream.pointee.avail_in)
                    written = min(count, Int(UInt32.max)) - Int(unsafe stream.pointee.avail_out)
                }
            }
            switch status {
            case Z_STREAM_END: isAtEnd = true
            case Z_OK: break
            default: return nil
            }
        }
        return written
    }
}

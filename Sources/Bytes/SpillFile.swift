#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

/// A temporary file without a name, for bytes that are too many to be held: written once from start to end, then read as memory. It is
/// gone when nobody reads it any more, whatever becomes of the process.
public struct SpillFile: ~Copyable {
    private let file: OpenFile
    private var waiting: [UInt8] = []

    private static let piece = 1 << 18

    /// - Parameter directory: nil for `TMPDIR`, or `/tmp`.
    public init(in directory: FilePath? = nil) throws(Errno) {
        let folder =
            directory ?? FilePath(ProcessContext.environment("TMPDIR").flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp")
        var name = folder.appending("lapwing-XXXXXX").bytes.map { CChar(bitPattern: $0) } + [0]
        let descriptor = try retryingInterrupts { unsafe mkstemp(&name) }
        unsafe unlink(name)
        file = OpenFile(owning: descriptor)
    }

    /// Appends `range` of `source`, which must hold it.
    public mutating func append(_ source: Span<UInt8>, _ range: Range<Int>) throws(Errno) {
        var start = range.lowerBound
        while start < range.upperBound {
            let end = min(range.upperBound, start + SpillFile.piece - waiting.count)
            // Inside of the range, which `extracting` checks.
            unsafe source.extracting(start..<end).withUnsafeBufferPointer { unsafe waiting.append(contentsOf: $0) }
            start = end
            if waiting.count >= SpillFile.piece { try flush() }
        }
    }

    private mutating func flush() throws(Errno) {
        try file.write(waiting)
        waiting.removeAll(keepingCapacity: true)
    }

    /// All that was written.
    public consuming func contents() throws(Errno) -> ByteBuffer {
        try flush()
        return ByteBuffer(try MappedFile(file))
    }
}

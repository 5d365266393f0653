/// Objects of a repository as the reader takes them.

internal import Bytes
internal import Git
internal import Inputs

protocol RewindableSource: ByteSource {
    /// Back to the start, where that can be.
    func rewind()
}

/// An object that is held whole.
final class HeldBytes: RewindableSource {
    private let content: ByteBuffer
    private var position = 0

    init(_ content: ByteBuffer) { self.content = content }

    func rewind() { position = 0 }

    func read(into buffer: inout [UInt8], at start: Int, count: Int) throws(Errno) -> Int {
        let taken = min(count, content.count - position)
        let held = content
        let bytes = held.bytes
        for offset in 0..<taken { buffer[start + offset] = bytes[position + offset] }
        position += taken
        return taken
    }
}

/// An object that is read piece by piece, once.
final class StreamedBytes: RewindableSource {
    private let stream: BlobStream

    init(_ stream: BlobStream) { self.stream = stream }

    func rewind() {}

    /// A damaged object is an I/O error.
    func read(into buffer: inout [UInt8], at start: Int, count: Int) throws(Errno) -> Int {
        guard let taken = stream.read(into: &buffer, at: start, count: count) else { throw Errno.ioError }
        return taken
    }
}

/// The content of a git blob as the reader takes it: held whole, or, where it is too large for that, streamed.

public import Bytes
public import Git

public final class GitBlob: ByteSource {
    private enum Content {
        case held(ByteBuffer)
        case streamed(BlobStream)
    }

    private let content: Content
    private var position = 0

    public init(_ buffer: ByteBuffer) { content = .held(buffer) }

    public init(_ stream: BlobStream) { content = .streamed(stream) }

    /// Bytes.
    public var size: Int {
        switch content {
        case .held(let buffer): buffer.count
        case .streamed(let stream): stream.size
        }
    }

    /// Back to the start.
    public func rewind() {
        switch content {
        case .held: position = 0
        case .streamed(let stream): stream.rewind()
        }
    }

    /// One read, as of a file; a damaged blob is an I/O error.
    public func read(into buffer: inout [UInt8], at start: Int, count: Int) throws(Errno) -> Int {
        switch content {
        case .held(let held):
            let taken = min(count, held.count - position)
            held.copy(position..<position + taken, into: &buffer, at: start)
            position += taken
            return taken
        case .streamed(let stream):
            guard let taken = stream.read(into: &buffer, at: start, count: count) else { throw Errno.ioError }
            return taken
        }
    }
}

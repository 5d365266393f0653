/// A blob that is read piece by piece, because it is too large to be held. Used by one thread.

internal import Bytes

public final class BlobStream {
    private enum Source {
        case compressed(InflateStream)
        case bytes(ByteBuffer)
        /// Nil where git could not be asked again.
        case git(GitBlobStream?)
    }

    private var source: Source
    private let open: () -> Source
    private let skip: Int
    private var skipped: Int
    private var left: Int
    private let isRight: (InflateStream) -> Bool
    /// Bytes of the content.
    public let size: Int

    /// - Parameters:
    ///   - skipped: bytes before the content.
    ///   - isRight: asked at the end, whether what was read is what was written.
    init(
        skipping skipped: Int, size: Int, isRight: @escaping (InflateStream) -> Bool = { _ in true },
        open: @escaping () -> InflateStream
    ) {
        self.open = { .compressed(open()) }
        self.isRight = isRight
        (skip, self.skipped, self.size, left) = (skipped, skipped, size, size)
        source = self.open()
    }

    /// What git reads for us.
    init(size: Int, open: @escaping () -> GitBlobStream?) {
        self.open = { .git(open()) }
        isRight = { _ in true }
        (skip, skipped, self.size, left) = (0, 0, size, size)
        source = self.open()
    }

    /// What a buffer, or a mapped file, holds.
    init(_ content: ByteBuffer) {
        open = { .bytes(content) }
        isRight = { _ in true }
        (skip, skipped, size, left) = (0, 0, content.count, content.count)
        source = .bytes(content)
    }

    /// Back to the start.
    public func rewind() {
        source = open()
        (skipped, left) = (skip, size)
    }

    /// Reads at most `count` bytes into `buffer[start...]`, which must exist; 0 at the end, nil where the object is damaged.
    public func read(into buffer: inout [UInt8], at start: Int, count: Int) -> Int? {
        switch source {
        case .bytes(let content):
            let range = content.count - left..<content.count - left + min(left, count)
            content.willRead(range)
            content.copy(range, into: &buffer, at: start)
            left -= range.count
            return range.count
        case .compressed(let stream): return read(stream, into: &buffer, at: start, count: count)
        case .git(let stream): return stream?.read(into: &buffer, at: start, count: count)
        }
    }

    private func read(_ stream: InflateStream, into buffer: inout [UInt8], at start: Int, count: Int) -> Int? {
        while skipped > 0 {
            guard count > 0, let got = stream.read(into: &buffer, at: start, count: min(count, skipped)), got > 0 else {
                return nil
            }
            skipped -= got
        }
        guard let got = stream.read(into: &buffer, at: start, count: count) else { return nil }
        guard got > 0 || left == 0 || count == 0, got <= left else { return nil }
        left -= got
        // The end of the compressed bytes may come with the last piece or after it.
        guard left > 0 || !stream.isAtEnd || isRight(stream) else { return nil }
        return got
    }
}

/// Reads one source at a time into reused memory and lends it, whole or in overlapping chunks, to whoever scans it. One reader a
/// worker. A file of any size needs no more memory than one chunk.

public import Bytes
public import Findings

/// Where bytes come from: a file, standard input, or a test that fails on purpose.
public protocol ByteSource: ~Copyable {
    /// One read into `buffer[start..<start + count]`; 0 at the end.
    func read(into buffer: inout [UInt8], at start: Int, count: Int) throws(Errno) -> Int
}

extension OpenFile: ByteSource {}

/// Takes what a reader lends.
public protocol ChunkSink: ~Copyable {
    /// The text begins. Not called for binary files.
    mutating func begin(_ encoding: TextEncoding)
    mutating func chunk(_ text: Span<UInt8>, _ geometry: ChunkGeometry)
}

/// What came of reading one file.
public enum ReadOutcome: Sendable, Equatable {
    /// Read to its end; original bytes.
    case text(bytes: Int)
    case binary
}

public struct BlobReader: ~Copyable {
    /// The text at hand.
    private var text: [UInt8]
    /// How much of `text` is filled.
    private var filled = 0
    /// UTF-16 as read, before it is transcoded into `text`.
    private var raw: [UInt8] = []
    private let chunkSize: Int

    /// A file up to this many bytes is lent whole.
    public static let defaultChunkSize = 8 << 20
    /// Smaller chunks would not hold the margins.
    public static let smallestChunkSize = ChunkGeometry.marginBefore + ChunkGeometry.marginAfter + (8 << 10)

    public init(chunkSize: Int = BlobReader.defaultChunkSize) {
        self.chunkSize = max(chunkSize, BlobReader.smallestChunkSize)
        text = [UInt8](repeating: 0, count: min(self.chunkSize, 256 << 10))
    }

    /// Lends all of a source to `sink`.
    /// - Parameter size: how many bytes a regular file says it has: then a short read is its end. nil when nothing is known.
    public mutating func read<Sink: ChunkSink & ~Copyable>(
        _ source: borrowing some ByteSource & ~Copyable, size: Int?, into sink: inout Sink
    ) throws(Errno) -> ReadOutcome {
        filled = 0
        var total = 0
        let expected = min(max(size ?? 0, 0), chunkSize)
        reserve(max(expected + 1, 4 << 10))
        var atEnd = try fill(source, size: size, &total)
        guard let encoding = TextEncoding.detect(text.span.extracting(first: filled)) else { return .binary }
        sink.begin(encoding)
        if case .utf16(let order, let skipped) = encoding {
            try lendTranscoded(
                source, UTF16Transcoder(order: order), skipped: skipped, size: size, atEnd, &total, into: &sink)
            return .text(bytes: total)
        }
        drop(encoding.skipped)
        var position = ChunkPosition()
        while true {
            lend(&position, atEnd, into: &sink)
            if atEnd { return .text(bytes: total) }
            reserve(chunkSize)
            atEnd = try fill(source, size: size, &total)
        }
    }

    /// How far a blob was lent.
    private struct ChunkPosition {
        /// The blob offset of the first byte of `text`.
        var offset = 0
        /// Up to where, in the blob, offsets were ready already.
        var done = 0
    }

    private mutating func lend<Sink: ChunkSink & ~Copyable>(
        _ position: inout ChunkPosition, _ atEnd: Bool, into sink: inout Sink
    ) {
        let low = position.done - position.offset
        let high = atEnd ? filled : max(low, filled - ChunkGeometry.marginAfter)
        let kept = atEnd ? filled : max(0, high - ChunkGeometry.marginBefore)
        let geometry = ChunkGeometry(
            offset: position.offset, ready: low..<high, nextOffset: atEnd ? nil : position.offset + kept)
        sink.chunk(text.span.extracting(first: filled), geometry)
        position.done = position.offset + high
        position.offset += kept
        drop(kept)
    }

    /// Reads into the free part of `text` until it is full or the source ends. Returns whether it ended.
    private mutating func fill(
        _ source: borrowing some ByteSource & ~Copyable, size: Int?, _ total: inout Int
    ) throws(Errno) -> Bool {
        while true {
            if filled == text.count {
                if text.count >= chunkSize { return false }
                reserve(min(chunkSize, text.count * 4))
            }
            let wanted = text.count - filled
            let count = try source.read(into: &text, at: filled, count: wanted)
            filled += count
            total += count
            // A regular file reads short only at its end; files that claim to be empty (/proc) do not know better.
            if count == 0 || (size ?? 0 > 0 && count < wanted) { return true }
        }
    }

    private mutating func lendTranscoded<Sink: ChunkSink & ~Copyable>(
        _ source: borrowing some ByteSource & ~Copyable, _ start: UTF16Transcoder, skipped: Int, size: Int?,
        _ ended: Bool,
        _ total: inout Int, into sink: inout Sink
    ) throws(Errno) {
        var transcoder = start
        var position = ChunkPosition()
        var atEnd = ended
        raw = Array(text[skipped..<filled])
        var rawCount = raw.count
        filled = 0
        while true {
            var output = Array(text[..<filled])
            transcoder.append(raw.span.extracting(first: rawCount), to: &output)
            if atEnd { transcoder.finish(&output) }
            filled = output.count
            text = output
            lend(&position, atEnd, into: &sink)
            if atEnd { return }
            // Half a chunk of UTF-16 is at most three quarters of a chunk of UTF-8.
            raw = [UInt8](repeating: 0, count: chunkSize / 2)
            rawCount = 0
            while rawCount < raw.count {
                let count = try source.read(into: &raw, at: rawCount, count: raw.count - rawCount)
                if count == 0 {
                    atEnd = true
                    break
                }
                rawCount += count
                total += count
            }
        }
    }

    private mutating func reserve(_ count: Int) {
        if text.count < count { text.append(contentsOf: repeatElement(0, count: count - text.count)) }
    }

    /// Takes the first `count` bytes out of the text at hand.
    private mutating func drop(_ count: Int) {
        guard count > 0 else { return }
        text.moveToFront(from: count, count: filled - count)
        filled -= count
    }
}

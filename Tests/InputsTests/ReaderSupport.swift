/// Sources that behave badly on purpose, and a sink that puts a blob together again and checks the promises about chunks.

import Bytes
import Findings
import Inputs
import Testing

/// Gives its bytes in pieces, and fails when told to.
final class ScriptedSource: ByteSource {
    private let bytes: [UInt8]
    private let piece: Int
    private let failure: (read: Int, error: Errno)?
    private var position = 0
    private(set) var reads = 0

    /// - Parameters:
    ///   - piece: at most so many bytes a read.
    ///   - failure: which read, counted from 1, fails, and with what.
    init(_ bytes: [UInt8], piece: Int = .max, failure: (read: Int, error: Errno)? = nil) {
        self.bytes = bytes
        self.piece = piece
        self.failure = failure
    }

    func read(into buffer: inout [UInt8], at start: Int, count: Int) throws(Errno) -> Int {
        reads += 1
        if let failure, reads >= failure.read { throw failure.error }
        let given = min(count, piece, bytes.count - position)
        for index in 0..<given { buffer[start + index] = bytes[position + index] }
        position += given
        return given
    }
}

/// What was lent, glued together. Every byte must be ready exactly once, with its margins at hand.
struct GluingSink: ChunkSink {
    private(set) var text: [UInt8] = []
    private(set) var encoding: TextEncoding?
    private(set) var chunks = 0
    private(set) var isFinished = false
    /// The promises that were broken.
    private(set) var faults: [String] = []
    private var expectedOffset: Int?

    mutating func begin(_ encoding: TextEncoding) { self.encoding = encoding }

    mutating func chunk(_ bytes: Span<UInt8>, _ geometry: ChunkGeometry) {
        chunks += 1
        if isFinished { faults.append("a chunk after the last") }
        if let expectedOffset, expectedOffset != geometry.offset {
            faults.append("offset \(geometry.offset), not \(expectedOffset)")
        }
        let ready = geometry.ready
        if geometry.offset + ready.lowerBound != text.count {
            faults.append("ready from \(ready.lowerBound), not \(text.count)")
        }
        // Nothing ready needs no margins.
        let before = ready.isEmpty ? 0 : min(ChunkGeometry.marginBefore, geometry.offset + ready.lowerBound)
        if ready.lowerBound < before { faults.append("only \(ready.lowerBound) bytes before") }
        if geometry.nextOffset != nil, !ready.isEmpty, bytes.count - ready.upperBound < ChunkGeometry.marginAfter {
            faults.append("only \(bytes.count - ready.upperBound) bytes after")
        }
        if geometry.nextOffset == nil, ready.upperBound != bytes.count { faults.append("not ready to its end") }
        for index in ready { text.append(bytes[index]) }
        expectedOffset = geometry.nextOffset
        isFinished = geometry.nextOffset == nil
    }
}

/// What reading `bytes` gave.
struct Reading {
    let sink: GluingSink
    let outcome: ReadOutcome?
    let error: Errno?

    init(_ source: ScriptedSource, size: Int? = nil, chunkSize: Int = BlobReader.smallestChunkSize) {
        var reader = BlobReader(chunkSize: chunkSize)
        self.init(source, size: size, with: &reader)
    }

    init(_ source: ScriptedSource, size: Int? = nil, with reader: inout BlobReader) {
        var sink = GluingSink()
        var (outcome, error): (ReadOutcome?, Errno?) = (nil, nil)
        do { outcome = try reader.read(source, size: size, into: &sink) } catch let failure { error = failure }
        (self.sink, self.outcome, self.error) = (sink, outcome, error)
    }

    /// The whole text must have come, all promises kept. Says where it went wrong, without the text.
    func expectWhole(_ text: [UInt8], bytes: Int, _ location: SourceLocation = #_sourceLocation) {
        let difference = zip(sink.text, text).enumerated().first { $0.element.0 != $0.element.1 }?.offset
        let isSame = sink.text.count == text.count && difference == nil
        let told = "\(sink.text.count) of \(text.count) bytes, first difference \(difference ?? -1)"
        #expect(isSame, "\(told)", sourceLocation: location)
        #expect(error == nil, sourceLocation: location)
        #expect(outcome == .text(bytes: bytes), sourceLocation: location)
        expectTrue(sink.isFinished, location)
    }

    /// It must have failed, with a part of the text lent in good order.
    func expectFailure(_ expected: Errno, startOf text: [UInt8], _ location: SourceLocation = #_sourceLocation) {
        #expect(error == expected, sourceLocation: location)
        let isStart = text.starts(with: sink.text)
        #expect(isStart, sourceLocation: location)
        expectTrue(!sink.isFinished, location)
    }

    private func expectTrue(_ isRight: Bool, _ location: SourceLocation) {
        let faults = sink.faults
        #expect(isRight && faults.isEmpty, sourceLocation: location)
    }
}

func inUTF16(_ units: [UInt16], _ order: ByteOrder) -> [UInt8] {
    var bytes: [UInt8] = []
    for unit in units {
        let (low, high) = (UInt8(unit & 0xFF), UInt8(unit >> 8))
        bytes += order == .little ? [low, high] : [high, low]
    }
    return bytes
}

/// ASCII, as little-endian UTF-16.
func inUTF16(_ ascii: [UInt8]) -> [UInt8] { inUTF16(ascii.map { UInt16($0) }, .little) }

/// The reader gives the same text however the bytes come, and says so when they do not.

import Bytes
import Findings
import Inputs
import TestSupport
import Testing

struct BlobReaderTests {
    /// ASCII noise.
    private static func text(_ count: Int) -> [UInt8] {
        var noise = Noise(seed: UInt64(count) + 1)
        return (0..<count).map { _ in UInt8(ascii: " ") + UInt8(noise.next() % 90) }
    }

    private static let smallest = BlobReader.smallestChunkSize
    private static let sizes = [0, 1, 4_095, 4_096, 4_097, smallest - 1, smallest, smallest + 1, 2 * smallest, 300_001]

    @Test(arguments: BlobReaderTests.sizes)
    func everySizeOfFileComesWhole(_ count: Int) {
        let text = Self.text(count)
        Reading(ScriptedSource(text), size: count).expectWhole(text, bytes: count)
        Reading(ScriptedSource(text), size: nil).expectWhole(text, bytes: count)
        Reading(ScriptedSource(text), size: 0).expectWhole(text, bytes: count)
    }

    @Test(arguments: [1, 2, 3, 1_000, 4_096, 65_537])
    func shortReadsOfAStreamChangeNothing(_ piece: Int) {
        let text = Self.text(200_000)
        let reading = Reading(ScriptedSource(text, piece: piece))
        reading.expectWhole(text, bytes: text.count)
        let chunks = reading.sink.chunks
        #expect(chunks > 1)
    }

    @Test(arguments: [57_344, 57_345, 60_000, 65_536, 100_003, 8 << 20])
    func chunkSizeChangesNothing(_ size: Int) {
        let text = Self.text(400_000)
        let reading = Reading(ScriptedSource(text), size: text.count, chunkSize: size)
        reading.expectWhole(text, bytes: text.count)
        let chunks = reading.sink.chunks
        #expect((chunks == 1) == (size > text.count))
    }

    @Test func tooSmallAChunkSizeIsRaised() {
        let text = Self.text(100_000)
        for size in [-5, 0, 1, Self.smallest - 1] {
            Reading(ScriptedSource(text), chunkSize: size).expectWhole(text, bytes: text.count)
        }
    }

    @Test(arguments: [0, 10, 5_000, 150_000, 299_999])
    func fileThatGrewIsReadAsFarAsOneReadSees(_ size: Int) {
        let text = Self.text(300_000)
        let reading = Reading(ScriptedSource(text), size: size, chunkSize: 1 << 20)
        let count = reading.sink.text.count
        #expect(count >= size)
        reading.expectWhole(Array(text.prefix(count)), bytes: count)
    }

    @Test func fileThatShrankIsReadToItsEnd() {
        let text = Self.text(10_000)
        for size in [10_001, 1 << 20, .max] {
            Reading(ScriptedSource(text), size: size).expectWhole(text, bytes: text.count)
        }
    }

    @Test func failureAtEveryReadIsThrownAfterWhatWasLent() {
        let text = Self.text(300_000)
        let all = ScriptedSource(text, piece: 10_000)
        _ = Reading(all)
        #expect(all.reads > 20)
        for read in 1...all.reads {
            Reading(ScriptedSource(text, piece: 10_000, failure: (read, .ioError))).expectFailure(
                .ioError, startOf: text)
        }
        let late = Reading(ScriptedSource(text, piece: 10_000, failure: (all.reads, .ioError))).sink.text.count
        #expect(late > 200_000)
    }

    @Test func failureInTheMiddleOfUTF16IsThrown() {
        let text = Self.text(300_000)
        let bytes = inUTF16(text)
        for read in [1, 2, 8, 40] {
            Reading(ScriptedSource(bytes, piece: 10_000, failure: (read, .ioError))).expectFailure(
                .ioError, startOf: text)
        }
    }

    @Test func readerIsAsGoodAsNewAfterAnything() {
        var reader = BlobReader(chunkSize: Self.smallest)
        let text = Self.text(120_000)
        let wide = inUTF16(text)
        for _ in 0..<2 {
            Reading(ScriptedSource(text), size: text.count, with: &reader).expectWhole(text, bytes: text.count)
            Reading(ScriptedSource(text, piece: 9_000, failure: (2, .ioError)), with: &reader)
                .expectFailure(.ioError, startOf: text)
            Reading(ScriptedSource(wide), size: wide.count, with: &reader).expectWhole(text, bytes: wide.count)
            #expect(Reading(ScriptedSource([0, 1, 2]), size: 3, with: &reader).outcome == .binary)
            Reading(ScriptedSource([]), size: 0, with: &reader).expectWhole([], bytes: 0)
        }
    }

    @Test func byteOrderMarkIsNoText() {
        let text = Self.text(150_000)
        let marked = Reading(ScriptedSource([0xEF, 0xBB, 0xBF] + text), size: text.count + 3)
        marked.expectWhole(text, bytes: text.count + 3)
        let encoding = marked.sink.encoding
        #expect(encoding == .bytes(skipped: 3))
    }

    @Test(arguments: [ByteOrder.little, .big], [false, true])
    func utf16ComesAsUTF8(_ order: ByteOrder, marked: Bool) {
        let string = String(repeating: "plain text, caf\u{E9}, \u{65E5}\u{672C}, \u{1F980}; ", count: 6_000)
        let units: [UInt16] = (marked ? [0xFEFF] : []) + Array(string.utf16)
        let bytes = inUTF16(units, order)
        for piece in [Int.max, 1, 3, 4_099] {
            let reading = Reading(ScriptedSource(bytes, piece: piece), size: piece == .max ? bytes.count : nil)
            reading.expectWhole(Array(string.utf8), bytes: bytes.count)
            let encoding = reading.sink.encoding
            #expect(encoding == .utf16(order, skipped: marked ? 2 : 0))
        }
    }
}

/// Which files are text, and UTF-16 against Foundation's.

import Bytes
import Findings
import Foundation
import TestSupport
import Testing

@testable import Inputs

struct TextEncodingTests {
    private func detect(_ bytes: [UInt8]) -> TextEncoding? { TextEncoding.detect(bytes.span) }

    private func wide(_ text: String, _ order: ByteOrder) -> [UInt8] {
        inUTF16(Array(text.utf16), order)
    }

    @Test func textWithoutNULIsText() {
        #expect(detect([]) == .bytes(skipped: 0))
        #expect(detect(Array("plain".utf8)) == .bytes(skipped: 0))
        #expect(detect((1...255).map { $0 }) == .bytes(skipped: 0))
        #expect(detect([0xFF]) == .bytes(skipped: 0))
        #expect(detect([0xFE, 0xFF]) == .bytes(skipped: 0))
    }

    @Test func nulNearTheStartIsBinary() {
        let text = [UInt8](repeating: UInt8(ascii: "a"), count: 10_000)
        for position in [0, 1, 100, TextEncoding.probe - 1] {
            var bytes = text
            bytes[position] = 0
            #expect(detect(bytes) == nil, "\(position)")
        }
        var late = text
        late[TextEncoding.probe] = 0
        #expect(detect(late) == .bytes(skipped: 0))
    }

    @Test func marksDecide() {
        #expect(detect([0xEF, 0xBB, 0xBF]) == .bytes(skipped: 3))
        #expect(detect([0xFF, 0xFE] + wide("日本", .little)) == .utf16(.little, skipped: 2))
        #expect(detect([0xFE, 0xFF] + wide("日本", .big)) == .utf16(.big, skipped: 2))
    }

    @Test func utf16WithoutAMarkIsKnownByItsNULs() {
        #expect(detect(wide("key = value\n", .little)) == .utf16(.little, skipped: 0))
        #expect(detect(wide("key = value\n", .big)) == .utf16(.big, skipped: 0))
        #expect(detect(wide("key = é日本 and more\n", .big)) == .utf16(.big, skipped: 0))
    }

    @Test func otherWideOrPackedBytesAreBinary() {
        let wider: [UInt8] = "key = value\n".utf8.flatMap { [$0, 0, 0, 0] as [UInt8] }
        #expect(detect(wider) == nil)
        #expect(detect([0xFF, 0xFE, 0, 0] + wider) == nil)
        #expect(detect([UInt8](repeating: 0, count: 1_000)) == nil)
        #expect(detect([0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0]) == nil)
        var noise = Noise(seed: 9)
        #expect(detect(noise.bytes(8_000)) == nil)
    }

    // MARK: UTF-16

    private func transcoded(_ bytes: [UInt8], _ order: ByteOrder, pieces: [Int]) -> [UInt8] {
        var transcoder = UTF16Transcoder(order: order)
        var (output, position): ([UInt8], Int) = ([], 0)
        for piece in pieces + [.max] {
            let end = min(bytes.count, position + min(piece, bytes.count))
            transcoder.append(bytes.span.extracting(position..<end), to: &output)
            position = end
        }
        transcoder.finish(&output)
        return output
    }

    private func foundations(_ units: [UInt16]) -> [UInt8] {
        // NSString copies the units.
        Array((unsafe NSString(characters: units, length: units.count) as String).utf8)
    }

    /// Units of every sort: ASCII, other planes, and surrogates in any order.
    private func randomUnits(_ noise: inout Noise) -> [UInt16] {
        (0..<noise.number(0..<40)).map { _ in
            switch noise.number(0..<6) {
            case 0: UInt16(noise.number(0xD800..<0xDC00))
            case 1: UInt16(noise.number(0xDC00..<0xE000))
            case 2: UInt16(noise.number(0..<0x80))
            case 3: UInt16(noise.number(0x80..<0x800))
            default: UInt16(noise.number(0..<0x1_0000))
            }
        }
    }

    @Test(arguments: [ByteOrder.little, .big])
    func randomUnitsComeOutAsFoundationHasThem(_ order: ByteOrder) {
        var noise = Noise(seed: 11)
        for _ in 0..<2_000 {
            let units = randomUnits(&noise)
            let bytes = inUTF16(units, order)
            let expected = foundations(units)
            #expect(expected == Array(String(decoding: units, as: UTF16.self).utf8))
            let pieces = (0..<noise.number(0..<6)).map { _ in noise.number(0..<20) }
            #expect(transcoded(bytes, order, pieces: pieces) == expected, "\(units) in \(pieces)")
        }
    }

    @Test func brokenEndBecomesAReplacement() {
        #expect(transcoded([0x41, 0x00, 0x42], .little, pieces: []) == Array("A\u{FFFD}".utf8))
        #expect(transcoded([0x00, 0xD8], .little, pieces: []) == Array("\u{FFFD}".utf8))
        #expect(transcoded([], .little, pieces: []).isEmpty)
    }

    /// What places in the original are worked out from.
    @Test func everyByteOfTheTextKnowsItsOriginals() {
        let text = "a\u{E9}\u{65E5}\u{1F980}\u{FFFF}"
        let encoding = TextEncoding.utf16(.little, skipped: 0)
        #expect(text.utf8.reduce(0) { $0 + encoding.originalBytes(of: $1) } == text.utf16.count * 2)
        #expect(text.utf8.reduce(0) { $0 + TextEncoding.bytes(skipped: 3).originalBytes(of: $1) } == text.utf8.count)
    }
}

import Bytes
import Findings
import Testing

@testable import Engine

@Suite struct PlacesTests {
    /// Line, column and original offset, counted the plain way.
    private func naive(_ text: String, _ position: Int, skipped: Int, utf16: Bool) -> [Int] {
        let before = Array(text.utf8.prefix(position))
        let line = before.split(separator: .newline, omittingEmptySubsequences: false)
        let column = String(decoding: line.last ?? [], as: UTF8.self).unicodeScalars.count + 1
        let original = utf16 ? 2 * String(decoding: before, as: UTF8.self).utf16.count : position
        return [line.count, column, original + skipped]
    }

    private static let texts = [
        "", "abc", "\n", "\n\n\n", "ab\ncd\nef", "a\r\nb\r\n\r\nc", "é漢👩‍💻\nx é漢 👩 y\n漢", "\u{FEFF}a\nb",
        String(repeating: "é", count: 50) + "\n" + String(repeating: "x👩", count: 30),
    ]

    /// The starts of characters: a secret starts and ends at one.
    private func boundaries(_ text: String) -> [Int] {
        text.unicodeScalars.indices.map { text.utf8.distance(from: text.startIndex, to: $0) } + [text.utf8.count]
    }

    @Test(arguments: texts)
    func everyPlaceInAnyOrder(text: String) {
        let bytes = Array(text.utf8)
        var noise = ProofNoise(seed: 1)
        for encoding in [TextEncoding.bytes(skipped: 0), .bytes(skipped: 3), .utf16(.big, skipped: 2)] {
            var isUTF16 = false
            if case .utf16 = encoding { isUTF16 = true }
            var places = Places(encoding)
            for position in boundaries(text) + boundaries(text).shuffled(using: &noise) {
                let place = places.place(of: position, in: bytes.span, origin: 0)
                #expect(
                    [place.line, place.column, place.original]
                        == naive(text, position, skipped: encoding.skipped, utf16: isUTF16), "\(position)")
            }
        }
    }

    /// The base moves on at any byte, in the middle of a character as well.
    @Test(arguments: texts)
    func aCutAnywhereChangesNoPlace(text: String) {
        let bytes = Array(text.utf8)
        for encoding in [TextEncoding.bytes(skipped: 0), .utf16(.little, skipped: 2)] {
            var isUTF16 = false
            if case .utf16 = encoding { isUTF16 = true }
            for cut in 0...bytes.count {
                for second in [cut, min(cut + 1, bytes.count), min(cut + 9, bytes.count)] {
                    var places = Places(encoding)
                    places.advance(to: cut, in: bytes.span, origin: 0)
                    let rest = Array(bytes[cut...])
                    places.advance(to: second, in: rest.span, origin: cut)
                    let last = Array(bytes[second...])
                    for position in boundaries(text) where position >= second + 3 {
                        let place = places.place(of: position, in: last.span, origin: second)
                        #expect(
                            [place.line, place.column, place.original]
                                == naive(text, position, skipped: encoding.skipped, utf16: isUTF16),
                            "cut at \(cut) and \(second), place \(position)")
                    }
                }
            }
        }
    }

    /// Latin-1: every byte is a character, wherever the text is cut.
    @Test func bytesThatAreNoUTF8CountOneEach() {
        let bytes: [UInt8] = (0..<40).map { [0xE9, 0x61, 0x80, 0xFC][$0 % 4] }
        for cut in 0...36 {
            var places = Places(.bytes(skipped: 0))
            places.advance(to: cut, in: bytes.span, origin: 0)
            let rest = Array(bytes[cut...])
            let place = places.place(of: 40, in: rest.span, origin: cut)
            #expect(place.column == 41 && place.line == 1, "\(cut)")
        }
    }
}

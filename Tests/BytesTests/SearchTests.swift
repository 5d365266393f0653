import Testing

@testable import Bytes

@Suite struct SearchTests {
    @Test func bytesAreFoundInsideTheirBoundsOnly() {
        let text = Array("abcabc".utf8)
        let b = UInt8(ascii: "b")
        let (all, later, none, clamped) = (
            text.span.firstIndex(of: b, from: 0, to: 6), text.span.firstIndex(of: b, from: 2, to: 6),
            text.span.firstIndex(of: b, from: 2, to: 4), text.span.firstIndex(of: b, from: -9, to: 99)
        )
        #expect([all, later, none, clamped] == [1, 4, nil, 1])
        let (last, earlier, nothing, wide) = (
            text.span.lastIndex(of: b, from: 0, to: 6), text.span.lastIndex(of: b, from: 0, to: 4),
            text.span.lastIndex(of: b, from: 2, to: 4), text.span.lastIndex(of: b, from: -9, to: 99)
        )
        #expect([last, earlier, nothing, wide] == [4, 1, nil, 4])
        let empty: [UInt8] = []
        let (first, end) = (
            empty.span.firstIndex(of: b, from: 0, to: 0), empty.span.lastIndex(of: b, from: 0, to: 0)
        )
        #expect(first == nil && end == nil)
    }

    @Test func bothSearchesAgreeWithTheStandardLibrary() {
        var random = SplitMix(seed: 3)
        for size in 0...80 {
            let text = random.bytes(size, of: Array("ab\n".utf8))
            for low in stride(from: 0, through: size, by: 3) {
                let part = text[low...]
                let (first, last, count) = (
                    text.span.firstIndex(of: .newline, from: low, to: size),
                    text.span.lastIndex(of: .newline, from: low, to: size),
                    text.span.occurrences(of: .newline, in: low..<size)
                )
                #expect(first == part.firstIndex(of: .newline))
                #expect(last == part.lastIndex(of: .newline))
                #expect(count == part.count { $0 == .newline })
            }
        }
    }

    @Test func codePointsOfTextAreItsUnicodeScalars() {
        for text in [
            "", "abc", "é", "漢字かな", "👩‍💻 x", "e\u{301}", "\u{10FFFF}\u{E000}\u{D7FF}", "\u{7FF}\u{800}\u{FFFF}\u{10000}",
        ] {
            let bytes = Array(text.utf8)
            let count = bytes.span.codePoints(in: 0..<bytes.count)
            #expect(count == text.unicodeScalars.count, "\(text)")
        }
    }

    @Test(
        arguments: [
            ([0xE9], 1), ([0xC3], 1), ([0xC0, 0x80], 2), ([0xE2, 0x82], 2), ([0xE0, 0x80, 0x80], 3),
            ([0xED, 0xA0, 0x80], 3),
            ([0xF0, 0x80, 0x80, 0x80], 4), ([0xF4, 0x90, 0x80, 0x80], 4), ([0xF5, 0x80], 2), ([0xFF, 0xFE], 2),
            ([0x80, 0x80], 2),
            ([0xE2, 0x41], 2), ([0x61, 0xE9, 0x62], 3),
        ] as [([UInt8], Int)])
    func everyByteThatIsNoUTF8CountsAsOne(bytes: [UInt8], expected: Int) {
        let count = bytes.span.codePoints(in: 0..<bytes.count)
        #expect(count == expected)
    }

    /// As many as Swift decodes, for random bytes: where Swift puts one U+FFFD for several bytes, every byte counts.
    @Test func wellFormedSequencesInNoiseAreThoseThatSwiftDecodes() {
        var random = SplitMix(seed: 11)
        for _ in 0..<2000 {
            let bytes = random.bytes(6, of: [0x41, 0x80, 0xA0, 0xBF, 0xC3, 0xE0, 0xE2, 0xED, 0xF0, 0xF4])
            var expected = 0
            var index = 0
            while index < bytes.count {
                let length = (1...4).first { length in
                    index + length <= bytes.count
                        && String(validating: bytes[index..<index + length], as: UTF8.self) != nil
                }
                index += length ?? 1
                expected += 1
            }
            let count = bytes.span.codePoints(in: 0..<bytes.count)
            #expect(count == expected, "\(bytes)")
        }
    }

    @Test func literalsAndCopiesAreClampedToTheText() {
        let text = Array("key=value".utf8)
        let (yes, no, early, late) = (
            text.span.hasBytes("value", at: 4), text.span.hasBytes("value", at: 3), text.span.hasBytes("key", at: -1),
            text.span.hasBytes("value1", at: 4)
        )
        #expect(yes && !no && !early && !late)
        let (part, wide) = (text.span.array(4..<9), text.span.array(-5..<99))
        #expect(part == Array("value".utf8))
        #expect(wide == text)
    }

    @Test func bytesMoveToTheFront() {
        var text = Array("abcdef".utf8)
        text.moveToFront(from: 2, count: 4)
        #expect(text == Array("cdefef".utf8))
        text.moveToFront(from: 6, count: 0)
        #expect(text == Array("cdefef".utf8))
    }
}

@Suite struct ByteSetTests {
    @Test func aSetHoldsWhatWasPutIn() {
        for byte in UInt8.min...UInt8.max {
            let one = ByteSet([byte])
            #expect(one.members == [byte])
            #expect(one.count == 1)
            #expect(!one.inverted.contains(byte))
            #expect(one.inverted.count == 255)
        }
        #expect(ByteSet().isEmpty && ByteSet.all.count == 256)
    }

    @Test func algebra() {
        let vowels = ByteSet(ascii: "aeiou")
        #expect(vowels.isSubset(of: .lowercase))
        #expect(!ByteSet.lowercase.isSubset(of: vowels))
        #expect(ByteSet.lowercase.union(.uppercase) == .letters)
        #expect(ByteSet.letters.hashValue == ByteSet.lowercase.union(.uppercase).hashValue)
        #expect(vowels.caseFolded == ByteSet(ascii: "aeiouAEIOU"))
        #expect(ByteSet(ascii: "@[`{1").caseFolded == ByteSet(ascii: "@[`{1"))
        #expect(ByteSet.word.count == 63 && ByteSet.hexDigits.count == 22 && ByteSet.space.count == 6)
    }

    @Test func asciiCase() {
        for byte in UInt8.min...UInt8.max {
            let scalar = Character(UnicodeScalar(byte))
            let isLetter = scalar.isASCII && scalar.isLetter
            #expect(byte.asciiLowercased == (isLetter ? Array(String(scalar).lowercased().utf8)[0] : byte))
            #expect(byte.asciiUppercased == (isLetter ? Array(String(scalar).uppercased().utf8)[0] : byte))
        }
    }
}

@Suite struct EntropyTests {
    @Test(arguments: [
        ("", 0.0), ("a", 0), ("aaaaaaaa", 0), ("ab", 1), ("aabb", 1), ("abab", 1), ("abcd", 2), ("aaab", 0.811278),
        ("0123456789abcdef", 4), ("hello", 1.921928),
    ])
    func knownValues(text: String, bits: Double) {
        #expect(abs(Entropy.shannon(Array(text.utf8)) - bits) < 0.000001)
    }

    @Test func allBytesHaveEightBits() { #expect(Entropy.shannon(Array(0...255)) == 8) }
}

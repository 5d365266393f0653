import Bytes
import Testing

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

@Suite struct CodecsVectorTests {
    /// RFC 4648, section 10.
    @Test(arguments: [
        ("", "", "", ""), ("f", "Zg==", "MY======", "66"), ("fo", "Zm8=", "MZXQ====", "666F"),
        ("foo", "Zm9v", "MZXW6===", "666F6F"), ("foob", "Zm9vYg==", "MZXW6YQ=", "666F6F62"),
        ("fooba", "Zm9vYmE=", "MZXW6YTB", "666F6F6261"), ("foobar", "Zm9vYmFy", "MZXW6YTBOI======", "666F6F626172"),
    ])
    func rfc4648(plain: String, base64: String, base32: String, base16: String) {
        #expect(Base64.decode(bytes(base64)[...]) == bytes(plain))
        #expect(Base64.decode(bytes(base64)[...], .url) == bytes(plain))
        #expect(Base64.decode(bytes(base64).filter { $0 != UInt8(ascii: "=") }[...]) == bytes(plain))
        #expect(Base64.decodedCount(bytes(base64)[...]) == plain.utf8.count)
        #expect(Base32.decode(bytes(base32)[...]) == bytes(plain))
        #expect(Base32.decode(bytes(base32).filter { $0 != UInt8(ascii: "=") }[...]) == bytes(plain))
        #expect(Base16.decode(bytes(base16)[...]) == bytes(plain))
    }

    @Test func theTwoAlphabetsOfBase64() {
        #expect(Base64.decode(bytes("+/+/")[...]) == [0xFB, 0xFF, 0xBF])
        #expect(Base64.decode(bytes("-_-_")[...], .url) == [0xFB, 0xFF, 0xBF])
        #expect(Base64.decode(bytes("-_-_")[...]) == nil)
        #expect(Base64.decode(bytes("+/+/")[...], .url) == nil)
    }

    @Test(arguments: [
        "A", "AAAAA", "AA=", "AAA==", "AAAA=", "====", "=", "AA==AA==", "Zg=", "Zh==", "Zm9=", "Zm 9v", "Zm9v\n",
        "Zm9\u{80}",
    ])
    func base64Refuses(text: String) {
        #expect(Base64.decode(bytes(text)[...]) == nil)
    }

    @Test func base64CountsWithoutLookingAtTheBitsLeftOver() {
        #expect(Base64.decodedCount(bytes("Zh==")[...]) == 1)
        #expect(Base64.decodedCount(bytes("Zm9")[...]) == 2)
        #expect(Base64.decodedCount(bytes("A")[...]) == nil)
        #expect(Base64.decodedCount(bytes("A_A")[...]) == nil)
    }

    @Test(arguments: ["A", "AAA", "AAAAAA", "my", "M0", "M1", "M8", "MY=", "MY=====", "========", "MZ======"])
    func base32Refuses(text: String) {
        #expect(Base32.decode(bytes(text)[...]) == nil)
    }

    @Test func base16KeepsToItsLetters() {
        #expect(Base16.decode(bytes("0aF9")[...]) == [0x0A, 0xF9])
        #expect(Base16.decode(bytes("0af9")[...], .lower) == [0x0A, 0xF9])
        #expect(Base16.decode(bytes("0AF9")[...], .upper) == [0x0A, 0xF9])
        #expect(Base16.decode(bytes("0AF9")[...], .lower) == nil)
        #expect(Base16.decode(bytes("0af9")[...], .upper) == nil)
        #expect(Base16.decode(bytes("0af")[...]) == nil)
        #expect(Base16.decode(bytes("0g")[...]) == nil)
        #expect(Base16.number(bytes("cbf43926")[...]) == 0xCBF4_3926)
        #expect(Base16.number(bytes("FFFFFFFFFFFFFFFF")[...], .upper) == UInt64.max)
        #expect(Base16.number(bytes("10000000000000000")[...]) == nil)
        #expect(Base16.number([]) == nil)
    }

    @Test func numbers() {
        #expect(Base36.number(bytes("zz")[...]) == 1295)
        #expect(Base36.number(bytes("0000010")[...]) == 36)
        #expect(Base36.number(bytes("Zz")[...]) == nil)
        #expect(Base62.number(bytes("zz")[...]) == 3843)
        #expect(Base62.number(bytes("A")[...]) == 10)
        #expect(Base62.number(bytes("a")[...]) == 36)
        #expect(Base62.number(bytes("_")[...]) == nil)
        #expect(Base62.number([]) == nil)
        #expect(Base62.number(bytes("zzzzzzzzzzzz")[...]) == nil)
    }

    /// draft-msporny-base58, section 5.
    @Test func base58() {
        #expect(Base58.decode(bytes("2NEpo7TZRRrLZSi2U")[...]) == bytes("Hello World!"))
        #expect(
            Base58.decode(bytes("USm3fpXnKG5EUBx2ndxBDMPVciP5hGey2Jh4NDv6gmeo1LkMeiKrLJUUBk6Z")[...])
                == bytes("The quick brown fox jumps over the lazy dog."))
        #expect(Base58.decode(bytes("11233QC4")[...]) == [0x00, 0x00, 0x28, 0x7F, 0xB4, 0xCD])
        #expect(Base58.decode([]) == [])
        for refused in ["0", "O", "I", "l", "2NEpo7 ", "+"] { #expect(Base58.decode(bytes(refused)[...]) == nil) }
        #expect(Base58.decode(Array(repeating: UInt8(ascii: "z"), count: 128)[...]) != nil)
        #expect(Base58.decode(Array(repeating: UInt8(ascii: "z"), count: 129)[...]) == nil)
    }

    /// BIP 173, "Test vectors": the valid ones whose data is whole bytes.
    @Test func bech32() {
        #expect(Bech32.decode(bytes("A12UEL5L")[...]) == Bech32.decode(bytes("a12uel5l")[...]))
        #expect(Bech32.decode(bytes("A12UEL5L")[...])?.prefix == bytes("a"))
        #expect(Bech32.decode(bytes("A12UEL5L")[...])?.bytes == [])
        #expect(
            Bech32.decode(bytes("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw")[...])?.bytes == [
                0x00, 0x44, 0x32, 0x14, 0xC7, 0x42, 0x54, 0xB6, 0x35, 0xCF, 0x84, 0x65, 0x3A, 0x56, 0xD7, 0xC6, 0x75,
                0xBE, 0x77, 0xDF,
            ])
        #expect(Bech32.decode(bytes("?1ezyfcl")[...])?.prefix == bytes("?"))
        let long = "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio"
        #expect(Bech32.decode(bytes(long + "1tt5tgs")[...])?.prefix == bytes(long))
        #expect(Bech32.decode(bytes("split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w")[...]) != nil)
    }

    /// BIP 173, the invalid ones, and one of Bech32m (BIP 350).
    @Test(arguments: [
        "", "1", "pzry9x0s0muk", "1pzry9x0s0muk", "x1b4n0q5v", "li1dgmt3", "A1G7SGD8", "10a06t8", "1qzzfhee",
        "\u{7F}1axkwrx",
        "a12uel5m", "A12uEL5L", "A1LQFN3A",
    ])
    func bech32Refuses(text: String) {
        #expect(Bech32.decode(bytes(text)[...]) == nil)
    }
}

@Suite struct CodecsPropertyTests {
    @Test func roundTrips() {
        var noise = CodecsNoise(seed: 1)
        for count in 0..<200 {
            let plain = noise.bytes(count)
            for padding in [1, 4] {
                let standard = ReferenceEncoder.encode(
                    plain, alphabet: ReferenceEncoder.base64, bits: 6, padding: padding)
                let url = ReferenceEncoder.encode(
                    plain, alphabet: ReferenceEncoder.base64URL, bits: 6, padding: padding)
                #expect(Base64.decode(standard[...]) == plain)
                #expect(Base64.decode(url[...], .url) == plain)
                #expect(Base64.decodedCount(standard[...]) == count)
            }
            for padding in [1, 8] {
                let text = ReferenceEncoder.encode(plain, alphabet: ReferenceEncoder.base32, bits: 5, padding: padding)
                #expect(Base32.decode(text[...]) == plain)
            }
            let hex = ReferenceEncoder.encode(plain, alphabet: "0123456789abcdef", bits: 4)
            #expect(Base16.decode(hex[...], .lower) == plain)
            let base58 = ReferenceEncoder.encodeBase58(plain)
            #expect(Base58.decode(base58[...]) == (base58.count <= Base58.maximumLength ? plain : nil))
        }
    }

    @Test func leadingZerosOfBase58() {
        for zeros in 0..<20 {
            let plain = [UInt8](repeating: 0, count: zeros) + [1, 0, 255]
            #expect(Base58.decode(ReferenceEncoder.encodeBase58(plain)[...]) == plain)
        }
    }

    @Test func numbersRoundTrip() {
        var noise = CodecsNoise(seed: 2)
        for shift in 0..<64 {
            let number = noise.next() >> UInt64(shift)
            #expect(
                Base62.number(ReferenceEncoder.encode(number: number, alphabet: ReferenceEncoder.base62)[...]) == number
            )
            let digits = String(number, radix: 36)
            #expect(Base36.number(bytes(digits)[...]) == number)
            #expect(Base16.number(bytes(String(number, radix: 16))[...], .lower) == number)
        }
    }

    /// What decodes without padding is exactly what the encoder gives back: no two texts mean the same bytes.
    @Test func onlyCanonicalTextsDecode() {
        var noise = CodecsNoise(seed: 3)
        var decoded = 0
        for _ in 0..<5000 {
            let count = Int.random(in: 1...11, using: &noise)
            let text = (0..<count).map { _ in Array(ReferenceEncoder.base64.utf8).randomElement(using: &noise)! }
            guard let plain = Base64.decode(text[...]) else { continue }
            decoded += 1
            #expect(ReferenceEncoder.encode(plain, alphabet: ReferenceEncoder.base64, bits: 6) == text)
        }
        #expect(decoded > 1000)
    }

    /// A checksum digit of Bech32 changed anywhere is noticed: the code finds up to four errors.
    @Test func bech32NoticesEveryChange() {
        let good = bytes("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw")
        for index in good.indices.dropFirst(7) {
            for digit in Array(ReferenceEncoder.bech32.utf8) where digit != good[index] {
                var changed = good
                changed[index] = digit
                #expect(Bech32.decode(changed[...]) == nil)
            }
        }
    }

    @Test func noiseNeverTraps() {
        var noise = CodecsNoise(seed: 4)
        for round in 0..<5000 {
            let text = noise.bytes(round % 150)
            let slice = text.dropFirst(3)
            _ = (Base64.decode(slice), Base64.decode(slice, .url), Base32.decode(slice), Base16.decode(slice))
            _ = (Base58.decode(slice), Bech32.decode(slice), Base36.number(slice), Base62.number(slice))
            _ = (CRC32.of(slice), CRC16XMODEM.of(slice), CRC24.of(slice), Base64.decodedCount(slice))
        }
    }
}

import Bytes
import Testing

/// The check value every catalogue of these codes gives: the checksum of `123456789`.
@Suite struct CodecsChecksumTests {
    private let digits = Array("123456789".utf8)

    @Test func crc32() {
        #expect(CRC32.of(digits[...]) == 0xCBF4_3926)
        #expect(CRC32.of([]) == 0)
        // The whole range of bytes, so that every row of the table is used.
        #expect(CRC32.of(Array(UInt8.min...UInt8.max)[...]) == 0x2905_8C73)
        #expect(CRC32.of(Array("The quick brown fox jumps over the lazy dog".utf8)[...]) == 0x414F_A339)
    }

    @Test func crc16() {
        #expect(CRC16XMODEM.of(digits[...]) == 0x31C3)
        #expect(CRC16XMODEM.of([]) == 0)
    }

    @Test func crc24() {
        #expect(CRC24.of(digits[...]) == 0x21_CF02)
        #expect(CRC24.of([]) == 0xB7_04CE)
    }

    @Test func slicesAreReadFromTheirOwnStart() {
        let framed = [7] + digits + [7]
        #expect(CRC32.of(framed[1..<10]) == 0xCBF4_3926)
        #expect(CRC16XMODEM.of(framed[1..<10]) == 0x31C3)
        #expect(CRC24.of(framed[1..<10]) == 0x21_CF02)
    }
}

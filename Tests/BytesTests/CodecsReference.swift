/// Encoders to test the decoders against, written the obvious way and not from the decoders' tables.
enum ReferenceEncoder {
    static let base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    static let base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
    static let base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    static let base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    static let base64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    static let bech32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

    /// Bit by bit; `padding` fills the last group of this many characters with `=`.
    static func encode(_ bytes: [UInt8], alphabet: String, bits: Int, padding: Int = 1) -> [UInt8] {
        let alphabet = Array(alphabet.utf8)
        var stream = bytes.flatMap { byte in (0..<8).map { byte >> (7 - UInt8($0)) & 1 } }
        while !stream.count.isMultiple(of: bits) { stream.append(0) }
        var text = stride(from: 0, to: stream.count, by: bits).map { start in
            alphabet[stream[start..<start + bits].reduce(0) { $0 * 2 + Int($1) }]
        }
        while !text.count.isMultiple(of: padding) { text.append(UInt8(ascii: "=")) }
        return text
    }

    static func encode(number: UInt64, alphabet: String) -> [UInt8] {
        let alphabet = Array(alphabet.utf8)
        var rest = number
        var text: [UInt8] = []
        repeat {
            text.insert(alphabet[Int(rest % UInt64(alphabet.count))], at: 0)
            rest /= UInt64(alphabet.count)
        } while rest > 0
        return text
    }

    /// Long division by 58, again and again.
    static func encodeBase58(_ bytes: [UInt8]) -> [UInt8] {
        let alphabet = Array(base58.utf8)
        var number = Array(bytes.drop { $0 == 0 })
        var text: [UInt8] = []
        while !number.isEmpty {
            var remainder = 0
            number = number.map { byte in
                let dividend = remainder * 256 + Int(byte)
                remainder = dividend % 58
                return UInt8(dividend / 58)
            }
            number = Array(number.drop { $0 == 0 })
            text.insert(alphabet[remainder], at: 0)
        }
        return Array(repeating: UInt8(ascii: "1"), count: bytes.prefix { $0 == 0 }.count) + text
    }
}

/// Repeatable noise (SplitMix64), so that a failure can be run again.
struct CodecsNoise: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func bytes(_ count: Int) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &self) }
    }
}

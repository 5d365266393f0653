import Foundation

func contents(of path: String) throws -> Data { try Data(contentsOf: URL(filePath: path)) }

/// The same numbers at every run.
struct Noise: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func value(of alphabet: String, count: Int) -> [UInt8] {
        let letters = Array(alphabet.utf8)
        return (0..<count).map { _ in letters[Int.random(in: 0..<letters.count, using: &self)] }
    }
}

enum Alphabets {
    static let hex = "0123456789abcdef"
    static let lower = "abcdefghijklmnopqrstuvwxyz"
    static let alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    static let base64 = alphanumeric + "+/"
    static let printable = alphanumeric + "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
}

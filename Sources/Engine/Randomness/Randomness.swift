internal import Bytes

/// How much speaks for a generator having made a value, rather than a person who typed it: one measure, in bits.
///
/// Two stories are compared. A generator takes every character from its alphabet with equal chance. A person writes words and
/// names: what follows a letter depends on the letter (`TypedText`, learnt from source text and from messages in sixteen
/// languages), capitals stand at the start of words, digits at their end. The measure is the logarithm of how much more likely
/// the first story makes the value. docs/randomness.md has the figures; Benchmarks/randomness makes the table.
enum Randomness {
    /// From so many bits on a value counts as made by a generator.
    static let threshold = 8.0

    /// Bits; negative where a person is the better explanation. 0 for an empty value.
    static func evidence(_ value: [UInt8]) -> Double {
        guard !value.isEmpty else { return 0 }
        let shape = Shape(value)
        let generated = Double(value.count) * shape.bitsPerCharacter
        return typedCost(value) - generated
    }

    static func isGenerated(_ value: [UInt8]) -> Bool { evidence(value) >= threshold }

    /// What kinds of characters a value has.
    private struct Shape {
        private var hasLower = false
        private var hasUpper = false
        private var hasDigit = false
        private var hasSign = false
        private var isHex = true

        init(_ value: [UInt8]) {
            for byte in value {
                if ByteSet.lowercase.contains(byte) {
                    hasLower = true
                } else if ByteSet.uppercase.contains(byte) {
                    hasUpper = true
                } else if ByteSet.digits.contains(byte) {
                    hasDigit = true
                } else {
                    hasSign = true
                }
                if !ByteSet.hexDigits.contains(byte) { isHex = false }
            }
            if hasLower && hasUpper { isHex = false }
        }

        /// A generator's alphabet is what it was seen to use: all letters of a case, all digits, a handful of signs.
        var bitsPerCharacter: Double {
            if isHex && hasDigit { return 4 }
            let size = (hasLower ? 26 : 0) + (hasUpper ? 26 : 0) + (hasDigit ? 10 : 0) + (hasSign ? 8 : 0)
            return Entropy.bits(ofAlphabet: size)
        }
    }

    private static let bitsOfDigit = Entropy.bits(ofAlphabet: 10)
    private static let bitsOfSign = Entropy.bits(ofAlphabet: 32)

    private static let digit = 26
    private static let sign = 27

    /// What the value costs as typed text, in bits. Letters in a row that are all capitals are read as small: that is a style, no
    /// chance.
    private static func typedCost(_ value: [UInt8]) -> Double {
        var eighths = 0
        var bits = 0.0
        var before = sign
        var context = 3
        var isCapitals = false
        for (index, byte) in value.enumerated() {
            let symbol: Int
            if ByteSet.letters.contains(byte) {
                if before >= digit {
                    isCapitals = value[index...].prefix(while: ByteSet.letters.contains).allSatisfy(
                        ByteSet.uppercase.contains)
                }
                symbol = Int(byte.asciiLowercased - 0x61)
                let isUpper = !isCapitals && ByteSet.uppercase.contains(byte)
                eighths += Int(TypedText.cases[context * 2 + (isUpper ? 1 : 0)])
                // A capital behind a small letter begins a word.
                if isUpper, context == 0 { before = sign }
                context = isUpper ? 1 : 0
            } else if ByteSet.digits.contains(byte) {
                symbol = digit
                bits += bitsOfDigit
                context = 2
            } else {
                symbol = sign
                bits += bitsOfSign
                context = 3
            }
            eighths += Int(TypedText.pairs[before * 28 + symbol])
            before = symbol
        }
        eighths += Int(TypedText.pairs[before * 28 + sign])
        return Double(eighths) / 8 + bits
    }
}

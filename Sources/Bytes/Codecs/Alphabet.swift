/// The digits of a positional notation, and the two ways to read a text written in them: as one number, or as a run of
/// bits.
///
/// Texts here are tokens, short and hostile: every reader is strict about the alphabet, linear in the length, and
/// answers nil for what an encoder could not have written. Codecs take slices; a whole array is passed as `bytes[...]`.
struct Alphabet: Sendable {
    /// How many digits there are.
    let base: Int
    /// The value of each byte as a digit, or `noDigit`.
    private let values: [UInt8]

    private static let noDigit = UInt8.max

    /// The digits in ascending order of value; at most 64 distinct ASCII characters.
    init(_ digits: StaticString, ignoringCase: Bool = false) {
        let digits = Array(digits.description.utf8)
        var values = [UInt8](repeating: Self.noDigit, count: 256)
        for (value, digit) in digits.enumerated() {
            values[Int(digit)] = UInt8(value)
            if ignoringCase, UInt8(ascii: "a")...UInt8(ascii: "z") ~= digit | 0x20 {
                values[Int(digit ^ 0x20)] = UInt8(value)
            }
        }
        self.base = digits.count
        self.values = values
    }

    func digit(_ byte: UInt8) -> UInt8? {
        let value = values[Int(byte)]
        return value == Self.noDigit ? nil : value
    }

    /// The text as one number, its first digit the most significant; nil if empty, foreign to the alphabet or over 64
    /// bits.
    func number(_ text: ArraySlice<UInt8>) -> UInt64? {
        guard !text.isEmpty else { return nil }
        var number: UInt64 = 0
        for byte in text {
            guard let digit = digit(byte) else { return nil }
            let (product, tooLong) = number.multipliedReportingOverflow(by: UInt64(base))
            let (sum, tooLarge) = product.addingReportingOverflow(UInt64(digit))
            if tooLong || tooLarge { return nil }
            number = sum
        }
        return number
    }

    /// The text as a run of bits, each digit its share, cut into bytes; for a base that is a power of two.
    ///
    /// The bits left over must be fewer than a digit's and all zero, so that no two texts mean the same bytes (RFC
    /// 4648, section 3.5). Nil otherwise, or where a byte is foreign to the alphabet.
    func bytes(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var digits: [UInt8] = []
        digits.reserveCapacity(text.count)
        for byte in text {
            guard let digit = digit(byte) else { return nil }
            digits.append(digit)
        }
        return Self.bytes(ofDigits: digits[...], bitsEach: base.trailingZeroBitCount)
    }

    /// The same for digits already looked up, each less than `1 << bitsEach`.
    static func bytes(ofDigits digits: ArraySlice<UInt8>, bitsEach: Int) -> [UInt8]? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count * bitsEach / 8)
        var pending: UInt32 = 0
        var pendingBits = 0
        for digit in digits {
            pending = pending << UInt32(bitsEach) | UInt32(digit)
            pendingBits += bitsEach
            if pendingBits >= 8 {
                pendingBits -= 8
                bytes.append(UInt8(truncatingIfNeeded: pending >> UInt32(pendingBits)))
                pending &= 1 << UInt32(pendingBits) - 1
            }
        }
        return pending == 0 && pendingBits < bitsEach ? bytes : nil
    }

    /// The text without its padding of `=`; nil if there is padding and it does not fill the last group exactly.
    static func unpadded(_ text: ArraySlice<UInt8>, group: Int) -> ArraySlice<UInt8>? {
        let padding = text.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        guard padding > 0 else { return text }
        return padding < group && text.count.isMultiple(of: group) ? text.dropLast(padding) : nil
    }
}

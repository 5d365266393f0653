/// Values whose end follows from their beginning.
enum Repetition {
    /// `123456`, `abcdef`, `987654321`: at least seven tenths of the steps go one up or one down. From six characters on.
    static func isSequence(_ value: [UInt8]) -> Bool {
        guard value.count >= 6 else { return false }
        var steps = 0
        for (previous, next) in zip(value, value.dropFirst())
        where ASCII.isAlphanumeric(next) && abs(Int(ASCII.lowercased(previous)) - Int(ASCII.lowercased(next))) == 1 {
            steps += 1
        }
        return steps * 10 >= (value.count - 1) * 7
    }

    /// One piece three times or more and nothing else (a last piece may be cut): `aaaa`, `abcabcabc`.
    static func isPeriodic(_ value: [UInt8]) -> Bool {
        guard value.count >= 4 else { return false }
        for period in 1...max(1, min(value.count / 3, 32))
        where zip(value, value.dropFirst(period)).allSatisfy({ $0 == $1 }) {
            return true
        }
        return false
    }

    /// The longest run of one character.
    static func longestRun(_ value: [UInt8]) -> (byte: UInt8, count: Int) {
        var longest: (byte: UInt8, count: Int) = (0, 0)
        var run = 0
        for (place, byte) in value.enumerated() {
            run = place > 0 && value[place - 1] == byte ? run + 1 : 1
            if run > longest.count { longest = (byte, run) }
        }
        return longest
    }
}

/// The classes of bytes that the questions need.
enum ASCII {
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
    static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
    static func isAlphanumeric(_ byte: UInt8) -> Bool { isDigit(byte) || isLetter(byte) }
    static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}

/// How hard a value is to guess. Built never to fall short for random values, whatever their length and alphabet: a check at
/// start-up that refuses one good key in a thousand is a check that somebody removes.
enum Strength {
    static func estimatedBits(_ value: [UInt8]) -> Double {
        let alphabet = alphabetSize(value)
        guard alphabet > 1 else { return 0 }
        let full = ProcessCalls.binaryLogarithm(alphabet)
        let perCharacter = max(0, min(full, bitsByCollisions(value, alphabet: alphabet)))
        return perCharacter * Double(min(fresh(value), period(value)))
    }

    /// The size of the smallest usual alphabet that has all the value's characters.
    private static func alphabetSize(_ value: [UInt8]) -> Double {
        func all(_ sets: ClosedRange<UInt8>...) -> Bool {
            value.allSatisfy { byte in sets.contains { $0.contains(byte) } }
        }
        let digits: ClosedRange<UInt8> = 0x30...0x39
        let lower: ClosedRange<UInt8> = 0x61...0x7A
        let upper: ClosedRange<UInt8> = 0x41...0x5A
        if value.isEmpty { return 0 }
        if all(digits) { return 10 }
        if all(digits, 0x61...0x66) || all(digits, 0x41...0x46) { return 16 }
        if all(lower) || all(upper) { return 26 }
        if all(lower, digits) || all(upper, digits) { return 36 }
        if all(lower, upper) { return 52 }
        if all(lower, upper, digits) { return 62 }
        if all(lower, upper, digits, 0x2B...0x2B, 0x2D...0x2D, 0x2F...0x2F, 0x5F...0x5F, 0x3D...0x3D) { return 64 }
        return all(0x20...0x7E) ? 95 : 256
    }

    /// Bits a character that the number of equal pairs allows. In a random value it varies around n(n-1)/2 over the alphabet's size;
    /// as long as it stays within what chance explains (ten deviations and two pairs: its tail is long), nothing is taken off.
    private static func bitsByCollisions(_ value: [UInt8], alphabet: Double) -> Double {
        var counts = [Int](repeating: 0, count: 256)
        for byte in value { counts[Int(byte)] += 1 }
        let equal = counts.reduce(0.0) { $0 + Double($1 * ($1 - 1) / 2) }
        let pairs = Double(value.count * (value.count - 1) / 2)
        let expected = pairs / alphabet
        guard equal > expected + 10 * expected.squareRoot() + 2 else { return .infinity }
        return ProcessCalls.binaryLogarithm(pairs / equal)
    }

    /// The characters that do not merely carry on a run of one step (same, next, previous) that is six long already.
    private static func fresh(_ value: [UInt8]) -> Int {
        var run = 0
        var lastStep = Int.max
        var carriedOn = 0
        for (previous, next) in zip(value, value.dropFirst()) {
            let step = Int(next) - Int(previous)
            run = abs(step) <= 1 && step == lastStep ? run + 1 : 1
            lastStep = step
            if abs(step) <= 1, run >= 6 { carriedOn += 1 }
        }
        return value.count - carriedOn
    }

    /// The length of the piece that the value repeats at least twice, or its whole length.
    private static func period(_ value: [UInt8]) -> Int {
        guard value.count >= 2 else { return value.count }
        return (1...value.count / 2).first { zip(value, value.dropFirst($0)).allSatisfy { $0 == $1 } } ?? value.count
    }
}

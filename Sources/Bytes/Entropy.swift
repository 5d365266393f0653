/// Shannon entropy of short byte strings.

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

public enum Entropy {
    /// Bits a byte, 0 to 8; 0 for an empty string. Order does not matter: `abab` and `aabb` have the same.
    public static func shannon(_ bytes: some Collection<UInt8>) -> Double {
        guard !bytes.isEmpty else { return 0 }
        var counts = [Int](repeating: 0, count: 256)
        for byte in bytes { counts[Int(byte)] += 1 }
        let total = Double(bytes.count)
        var bits = 0.0
        for count in counts where count > 0 {
            let share = Double(count) / total
            bits -= share * log2(share)
        }
        return bits
    }

    /// Bits a character of a generator that draws from so many characters with equal chance.
    public static func bits(ofAlphabet size: Int) -> Double { log2(Double(max(1, size))) }
}

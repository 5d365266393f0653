/// A set of case-folded 4-byte grams that answers one question about a text, for every position at once: may a gram of the
/// set stand here? It errs on the side of yes (hashes share bits) and never on the side of no.
///
/// Built once and then immutable; every worker reads the same one.

internal import CBytes

public struct GramTable: Sendable {
    /// The bit set in 32-bit words.
    public private(set) var words: [UInt32]

    /// An empty set.
    public init() { words = [UInt32](repeating: 0, count: Int(LAPWING_GRAM_WORDS)) }

    /// A set whose `words` were kept. Any other number of words is a defect of whoever kept them.
    public init(words: [UInt32]) {
        precondition(words.count == Int(LAPWING_GRAM_WORDS), "a gram table of the wrong size")
        self.words = words
    }

    /// Four bytes as one number, the first lowest, every byte with bit 5 set: what `foldedGram(at:)` gives for a text that
    /// differs in ASCII case only. (Folding so also makes `@` and a backtick equal; the exact comparison comes later.)
    @inlinable
    public static func folded(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> UInt32 {
        (UInt32(a) | UInt32(b) << 8 | UInt32(c) << 16 | UInt32(d) << 24) | 0x2020_2020
    }

    public mutating func insert(_ gram: UInt32) {
        let hash = lapwing_gram_hash(gram)
        words[Int(hash >> 5)] |= 1 << (hash & 31)
    }

    /// Appends to `positions`, in order, each position of `from..<to` where a gram of the set may stand, and returns where to
    /// go on: `to` when done, less when `positions` has grown by `limit`. Only positions with four bytes left are looked at.
    public func scan(
        _ text: Span<UInt8>, from: Int, to: Int, into positions: inout [UInt32], limit: Int = 4096,
        portable: Bool = false
    ) -> Int {
        let end = min(to, text.count - 3)
        guard from >= 0, from < end else { return to }
        let start = positions.count
        let capacity = max(64, min(limit, end - from))
        positions.append(contentsOf: repeatElement(0, count: capacity))
        var resume = 0
        let kernel = unsafe portable ? lapwing_gram_scan_portable : lapwing_gram_scan
        // Safe: from..<end leaves four bytes at every position, and the kernel writes at most `capacity` places.
        let written = unsafe text.withUnsafeBufferPointer { bytes in
            unsafe words.withUnsafeBufferPointer { table in
                unsafe positions.withUnsafeMutableBufferPointer { out in
                    unsafe kernel(
                        bytes.baseAddress, bytes.count, from, end, table.baseAddress,
                        out.baseAddress.unsafelyUnwrapped + start, capacity, &resume)
                }
            }
        }
        positions.removeLast(capacity - written)
        return resume == end ? to : resume
    }
}

extension Span where Element == UInt8 {
    /// The folded gram at `index`; four bytes must be left there.
    @inlinable
    public func foldedGram(at index: Int) -> UInt32 {
        precondition(index >= 0 && index <= count - 4, "a gram outside of its span")
        // Inside the bounds checked above; a load that needs no alignment.
        return unsafe UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self))
            | 0x2020_2020
    }
}

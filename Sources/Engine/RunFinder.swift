internal import Bytes
internal import Findings
internal import Rules

/// Finds long runs of an alphabet, for rules that no literal triggers. One more pass over the text, paid only by scans that have
/// such a rule for the file at hand.
struct RunFinder {
    private static let sets: [RunAlphabet: ByteSet] = [
        .hex: .hexDigits,
        .base58: ByteSet(ascii: "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"),
        .base64: ByteSet.alphanumerics.union(ByteSet(ascii: "+/")),
    ]

    /// Starts, relative to the text, of the runs of at least `length` bytes that start in the ready part. A run that goes on from
    /// before it started there and was given then.
    func starts(of alphabet: RunAlphabet, length: Int, in text: Span<UInt8>, _ geometry: ChunkGeometry) -> [Int] {
        guard let set = RunFinder.sets[alphabet] else { return [] }
        var found: [Int] = []
        var index = geometry.ready.lowerBound
        if index > 0, set.contains(text[index - 1]) {
            while index < text.count, set.contains(text[index]) { index += 1 }
        }
        while index < geometry.ready.upperBound {
            guard set.contains(text[index]) else {
                index += 1
                continue
            }
            let start = index
            while index < text.count, set.contains(text[index]) { index += 1 }
            if index - start >= length { found.append(start) }
        }
        return found
    }
}

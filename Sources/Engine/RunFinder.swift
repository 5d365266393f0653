internal import Bytes
internal import Findings
internal import Rules

/// Finds long runs of an alphabet, for rules that no literal triggers.
struct RunFinder {
    private static let base58 = ByteSet(ascii: "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
    private static let base64 = ByteSet.alphanumerics.union(ByteSet(ascii: "+/"))

    private static func set(of alphabet: RunAlphabet) -> ByteSet {
        switch alphabet {
        case .hex: .hexDigits
        case .base58: base58
        case .base64: base64
        }
    }

    /// Starts, relative to the text, of the runs of at least `length` bytes that start in the ready part. A run that goes on from
    /// before it started there and was given then.
    func starts(of alphabet: RunAlphabet, length: Int, in text: Span<UInt8>, _ geometry: ChunkGeometry) -> [Int] {
        let set = RunFinder.set(of: alphabet)
        var found: [Int] = []
        var index = geometry.ready.lowerBound
        if index > 0, set.contains(text[index - 1]) { index = end(of: set, from: index, in: text) }
        while index < geometry.ready.upperBound, index + length <= text.count {
            // Backwards from where a run from here would have to reach: most bytes are never looked at.
            if let gap = lastGap(of: set, in: index..<index + length, text) {
                index = gap + 1
            } else {
                found.append(index)
                index = end(of: set, from: index, in: text)
            }
        }
        return found
    }

    private func end(of set: ByteSet, from start: Int, in text: Span<UInt8>) -> Int {
        var index = start
        while index < text.count, set.contains(text[index]) { index += 1 }
        return index
    }

    /// The last byte of `range` that is not in the set.
    private func lastGap(of set: ByteSet, in range: Range<Int>, _ text: Span<UInt8>) -> Int? {
        var index = range.upperBound
        while index > range.lowerBound {
            index -= 1
            if !set.contains(text[index]) { return index }
        }
        return nil
    }
}

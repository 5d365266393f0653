internal import Bytes

/// Whole lines of a text that are to be scanned again, in order and apart.
struct LineRegions {
    private(set) var ranges: [Range<Int>] = []
    /// How many bytes there are in all of them.
    private(set) var byteCount = 0

    /// Regions that are nearer than this become one: to begin a region costs as much as to scan so many bytes.
    private static let nearest = 64

    /// Adds the lines that hold a byte of `dirty`, which is clamped to the text and starts no earlier than what was added before.
    mutating func add(linesOf dirty: Range<Int>, in text: Span<UInt8>) {
        let dirty = dirty.clamped(to: 0..<text.count)
        guard !dirty.isEmpty else { return }
        var lower = dirty.lowerBound
        if let last = ranges.last, last.contains(lower) {
            if dirty.upperBound <= last.upperBound { return }
            lower = last.upperBound
        } else {
            lower = text.lastIndex(of: .newline, from: 0, to: lower).map { $0 + 1 } ?? 0
        }
        let upper = text.firstIndex(of: .newline, from: dirty.upperBound - 1, to: text.count).map { $0 + 1 }
        append(lower..<(upper ?? text.count))
    }

    private mutating func append(_ range: Range<Int>) {
        if let last = ranges.last, last.lowerBound <= range.lowerBound,
            range.lowerBound - last.upperBound < LineRegions.nearest
        {
            ranges.removeLast()
            byteCount -= last.count
            let joined = last.lowerBound..<max(last.upperBound, range.upperBound)
            ranges.append(joined)
            byteCount += joined.count
        } else {
            ranges.append(range)
            byteCount += range.count
        }
    }

    /// Adds other regions.
    mutating func join(_ others: LineRegions) {
        let all = (ranges + others.ranges).sorted { $0.lowerBound < $1.lowerBound }
        ranges.removeAll(keepingCapacity: true)
        byteCount = 0
        for range in all { append(range) }
    }

    /// Answers whether offsets lie in a region; asked in ascending order.
    struct Cursor {
        private let ranges: [Range<Int>]
        private var index = 0

        init(_ regions: LineRegions) { ranges = regions.ranges }

        mutating func contains(_ position: Int) -> Bool {
            while index < ranges.count, ranges[index].upperBound <= position { index += 1 }
            return index < ranges.count && ranges[index].lowerBound <= position
        }
    }
}

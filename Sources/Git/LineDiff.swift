internal import Bytes

/// The lines of a part of a file as numbers: equal lines have equal ones. Others may, too, so that who needs certainty compares them.
struct Lines {
    private let buffer: ByteBuffer
    /// Where each line starts, and where the last one ends.
    private var starts: [Int]
    private(set) var hashes: [UInt64] = []

    init(_ buffer: ByteBuffer, _ range: Range<Int>) {
        self.buffer = buffer
        starts = [range.lowerBound]
        let bytes = buffer.bytes
        hashes.reserveCapacity(range.count / 32)
        starts.reserveCapacity(range.count / 32)
        // `hash` reads inside of the range, which is inside of the span.
        unsafe bytes.withUnsafeBytes { memory in
            var start = range.lowerBound
            while start < range.upperBound {
                let end = bytes.firstIndex(of: .newline, from: start, to: range.upperBound) ?? range.upperBound
                let stop = unsafe end > start && memory[end - 1] == .carriageReturn ? end - 1 : end
                hashes.append(unsafe Lines.hash(memory, start, stop))
                start = min(end + 1, range.upperBound)
                starts.append(start)
            }
        }
    }

    /// Eight bytes at once; the last eight may be read twice. `start..<end` must be inside of the memory.
    @inline(__always)
    private static func hash(_ memory: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> UInt64 {
        var hash = UInt64(truncatingIfNeeded: end - start) &* 0x9E37_79B9_7F4A_7C15
        func add(_ word: UInt64) {
            hash = (hash ^ word) &* 0xFF51_AFD7_ED55_8CCD
            hash ^= hash >> 32
        }
        if end - start >= 8 {
            var place = start
            while place + 8 <= end {
                add(unsafe memory.loadUnaligned(fromByteOffset: place, as: UInt64.self))
                place += 8
            }
            if place < end { add(unsafe memory.loadUnaligned(fromByteOffset: end - 8, as: UInt64.self)) }
        } else {
            var word: UInt64 = 0
            for place in start..<end { word = unsafe word << 8 | UInt64(memory[place]) }
            add(word)
        }
        return hash
    }

    /// The bytes of a line, with its end.
    func range(_ line: Int) -> Range<Int> { starts[line]..<starts[line + 1] }

    /// Whether both lines hold the same, whatever ends them.
    func isSame(_ line: Int, as other: Int, of lines: Lines) -> Bool {
        let (mine, theirs) = (text(line), lines.text(other))
        guard mine.count == theirs.count else { return false }
        let same = buffer.bytes.extracting(mine).commonPrefix(with: lines.buffer.bytes.extracting(theirs))
        return same == mine.count
    }

    /// The bytes of a line without its end.
    private func text(_ line: Int) -> Range<Int> {
        let (bytes, range) = (buffer.bytes, range(line))
        guard !range.isEmpty, bytes[range.upperBound - 1] == .newline else { return range.lowerBound..<end(range) }
        return range.lowerBound..<end(range.lowerBound..<range.upperBound - 1)
    }

    private func end(_ range: Range<Int>) -> Int {
        !range.isEmpty && buffer.bytes[range.upperBound - 1] == .carriageReturn
            ? range.upperBound - 1 : range.upperBound
    }
}

/// Which hashes may be in a list: a bit for each, in a table of 16 bits an entry.
private struct HashFilter {
    private var bits: [UInt64]
    private let shift: UInt64

    init(_ hashes: ArraySlice<UInt64>) {
        // A power of two, at least 64 bits.
        let exponent = max(6, Int.bitWidth - (16 * hashes.count).leadingZeroBitCount)
        shift = UInt64(64 - exponent)
        bits = Array(repeating: 0, count: 1 << (exponent - 6))
        for hash in hashes {
            let place = hash >> shift
            bits[Int(place >> 6)] |= 1 << (place & 63)
        }
    }

    func mayHold(_ hash: UInt64) -> Bool {
        let place = hash >> shift
        return bits[Int(place >> 6)] >> (place & 63) & 1 == 1
    }
}

/// The longest common subsequence of lines (Myers 1986), with an end to its cost.
enum LineDiff {
    /// So many insertions and deletions of lines that both sides have are looked for; beyond that, all lines that differ are taken for
    /// added. Memory grows with its square: 16 MB.
    private static let mostEdits = 2_000

    /// For each line of `new`, the line of `old` that it is; nil where `old` lacks it.
    static func partners(of new: [UInt64], in old: [UInt64]) -> [Int?] {
        var prefix = 0
        while prefix < new.count, prefix < old.count, new[prefix] == old[prefix] { prefix += 1 }
        var suffix = 0
        while suffix < min(new.count, old.count) - prefix, new[new.count - 1 - suffix] == old[old.count - 1 - suffix] {
            suffix += 1
        }
        var partners = [Int?](repeating: nil, count: new.count)
        for line in 0..<prefix { partners[line] = line }
        for back in 1..<suffix + 1 { partners[new.count - back] = old.count - back }
        // Lines that only one side has are in no common subsequence.
        let (mine, theirs) = (prefix..<new.count - suffix, prefix..<old.count - suffix)
        let (seenHere, seenThere) = (HashFilter(new[mine]), HashFilter(old[theirs]))
        let places = mine.filter { seenThere.mayHold(new[$0]) }
        let left = theirs.filter { seenHere.mayHold(old[$0]) }
        for (x, y) in common(left.map { old[$0] }, places.map { new[$0] }) { partners[places[y]] = left[x] }
        return partners
    }

    /// Places in `a` and in `b` of a longest common subsequence of both; empty where it is too far to find.
    private static func common(_ a: [UInt64], _ b: [UInt64]) -> [(Int, Int)] {
        let most = min(a.count + b.count, mostEdits)
        guard !a.isEmpty, !b.isEmpty else { return [] }
        // How far each diagonal k = x - y was reached with d edits; every step is kept, to walk back.
        var reached = [Int32](repeating: 0, count: 2 * most + 3)
        let middle = most + 1
        var history: [[Int32]] = []
        for d in 0...most {
            history.append(Array(reached[(middle - d)...(middle + d)]))
            for k in stride(from: -d, through: d, by: 2) {
                let down = k == -d || (k != d && reached[middle + k - 1] < reached[middle + k + 1])
                var x = Int(down ? reached[middle + k + 1] : reached[middle + k - 1] + 1)
                var y = x - k
                while x < a.count, y < b.count, a[x] == b[y] {
                    x += 1
                    y += 1
                }
                reached[middle + k] = Int32(x)
                if k == a.count - b.count, x >= a.count { return walkBack(history, a.count, b.count) }
            }
        }
        return []
    }

    private static func walkBack(_ history: [[Int32]], _ endX: Int, _ endY: Int) -> [(Int, Int)] {
        var (x, y) = (endX, endY)
        var kept: [(Int, Int)] = []
        for d in history.indices.reversed() {
            // `history[d]` is what was reached with d - 1 edits, for the diagonals -d...d.
            func reached(_ k: Int) -> Int { Int(history[d][k + d]) }
            let k = x - y
            let down = d == 0 || k == -d || (k != d && reached(k - 1) < reached(k + 1))
            let previousX = d == 0 ? 0 : reached(down ? k + 1 : k - 1)
            let previousY = d == 0 ? 0 : previousX - (down ? k + 1 : k - 1)
            while x > previousX, y > previousY {
                x -= 1
                y -= 1
                kept.append((x, y))
            }
            (x, y) = (previousX, previousY)
        }
        return kept
    }
}

/// Which lines of a file its older versions have not, as a diff would say. A line is what a newline byte ends, a carriage return before
/// it not counted: a change of line ends adds nothing, nor does a newline at the end of a file. Works on any bytes, so also where text
/// is not UTF-8.

public import Bytes

public struct AddedLines: Sendable {
    /// Where each line starts; one more for the end.
    private let starts: [Int]
    private let isAdded: [Bool]

    /// - Parameters:
    ///   - old: versions of the file, each of which must lack a line for it to count as added; with none, all lines are.
    public init(in new: ByteBuffer, since old: [ByteBuffer]) {
        let lines = Lines(new)
        var isAdded = [Bool](repeating: true, count: lines.hashes.count)
        for version in old {
            let added = LineDiff.added(in: lines.hashes, since: Lines(version).hashes)
            for index in isAdded.indices where !added[index] { isAdded[index] = false }
        }
        starts = lines.starts
        self.isAdded = isAdded
    }

    /// Whether any of these bytes of the new file stands on an added line.
    public func touches(_ bytes: Range<Int>) -> Bool {
        guard !isAdded.isEmpty else { return false }
        var (low, high) = (0, isAdded.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle + 1] <= bytes.lowerBound { low = middle + 1 } else { high = middle }
        }
        var line = min(low, isAdded.count - 1)
        repeat {
            if isAdded[line] { return true }
            line += 1
        } while line < isAdded.count && starts[line] < bytes.upperBound
        return false
    }

    /// Whether the line with this number (1-based) is added; false outside of the file.
    public func isAdded(line: Int) -> Bool { isAdded.indices.contains(line - 1) && isAdded[line - 1] }

    /// 1-based numbers.
    public var numbers: [Int] { isAdded.indices.filter { isAdded[$0] }.map { $0 + 1 } }

    /// How much of the new file an older one has: 0 to 1, counted in lines.
    public static func similarity(_ new: ByteBuffer, _ old: ByteBuffer) -> Double {
        let lines = Lines(new).hashes
        var counts: [Int: Int] = [:]
        let others = Lines(old).hashes
        for hash in others { counts[hash, default: 0] += 1 }
        var shared = 0
        for hash in lines {
            if let left = counts[hash], left > 0 {
                counts[hash] = left - 1
                shared += 1
            }
        }
        return Double(shared) / Double(max(lines.count, others.count, 1))
    }
}

/// The lines of a file as numbers: equal lines have equal ones. Swift seeds its hashes anew in each process, so that nobody can write
/// two lines that look the same to us.
private struct Lines {
    var starts: [Int] = [0]
    var hashes: [Int] = []

    init(_ buffer: ByteBuffer) {
        let bytes = buffer.bytes
        var start = 0
        while start < bytes.count {
            let end = bytes.firstIndex(of: .newline, from: start, to: bytes.count) ?? bytes.count
            let stop = end > start && bytes[end - 1] == .carriageReturn ? end - 1 : end
            var hasher = Hasher()
            // The range is inside of the span.
            unsafe bytes.extracting(start..<stop).withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
            hashes.append(hasher.finalize())
            start = min(end + 1, bytes.count)
            starts.append(start)
        }
    }
}

/// The longest common subsequence of lines (Myers 1986), with an end to its cost.
enum LineDiff {
    /// So many insertions and deletions of lines that both sides have are looked for; beyond that, all lines that differ are taken for
    /// added. Memory grows with its square: 8 MB.
    private static let mostEdits = 2_000

    /// For each line of `new`, whether `old` lacks it.
    static func added(in new: [Int], since old: [Int]) -> [Bool] {
        var prefix = 0
        while prefix < new.count, prefix < old.count, new[prefix] == old[prefix] { prefix += 1 }
        var suffix = 0
        while suffix < min(new.count, old.count) - prefix, new[new.count - 1 - suffix] == old[old.count - 1 - suffix] {
            suffix += 1
        }
        var isAdded = [Bool](repeating: false, count: new.count)
        let middle = prefix..<(new.count - suffix)
        for index in middle { isAdded[index] = true }
        // Lines that only one side has are in no common subsequence.
        let (mine, theirs) = (Set(new[middle]), Set(old[prefix..<(old.count - suffix)]))
        let places = middle.filter { theirs.contains(new[$0]) }
        let left = old[prefix..<(old.count - suffix)].filter { mine.contains($0) }
        for kept in common(left, places.map { new[$0] }) { isAdded[places[kept]] = false }
        return isAdded
    }

    /// Places in `b` of a longest common subsequence of both; empty where it is too far to find.
    private static func common(_ a: [Int], _ b: [Int]) -> [Int] {
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

    private static func walkBack(_ history: [[Int32]], _ endX: Int, _ endY: Int) -> [Int] {
        var (x, y) = (endX, endY)
        var kept: [Int] = []
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
                kept.append(y)
            }
            (x, y) = (previousX, previousY)
        }
        return kept
    }
}

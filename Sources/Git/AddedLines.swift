/// Which lines of a file its older versions have not, as a diff would say. A line is what a newline byte ends, a carriage return before
/// it not counted: a change of line ends adds nothing, nor does a newline at the end of a file. Works on any bytes, so also where text
/// is not UTF-8.

public import Bytes

public struct AddedLines: Sendable {
    /// The bytes of each added line, in order.
    private let lines: [Range<Int>]

    /// - Parameters:
    ///   - old: versions of the file, each of which must lack a line for it to count as added; with none, all lines are.
    public init(in new: ByteBuffer, since old: [ByteBuffer]) {
        guard let first = old.first else {
            lines = Lines(new, 0..<new.count).ranges
            return
        }
        var added = AddedLines.added(new, first)
        for version in old.dropFirst() {
            let starts = Set(AddedLines.added(new, version).map(\.lowerBound))
            added.removeAll { !starts.contains($0.lowerBound) }
        }
        lines = added
    }

    private static func added(_ new: ByteBuffer, _ old: ByteBuffer) -> [Range<Int>] {
        let (mine, theirs) = differing(new, old)
        let ours = Lines(new, mine)
        let added = LineDiff.added(in: ours.hashes, since: Lines(old, theirs).hashes)
        return ours.ranges.indices.filter { added[$0] }.map { ours.ranges[$0] }
    }

    /// What lies between a common beginning and a common end of both: whole lines, mostly few.
    private static func differing(_ new: ByteBuffer, _ old: ByteBuffer) -> (new: Range<Int>, old: Range<Int>) {
        let (mine, theirs) = (new.bytes, old.bytes)
        let prefix = mine.commonPrefix(with: theirs)
        let lineStart = mine.lastIndex(of: .newline, from: 0, to: prefix).map { $0 + 1 } ?? 0
        let suffix = mine.commonSuffix(with: theirs, limit: min(mine.count, theirs.count) - lineStart)
        // The end that is left out begins behind a newline of both.
        let end = mine.firstIndex(of: .newline, from: mine.count - suffix, to: mine.count)
        let tail = end.map { mine.count - 1 - $0 } ?? 0
        return (lineStart..<mine.count - tail, lineStart..<theirs.count - tail)
    }

    /// The bytes of lines that are added by any of these, as runs of lines in order that are apart from each other.
    public static func parts(_ all: [AddedLines]) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        for line in all.count == 1 ? all[0].lines : all.flatMap(\.lines).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = parts.last, last.upperBound >= line.lowerBound {
                parts[parts.count - 1] = last.lowerBound..<max(last.upperBound, line.upperBound)
            } else {
                parts.append(line)
            }
        }
        return parts
    }

    /// Whether any of these bytes of the new file stands on an added line.
    public func touches(_ bytes: Range<Int>) -> Bool {
        let first = lines.indices.firstPlace { lines[$0].upperBound > bytes.lowerBound }
        return first < lines.count && lines[first].lowerBound < max(bytes.upperBound, bytes.lowerBound + 1)
    }

    /// 1-based numbers of the added lines of a file.
    func numbers(in new: ByteBuffer) -> [Int] {
        let starts = Set(lines.map(\.lowerBound))
        return Lines(new, 0..<new.count).ranges.enumerated().filter { starts.contains($1.lowerBound) }.map {
            $0.offset + 1
        }
    }
}

/// How often each line stands in a file, to compare whole files.
public struct LineCounts: Sendable {
    private var counts: [Int: Int] = [:]
    private let total: Int

    public init(_ content: ByteBuffer) {
        let hashes = Lines(content, 0..<content.count).hashes
        counts.reserveCapacity(hashes.count)
        for hash in hashes { counts[hash, default: 0] += 1 }
        total = hashes.count
    }

    /// How much both have in common: 0 to 1, counted in lines. 0 where it cannot be `least`.
    public func similarity(to other: LineCounts, atLeast least: Double) -> Double {
        let most = Double(max(total, other.total, 1))
        guard Double(min(total, other.total)) / most >= least else { return 0 }
        var shared = 0
        for (hash, count) in counts { shared += min(count, other.counts[hash] ?? 0) }
        return Double(shared) / most
    }
}

/// The lines of a file as numbers: equal lines have equal ones. Swift seeds its hashes anew in each process, so that nobody can write
/// two lines that look the same to us.
private struct Lines {
    /// With their line ends.
    var ranges: [Range<Int>] = []
    var hashes: [Int] = []

    init(_ buffer: ByteBuffer, _ range: Range<Int>) {
        let bytes = buffer.bytes
        var start = range.lowerBound
        while start < range.upperBound {
            let end = bytes.firstIndex(of: .newline, from: start, to: range.upperBound) ?? range.upperBound
            let stop = end > start && bytes[end - 1] == .carriageReturn ? end - 1 : end
            var hasher = Hasher()
            // The range is inside of the span.
            unsafe bytes.extracting(start..<stop).withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
            hashes.append(hasher.finalize())
            ranges.append(start..<min(end + 1, range.upperBound))
            start = min(end + 1, range.upperBound)
        }
    }
}

/// The longest common subsequence of lines (Myers 1986), with an end to its cost.
enum LineDiff {
    /// So many insertions and deletions of lines that both sides have are looked for; beyond that, all lines that differ are taken for
    /// added. Memory grows with its square: 16 MB.
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

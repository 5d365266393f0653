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
            let all = Lines(new, 0..<new.count)
            lines = all.hashes.indices.map { all.range($0) }
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
        let (ours, others) = (Lines(new, mine), Lines(old, theirs))
        let partners = LineDiff.partners(of: ours.hashes, in: others.hashes)
        let (text, oldText) = (new.bytes, old.bytes)
        var added: [Range<Int>] = []
        var line = 0
        while line < partners.count {
            let range = ours.range(line)
            var next = line
            // Hashes only tell which lines to compare. Mostly many follow each other in both: they are compared at once.
            if let partner = partners[line] {
                let other = others.range(partner)
                let same = text.extracting(range.lowerBound..<mine.upperBound)
                    .commonPrefix(with: oldText.extracting(other.lowerBound..<theirs.upperBound))
                while next < partners.count, partners[next] == partner + next - line {
                    let length = ours.range(next).upperBound - range.lowerBound
                    let otherLength = others.range(partner + next - line).upperBound - other.lowerBound
                    guard length <= same, length == otherLength else { break }
                    next += 1
                }
                if next == line, ours.isSame(line, as: partner, of: others) { next += 1 }
            }
            if next == line {
                added.append(range)
                next += 1
            }
            line = next
        }
        return added
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
        let all = Lines(new, 0..<new.count)
        return all.hashes.indices.filter { starts.contains(all.range($0).lowerBound) }.map { $0 + 1 }
    }
}

/// How often each line stands in a file, to compare whole files.
public struct LineCounts: Sendable {
    private var counts: [UInt64: Int] = [:]
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

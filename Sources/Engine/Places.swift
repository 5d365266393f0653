/// Lines, columns and original offsets of blob offsets. Counts only as far as someone asks, and remembers where it was.

internal import Bytes
internal import Findings

struct Places {
    /// Where a blob offset stands.
    struct Place {
        var line: Int
        var column: Int
        /// Offset into the original bytes.
        var original: Int
    }

    /// A blob offset with what is known of it.
    private struct Mark {
        var position = 0
        var line = 1
        /// Code points between the start of the line and the position.
        var column = 0
        var original = 0
    }

    private let encoding: TextEncoding
    /// Only ever moved forward, to the start of a coming chunk.
    private var base: Mark
    /// The last place that was asked for: the next is mostly near, and a line may be the whole file.
    private var memo: Mark

    init(_ encoding: TextEncoding) {
        self.encoding = encoding
        base = Mark(original: encoding.skipped)
        memo = base
    }

    /// The place of a blob offset at or after the base; `text` starts at blob offset `origin`.
    mutating func place(of position: Int, in text: Span<UInt8>, origin: Int) -> Place {
        let forward = position >= memo.position
        let range = forward ? memo.position - origin..<position - origin : position - origin..<memo.position - origin
        let lines = text.occurrences(of: .newline, in: range)
        let column = column(of: position, forward, lines, range, text, origin)
        let bytes = originalLength(text, range)
        memo = Mark(
            position: position, line: memo.line + (forward ? lines : -lines), column: column,
            original: memo.original + (forward ? bytes : -bytes))
        return Place(line: memo.line, column: memo.column + 1, original: memo.original)
    }

    /// - Parameter range: between the position and the memo, with `lines` newlines in it.
    private func column(
        of position: Int, _ forward: Bool, _ lines: Int, _ range: Range<Int>, _ text: Span<UInt8>, _ origin: Int
    ) -> Int {
        let local = position - origin
        // Counting from the memo is right where both ends of the way lie between code points.
        if lines == 0, isBoundary(range.lowerBound, text), isBoundary(range.upperBound, text) {
            let between = text.codePoints(in: range)
            return memo.column + (forward ? between : -between)
        }
        if let newline = text.lastIndex(of: .newline, from: base.position - origin, to: local) {
            return text.codePoints(in: newline + 1..<local)
        }
        return base.column + text.codePoints(in: base.position - origin..<local)
    }

    private func isBoundary(_ index: Int, _ text: Span<UInt8>) -> Bool {
        index >= text.count || text[index] & 0xC0 != 0x80
    }

    private func originalLength(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
        guard case .utf16 = encoding else { return range.count }
        return range.reduce(0) { $0 + encoding.originalBytes(of: text[$1]) }
    }

    /// Moves the base to the start of the next chunk while the bytes before it are still at hand.
    mutating func advance(to next: Int, in text: Span<UInt8>, origin: Int) {
        // A cut inside a UTF-8 sequence would count its bytes apart: move past it.
        var target = next
        while target < next + 3, target - origin < text.count, text[target - origin] & 0xC0 == 0x80 { target += 1 }
        _ = place(of: target, in: text, origin: origin)
        base = memo
    }
}

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
        var original = 0
    }

    private let encoding: TextEncoding
    /// Only ever moved forward, to the start of a coming chunk.
    private var base: Mark
    /// Code points between the start of the line and `base`.
    private var baseColumn = 0
    /// The last place that was asked for.
    private var memo: Mark

    init(_ encoding: TextEncoding) {
        self.encoding = encoding
        base = Mark(original: encoding.skipped)
        memo = base
    }

    /// The place of a blob offset at or after the base; `text` starts at blob offset `origin`.
    mutating func place(of position: Int, in text: Span<UInt8>, origin: Int) -> Place {
        move(to: position, text, origin)
        if let newline = text.lastIndex(of: .newline, from: base.position - origin, to: position - origin) {
            let column = 1 + text.codePoints(in: newline + 1..<position - origin)
            return Place(line: memo.line, column: column, original: memo.original)
        }
        let column = 1 + baseColumn + text.codePoints(in: base.position - origin..<position - origin)
        return Place(line: memo.line, column: column, original: memo.original)
    }

    private mutating func move(to position: Int, _ text: Span<UInt8>, _ origin: Int) {
        let forward = position >= memo.position
        let range = forward ? memo.position - origin..<position - origin : position - origin..<memo.position - origin
        let lines = text.occurrences(of: .newline, in: range)
        memo.line += forward ? lines : -lines
        let bytes = originalLength(text, range)
        memo.original += forward ? bytes : -bytes
        memo.position = position
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
        let column = place(of: target, in: text, origin: origin).column
        base = memo
        baseColumn = column - 1
    }
}

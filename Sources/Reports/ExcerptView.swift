internal import Findings

/// An excerpt for the terminal: at most so many cells around the secret, and under it a line of carets.
struct ExcerptView {
    private struct Cell {
        let glyph: TerminalText.Glyph
        let isMarked: Bool
    }

    private let shown: ArraySlice<Cell>
    private let cutBefore: Bool
    private let cutAfter: Bool

    /// When a secret is wider than the view, so many cells stay for what stands around it.
    private static let context = 40

    init(_ excerpt: Excerpt, _ style: ReportStyle, cells limit: Int) {
        let all = excerpt.parts(style).flatMap { part in
            TerminalText.glyphs(part.bytes).map { Cell(glyph: $0, isMarked: part.isMarked) }
        }
        // Indentation says nothing.
        let start = excerpt.cutBefore ? 0 : all.firstIndex { $0.isMarked || $0.glyph.text != " " } ?? all.count
        let range = ExcerptView.window(all, from: start, limit)
        shown = all[range]
        cutBefore = excerpt.cutBefore || range.lowerBound > start
        cutAfter = excerpt.cutAfter || range.upperBound < all.count
    }

    /// The line and, when something is marked, the carets.
    func lines(_ paint: Paint) -> [String] {
        let before = cutBefore ? "…" : ""
        let runs = shown.chunked { $0.isMarked == $1.isMarked }
        let line = runs.map { run in
            let text = run.map(\.glyph.text).joined()
            return run.first?.isMarked == true ? paint(text, .alarm) : text
        }
        let text = before + line.joined() + (cutAfter ? "…" : "")
        guard let last = shown.lastIndex(where: \.isMarked) else { return [text] }
        let carets = shown[...last].map { String(repeating: $0.isMarked ? "^" : " ", count: $0.glyph.cells) }
        return [text, (cutBefore ? " " : "") + paint(carets.joined(), .alarm)]
    }

    /// As much around the marked cells as fits: first they, then by turns one to the left and one to the right.
    private static func window(_ all: [Cell], from start: Int, _ limit: Int) -> Range<Int> {
        let marked = all[start...].firstIndex(where: \.isMarked) ?? start
        var (low, high, room) = (marked, marked, limit)
        func fits(_ index: Int) -> Bool { all[index].glyph.cells <= room }
        while high < all.count, all[high].isMarked, room - all[high].glyph.cells >= context {
            room -= all[high].glyph.cells
            high += 1
        }
        var grows = true
        while grows {
            grows = false
            if low > start, fits(low - 1) {
                low -= 1
                room -= all[low].glyph.cells
                grows = true
            }
            if high < all.count, fits(high) {
                room -= all[high].glyph.cells
                high += 1
                grows = true
            }
        }
        return low..<high
    }
}

extension Collection {
    /// Split between neighbours that do not belong together.
    fileprivate func chunked(by belong: (Element, Element) -> Bool) -> [SubSequence] {
        var chunks: [SubSequence] = []
        var rest = self[...]
        while !rest.isEmpty {
            let pairs = zip(rest.indices, rest.indices.dropFirst())
            let end = pairs.first { !belong(rest[$0], rest[$1]) }?.1 ?? rest.endIndex
            chunks.append(rest[..<end])
            rest = rest[end...]
        }
        return chunks
    }
}

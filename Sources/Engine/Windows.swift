/// Which bytes around an anchor a pattern sees.

internal import Bytes
internal import Rules

/// A window in terms of the chunk at hand.
struct Window: Equatable {
    /// Where a match may start, both ends included.
    var starts: ClosedRange<Int>
    /// Where the subject ends: a match sees nothing from here on.
    var end: Int
    /// Whether `end` cuts a line (or, for a window of many lines, the text), so that a match that reaches it may go on.
    var isCut: Bool
}

/// The line that was looked at last, as far as it is known: many anchors share one.
struct LineCache {
    /// Bytes that hold no newline, and whether they begin with their line.
    private var clear = 0..<0
    private var clearBeginsLine = false

    /// The start of the line that `position` is on, or `position - limit` where that is nearer. What was searched for the last
    /// anchor is not searched again.
    mutating func lineStart(_ text: Span<UInt8>, before position: Int, limit: Int) -> Int {
        let floor = max(0, position - limit)
        let reachesBack = clearBeginsLine || clear.lowerBound <= floor
        if clear.lowerBound > position || clear.upperBound < floor || !reachesBack {
            clear = floor..<floor
            clearBeginsLine = floor == 0
        }
        if position > clear.upperBound {
            if let newline = text.lastIndex(of: .newline, from: clear.upperBound, to: position) {
                clear = newline + 1..<position
                clearBeginsLine = true
            } else {
                clear = clear.lowerBound..<position
            }
        }
        return max(floor, clear.lowerBound)
    }

    /// Where `searched` was looked through for a newline, and the one that was found at its end.
    private var searched = 0..<0
    private var newline: Int?

    /// The first newline in `position..<limit`. Anchors come in order, so what was searched for one serves the next.
    mutating func lineEnd(_ text: Span<UInt8>, from position: Int, limit: Int) -> Int? {
        if searched.contains(position) {
            if let newline { return newline < limit ? newline : nil }
        } else {
            searched = position..<position
            newline = nil
        }
        if limit > searched.upperBound {
            newline = text.firstIndex(of: .newline, from: searched.upperBound, to: limit)
            searched = searched.lowerBound..<(newline.map { $0 + 1 } ?? limit)
        }
        return newline
    }

    mutating func reset() { self = LineCache() }
}

extension Window {
    /// The window around an anchor at `position`.
    /// - Parameters:
    ///   - shape: the rule's window.
    ///   - lead: how far before the anchor a match can start.
    ///   - after: how far behind the anchor it reaches; the rule's own measure, or more for a second try.
    static func around(
        _ position: Int, shape: RuleWindow, lead: Int, text: Span<UInt8>, after: Int, lines: inout LineCache
    ) -> Window {
        var lower = max(0, position - lead)
        if lead > 0, !shape.manyLines {
            lower = max(lower, lines.lineStart(text, before: position, limit: shape.before))
        }
        let limit = min(text.count, position + after)
        if !shape.manyLines, let newline = lines.lineEnd(text, from: position, limit: limit) {
            return Window(starts: lower...position, end: newline + 1, isCut: false)
        }
        return Window(starts: lower...position, end: limit, isCut: limit < text.count)
    }
}

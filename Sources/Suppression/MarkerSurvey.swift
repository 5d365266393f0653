internal import Bytes

/// Looks for every `lapwing:allow` in a file, to tell those that match nothing. Only where somebody asks for it: it reads every byte.
public struct MarkerSurvey: Sendable {
    /// Newlines before the bytes that are ready next.
    private var line = 1

    public init() {}

    /// Starts a file.
    public mutating func begin() { line = 1 }

    /// - Parameters:
    ///   - ready: the part of `text` that was not read before; the parts of a file come in order, without gaps.
    ///   - found: takes the 1-based line of each line with markers that name rules.
    public mutating func read(_ text: Span<UInt8>, ready: Range<Int>, found: (Int) -> Void) {
        var start = ready.lowerBound
        while start < ready.upperBound {
            let newline = text.firstIndex(of: .newline, from: start, to: ready.upperBound)
            let end = newline ?? ready.upperBound
            if MarkerSurvey.hasMarker(text, start..<end) { found(line) }
            guard let newline else { return }
            line += 1
            start = newline + 1
        }
    }

    private static func hasMarker(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        var position = range.lowerBound
        while let colon = text.firstIndex(of: UInt8(ascii: ":"), from: position, to: range.upperBound) {
            position = colon + 1
            guard text.hasBytes(":allow", at: colon), text.hasBytes("lapwing", at: colon - 7) else { continue }
            let end = text.firstIndex(of: .newline, from: colon, to: min(text.count, colon + 1_024))
            let line = text.array(colon - 7..<(end ?? min(text.count, colon + 1_024)))
            if InlineMarker.all(in: line).contains(where: { !$0.scopes.isEmpty }) { return true }
        }
        return false
    }
}

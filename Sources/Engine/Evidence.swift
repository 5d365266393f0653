/// Lends checks the text around a candidate and remembers how far they looked: the evidence extent. A candidate may be
/// inherited from an older version of a file only if all of that is unchanged.
///
/// Positions are offsets into the whole blob, so that they mean the same whatever chunk is at hand. Reads beyond `reach` bytes
/// on either side of the secret answer nil in every chunk, so that verdicts never depend on how a file was cut.

internal import Bytes

struct Evidence: ~Escapable {
    private let text: Span<UInt8>
    /// The blob offset of the text's first byte.
    private let origin: Int
    private let allowed: Range<Int>
    /// Everything that was looked at, the secret included. An offset outside of the blob says that its end was met.
    private(set) var extent: Range<Int>

    static let reach = 1_024

    @_lifetime(copy text)
    init(_ text: Span<UInt8>, origin: Int, secret: Range<Int>) {
        self.text = text
        self.origin = origin
        let near = max(0, secret.lowerBound - Evidence.reach)..<secret.upperBound + Evidence.reach
        allowed = near.clamped(to: origin..<origin + text.count)
        extent = secret
    }

    /// The byte at a blob offset, or nil outside of the blob or out of reach.
    @_lifetime(self: copy self)
    mutating func byte(at position: Int) -> UInt8? {
        extent = min(extent.lowerBound, position)..<max(extent.upperBound, position + 1)
        return allowed.contains(position) ? text[position - origin] : nil
    }

    /// The bytes before `position` on its line, nearest last, at most `limit`.
    @_lifetime(self: copy self)
    mutating func lineBefore(_ position: Int, limit: Int) -> [UInt8] {
        var start = position
        while position - start < limit, let byte = byte(at: start - 1), byte != .newline { start -= 1 }
        return text.array(start - origin..<position - origin)
    }

    /// The bytes from `position` to the end of its line, at most `limit`.
    @_lifetime(self: copy self)
    mutating func lineAfter(_ position: Int, limit: Int) -> [UInt8] {
        var end = position
        while end - position < limit, let byte = byte(at: end), byte != .newline { end += 1 }
        return text.array(position - origin..<end - origin)
    }

    /// The lines before `position`, at most `limit` bytes of them: the last is what stands before it on its own line, the first may be
    /// cut.
    @_lifetime(self: copy self)
    mutating func linesBefore(_ position: Int, limit: Int) -> [[UInt8]] {
        var start = position
        while position - start < limit, byte(at: start - 1) != nil { start -= 1 }
        return text.array(start - origin..<position - origin)
            .split(separator: .newline, omittingEmptySubsequences: false).map(Array.init)
    }

    /// The lines from `position` on, at most `limit` bytes of them: the first is the rest of its own line, the last may be cut.
    @_lifetime(self: copy self)
    mutating func linesAfter(_ position: Int, limit: Int) -> [[UInt8]] {
        var end = position
        while end - position < limit, byte(at: end) != nil { end += 1 }
        return text.array(position - origin..<end - origin)
            .split(separator: .newline, omittingEmptySubsequences: false).map(Array.init)
    }
}

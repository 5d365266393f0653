internal import Bytes
internal import Rules

/// What stands behind the word at an anchor: read once for all rules of a hit.
struct Following {
    private var position = -1
    private var byte: UInt8 = 0
    private var isSpaced = false
    private var isKnown = false

    /// Longer words and gaps are left to the patterns.
    private static let longestWord = 64
    private static let longestGap = 32

    /// Whether a match that begins at `position` may go on as it must. True where that cannot be told cheaply.
    mutating func allows(_ follow: FollowBytes, at position: Int, in text: Span<UInt8>) -> Bool {
        if position != self.position { read(position, text) }
        return !isKnown || (isSpaced ? follow.spaced : follow.direct).contains(byte)
    }

    private mutating func read(_ position: Int, _ text: Span<UInt8>) {
        self.position = position
        let wordEnd = min(text.count, position + Following.longestWord)
        var end = position
        while end < wordEnd, FollowBytes.word.contains(text[end]) { end += 1 }
        let gapEnd = min(text.count, end + Following.longestGap)
        var next = end
        while next < gapEnd, FollowBytes.blank.contains(text[next]) { next += 1 }
        isSpaced = next > end
        isKnown = end < wordEnd && next < gapEnd
        if isKnown { byte = text[next] }
    }
}

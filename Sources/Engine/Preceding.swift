internal import Bytes
internal import Rules

/// What stands before the name that ends in the word at an anchor: read once for all rules of a hit.
struct Preceding {
    private var position = -1
    private var byte: UInt8 = 0
    private var isKnown = false

    /// Longer names are left to the patterns.
    private static let longestName = 64

    /// Whether a match may have its anchor at `position`. True where that cannot be told cheaply: the name may go on before the text
    /// at hand.
    mutating func allows(_ follow: FollowBytes, at position: Int, in text: Span<UInt8>) -> Bool {
        if position != self.position { read(position, text) }
        return !isKnown || follow.preceding.contains(byte)
    }

    private mutating func read(_ position: Int, _ text: Span<UInt8>) {
        self.position = position
        let least = max(0, position - Preceding.longestName)
        var start = position
        while start > least, FollowBytes.name.contains(text[start - 1]) { start -= 1 }
        isKnown = start > least
        if isKnown { byte = text[start - 1] }
    }
}

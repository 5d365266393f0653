/// What can stand behind the word that a match begins with: after the rest of the word (`FollowBytes.word`), directly or after blanks.
/// Proven from the pattern by the linter, for rules whose matches begin at their anchor. Most hits of a generic word (`the token
/// is`) are told from an assignment by this one byte, which all rules of the hit share, and no pattern is tried there.

public import Bytes

public struct FollowBytes: Sendable, Hashable {
    /// The byte after the word.
    public var direct: ByteSet
    /// The byte after the blanks that follow the word.
    public var spaced: ByteSet

    public init(direct: ByteSet, spaced: ByteSet) {
        self.direct = direct
        self.spaced = spaced
    }

    /// Bytes of a word.
    public static let word = ByteSet.word.union(ByteSet(ascii: "-"))
    public static let blank = ByteSet(ascii: " \t")
}

extension FollowBytes {
    /// As text, for a rule's record.
    var encoded: String {
        (direct.words64 + spaced.words64).map { String($0, radix: 16) }.joined(separator: " ")
    }

    init?(encoded text: String) {
        let words = text.split(separator: " ").compactMap { UInt64($0, radix: 16) }
        guard words.count == 8 else { return nil }
        self.init(words: words[...])
    }

    /// From eight words: those of `direct`, then those of `spaced`.
    init(words: ArraySlice<UInt64>) {
        let first = words.startIndex
        direct = ByteSet(words64: (words[first], words[first + 1], words[first + 2], words[first + 3]))
        spaced = ByteSet(words64: (words[first + 4], words[first + 5], words[first + 6], words[first + 7]))
    }
}

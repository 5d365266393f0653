/// What can stand around the word at a match's anchor: behind the rest of the word (`FollowBytes.word`), directly or after blanks, and
/// before the name that it ends (`FollowBytes.name`). Proven from the pattern by the linter, for rules of which every match has an anchor
/// where a part of it begins. Most hits of a generic word (`the token is`) are told from an assignment by these bytes, which all rules of
/// the hit share, and no pattern is tried there.

public import Bytes

public struct FollowBytes: Sendable, Hashable {
    /// The byte after the word.
    public var direct: ByteSet
    /// The byte after the blanks that follow the word.
    public var spaced: ByteSet
    /// The byte before the word and the bytes of a name in front of it.
    public var preceding: ByteSet

    public init(direct: ByteSet = .all, spaced: ByteSet = .all, preceding: ByteSet = .all) {
        self.direct = direct
        self.spaced = spaced
        self.preceding = preceding
    }

    /// Whether the byte before the name tells anything.
    public var bindsPreceding: Bool { preceding != .all }

    /// Bytes of a word.
    public static let word = ByteSet.word.union(ByteSet(ascii: "-"))
    public static let blank = ByteSet(ascii: " \t")
    /// Bytes of a name that ends in a word.
    public static let name = ByteSet.word.union(ByteSet(ascii: "."))
}

extension FollowBytes {
    /// As text, for a rule's record.
    var encoded: String {
        let words = bindsPreceding ? words64 : Array(words64.dropLast(4))
        return words.map { String($0, radix: 16) }.joined(separator: " ")
    }

    init?(encoded text: String) {
        let words = text.split(separator: " ").compactMap { UInt64($0, radix: 16) }
        guard words.count == 8 || words.count == 12 else { return nil }
        self.init(words: (words.count == 8 ? words + ByteSet.all.words64 : words)[...])
    }

    /// Twelve words: those of `direct`, then those of `spaced`, then those of `preceding`.
    var words64: [UInt64] { direct.words64 + spaced.words64 + preceding.words64 }

    init(words: ArraySlice<UInt64>) {
        func set(_ first: Int) -> ByteSet {
            ByteSet(words64: (words[first], words[first + 1], words[first + 2], words[first + 3]))
        }
        let first = words.startIndex
        self.init(direct: set(first), spaced: set(first + 4), preceding: set(first + 8))
    }
}

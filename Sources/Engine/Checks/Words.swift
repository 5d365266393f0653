internal import Bytes

/// Splits identifiers and values into lower-case words, whatever the case style: `apiKey2`, `API_KEY`, `api-key` all give
/// `api`, `key` (and `2` is dropped: digits separate).
enum Words {
    static func split(_ text: [UInt8]) -> [String] {
        var words: [String] = []
        var current: [UInt8] = []
        func flush() {
            if !current.isEmpty { words.append(String(decoding: current, as: UTF8.self)) }
            current.removeAll(keepingCapacity: true)
        }
        for (index, byte) in text.enumerated() {
            guard ByteSet.letters.contains(byte) || byte >= 0x80 else {
                flush()
                continue
            }
            if ByteSet.uppercase.contains(byte), let previous = index > 0 ? text[index - 1] : nil {
                // aB starts a word; in ABc the B does (`HTTPServer`).
                let next = index + 1 < text.count ? text[index + 1] : 0
                if ByteSet.lowercase.contains(previous)
                    || (ByteSet.uppercase.contains(previous) && ByteSet.lowercase.contains(next))
                {
                    flush()
                }
            }
            current.append(byte.asciiLowercased)
        }
        flush()
        return words
    }

    /// How many of `letters` (lower-case ASCII) are covered when `words` are laid on them from left to right, longest first.
    /// The dictionary's words that were used come back too.
    static func cover(_ letters: [UInt8], with dictionary: WordList) -> (covered: Int, used: Set<String>) {
        var covered = 0
        var used: Set<String> = []
        var index = 0
        while index < letters.count {
            if let word = dictionary.longestWord(in: letters, at: index) {
                covered += word.utf8.count
                used.insert(word)
                index += word.utf8.count
            } else {
                index += 1
            }
        }
        return (covered, used)
    }
}

/// A set of lower-case words, looked up at a place of a text.
struct WordList: Sendable {
    let words: Set<String>
    private let longest: Int

    /// Words separated by white space.
    init(_ text: String) {
        words = Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
        longest = words.map(\.utf8.count).max() ?? 0
    }

    func contains(_ word: String) -> Bool { words.contains(word) }

    func longestWord(in letters: [UInt8], at index: Int) -> String? {
        var length = min(longest, letters.count - index)
        while length > 0 {
            let word = String(decoding: letters[index..<index + length], as: UTF8.self)
            if words.contains(word) { return word }
            length -= 1
        }
        return nil
    }

    func union(_ other: WordList) -> WordList { WordList((words.union(other.words)).joined(separator: " ")) }
}

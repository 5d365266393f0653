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

    /// How many of `letters` (lower-case ASCII) the dictionary's words can cover side by side, and the words of such a cover.
    /// Not the longest word at each place: `your` and `secret` cover `yoursecret`, `yours` would not.
    static func cover(_ letters: [UInt8], with dictionary: WordList) -> (covered: Int, used: Set<String>) {
        // The most that can be covered from each place on, and the word that stands there then.
        var most = [Int](repeating: 0, count: letters.count + 1)
        var choice = [String?](repeating: nil, count: letters.count)
        for index in letters.indices.reversed() {
            most[index] = most[index + 1]
            for word in dictionary.words(in: letters, at: index) {
                let covered = word.utf8.count + most[index + word.utf8.count]
                if covered > most[index] { (most[index], choice[index]) = (covered, word) }
            }
        }
        var used: Set<String> = []
        var index = 0
        while index < letters.count {
            if let word = choice[index] { used.insert(word) }
            index += choice[index]?.utf8.count ?? 1
        }
        return (most[0], used)
    }
}

/// A set of lower-case words, looked up at a place of a text.
struct WordList: Sendable {
    let words: Set<String>
    private let longest: Int

    /// Words separated by white space.
    init(_ text: String) {
        words = Set(
            text.utf8.split(whereSeparator: ByteSet.space.contains).map { String(decoding: $0, as: UTF8.self) })
        longest = words.map(\.utf8.count).max() ?? 0
    }

    func contains(_ word: String) -> Bool { words.contains(word) }

    /// The words that stand at `index`, the longest first.
    func words(in letters: [UInt8], at index: Int) -> [String] {
        (1...max(1, min(longest, letters.count - index))).reversed().compactMap { length in
            let word = String(decoding: letters[index..<index + length], as: UTF8.self)
            return words.contains(word) ? word : nil
        }
    }

    func union(_ other: WordList) -> WordList { WordList((words.union(other.words)).joined(separator: " ")) }
}

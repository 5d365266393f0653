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
        var choice = [[UInt8]?](repeating: nil, count: letters.count)
        for index in letters.indices.reversed() {
            most[index] = most[index + 1]
            for word in dictionary.words(in: letters, at: index) {
                let covered = word.count + most[index + word.count]
                if covered > most[index] { (most[index], choice[index]) = (covered, word) }
            }
        }
        var used: Set<String> = []
        var index = 0
        while index < letters.count {
            if let word = choice[index] { used.insert(String(decoding: word, as: UTF8.self)) }
            index += choice[index]?.count ?? 1
        }
        return (most[0], used)
    }
}

/// A set of lower-case words, looked up at a place of a text.
struct WordList: Sendable {
    let words: Set<String>
    /// The words by their first byte, the longest first.
    private let buckets: [[[UInt8]]]

    /// Words separated by white space.
    init(_ text: String) {
        self.init(
            Set(text.utf8.split(whereSeparator: ByteSet.space.contains).map { String(decoding: $0, as: UTF8.self) }))
    }

    private init(_ words: Set<String>) {
        self.words = words
        var buckets = [[[UInt8]]](repeating: [], count: 256)
        for word in words { word.utf8.first.map { buckets[Int($0)].append(Array(word.utf8)) } }
        self.buckets = buckets.map { $0.sorted { $0.count > $1.count } }
    }

    func contains(_ word: String) -> Bool { words.contains(word) }

    /// The words that stand at `index`, the longest first.
    func words(in letters: [UInt8], at index: Int) -> [[UInt8]] {
        buckets[Int(letters[index])].filter { word in
            guard word.count <= letters.count - index else { return false }
            for offset in 1..<max(1, word.count) where word[offset] != letters[index + offset] { return false }
            return true
        }
    }

    func filter(_ isKept: (String) -> Bool) -> WordList { WordList(words.filter(isKept)) }

    func union(_ other: WordList) -> WordList { WordList(words.union(other.words)) }
}

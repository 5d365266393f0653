/// Lower-case words, some of which are *marks* (they decide) and the rest *fillers* (they may stand beside a mark), for laying side
/// by side over a text.
struct WordList: Sendable {
    /// All words, one after the other.
    private let bytes: [UInt8]
    /// The words by their first letter.
    private let buckets: [[Entry]]

    private struct Entry: Sendable {
        let place: Range<Int>
        let isMark: Bool
    }

    /// Words of the letters a to z, separated by white space. A word that is both is a mark.
    init(marks: String, fillers: String) {
        var bytes: [UInt8] = []
        var buckets = [[Entry]](repeating: [], count: 26)
        for (text, isMark) in [(marks, true), (fillers, false)] {
            for word in text.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0A }) {
                let start = bytes.count
                bytes += word
                buckets[Int(bytes[start] &- 0x61)].append(Entry(place: start..<bytes.count, isMark: isMark))
            }
        }
        self.bytes = bytes
        self.buckets = buckets
    }

    /// How many of `letters` (a to z) words can cover side by side, and whether such a cover holds a mark. The best cover is found, not
    /// that of the longest word at each place: `your` and `secret` cover `yoursecret`, `yours` does not.
    func cover(_ letters: [UInt8]) -> (covered: Int, holdsMark: Bool) {
        // The best from each place on: twice the covered letters, and one more with a mark.
        var best = [Int](repeating: 0, count: letters.count + 1)
        for place in letters.indices.reversed() {
            best[place] = best[place + 1]
            for entry in buckets[Int(letters[place] &- 0x61)] where stands(entry.place, in: letters, at: place) {
                let rest = best[place + entry.place.count]
                let score = rest &+ 2 * entry.place.count
                best[place] = max(best[place], entry.isMark ? score | 1 : score)
            }
        }
        return (best[0] >> 1, best[0] & 1 == 1)
    }

    private func stands(_ word: Range<Int>, in letters: [UInt8], at place: Int) -> Bool {
        guard word.count <= letters.count - place else { return false }
        for offset in 1..<max(1, word.count) where bytes[word.lowerBound + offset] != letters[place + offset] {
            return false
        }
        return true
    }
}

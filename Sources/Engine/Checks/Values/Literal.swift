internal import Bytes

/// A value as the questions of `value` see it: its bytes, and what several of them ask.
struct Literal {
    let bytes: [UInt8]
    /// Its words, in lower case: letters in a row, split at a change of case.
    let words: [String]
    let lowered: String
    let letters: Int
    let digits: Int
    let spaces: Int
    /// What kind of secret it is assigned to; nil without a name.
    let kind: NameClassifier.Kind?
    /// The words of that name.
    let name: [String]

    init(_ bytes: [UInt8], kind: NameClassifier.Kind? = nil, name: [String] = []) {
        self.bytes = bytes
        self.kind = kind
        self.name = name
        words = Words.split(bytes)
        lowered = String(decoding: bytes.map(\.asciiLowercased), as: UTF8.self)
        letters = bytes.count(where: ByteSet.letters.contains)
        digits = bytes.count(where: ByteSet.digits.contains)
        spaces = bytes.count { $0 == 0x20 || $0 == 0x09 }
    }

    var count: Int { bytes.count }
    /// Bytes that are no letter, digit or white space.
    var signs: Int { count - letters - digits - spaces }
    /// Whether a generator made it: `Randomness`, and no words that can be read make up most of its letters. What follows a letter where
    /// two words meet is as good as chance: `mynewpassword`, `AWSAccessKeyId`.
    var isGenerated: Bool { Randomness.isGenerated(bytes) && !StandIns.spell(bytes) }
    var hasBothCases: Bool {
        bytes.contains(where: ByteSet.uppercase.contains) && bytes.contains(where: ByteSet.lowercase.contains)
    }

    func consists(of set: ByteSet) -> Bool { bytes.allSatisfy(set.contains) }
    func contains(_ sign: Character) -> Bool { bytes.contains(sign.asciiValue ?? 0) }
    func starts(with text: StaticString) -> Bool { bytes.starts(with: text.description.utf8) }
}

/// One kind of text that is no secret, and how to see it: a file each.
protocol ValueKind: SendableMetatype {
    /// What it is, in words for `--explain`; nil where it is something else.
    static func reason(_ value: Literal) -> String?
}

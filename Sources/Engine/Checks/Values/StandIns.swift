internal import Bytes

/// Values that stand in for a secret: the first words that people think of, alone or joined. A program may run with them, but as often
/// they only show where a value goes, so they are worth a doubt.
enum StandIns {
    /// Whether such words make up all of the value's letters.
    static func cover(_ value: Literal) -> Bool {
        guard value.letters > 0, value.letters >= value.digits, value.count <= 48 else { return false }
        let letters = value.bytes.filter(ByteSet.letters.contains).map(\.asciiLowercased)
        return Words.cover(letters, with: words).covered == letters.count || isLookAlike(value)
    }

    /// `pa$$word`, `s3cr3t`: one of the words, in signs and digits that look like its letters.
    private static func isLookAlike(_ value: Literal) -> Bool {
        guard (5...16).contains(value.count), value.letters < value.count else { return false }
        let trailing = value.bytes.reversed().prefix { ByteSet.digits.contains($0) || $0 == UInt8(ascii: "!") }.count
        return [value.bytes[...], value.bytes.dropLast(trailing)].contains { core in
            let letters = core.map { lookAlikes[$0] ?? $0.asciiLowercased }
            return core.count >= 5 && letters.allSatisfy(ByteSet.letters.contains)
                && Words.cover(letters, with: longWords).covered == letters.count
        }
    }

    private static let lookAlikes: [UInt8: UInt8] = Dictionary(
        uniqueKeysWithValues: zip("$@013457!".utf8, "saoleasti".utf8).map { ($0, $1) })

    /// Whether words of three letters and more make up most of its letters, so many that chance does not.
    static func spell(_ bytes: [UInt8]) -> Bool {
        let letters = bytes.filter(ByteSet.letters.contains).map(\.asciiLowercased)
        guard (6...48).contains(letters.count), letters.count * 2 >= bytes.count else { return false }
        let covered = Words.cover(letters, with: longWords).covered
        return covered >= 6 && covered * 5 >= letters.count * 3
    }

    /// `webdavpassword1`, `mynewpassword`: a password that calls itself one.
    static func namesItself(_ value: Literal) -> Bool {
        for name in ["password", "passwd", "passphrase"] where value.lowered.contains(name) {
            let rest = Array(value.lowered.replacing(name, with: "").utf8)
            return rest.count < 8 || !Randomness.isGenerated(rest) || spell(rest)
        }
        return false
    }

    private static let longWords = words.filter { $0.utf8.count >= 3 }

    private static let words = PlaceholderCheck.vocabulary.union(
        WordList(
            """
            secret pass passwd guest admin root user client server private my mine bad good correct incorrect right new old other another same
            phrase word words first second third one two three hello world welcome wrong weak strong super top qwerty letmein
            original reset promise ignored ignore unused initial temp temporary tmp local dev prod custom simple plain clear encrypted
            hashed auth oauth oauth2 basic bearer jwt session cookie data text app db database login alice bob john jane joe doe
            least characters chars long with at minimum not used unused anonymous principal does exist exists key keys value gitlab github ci token tokens
            """))
}

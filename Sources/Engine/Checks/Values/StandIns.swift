internal import Bytes

/// Values that stand in for a secret: the first words that people think of, alone or joined. A program may run with them, but as often
/// they only show where a value goes, so they are worth a doubt.
enum StandIns {
    /// Whether such words make up all of the value's letters.
    static func cover(_ value: Literal) -> Bool {
        guard value.letters > 0, value.count <= 48 else { return false }
        let letters = value.bytes.filter(ByteSet.letters.contains).map(\.asciiLowercased)
        return Words.cover(letters, with: words).covered == letters.count
    }

    private static let words = PlaceholderCheck.vocabulary.union(
        WordList(
            """
            secret pass passwd guest admin root user client server private my mine bad good correct incorrect right new old other another same
            phrase word words first second third one two three hello world welcome wrong weak strong super top qwerty letmein
            original reset promise ignored ignore unused initial temp temporary tmp local dev prod custom simple plain clear encrypted
            hashed auth oauth oauth2 basic bearer jwt session cookie data text app db database login alice bob john jane joe doe
            least characters chars long with at minimum key keys value gitlab github ci token tokens
            """))
}

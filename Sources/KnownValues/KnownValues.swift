/// What is known of values before anybody looks at where they stand: the defaults that products ship, the words that everybody
/// tries first, and the texts that only ask for a value. The scanner and `RequiredSecrets` share it, so that what one reports the
/// other refuses. It depends on nothing, not even on Foundation; a table is read at its first use, never at start-up.
///
/// The three questions are independent: `changeme` is weak and a placeholder, and a product's default besides. Callers ask in the
/// order that matters to them; all ask about the value itself, without quotes or white space around it.

public enum KnownValues {
    /// The product that ships or documents exactly this value (for a few: a value that begins so), or nil. Case counts.
    public static func knownDefault(_ value: [UInt8]) -> KnownDefault? {
        KnownValueTable.records.first { holds($0, value) }?.known
    }

    private static func holds(_ record: KnownValueRecord, _ value: [UInt8]) -> Bool {
        guard record.isPrefix ? value.count >= record.count : value.count == record.count else { return false }
        for place in 0..<record.count {
            let byte = KnownValueMask.apply(KnownValueTable.bytes[record.start + place], at: place)
            if byte != value[place] { return false }
        }
        return true
    }

    /// Whether the value is among the first that anybody would try: at most three characters, a common word or several
    /// (`dev-secret`, `mySecretKey`), with digits and punctuation about it or letters swapped for look-alikes (`P@ssw0rd1!`),
    /// a sequence, or a short piece again and again. Case does not count.
    public static func isWeak(_ value: [UInt8]) -> Bool {
        guard !value.isEmpty else { return false }
        return value.count <= 3 || Repetition.isSequence(value) || Repetition.isPeriodic(value)
            || CommonWords.cover(value)
    }

    /// Whether the value tells its reader to put another in its place: `<your-key>`, `CHANGE_ME`, `xxxx`, `TODO`, `${TOKEN}`,
    /// `abc...`.
    public static func isPlaceholder(_ value: [UInt8]) -> Bool {
        Placeholders.isBracketed(value) || Placeholders.isBlankedOut(value) || Placeholders.isCutShort(value)
            || Placeholders.isInstruction(value)
    }
}

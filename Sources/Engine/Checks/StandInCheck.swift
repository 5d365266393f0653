internal import Bytes

/// `stand-in`: the password of an address, a header or a login is a word for a password, `user:password@`, `key:secret@`, `API_TOKEN`. Where
/// the user beside it only stands in, too, or the value is the name of what goes there, it shows where values go; alone it is a doubt:
/// programs run with `secret`, and then it is a default, which the rules for such report.
struct StandInCheck: Check {
    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        let user = StandInCheck.user(before: candidate.range.lowerBound, &evidence)
        return StandInCheck.verdict(user: user, password: candidate.secret)
    }

    /// - Parameter user: nil where the text says none.
    static func verdict(user: [UInt8]?, password: [UInt8]) -> Verdict {
        guard isWord(password) else { return .pass("no stand-in") }
        if let user, isWord(user) || user.first == UInt8(ascii: "{") {
            return .reject("a user and a password that stand in for real ones")
        }
        return isName(password)
            ? .reject("the name of what goes there") : .lower(.low, "a word that stands in for a secret")
    }

    /// `authToken`, `API_KEY`: several words, none of them `my`.
    private static func isName(_ value: [UInt8]) -> Bool {
        let words = Words.split(value)
        return words.count > 1 && words.allSatisfy(names.contains)
    }

    /// Whether words for users, passwords and their kin make up all of its letters, with at most a digit or two.
    private static func isWord(_ value: [UInt8]) -> Bool {
        let letters = value.filter(ByteSet.letters.contains).map(\.asciiLowercased)
        guard !letters.isEmpty, letters.count <= 48, value.count(where: ByteSet.digits.contains) <= 2 else {
            return false
        }
        return Words.cover(letters, with: vocabulary).covered == letters.count
    }

    private static let names = WordList(
        "api app auth access account client consumer application service oauth key keys token tokens secret id sid uid user "
            + "username password passwd name project plan organization")

    private static let vocabulary = PlaceholderCheck.vocabulary.union(names).union(
        WordList("log login word uid sid dsn plan number first last"))

    /// The user before `password` on its line: behind `//` in an address, behind `login` in a netrc entry.
    private static func user(before password: Int, _ evidence: inout Evidence) -> [UInt8]? {
        var before = evidence.lineBefore(password, limit: 160)[...]
        while let last = before.last, ByteSet(ascii: "\"'").contains(last) { before.removeLast() }
        if before.last == UInt8(ascii: ":") {
            return Array(before.dropLast().reversed().prefix { !ByteSet(ascii: "/ \t\"'`=").contains($0) }.reversed())
        }
        let words = before.split { ByteSet.space.contains($0) }
        guard let login = words.lastIndex(where: { $0.elementsEqual("login".utf8) }), login + 1 < words.count else {
            return nil
        }
        return Array(words[login + 1])
    }
}

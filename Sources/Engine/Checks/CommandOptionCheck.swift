internal import Bytes

/// `command-option`: the name is an option of a command: dashes before it, and before them a space, a quote or the line's start.
struct CommandOptionCheck: Check {
    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        guard let range = candidate.nameRange else { return .reject("no name captured") }
        // `--password PASS` in a usage text.
        if candidate.secret.allSatisfy({ ByteSet.uppercase.contains($0) || $0 == 0x5F }) {
            return .reject("a stand-in of a usage text")
        }
        let before = evidence.lineBefore(range.lowerBound, limit: 64)
        let head = before.reversed().prefix {
            ByteSet.alphanumerics.contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
        }
        let isOption = head.last == UInt8(ascii: "-")
        let ahead = before.dropLast(head.count).last
        let begins = ahead.map { CommandOptionCheck.beginnings.contains($0) } ?? true
        return isOption && begins ? .pass("an option of a command") : .reject("no option of a command")
    }

    private static let beginnings = ByteSet(ascii: " \t\"'`[(,=")
}

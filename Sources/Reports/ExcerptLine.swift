internal import Findings

/// A stretch of an excerpt's line, as it may be shown.
struct ExcerptPart {
    var bytes: [UInt8]
    /// Whether it stands for the finding's own secret.
    var isMarked: Bool
}

extension ReportStyle {
    /// What stands in a report for a secret: the value itself only with `showsSecrets`.
    func shown(_ secret: Secret) -> [UInt8] { showsSecrets ? secret.revealed : Array(secret.description.utf8) }
}

extension Excerpt {
    /// The line with every secret on it as it may be shown; of a secret with several lines, the first.
    func parts(_ style: ReportStyle) -> [ExcerptPart] {
        segments.enumerated().map { index, segment in
            switch segment {
            case .text(var text):
                if cutBefore, index == 0 { text.removeFirst(Excerpt.halfLetter(before: text)) }
                if cutAfter, index == segments.count - 1 { text.removeLast(Excerpt.halfLetter(after: text)) }
                return ExcerptPart(bytes: style.showsSecrets ? text : redactingRepeats(in: text), isMarked: false)
            case .secret(let secret, let isMarked):
                return ExcerptPart(bytes: Excerpt.firstLine(of: style.shown(secret)), isMarked: isMarked)
            }
        }
    }

    /// `parts` as one text, with an ellipsis where the line goes on.
    func line(_ style: ReportStyle) -> [UInt8] {
        let ellipsis = Array("…".utf8)
        return (cutBefore ? ellipsis : []) + parts(style).flatMap(\.bytes) + (cutAfter ? ellipsis : [])
    }

    private static func firstLine(of bytes: [UInt8]) -> [UInt8] {
        guard let end = bytes.firstIndex(where: { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }) else {
            return bytes
        }
        return Array(bytes[..<end]) + "…".utf8
    }

    /// How many bytes at the start are the rest of a letter that a cut took the head of.
    private static func halfLetter(before text: [UInt8]) -> Int { text.prefix(3).prefix { $0 & 0xC0 == 0x80 }.count }

    /// How many bytes at the end are the head of a letter that a cut took the rest of.
    private static func halfLetter(after text: [UInt8]) -> Int {
        guard let head = text.suffix(3).lastIndex(where: { $0 >= 0xC0 }) else { return 0 }
        let length = text[head] >= 0xF0 ? 4 : text[head] >= 0xE0 ? 3 : 2
        return text.count - head < length ? text.count - head : 0
    }

    /// A secret may stand on its line once more where no rule looks: in a comment. Short ones are left alone: to blot out a
    /// common word wherever it stands would give away that it is the secret.
    private func redactingRepeats(in text: [UInt8]) -> [UInt8] {
        var text = text
        for case .secret(let secret, _) in segments where secret.count >= 12 {
            text = Excerpt.replacing(secret.revealed, in: text, with: Array(secret.description.utf8))
        }
        return text
    }

    private static func replacing(_ old: [UInt8], in text: [UInt8], with new: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            if text[index] == old.first, text[index...].starts(with: old) {
                result += new
                index += old.count
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return result
    }
}

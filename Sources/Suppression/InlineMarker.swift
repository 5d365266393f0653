/// A marker beside a secret: `lapwing:allow[rule-id] reason` or `lapwing:allow-next[rule-id] reason`, whatever the comment around it.
///
/// Rules are named one by one, with commas between several; there is no way to accept whatever may come. A rule may carry the tag of
/// the accepted value (`generic-password=3f`, the last two digits of the finding's secret id): then another value there is a
/// finding again. Without a reason, or without a rule, a marker does not count, and the finding says so.

internal import Bytes
public import Findings

public struct InlineMarker: Sendable, Hashable {
    /// One rule that the marker names.
    public struct Scope: Sendable, Hashable {
        public let rule: String
        /// Two hexadecimal digits of the accepted value.
        public let tag: String?
    }

    public let scopes: [Scope]
    public let reason: String
    /// Whether it speaks of the line below it only.
    public let isForNextLine: Bool
    /// Why it does not count.
    public let fault: String?

    /// All `lapwing:` markers in a text of one line, in order.
    public static func all(in line: [UInt8]) -> [InlineMarker] {
        var markers: [InlineMarker] = []
        let starts = InlineMarker.starts(in: line)
        for (index, start) in starts.enumerated() {
            let end = index + 1 < starts.count ? starts[index + 1] : line.count
            if let marker = InlineMarker(line[start + InlineMarker.word.count..<end]) { markers.append(marker) }
        }
        return markers
    }

    static let word = Array("lapwing:allow".utf8)

    private static func starts(in line: [UInt8]) -> [Int] {
        var found: [Int] = []
        var index = 0
        while index + word.count <= line.count {
            if line[index] == word[0], line[index...].starts(with: word) {
                found.append(index)
                index += word.count
            } else {
                index += 1
            }
        }
        return found
    }

    /// - Parameter text: what follows `lapwing:allow`; nil where that makes it another word (`lapwing:allowed`).
    private init?(_ text: ArraySlice<UInt8>) {
        var rest = text
        let next = "-next".utf8
        isForNextLine = rest.starts(with: next)
        if isForNextLine { rest = rest.dropFirst(next.count) }
        if let first = rest.first, ByteSet.word.contains(first) || first == UInt8(ascii: "-") { return nil }
        guard rest.first == UInt8(ascii: "["), let close = rest.firstIndex(of: UInt8(ascii: "]")) else {
            (scopes, reason) = ([], "")
            fault = "it names no rule: write lapwing:allow[rule-id] and the reason"
            return
        }
        let words = rest[(rest.startIndex + 1)..<close].split { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: " ") }
        let scopes = words.compactMap { InlineMarker.scope(String(decoding: $0, as: UTF8.self)) }
        self.scopes = scopes
        reason = InlineMarker.reason(rest[(close + 1)...])
        if words.isEmpty {
            fault = "it names no rule: write lapwing:allow[rule-id] and the reason"
        } else if scopes.count < words.count {
            fault = "what stands in its brackets is no rule id: name rules one by one, with commas between them"
        } else if reason.isEmpty {
            fault = "it gives no reason: write one behind the bracket"
        } else {
            fault = nil
        }
    }

    private static func scope(_ word: String) -> Scope? {
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let isID: (UInt8) -> Bool = { ByteSet.alphanumerics.contains($0) || $0 == UInt8(ascii: "-") }
        guard !parts[0].isEmpty, parts[0].utf8.allSatisfy(isID) else { return nil }
        guard parts.count == 2 else { return Scope(rule: String(parts[0]), tag: nil) }
        guard ValueTag.isTag(parts[1]) else { return nil }
        return Scope(rule: String(parts[0]), tag: parts[1].lowercased())
    }

    /// Without what closes the comment, and without punctuation before it; empty where no letter and no digit is left.
    private static func reason(_ text: ArraySlice<UInt8>) -> String {
        var reason = String(decoding: text, as: UTF8.self)[...]
        for closer in ["*/", "-->", "--%>", "%>", "#}", "}}", "\"\"\"", "'''", "|#", "=#", "-}", "*)"] {
            if let range = reason.firstRange(of: closer) { reason = reason[..<range.lowerBound] }
        }
        let trimmed = reason.drop { " \t:–—-".contains($0) }
        var end = trimmed.endIndex
        while end > trimmed.startIndex, " \t\r".contains(trimmed[trimmed.index(before: end)]) {
            end = trimmed.index(before: end)
        }
        let kept = trimmed[..<end]
        return kept.contains { $0.isLetter || $0.isNumber } ? String(kept) : ""
    }
}

/// The last two digits of a finding's secret id: eight bits that tell a changed value from an accepted one, and do not help to guess it.
public enum ValueTag {
    public static func of(_ secretID: Fingerprint) -> String { String(secretID.text.suffix(2)) }

    static func isTag(_ text: some StringProtocol) -> Bool {
        text.utf8.count == 2 && text.utf8.allSatisfy { ByteSet.hexDigits.contains($0) }
    }
}

/// Markers of other scanners; they count only where the configuration says so. The raw values are the words of `foreign-markers`.
public enum ForeignMarker: String, Sendable, CaseIterable {
    case gitleaks
    case detectSecrets = "detect-secrets"
    case trufflehog

    /// How it is written.
    var spelling: String {
        switch self {
        case .gitleaks: "gitleaks:allow"
        case .detectSecrets: "pragma: allowlist secret"
        case .trufflehog: "trufflehog:ignore"
        }
    }

    /// How it is written where it speaks of the line below; nil where there is no such thing.
    var spellingForNextLine: String? { self == .detectSecrets ? "pragma: allowlist nextline secret" : nil }
}

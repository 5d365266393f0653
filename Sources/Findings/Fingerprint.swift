public import Bytes

/// Names a finding so that the name survives line moves, and, where the value could be guessed, so that the name does not help
/// to guess it. A promise: the same rule, path, name and value give the same fingerprint in every version.
///
/// A strong secret (64 estimated bits or more): `s1-` and 32 hexadecimal digits of SHA-256 over rule, path and value. A weak
/// one: `w1-`, 30 digits over rule, path and the name it is assigned to, and 2 digits (8 bits) of a salted digest of the value.
/// Eight bits tell a changed password from the accepted one 255 times in 256, and fit 39 of 10,000 common passwords.
public struct Fingerprint: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let text: String

    public init(text: String) { self.text = text }

    /// nil where `text` is not the text of a fingerprint.
    public init?(validating text: String) {
        let digits = text.utf8.dropFirst(3)
        guard text.hasPrefix("s1-") || text.hasPrefix("w1-"), digits.count == 32,
            digits.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        else { return nil }
        self.text = text
    }

    /// - Parameters:
    ///   - rule: the rule's id.
    ///   - path: relative to the work tree or to the scanned root; nil groups the same secret across paths and history.
    ///   - name: what the secret is assigned to, where a rule captured it.
    public init(rule: String, path: FilePath?, name: [UInt8], secret: Secret) {
        let place = [Array(rule.utf8)] + (path.map { [$0.bytes] } ?? [])
        if secret.isStrong {
            let digest = SHA256Digest.of(fields: [Fingerprint.salt("strong")] + place + [secret.revealed])
            text = "s1-" + Array(digest.prefix(16)).hexadecimal
        } else {
            let digest = SHA256Digest.of(fields: [Fingerprint.salt("weak")] + place + [name])
            // The tag's salt does not hold the path: a moved file keeps its tag.
            let tag = SHA256Digest.of(fields: [Fingerprint.salt("tag"), Array(rule.utf8), name, secret.revealed])
            text = "w1-" + (Array(digest.prefix(15)) + tag.prefix(1)).hexadecimal
        }
    }

    public var description: String { text }

    public static func < (left: Fingerprint, right: Fingerprint) -> Bool { left.text < right.text }

    private static func salt(_ use: String) -> [UInt8] { Array("lapwing/fingerprint/v1/\(use)".utf8) }
}

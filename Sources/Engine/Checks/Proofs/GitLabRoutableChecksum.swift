internal import Bytes

/// GitLab's routable tokens: a prefix, a payload in base 64 (URL alphabet, no padding), `.`, a version `01` and `.`
/// (the first tokens had neither), the payload's length as two digits of base 36, and the CRC-32 of all before it as
/// seven. The payload is lines `key:value`, 16 random bytes and their number (gitlabhq,
/// lib/authn/token_field/generator/routable_token.rb).
///
/// The code of the generator was read, but no published token confirms it yet: a token whose length is right is not
/// refuted by its checksum alone. Classic tokens, 20 characters and no dot, have no checksum.
struct GitLabRoutableChecksum: TokenProof {
    static let name = "gitlab-routable"

    func judge(_ token: [UInt8]) -> ProofResult {
        guard let (head, tail) = token[...].split(atLast: UInt8(ascii: ".")) else {
            return .consistent("a classic GitLab token has no checksum")
        }
        guard tail.count == 9, let length = Base36.number(tail.prefix(2)),
            let checksum = Base36.number(tail.dropFirst(2))
        else { return .refuted("no length and checksum at the end of the GitLab token") }
        if checksum == UInt64(CRC32.of(token.dropLast(7))) { return .proven("the checksum of the GitLab token holds") }
        return hasPayload(in: head, length: Int(length))
            ? .consistent("the length of the GitLab token's payload is right, its checksum is not")
            : .refuted("neither length nor checksum of the GitLab token holds")
    }

    /// Whether what precedes the version ends in a payload of this length. The prefix is not looked at: an
    /// administrator chooses it.
    private func hasPayload(in head: ArraySlice<UInt8>, length: Int) -> Bool {
        let payload = head.split(atLast: UInt8(ascii: ".")).map { $0.head } ?? head
        guard let plain = Base64.decode(payload.suffix(length), .url) else { return false }
        return payload.count > length && plain.count > 17 && plain.last == 16
    }
}

internal import Bytes

/// The personal access tokens of Bitbucket (`BBDC-…`), Jira and Confluence Data Center: base 64 of a decimal id, `:`
/// and 20 random bytes (seen in published examples and in CredSweeper's checks; not documented).
struct BitbucketDCStructure: TokenProof {
    static let name = "bitbucket-dc"

    func judge(_ token: [UInt8]) -> ProofResult {
        guard let bytes = Base64.decode(token.dropping(prefix: "BBDC-") ?? token[...]),
            let colon = bytes.firstIndex(of: UInt8(ascii: ":"))
        else { return .refuted("the token holds no id") }
        let digits = bytes[..<colon]
        let secret = bytes[(colon + 1)...]
        guard digits.allSatisfy(ByteSet.digits.contains), let id = UInt64(String(decoding: digits, as: UTF8.self)),
            id >= 1000, secret.contains(where: { $0 > 0x7E })
        else { return .refuted("the token holds no id with random bytes") }
        return digits.count >= 8 && secret.count == 20
            ? .proven("the token decodes to an id and 20 random bytes")
            : .consistent("the token decodes to a number and other bytes")
    }
}

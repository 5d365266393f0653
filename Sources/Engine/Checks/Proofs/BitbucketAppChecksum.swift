internal import Bytes

/// Bitbucket's app passwords: `ATBB`, 24 characters, and the CRC-32 of all before it as eight upper-case hex digits.
/// Confirmed on a published example; Atlassian documents the prefix only.
struct BitbucketAppChecksum: TokenProof {
    static let name = "bitbucket-app"

    func judge(_ token: [UInt8]) -> ProofResult {
        guard token.count == 36, token.starts(with: "ATBB".utf8) else {
            return .refuted("not the shape of a Bitbucket app password")
        }
        return Base16.number(token[28...], .upper) == UInt64(CRC32.of(token[..<28]))
            ? .proven("the checksum of the Bitbucket app password holds")
            : .refuted("the checksum of the Bitbucket app password fails")
    }
}

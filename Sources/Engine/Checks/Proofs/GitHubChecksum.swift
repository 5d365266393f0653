internal import Bytes

/// GitHub's `ghp_`, `gho_`, `ghu_`, `ghs_` and `ghr_` tokens: 30 characters of base 62, then their CRC-32 (the prefix
/// not included) as six digits of base 62, zeros in front (github.blog, 2021-04-05, "Behind GitHub's new authentication
/// token formats"). The checksum of `github_pat_` is not documented, and newer `ghs_` tokens are longer and have
/// another shape.
struct GitHubChecksum: TokenProof {
    static let name = "github"

    func judge(_ token: [UInt8]) -> ProofResult {
        if token.dropping(prefix: "github_pat_") != nil {
            return .consistent("a fine-grained GitHub token; its checksum is not documented")
        }
        let kinds = "pousr".utf8
        guard token.count > 4, token.starts(with: "gh".utf8), kinds.contains(token[2]), token[3] == UInt8(ascii: "_")
        else { return .refuted("no prefix of GitHub's") }
        let body = token[4...]
        if body.count < 36 { return .refuted("too short for a GitHub token") }
        if Base62Checksum.holds(body) { return .proven("the checksum of the GitHub token holds") }
        return body.count == 36
            ? .refuted("the checksum of the GitHub token fails")
            : .consistent("longer than the GitHub tokens whose checksum is known")
    }
}

/// The scheme GitHub and npm share.
enum Base62Checksum {
    /// Whether the last six characters are the CRC-32 of what is before them.
    static func holds(_ body: ArraySlice<UInt8>) -> Bool {
        Base62.number(body.suffix(6)) == UInt64(CRC32.of(body.dropLast(6)))
    }
}

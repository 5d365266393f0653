/// npm's granular and automation tokens: `npm_`, then 30 characters and a checksum as in GitHub's tokens (github.blog,
/// 2021-09-23, "Announcing npm's new access token format").
struct NPMChecksum: TokenProof {
    static let name = "npm"

    func judge(_ token: [UInt8]) -> ProofResult {
        guard let body = token.dropping(prefix: "npm_"), body.count == 36 else {
            return .refuted("not the shape of an npm token")
        }
        return Base62Checksum.holds(body)
            ? .proven("the checksum of the npm token holds") : .refuted("the checksum of the npm token fails")
    }
}

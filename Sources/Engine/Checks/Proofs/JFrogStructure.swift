internal import Bytes

/// JFrog's reference tokens, base 64 of `reftkn:<version>:<expiry>:<random>`, and its older API keys, `AKCp` and more
/// characters of base 58, 54 bytes in all (seen in published examples and in CredSweeper's checks; not documented).
struct JFrogStructure: TokenProof {
    static let name = "jfrog"

    func judge(_ token: [UInt8]) -> ProofResult {
        if token.starts(with: "AKCp".utf8) {
            return Base58.decode(token[...])?.count == 54
                ? .consistent("as long as a JFrog API key, which has no known checksum")
                : .refuted("not the length of a JFrog API key")
        }
        guard let plain = Base64.decode(token[...]) else { return .refuted("the JFrog token is no base 64") }
        let fields = plain.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        let isReference =
            fields.count == 4 && fields[0].elementsEqual("reftkn".utf8)
            && fields[1...2].allSatisfy { !$0.isEmpty && $0.allSatisfy(ByteSet.digits.contains) }
            && fields[3].count >= 16 && fields[3].allSatisfy { 0x21...0x7E ~= $0 }
        return isReference
            ? .proven("the token decodes to a JFrog reference token")
            : .refuted("the token decodes to something else than a JFrog reference token")
    }
}

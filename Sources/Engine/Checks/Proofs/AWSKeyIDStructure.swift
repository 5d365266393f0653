internal import Bytes

/// An AWS access key id: a prefix for its kind and 16 characters of base 32, which hold the account (found by Aidan
/// Steele, "AWS Access Key ID formats", 2020; trufflehog uses the same reading). The id is no secret by itself: it says
/// which account the secret beside it opens. Base 32 has no redundancy, so nothing is proven.
struct AWSKeyIDStructure: TokenProof {
    static let name = "aws-key-id"

    /// Accounts whose keys are bait, set out by canarytokens.org (trufflehog, pkg/detectors/aws).
    private static let canaries: Set<UInt64> = [
        52_310_077_262, 171_436_882_533, 266_735_846_894, 534_261_010_715, 595_918_472_158, 717_712_589_309,
        730_335_385_048, 819_147_034_852, 992_382_622_183,
    ]

    func judge(_ token: [UInt8]) -> ProofResult {
        let kinds = ["AKIA", "ASIA", "ABIA", "ACCA"]
        guard token.count == 20, kinds.contains(where: { token.starts(with: $0.utf8) }) else {
            return .refuted("not the shape of an AWS access key id")
        }
        // AKIAIOSFODNN7EXAMPLE and its like stand in AWS's documentation.
        let text = String(decoding: token, as: UTF8.self)
        if text.contains("EXAMPLE") { return .refuted("an example of AWS's documentation") }
        guard let bytes = Base32.decode(token[4...]) else { return .refuted("not in the alphabet of AWS key ids") }
        let head = bytes.prefix(6).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        // Ids issued before 2019 lack the top bit and do not hold the account; no account has more than 12 digits.
        let account = (head & 0x7FFF_FFFF_FFFF) >> 7
        guard head >> 47 == 1, account < 1_000_000_000_000 else {
            return .consistent("an AWS access key id that does not tell its account")
        }
        let digits = String(account)
        let padded = String(repeating: "0", count: 12 - digits.count) + digits
        return .consistent("of AWS account \(padded)" + (Self.canaries.contains(account) ? ", known for canaries" : ""))
    }
}

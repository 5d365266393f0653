internal import Bytes

/// Sentry's organisation tokens: `sntrys_`, base 64 of a JSON object (`iat`, `url`, `region_url`, `org`), `_`, and 32
/// random bytes in base 64 without padding (getsentry/sentry, orgauthtoken_token.py).
struct SentryOrgStructure: TokenProof {
    static let name = "sentry-org"

    func judge(_ token: [UInt8]) -> ProofResult {
        guard let body = token.dropping(prefix: "sntrys_"),
            let (payload, secret) = body.split(atLast: UInt8(ascii: "_")),
            let json = Base64.decode(payload).flatMap({ JSONSkim($0[...]) }), json["iat"] != nil
        else { return .refuted("the Sentry token holds no JSON with its time of issue") }
        let isWhole = json.isNumber("iat") && json.isString("org") && Base64.decodedCount(secret) == 32
        return isWhole
            ? .proven("the token decodes to the fields of a Sentry token and a secret of 32 bytes")
            : .consistent("the token decodes to some of the fields of a Sentry token")
    }
}

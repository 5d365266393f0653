internal import Bytes

/// 1Password's service account tokens: `ops_` and base 64 of a JSON object that holds the account's address, its email
/// and its keys (developer.1password.com, "Service accounts"; the names of the fields are those of published rules).
struct OnePasswordStructure: TokenProof {
    static let name = "onepassword"

    func judge(_ token: [UInt8]) -> ProofResult {
        guard let body = token.dropping(prefix: "ops_"),
            let plain = Base64.decode(body, .url) ?? Base64.decode(body), let json = JSONSkim(plain[...])
        else { return .refuted("the 1Password token holds no JSON") }
        let keys = ["secretKey", "srpX", "muk"]
        guard keys.contains(where: { json[$0] != nil }) else { return .refuted("the 1Password token holds no key") }
        return json.isString("signInAddress") && json.isString("email")
            ? .proven("the token decodes to the fields of a 1Password service account")
            : .consistent("the token decodes to some of the fields of a 1Password service account")
    }
}

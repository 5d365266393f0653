internal import Bytes

/// Grafana Cloud's access policy tokens: `glc_` and base 64 of a JSON object with organisation (`o`), name (`n`), key
/// (`k`) and metadata (`m`) (grafana.com, "Access policies"; seen in published examples).
struct GrafanaCloudStructure: TokenProof {
    static let name = "grafana-cloud"

    func judge(_ token: [UInt8]) -> ProofResult {
        guard let body = token.dropping(prefix: "glc_"), let json = Base64.decode(body).flatMap({ JSONSkim($0[...]) })
        else { return .refuted("the Grafana Cloud token holds no JSON") }
        guard json.isString("k"), json.isString("n") else { return .refuted("the Grafana Cloud token holds no key") }
        return json["o"] != nil && json["m"] == .object
            ? .proven("the token decodes to the fields of a Grafana Cloud token")
            : .consistent("the token decodes to some of the fields of a Grafana Cloud token")
    }
}

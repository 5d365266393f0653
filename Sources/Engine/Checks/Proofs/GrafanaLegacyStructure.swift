internal import Bytes

/// Grafana's API keys before service accounts: base 64 of a JSON object with key (`k`), name (`n`) and the
/// organisation's number (`id`) (grafana, pkg/components/apikeygen).
struct GrafanaLegacyStructure: TokenProof {
    static let name = "grafana-legacy"

    func judge(_ token: [UInt8]) -> ProofResult {
        guard let json = Base64.decode(token[...]).flatMap({ JSONSkim($0[...]) }) else {
            return .refuted("the Grafana key holds no JSON")
        }
        return json.isString("k") && json.isString("n") && json.isNumber("id")
            ? .proven("the token decodes to the fields of a Grafana API key")
            : .refuted("the token decodes to something else than a Grafana API key")
    }
}

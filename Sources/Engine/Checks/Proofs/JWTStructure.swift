internal import Bytes

/// A JSON Web Token of which the line shows only the beginning: see `JWTStructure`.
struct CutJWTStructure: TokenProof {
    static let name = "jwt-cut"

    func judge(_ token: [UInt8]) -> ProofResult {
        if case .refuted = JWTStructure().judge(token) { return JWTStructure.judge(cut: token) }
        return .refuted("not cut off")
    }
}

/// A JSON Web Token in compact form: header, payload and signature in base 64 (URL alphabet, no padding), joined by
/// dots (RFC 7519; RFC 7515, section 7.1; encrypted ones, of five parts, RFC 7516). Whether it has expired is not
/// looked at: a leaked token was a secret once, and its key may be one still.
struct JWTStructure: TokenProof {
    static let name = "jwt"

    func judge(_ token: [UInt8]) -> ProofResult {
        let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3 || parts.count == 5 else { return .refuted("a JWT has three parts, or five") }
        guard let header = Base64.decode(parts[0], .url).flatMap({ JSONSkim($0[...]) }),
            case .string(let algorithm) = header["alg"]
        else { return .refuted("the JWT's header is no JSON that names an algorithm") }
        return parts.count == 3
            ? judge(header: header, algorithm: algorithm, payload: parts[1], signature: parts[2])
            : judge(encrypted: parts[1...], header: header)
    }

    /// What can be said of a token whose end is cut off or stands on another line.
    static func judge(cut token: [UInt8]) -> ProofResult {
        let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let header = Base64.decode(parts[0], .url).flatMap({ JSONSkim($0[...]) }), header.isString("alg") else {
            return .refuted("the JWT's header is no JSON that names an algorithm")
        }
        guard parts.count > 1, let plain = Base64.decode(parts[1].prefix(parts[1].count / 4 * 4), .url),
            plain.first == UInt8(ascii: "{"), plain.allSatisfy({ $0 >= 0x20 || $0 == .newline || $0 == 0x09 })
        else { return .refuted("the JWT's payload does not begin like JSON") }
        return .consistent("the header of a JWT, and what begins like its claims; the rest is cut off")
    }

    private func judge(
        header: JSONSkim, algorithm: String, payload: ArraySlice<UInt8>, signature: ArraySlice<UInt8>
    ) -> ProofResult {
        // What the rest looks like is up to the algorithm; of an unknown one nothing is certain.
        if algorithm.lowercased() != "none", Self.fits(signatureOf: 0, algorithm) == nil {
            return signature.isEmpty ? .refuted("no signature") : .consistent("the JWT's algorithm is unknown")
        }
        guard let plain = Base64.decode(payload, .url) else { return .refuted("the JWT's payload does not decode") }
        guard let length = Base64.decodedCount(signature, .url) else {
            return .refuted("the JWT's signature does not decode")
        }
        let isJSON = JSONSkim(plain[...]) != nil
        // RFC 7515 allows any payload (`cty`), RFC 7797 one that is not encoded (`b64`); neither is a JWT proper.
        if !isJSON && header["cty"] == nil && header["b64"] == nil { return .refuted("the JWT's payload is no JSON") }
        if algorithm.lowercased() == "none" {
            return length == 0 ? .consistent("an unsigned JWT") : .refuted("an unsigned JWT has no signature")
        }
        switch Self.fits(signatureOf: length, algorithm) {
        case true?:
            return isJSON
                ? .proven("header and payload are JSON, and the signature has the length of its algorithm")
                : .consistent("a signed message with a JSON header")
        case false?, nil: return .refuted("the JWT's signature has not the length of its algorithm")
        }
    }

    private func judge(encrypted parts: ArraySlice<ArraySlice<UInt8>>, header: JSONSkim) -> ProofResult {
        let decode = parts.allSatisfy { Base64.decodedCount($0, .url) != nil }
        return decode && header.isString("enc")
            ? .proven("an encrypted JWT: its header is JSON and names its ciphers")
            : .refuted("not the shape of an encrypted JWT")
    }

    /// Whether a signature of so many bytes can be one of this algorithm (RFC 7518, section 3; RFC 8037); nil if the
    /// algorithm is unknown. RSA gives as many bytes as the key has.
    private static func fits(signatureOf length: Int, _ algorithm: String) -> Bool? {
        switch algorithm {
        case "HS256": length == 32
        case "HS384": length == 48
        case "HS512": length == 64
        case "ES256", "ES256K": length == 64
        case "ES384": length == 96
        case "ES512": length == 132
        case "EdDSA", "Ed25519", "Ed448": length == 64 || length == 114
        case "RS256", "RS384", "RS512", "PS256", "PS384", "PS512": 64...2048 ~= length && length.isMultiple(of: 8)
        default: nil
        }
    }
}

internal import Bytes

/// The credentials of HTTP's Basic scheme: base 64 of `user:password` (RFC 7617). Neither part may hold control
/// characters. Any text with a colon looks so: nothing is ever proven.
struct BasicAuthStructure: TokenProof {
    static let name = "basic-auth"

    func judge(_ token: [UInt8]) -> ProofResult {
        guard let plain = Base64.decode(token[...]), String(validating: plain, as: UTF8.self) != nil,
            plain.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }), let colon = plain.firstIndex(of: UInt8(ascii: ":"))
        else { return .refuted("not a user and a password in base 64") }
        guard colon > 0, colon + 1 < plain.count else { return .refuted("user or password is empty") }
        let user = Array(plain[..<colon])
        let password = Array(plain[(colon + 1)...])
        if case .reject(let reason) = StandInCheck.verdict(user: user, password: password) {
            return .refuted("decodes to " + reason)
        }
        return .consistent("decodes to a user and a password")
    }
}

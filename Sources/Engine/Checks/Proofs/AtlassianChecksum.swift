internal import Bytes

/// Atlassian's API tokens (`ATATT3…`, `ATCTT3…`, `ATSTT3…`): base 64, `=`, and the CRC-32 of all before it, `=`
/// included, as eight upper-case hex digits. Confirmed on published examples; Atlassian documents the prefix only. The
/// `=` may be escaped, as these tokens are often part of an address.
struct AtlassianChecksum: TokenProof {
    static let name = "atlassian"

    func judge(_ token: [UInt8]) -> ProofResult {
        let token = unescaped(token)
        guard token.count > 24, token.starts(with: "AT".utf8), token[3...].starts(with: "TT3".utf8) else {
            return .refuted("not the shape of an Atlassian token")
        }
        guard let (head, tail) = token[...].split(atLast: UInt8(ascii: "=")) else {
            return .consistent("an Atlassian token without its checksum")
        }
        return tail.count == 8 && Base16.number(tail, .upper) == UInt64(CRC32.of(token[...head.endIndex]))
            ? .proven("the checksum of the Atlassian token holds")
            : .refuted("the checksum of the Atlassian token fails")
    }

    private func unescaped(_ token: [UInt8]) -> [UInt8] {
        var plain: [UInt8] = []
        var rest = token[...]
        while let byte = rest.first {
            if rest.starts(with: "%3D".utf8) || rest.starts(with: "%3d".utf8) {
                plain.append(UInt8(ascii: "="))
                rest = rest.dropFirst(3)
            } else {
                if byte != UInt8(ascii: "\\") { plain.append(byte) }
                rest = rest.dropFirst()
            }
        }
        return plain
    }
}

internal import Bytes

/// PyPI's API tokens: `pypi-` and a macaroon in base 64 (URL alphabet). The macaroon's binary form, version 2: the byte
/// 2; the index's host (field 1) and the token's id (2), end; caveats, each an id (2) and an end; end; a signature of
/// 32 bytes (6). A field is its type, its length and its bytes; an end is the byte 0 (rescrv/libmacaroons,
/// doc/format.txt; pypi/warehouse, macaroons/services.py).
struct PyPIStructure: TokenProof {
    static let name = "pypi"

    func judge(_ token: [UInt8]) -> ProofResult {
        guard let body = token.dropping(prefix: "pypi-") else { return .refuted("not the shape of a PyPI token") }
        // A truncated token may end within a group of four characters.
        let whole = body.prefix(body.count % 4 == 1 ? body.count - 1 : body.count)
        guard let bytes = Base64.decode(whole, .url) ?? Base64.decode(whole.dropLast(whole.count % 4), .url) else {
            return .refuted("the PyPI token is no base 64")
        }
        var reader = MacaroonReader(rest: bytes[...])
        guard reader.take(2), let host = reader.field(1), isHost(host), reader.field(2) != nil, reader.take(0) else {
            return .refuted("the PyPI token holds no macaroon")
        }
        while reader.field(2) != nil {
            guard reader.take(0) else { return .consistent("the PyPI token's macaroon is damaged or cut off") }
        }
        guard reader.take(0), reader.field(6)?.count == 32, reader.rest.isEmpty else {
            return .consistent("the PyPI token's macaroon is damaged or cut off")
        }
        return .proven("the token is a whole macaroon of a package index")
    }

    private func isHost(_ name: ArraySlice<UInt8>) -> Bool {
        name.contains(UInt8(ascii: "."))
            && name.allSatisfy {
                ByteSet.alphanumerics.contains($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
            }
    }
}

private struct MacaroonReader {
    var rest: ArraySlice<UInt8>

    mutating func take(_ byte: UInt8) -> Bool {
        guard rest.first == byte else { return false }
        rest.removeFirst()
        return true
    }

    /// The bytes of the field, if it is of this type; else nothing is taken. Lengths are in base 128, lowest digits
    /// first; two digits are enough for a token.
    mutating func field(_ type: UInt8) -> ArraySlice<UInt8>? {
        var ahead = rest
        guard ahead.popFirst() == type, let low = ahead.popFirst() else { return nil }
        var length = Int(low & 0x7F)
        if low & 0x80 != 0 {
            guard let high = ahead.popFirst(), high & 0x80 == 0 else { return nil }
            length |= Int(high) << 7
        }
        guard ahead.count >= length else { return nil }
        rest = ahead.dropFirst(length)
        return ahead.prefix(length)
    }
}

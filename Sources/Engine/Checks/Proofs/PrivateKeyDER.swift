/// Which private key some DER is, told by its outline: the tags and lengths of its fields, down to the last byte.
enum PrivateKeyDER: Equatable {
    /// PKCS #1 (RFC 8017, appendix A.1.2): a version and eight integers, or more for more than two primes.
    case rsa
    /// OpenSSL's form of DSA keys: a version and five integers.
    case dsa
    /// SEC 1 (RFC 5915): the version 1, the key, and maybe curve [0] and public key [1].
    case ellipticCurve
    /// PKCS #8 (RFC 5958): a version, an algorithm, the key, and maybe attributes [0] and public key [1].
    case pkcs8
    /// PKCS #8 encrypted: an algorithm and the encrypted bytes.
    case encryptedPKCS8

    /// Nil for anything else, also for a key with bytes behind it.
    init?(_ bytes: [UInt8]) {
        var outer = DERReader(bytes[...])
        guard let content = outer.value(DERReader.Tag.sequence), outer.isAtEnd else { return nil }
        var fields = DERReader(content)
        if let version = fields.value(DERReader.Tag.integer) {
            guard version.count == 1, let number = version.first,
                let kind = Self.kind(version: number, fields)
            else { return nil }
            self = kind
        } else {
            guard Self.takeAlgorithm(&fields), let key = fields.value(DERReader.Tag.octetString), key.count >= 16,
                fields.isAtEnd
            else { return nil }
            self = .encryptedPKCS8
        }
    }

    private static func kind(version: UInt8, _ fields: DERReader) -> PrivateKeyDER? {
        var fields = fields
        var integers = 0
        while let integer = fields.value(DERReader.Tag.integer) {
            guard !integer.isEmpty else { return nil }
            integers += 1
        }
        if integers > 0 {
            let isMultiPrime = version == 1 && fields.value(DERReader.Tag.sequence) != nil
            guard fields.isAtEnd, version == 0 || isMultiPrime else { return nil }
            return integers == 8 ? .rsa : integers == 5 ? .dsa : nil
        }
        let kind: PrivateKeyDER
        if takeAlgorithm(&fields) {
            guard version <= 1 else { return nil }
            kind = .pkcs8
        } else {
            guard version == 1 else { return nil }
            kind = .ellipticCurve
        }
        guard let key = fields.value(DERReader.Tag.octetString), key.count >= 16 else { return nil }
        // What may follow is optional and context-tagged: [0] to [3], primitive or constructed.
        while let tag = fields.rest.first {
            guard tag & 0xDC == 0x80, fields.skip() else { return nil }
        }
        return kind
    }

    /// Takes an AlgorithmIdentifier: a sequence that starts with an object identifier.
    private static func takeAlgorithm(_ fields: inout DERReader) -> Bool {
        guard let content = fields.value(DERReader.Tag.sequence) else { return false }
        var algorithm = DERReader(content)
        return algorithm.value(DERReader.Tag.objectIdentifier)?.isEmpty == false
    }
}

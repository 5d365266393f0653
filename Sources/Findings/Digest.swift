/// Cryptographic digests; the only place that imports swift-crypto.

internal import Crypto

public enum SHA256Digest {
    /// 32 bytes (FIPS 180-4).
    public static func of(_ bytes: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: bytes))
    }

    /// SHA-256 over several fields, each preceded by its length, so that no two lists of fields collide by concatenation.
    public static func of(fields: [[UInt8]]) -> [UInt8] {
        var hasher = SHA256()
        for field in fields {
            let length = UInt64(field.count)
            hasher.update(data: (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) })
            hasher.update(data: field)
        }
        return Array(hasher.finalize())
    }
}

/// The digests by which git names objects. SHA-1 is no proof against forgery; here it finds damage.
public enum ObjectDigest {
    /// - Parameter bits: 160 for SHA-1, 256 for SHA-256.
    public static func of(header: String, _ content: Span<UInt8>, bits: Int) -> [UInt8] {
        bits == 160 ? digest(Insecure.SHA1(), header, content) : digest(SHA256(), header, content)
    }

    private static func digest<Function: HashFunction>(
        _ start: Function, _ header: String, _ content: Span<UInt8>
    ) -> [UInt8] {
        var hasher = start
        hasher.update(data: Array(header.utf8))
        // Only read, and only for the length of the call.
        unsafe content.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
        return Array(hasher.finalize())
    }
}

extension [UInt8] {
    /// Two lower-case hexadecimal digits a byte.
    public var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

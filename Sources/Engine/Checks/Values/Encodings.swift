internal import Bytes

/// Base64 of an image or of text, hashes that name their kind, lock-file integrity, public keys, minified code.
enum Encodings: ValueKind {
    static func reason(_ value: Literal) -> String? {
        if let image = heads.first(where: { value.starts(with: $0.0) }) { return image.1 }
        if value.count >= 16, value.count.isMultiple(of: 4), value.consists(of: base64),
            let plain = Base64.decode(value.bytes[...], .standard), isText(plain)
        {
            return "base 64 of text"
        }
        if value.count >= 80, value.contains("("), value.contains(";") || value.contains(",") { return "minified code" }
        return nil
    }

    private static let base64 = ByteSet.alphanumerics.union(ByteSet(ascii: "+/="))

    private static let heads: [(StaticString, String)] = [
        ("iVBORw0KGgo", "base 64 of an image"), ("/9j/", "base 64 of an image"), ("R0lGOD", "base 64 of an image"),
        ("PHN2Zy", "base 64 of an image"), ("UklGR", "base 64 of an image"), ("AAABAA", "base 64 of an image"),
        ("JVBERi0", "base 64 of a document"), ("UEsDBB", "base 64 of an archive"), ("H4sIA", "base 64 of an archive"),
        ("d09GR", "base 64 of a font"), ("AAEAAAA", "base 64 of a font"), ("T1RUTw", "base 64 of a font"),
        ("LS0tLS1CRUdJTiBDRVJU", "base 64 of a certificate"), ("LS0tLS1CRUdJTiBQVUJM", "base 64 of a public key"),
        ("MIIBIjANBg", "a public key"), ("MFkwEwYH", "a public key"), ("MIGfMA0G", "a public key"),
        ("AAAAB3NzaC1yc2E", "a public key"), ("AAAAC3NzaC1lZDI1NTE5", "a public key"),
    ]

    /// Words with spaces between them: nobody hides a sentence as a key. `user:password` is no sentence.
    private static func isText(_ plain: [UInt8]) -> Bool {
        plain.count >= 12 && plain.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
            && plain.count(where: { $0 == 0x20 }) * 12 >= plain.count
    }
}

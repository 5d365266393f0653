/// OpenSSH's own format for private keys (openssh-portable, PROTOCOL.key): a magic word; cipher, key derivation and its
/// options as strings; the number of keys; each public key as a string; and the private keys as one string, encrypted
/// or not. A string is its length, four bytes, highest first, and its bytes.
struct OpenSSHKey {
    let isEncrypted: Bool

    /// Nil if a part is missing, cut off, or followed by more; and for private keys in the clear whose two check
    /// numbers differ.
    init?(_ bytes: [UInt8]) {
        guard bytes.starts(with: "openssh-key-v1\0".utf8) else { return nil }
        var rest = bytes.dropFirst(15)
        guard let cipher = Self.takeString(&rest), let derivation = Self.takeString(&rest),
            Self.takeString(&rest) != nil, let keys = Self.takeNumber(&rest), 1...16 ~= keys
        else { return nil }
        for _ in 0..<keys {
            guard Self.takeString(&rest) != nil else { return nil }
        }
        // A cipher with a tag (aes256-gcm, chacha20-poly1305) leaves 16 bytes of it behind the last string.
        guard var secret = Self.takeString(&rest), rest.isEmpty || rest.count == 16 else { return nil }
        isEncrypted = !cipher.elementsEqual("none".utf8)
        guard isEncrypted != derivation.elementsEqual("none".utf8), secret.count.isMultiple(of: 8) else { return nil }
        if !isEncrypted {
            guard let first = Self.takeNumber(&secret), first == Self.takeNumber(&secret) else { return nil }
        }
    }

    private static func takeNumber(_ rest: inout ArraySlice<UInt8>) -> Int? {
        guard rest.count >= 4 else { return nil }
        defer { rest = rest.dropFirst(4) }
        return rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    }

    private static func takeString(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let count = takeNumber(&rest), rest.count >= count else { return nil }
        defer { rest = rest.dropFirst(count) }
        return rest.prefix(count)
    }
}

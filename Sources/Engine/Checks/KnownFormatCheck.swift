internal import Bytes
internal import Findings

/// `known-format`: the value has a format that is no secret, or is a secret that someone has already encrypted.
struct KnownFormatCheck: Check {
    let asksOnlyTheValue = true
    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        let value = candidate.secret
        if let reason = KnownFormatCheck.encrypted(value) ?? KnownFormatCheck.publicValue(value) {
            return .reject(reason)
        }
        if KnownFormatCheck.isUUID(value) {
            // Products give out UUIDs as tokens and keys; as passwords people do not choose them, nor as names.
            let unlocks = NameClassifier.classify(name: candidate.wholeName(&evidence))
            if case .secret(let kind) = unlocks, kind != .other { return .lower(.medium, "a UUID that unlocks") }
            return .reject("a UUID")
        }
        // Baselines, ignore files and our own reports are full of them.
        if value.count == 35, Fingerprint(validating: String(decoding: value, as: UTF8.self)) != nil {
            return .reject("a fingerprint of a finding")
        }
        if KnownFormatCheck.digestLengths.contains(value.count), value.allSatisfy(ByteSet.hexDigits.contains) {
            // A token can be 40 hex digits too; what stands before it tells.
            let before = String(decoding: evidence.lineBefore(candidate.range.lowerBound, limit: 64), as: UTF8.self)
                .lowercased()
            if let word = KnownFormatCheck.hashWords.first(where: before.contains) {
                return .reject("a hash: '\(word)' stands before it")
            }
        }
        return .pass("no known format")
    }

    private static let digestLengths: Set<Int> = [32, 40, 56, 64, 96, 128]
    private static let hashWords = [
        "sha1", "sha-1", "sha256", "sha-256", "sha512", "sha224", "sha384", "md5", "digest", "checksum", "integrity",
        "commit", "revision",
        "rev:", "rev =", "git_", "etag", "hash", "fingerprint", "blake2",
    ]

    /// Ciphertext by its envelope: SOPS, Ansible vault, Vault transit, Spring, Jasypt, Chef, sealed secrets, eyaml.
    static func encrypted(_ value: [UInt8]) -> String? {
        let text = String(decoding: value.prefix(24), as: UTF8.self)
        for prefix in [
            "ENC[", "$ANSIBLE_VAULT", "!vault", "vault:v", "{cipher}", "{AES}", "ENC(", "DEC::", "AQICA",
            "age-encryption.org", "encrypted:",
        ]
        where text.hasPrefix(prefix) { return "encrypted already" }
        if value.count >= 200, text.hasPrefix("Ag"), value.allSatisfy(base64.contains) { return "a sealed secret" }
        return nil
    }

    private static let base64 = ByteSet.alphanumerics.union(ByteSet(ascii: "+/="))

    /// Subresource integrity, public keys, certificates, data URLs.
    static func publicValue(_ value: [UInt8]) -> String? {
        if value.first == UInt8(ascii: "$"), isModularHash(value) { return "the hash of a password" }
        let text = String(decoding: value.prefix(40), as: UTF8.self)
        for prefix in ["sha1-", "sha256-", "sha384-", "sha512-", "sha256:", "sha512:", "h1:", "md5:", "sha1:"]
        where text.hasPrefix(prefix) {
            return "an integrity hash"
        }
        for prefix in [
            "ssh-rsa ", "ssh-ed25519 ", "ecdsa-sha2-", "age1", "-----BEGIN PUBLIC", "-----BEGIN CERT",
            "-----BEGIN RSA PUBLIC",
        ]
        where text.hasPrefix(prefix) { return "a public key" }
        if isScope(value) { return "the scope of a signed request, whose key id is public" }
        return text.hasPrefix("data:") ? "a data address" : nil
    }

    /// `AKIA…/20240131/eu-west-1/s3/aws4_request`, also with `%2F`: a key id, a date, and what it was signed for.
    private static func isScope(_ value: [UInt8]) -> Bool {
        let text = String(decoding: value.prefix(160), as: UTF8.self).replacing("%2F", with: "/")
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count >= 3 else { return false }
        let date = parts[1].utf8
        guard date.count == 8 else { return false }
        return date.starts(with: "1970".utf8)
            || date.starts(with: "20".utf8) && date.allSatisfy(ByteSet.digits.contains)
    }

    /// `$6$salt$hash`, `$argon2id$…`, `$2b$10$…`: what is stored of a password, however broken. `$1$` and a name are enough.
    private static func isModularHash(_ value: [UInt8]) -> Bool {
        let parts = value.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard parts.count >= 3, let scheme = parts.dropFirst().first else { return false }
        return !scheme.isEmpty && scheme.count <= 14
            && scheme.allSatisfy { ByteSet.alphanumerics.contains($0) || $0 == 0x2D }
    }

    /// RFC 9562 text form, any version.
    private static func isUUID(_ value: [UInt8]) -> Bool {
        guard value.count == 36 else { return false }
        for (index, byte) in value.enumerated() {
            let dash = index == 8 || index == 13 || index == 18 || index == 23
            guard dash ? byte == 0x2D : ByteSet.hexDigits.contains(byte) else { return false }
        }
        return true
    }
}

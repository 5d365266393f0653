/// Secrets that never were: made from noise when a test runs, so that no file of this repository holds one.

public enum MadeUp {
    /// A GitHub token whose checksum holds.
    public static func gitHubToken(_ noise: inout Noise) -> String {
        let body = noise.text(30)
        var checksum = Int(crc32(Array(body.utf8)))
        let digits = Array(base62Digits)
        var tail: [Character] = []
        for _ in 0..<6 {
            tail.insert(digits[checksum % 62], at: 0)
            checksum /= 62
        }
        return "ghp" + "_" + body + String(tail)
    }

    /// The same for every call with this seed.
    public static func gitHubToken(seed: UInt64) -> String {
        var noise = Noise(seed: seed)
        return gitHubToken(&noise)
    }

    /// A password nobody would take for a word.
    public static func password(_ noise: inout Noise) -> String {
        noise.text(6) + "-" + noise.text(7) + noise.text(3, of: "0123456789")
    }

    static func crc32(_ bytes: [UInt8]) -> UInt32 {
        var sum: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB8_8320 }
        }
        return ~sum
    }
}

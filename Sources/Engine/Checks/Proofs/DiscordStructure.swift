internal import Bytes

/// Discord's bot and user tokens: the account's id, written in digits, in base 64 without padding; `.`; a time; `.`; an
/// HMAC of 20 or 28 bytes. An id is a snowflake: its upper 42 bits count milliseconds since 2015
/// (discord.com/developers, "API reference"). The other two parts are not documented.
struct DiscordStructure: TokenProof {
    static let name = "discord"

    func judge(_ token: [UInt8]) -> ProofResult {
        if token.starts(with: "mfa.".utf8) { return .consistent("a Discord token of the kind that holds no id") }
        let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, let digits = Base64.decode(parts[0], .url), !digits.isEmpty,
            digits.allSatisfy(ByteSet.digits.contains), let id = UInt64(String(decoding: digits, as: UTF8.self)),
            id >= 1000
        else { return .refuted("the Discord token's first part is no account's id") }
        // 2^62 is reached in 2049; ids of before May 2015, when Discord opened, would be shorter than 17 digits.
        let isSnowflake = 17...19 ~= digits.count && id < 1 << 62
        let lengths = parts.dropFirst().map { Base64.decodedCount($0, .url) }
        return isSnowflake && lengths.first == 4 && (lengths.last == 20 || lengths.last == 28)
            ? .proven("the Discord token holds an account's id, and its parts have the right lengths")
            : .consistent("the Discord token's first part is a number")
    }
}

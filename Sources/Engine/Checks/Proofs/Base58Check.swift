internal import Bytes
internal import Findings

/// Base 58 with the first four bytes of a double SHA-256 behind the data, as Bitcoin writes keys and addresses (Bitcoin
/// Core, src/base58.cpp).
enum Base58Check {
    /// The data without its checksum; nil if the checksum fails or the text is no base 58.
    static func decode(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let bytes = Base58.decode(text), bytes.count > 4 else { return nil }
        let data = bytes.dropLast(4)
        let digest = SHA256Digest.of(SHA256Digest.of(Array(data)))
        return bytes.suffix(4) == digest.prefix(4) ? data : nil
    }
}

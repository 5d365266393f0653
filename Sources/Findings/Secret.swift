internal import Bytes

/// The bytes of a secret. It prints itself redacted wherever it goes; `revealed` is the one way to the value, and only a
/// person's `--show-secrets` leads there.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let bytes: [UInt8]
    /// A piece of a longer secret: its ends are not the secret's ends, so nothing of it may show.
    private let isPiece: Bool

    public init(_ bytes: [UInt8], isPiece: Bool = false) {
        self.bytes = bytes
        self.isPiece = isPiece
    }

    /// The value itself. Never log it.
    public var revealed: [UInt8] { bytes }

    /// Bytes.
    public var count: Int { bytes.count }

    /// Under 16 characters nothing of the value shows; from there on a prefix and a suffix of together at most a quarter of it
    /// and at most 8 characters. Always six stars between, so that the length does not show.
    public var description: String {
        let shown = isPiece || bytes.count < 16 ? 0 : min(8, bytes.count / 4)
        let suffix = shown / 2
        let head = bytes.prefix(shown - suffix).map(Secret.printable)
        let tail = bytes.suffix(suffix).map(Secret.printable)
        return String(decoding: head + Array("******".utf8) + tail, as: UTF8.self)
    }

    public var debugDescription: String { description }

    /// Keeps `dump` and crash messages from reflecting into the bytes.
    public var customMirror: Mirror { Mirror(self, children: []) }

    private static func printable(_ byte: UInt8) -> UInt8 { (0x21...0x7E).contains(byte) ? byte : UInt8(ascii: "?") }

    /// A careful guess of how many bits someone must try to find the value: Shannon entropy over the value's own bytes times
    /// its length, which is never more than a random value of that length and alphabet has.
    public var estimatedBits: Double { Entropy.shannon(bytes) * Double(bytes.count) }

    /// From here on a digest of the value gives nothing away.
    public var isStrong: Bool { estimatedBits >= 64 }
}

extension Secret {
    /// `text` with the value blotted out wherever it stands. Values of under 12 bytes are left alone: to blot out a common word would
    /// give away that it is the secret.
    public func hidden(in text: String) -> String {
        guard count >= 12, let value = String(validating: bytes, as: UTF8.self) else { return text }
        return text.replacing(value, with: description)
    }
}

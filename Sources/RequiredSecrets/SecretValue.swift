/// The value of a secret. It shows itself nowhere: not when printed, interpolated, dumped or reflected upon. `text` and `bytes` are
/// the only ways to it.
public struct SecretValue: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The value itself. Never log it.
    public let bytes: [UInt8]

    /// The bytes must be UTF-8, which every validated value is.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The value itself, as text. Never log it.
    public var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Outside production a secret may be empty; in production a validated one never is.
    public var isEmpty: Bool { bytes.isEmpty }

    public var description: String { isEmpty ? "(empty)" : "******" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: []) }

    /// How many bits someone must guess who knows only what kind of characters the value has. A random value gets full marks; one
    /// whose characters recur more often than chance explains, or that counts up or down, or repeats a piece, gets less. It is an
    /// upper bound: no formula sees that a sentence is from a song.
    public var estimatedBits: Double { Strength.estimatedBits(bytes) }
}

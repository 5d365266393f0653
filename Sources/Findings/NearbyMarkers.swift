/// What stands around a secret and may be a marker that accepts it: raw text, collected by the engine while the bytes are at hand,
/// read by `Suppression`. Empty for nearly all findings.
public struct NearbyMarkers: Sendable, Hashable {
    /// Text from the first word on that looks like a marker, to the end of its line.
    public struct Text: Sendable, Hashable {
        public let bytes: [UInt8]
        /// Whether no letter and no digit stands before it on its line: a comment of its own.
        public let standsAlone: Bool

        public init(bytes: [UInt8], standsAlone: Bool) {
            self.bytes = bytes
            self.standsAlone = standsAlone
        }
    }

    /// On the line before the one that the secret begins on.
    public var lineBefore: Text?
    /// On the secret's first line, before the secret.
    public var before: Text?
    /// On the secret's last line, after the secret.
    public var after: Text?

    public init(lineBefore: Text? = nil, before: Text? = nil, after: Text? = nil) {
        self.lineBefore = lineBefore
        self.before = before
        self.after = after
    }

    public var isEmpty: Bool { lineBefore == nil && before == nil && after == nil }
}

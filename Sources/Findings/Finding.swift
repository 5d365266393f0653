public import Bytes

/// Where a secret stands. Lines are 1-based; columns are 1-based and count code points (a byte that is not UTF-8 counts as
/// one); `endColumn` is the column after the last character. Bytes are 0-based offsets into the original file.
public struct Location: Sendable, Hashable {
    public var line: Int
    public var column: Int
    public var endLine: Int
    public var endColumn: Int
    public var bytes: Range<Int>

    public init(line: Int, column: Int, endLine: Int, endColumn: Int, bytes: Range<Int>) {
        self.line = line
        self.column = column
        self.endLine = endLine
        self.endColumn = endColumn
        self.bytes = bytes
    }
}

/// The line a secret stands on, cut to a readable length, with every candidate on it held as a `Secret`.
public struct Excerpt: Sendable {
    public enum Segment: Sendable {
        case text([UInt8])
        /// `marked` is the finding's own secret; the others are its neighbours on the line.
        case secret(Secret, marked: Bool)
    }

    public var segments: [Segment]
    /// Whether the line goes on before or after what is shown.
    public var cutBefore: Bool
    public var cutAfter: Bool

    public init(segments: [Segment], cutBefore: Bool = false, cutAfter: Bool = false) {
        self.segments = segments
        self.cutBefore = cutBefore
        self.cutAfter = cutAfter
    }
}

/// An accepted candidate with its place.
public struct Finding: Sendable {
    public var rule: String
    public var kind: FindingKind
    public var severity: Severity
    public var confidence: Confidence
    /// As the person named it: the scanned path, joined with the path below it.
    public var path: FilePath
    public var location: Location
    public var secret: Secret
    /// What the secret is assigned to; empty where no rule captured it.
    public var name: [UInt8]
    /// For kind `default`: the environment variable or setting whose default the secret is. For `env-read`: what is read.
    public var variable: [UInt8]?
    /// One line: what was found.
    public var message: String
    /// What decided: a checksum held, an entropy.
    public var reason: String
    public var fingerprint: Fingerprint
    /// The same for the same rule and secret in any path.
    public var secretID: Fingerprint
    public var excerpt: Excerpt
    /// For findings in commits.
    public var provenance: Provenance?
    /// For findings of a history: all of the same secret are one finding.
    public var history: HistoryFacts?
    /// Relative to the work tree, or to the scanned root where there is none.
    public var identity: FilePath
    /// What may accept the finding, as it stands beside the secret.
    public var markers = NearbyMarkers()
    /// Where a change is judged: which of the lines that may hold such text the change brought. nil where a tree is scanned as it stands.
    public var newLines: Set<Int>?
    /// Why the finding does not count; nil when it does.
    public var suppression: SuppressionRecord?
    /// What a person should know of the finding besides: a marker that does not count, and why.
    public var notes: [String] = []

    /// `identity` starts as `path`.
    public init(
        rule: String, kind: FindingKind, severity: Severity, confidence: Confidence, path: FilePath, location: Location,
        secret: Secret, name: [UInt8], variable: [UInt8]? = nil, message: String, reason: String,
        fingerprint: Fingerprint, secretID: Fingerprint, excerpt: Excerpt
    ) {
        self.rule = rule
        self.kind = kind
        self.severity = severity
        self.confidence = confidence
        self.path = path
        self.location = location
        self.secret = secret
        self.name = name
        self.variable = variable
        self.message = message
        self.reason = reason
        self.fingerprint = fingerprint
        self.secretID = secretID
        self.excerpt = excerpt
        identity = path
    }
}

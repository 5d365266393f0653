/// Why a finding does not count: who accepted it, where and for what reason. Holds no byte of a secret.
public struct SuppressionRecord: Sendable, Hashable {
    /// The raw values are the words of reports.
    public enum Means: String, Sendable, CaseIterable {
        /// `lapwing:allow[rule] reason` beside the secret.
        case marker
        /// An entry of `.lapwingignore`.
        case ignoreFile = "ignore-file"
        case baseline
    }

    public let means: Means
    /// Where it is written: `line 12`, `.lapwingignore:4`.
    public let place: String
    public let reason: String
    /// Who wrote it, where that is known.
    public let author: String?
    /// Why a reviewer should see it; nil where counting it is enough.
    public let review: String?

    public init(means: Means, place: String, reason: String, author: String? = nil, review: String? = nil) {
        self.means = means
        self.place = place
        self.reason = reason
        self.author = author
        self.review = review
    }
}

/// What became of suppressions in one run; appears in every report.
public struct SuppressionSummary: Sendable, Equatable {
    /// Suppressed findings by means.
    public var counts: [SuppressionRecord.Means: Int] = [:]
    /// Suppressions that matched nothing, each with its place; only where they were asked for.
    public var stale: [String] = []
    /// Entries whose day has passed: they count as absent.
    public var expired: [String] = []

    public init() {}

    public var total: Int { counts.values.reduce(0, +) }
}

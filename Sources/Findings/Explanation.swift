public import Bytes

/// How one candidate was judged, accepted or not: what `--explain` prints. Holds no byte of the secret but what redaction shows.
public struct Explanation: Sendable {
    public struct Step: Sendable, Equatable {
        public let check: String
        /// `pass`, `reject`, `prove`, `lower` or `grade`.
        public let verdict: String
        public let reason: String

        public init(check: String, verdict: String, reason: String) {
            self.check = check
            self.verdict = verdict
            self.reason = reason
        }
    }

    public let rule: String
    public let path: FilePath
    public let line: Int
    public let column: Int
    public let secret: Secret
    public let steps: [Step]
    /// What came of it: `reported`, `rejected`, or which rule's finding stands for it.
    public var outcome: String

    public init(
        rule: String, path: FilePath, line: Int, column: Int, secret: Secret, steps: [Step], outcome: String
    ) {
        self.rule = rule
        self.path = path
        self.line = line
        self.column = column
        self.secret = secret
        self.steps = steps
        self.outcome = outcome
    }
}

/// How far a suppression is to be trusted: a change must not be able to silence the gate that judges it.

/// What a suppression that the change itself brings may do. The raw values are the words of `new-markers`.
public enum NewSuppressionPolicy: String, Sendable, CaseIterable {
    /// It hides findings of `medium` and `low` confidence, never `proven` and `high` ones. The rule where nothing else is said.
    case judge
    /// It hides whatever an old one would. What `staged` goes by: who commits may accept; who reviews judges.
    case allow
    /// It hides nothing.
    case deny
}

/// The change that is being judged, as far as suppressions care. Where a tree is scanned as it stands there is none.
public struct JudgedChange: Sendable {
    /// Whether the change brought the line with this number (1-based) of the file that a finding stands in.
    public let isNewLine: @Sendable (Int) -> Bool

    public init(isNewLine: @escaping @Sendable (Int) -> Bool) { self.isNewLine = isNewLine }
}

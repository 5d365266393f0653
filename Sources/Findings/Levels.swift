/// The vocabulary of a finding: what kind it is, how bad, how sure, and in what kind of file. The raw values are the words of
/// rule files, reports and options; they are promises and never change meaning.

/// What a finding is about.
public enum FindingKind: String, Sendable, CaseIterable {
    /// A secret that is written down.
    case committed
    /// A value that a program falls back to when its environment gives none.
    case `default`
    /// An observation that a variable is read; never a finding.
    case environmentRead = "env-read"
}

/// How bad it is when the finding is right.
public enum Severity: String, Sendable, CaseIterable, Comparable {
    case low, medium, high, critical

    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }
    var rank: Int { Severity.allCases.firstIndex(of: self) ?? 0 }

    /// One level less bad; `low` stays.
    public var lowered: Severity { Severity.allCases[max(0, rank - 1)] }
}

/// How sure it is that the finding is right. `proven` means that a checksum or a structure held.
public enum Confidence: String, Sendable, CaseIterable, Comparable {
    case low, medium, high, proven

    public static func < (left: Confidence, right: Confidence) -> Bool { left.rank < right.rank }
    var rank: Int { Confidence.allCases.firstIndex(of: self) ?? 0 }
}

/// Which of several rules that match the same bytes is reported: a provider's token beats a default, a default beats a
/// generic assignment.
public enum RuleTier: String, Sendable, CaseIterable, Comparable {
    case generic, `default`, provider

    public static func < (left: RuleTier, right: RuleTier) -> Bool { left.rank < right.rank }
    var rank: Int { RuleTier.allCases.firstIndex(of: self) ?? 0 }
}

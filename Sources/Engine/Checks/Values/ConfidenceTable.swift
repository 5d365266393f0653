internal import Findings

/// How sure an assignment is, by what its name is for and what its value looks like. The one place where evidence is weighed;
/// docs/accuracy.md has the shares of right findings that were counted on real code for each field.
enum ConfidenceTable {
    /// Nil: no finding.
    private static func level(_ kind: NameClassifier.Kind, _ value: ValueClass) -> Confidence? {
        let row: [Confidence?]
        switch kind {
        //               generated  short    mixed    word     joined  number   phrase  stand-in
        case .password: row = [.high, .high, .high, .medium, .low, .medium, .low, .low]
        case .secret: row = [.high, .medium, .medium, .low, nil, nil, nil, nil]
        case .token: row = [.high, .medium, .low, nil, nil, nil, nil, nil]
        case .key: row = [.high, .medium, .low, nil, nil, nil, nil, nil]
        case .other: row = [.medium, .low, .low, nil, nil, nil, nil, nil]
        }
        return row[value.rawValue]
    }

    static func verdict(_ kind: NameClassifier.Kind, _ value: ValueClass) -> Verdict {
        let evidence = "\(kind.described), \(value.described)"
        switch level(kind, value) {
        case nil: return .reject("\(evidence): too little for a finding")
        case .high?, .proven?: return .pass(evidence)
        case let level?: return .lower(level, evidence)
        }
    }
}

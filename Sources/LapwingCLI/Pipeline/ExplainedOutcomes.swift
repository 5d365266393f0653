internal import Findings

extension [Explanation] {
    /// Says of accepted candidates why they are not among the findings: somebody accepted them, or they are less sure than was asked for.
    /// - Parameter findings: what became of the candidates, with what suppresses them.
    func withOutcomes(of findings: [Finding], _ minConfidence: Confidence) -> [Explanation] {
        guard !isEmpty, !findings.isEmpty else { return self }
        var fates: [Place: String] = [:]
        for finding in findings {
            let place = Place(rule: finding.rule, line: finding.location.line, column: finding.location.column)
            if finding.confidence < minConfidence {
                fates[place] =
                    "not reported: its confidence is \(finding.confidence), and \(minConfidence) was asked for"
            } else if let record = finding.suppression {
                fates[place] = "accepted before (\(record.means.rawValue), \(record.place))"
            }
        }
        return fates.isEmpty
            ? self
            : map { explanation in
                let place = Place(rule: explanation.rule, line: explanation.line, column: explanation.column)
                guard explanation.outcome == "reported", let fate = fates[place] else { return explanation }
                var explanation = explanation
                explanation.outcome = fate
                return explanation
            }
    }
}

/// Which candidate of a file.
private struct Place: Hashable {
    let rule: String
    let line: Int
    let column: Int
}

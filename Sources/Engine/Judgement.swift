internal import Findings

/// What a rule's checks made of a candidate.
struct Judgement {
    var isAccepted = true
    var confidence: Confidence
    var severity: Severity
    /// What decided, in words.
    var reason = ""
    var steps: [Explanation.Step] = []
    /// Whether a checksum or structure said that these bytes are no token of their format.
    var isRefuted = false

    /// Runs the rule's checks in their order; the first that rejects decides, and after a proof none can.
    static func of(_ candidate: Candidate, _ prepared: PreparedRule, _ evidence: inout Evidence) -> Judgement {
        var judgement = Judgement(confidence: prepared.rule.confidence, severity: prepared.rule.severity)
        for (name, check) in prepared.checks {
            let verdict = check.judge(candidate, &evidence)
            judgement.add(verdict, from: name.description)
            if case .reject = verdict, check is ProofCheck { judgement.isRefuted = true }
            if !judgement.isAccepted || judgement.confidence == .proven { break }
        }
        return judgement
    }

    private mutating func add(_ verdict: Verdict, from check: String) {
        switch verdict {
        case .pass(let why):
            steps.append(Explanation.Step(check: check, verdict: "pass", reason: why))
            if reason.isEmpty { reason = why }
        case .reject(let why):
            steps.append(Explanation.Step(check: check, verdict: "reject", reason: why))
            isAccepted = false
            reason = why
        case .prove(let why):
            steps.append(Explanation.Step(check: check, verdict: "prove", reason: why))
            confidence = .proven
            reason = why
        case .lower(let level, let why):
            steps.append(Explanation.Step(check: check, verdict: "lower", reason: why))
            confidence = min(confidence, level)
            reason = why
        case .grade(let level, let why):
            steps.append(Explanation.Step(check: check, verdict: "grade", reason: why))
            severity = level
            reason = why
        }
    }
}

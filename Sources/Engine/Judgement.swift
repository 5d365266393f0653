internal import Findings
internal import KnownValues

/// What a rule's checks made of a candidate.
struct Judgement {
    var isAccepted = true
    var confidence: Confidence
    var severity: Severity
    /// What decided, in words.
    var reason = ""
    /// What the value is, where a check graded it: weak, random or known.
    var grade: String?
    var steps: [Explanation.Step] = []
    /// Where the finding stands behind a committed secret on the same bytes.
    var concession: Concession?
    /// Whether a checksum or structure said that these bytes are no token of their format.
    var isRefuted = false

    /// Runs the rule's checks in their order; the first that rejects decides, and after a proof none can. What strangers know is a
    /// finding whatever its bytes look like: no question about the value rejects a published default.
    /// - Parameter explaining: whether to keep the steps.
    static func of(
        _ candidate: Candidate, _ prepared: PreparedRule, _ evidence: inout Evidence, explaining: Bool
    ) -> Judgement {
        var judgement = Judgement(confidence: prepared.rule.confidence, severity: prepared.rule.severity)
        for (name, check) in prepared.checks {
            let verdict = check.judge(candidate, &evidence)
            if case .reject = verdict, check.asksOnlyTheValue, candidate.tier != .provider,
                KnownValues.knownDefault(candidate.secret)?.class == .published
            {
                continue
            }
            if explaining { judgement.steps.append(Explanation.Step(verdict, from: name.description)) }
            judgement.add(verdict)
            // Of all that speaks for a finding, this says most.
            if case .pass(let why) = verdict, check is ValueCheck { judgement.reason = why }
            if case .reject = verdict, check is ProofCheck { judgement.isRefuted = true }
            if !judgement.isAccepted || judgement.confidence == .proven { break }
        }
        if judgement.isAccepted, let known = KnownValues.knownDefault(candidate.secret), known.class != .weak {
            let verdict = Verdict.grade(known.severity, known.reason)
            if explaining { judgement.steps.append(Explanation.Step(verdict, from: "known")) }
            judgement.add(verdict)
            if known.isHarmless { judgement.confidence = min(judgement.confidence, .low) }
        }
        return judgement
    }

    private mutating func add(_ verdict: Verdict) {
        switch verdict {
        case .pass(let why):
            if reason.isEmpty { reason = why }
        case .reject(let why):
            isAccepted = false
            reason = why
        case .prove(let why):
            confidence = .proven
            reason = why
        case .lower(let level, let why):
            confidence = min(confidence, level)
            reason = why
        case .grade(let level, let why):
            severity = level
            reason = why
            grade = why
        case .concede(let place, _): concession = place
        }
    }
}

extension Explanation.Step {
    fileprivate init(_ verdict: Verdict, from check: String) {
        switch verdict {
        case .pass(let why): self.init(check: check, verdict: "pass", reason: why)
        case .reject(let why): self.init(check: check, verdict: "reject", reason: why)
        case .prove(let why): self.init(check: check, verdict: "prove", reason: why)
        case .lower(let level, let why):
            self.init(check: check, verdict: "lower", reason: "\(why): confidence \(level) at most")
        case .grade(let level, let why):
            self.init(check: check, verdict: "grade", reason: "\(why): severity \(level)")
        case .concede(let place, let why):
            let others = "a committed secret on the same bytes comes before it"
            self.init(
                check: check, verdict: "concede", reason: "\(why): \(others)\(place == .inTests ? " in tests" : "")")
        }
    }
}

extension KnownDefault {
    /// How bad it is to meet the value anywhere.
    var severity: Severity { isHarmless ? .low : .critical }

    /// Whether it opens nothing but what is made for trying things out.
    var isHarmless: Bool { self.class == .emulator || self.class == .documentation }

    /// Whose value it is and why that matters, for people.
    var reason: String {
        let advisory = cve.map { ", \($0)" } ?? ""
        return switch self.class {
        case .emulator: "known: published by \(product) for local use and tests"
        case .documentation: "known: an example that \(product) shows, valid nowhere"
        case .published, .weak: "known: published by \(product)\(advisory)"
        }
    }
}

internal import KnownValues

/// `known`: the value is one that a product ships or documents, or that is published for emulators and tests. `changeme` and the other
/// passwords of first accounts are weak, not known: they are found where a secret is expected, and nowhere else.
struct KnownCheck: Check {
    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        guard let known = KnownValues.knownDefault(candidate.secret), known.class != .weak else {
            return .reject("no known default")
        }
        if known.class == .documentation { return .reject("an example that \(known.product) shows, valid nowhere") }
        return .pass(known.reason)
    }
}

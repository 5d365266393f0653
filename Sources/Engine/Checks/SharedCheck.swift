internal import Findings
internal import KnownValues

/// `shared`: is the value one that installations share? A deployment that sets `postgres` or a key that a generator made for its template
/// gives the same to all who copy it: a default. Anything between, which no list of words has and no generator made, a person chose for
/// one system: a committed secret, where a rule for such finds it too. And from a test nothing is deployed: there only what anybody would
/// try is a default.
struct SharedCheck: Check {
    let asksOnlyTheValue = true

    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        if KnownValues.isWeak(candidate.secret) || KnownValues.knownDefault(candidate.secret) != nil {
            return .pass("a value that anybody would try")
        }
        return Secret(candidate.secret).isStrong
            ? .concede(.inTests, "a value that its template ships, unless it is a test's")
            : .concede(.everywhere, "a value that somebody chose for one system")
    }
}

/// `checksum(f)` and `structure(f)`: the format proves or refutes the token offline.
struct ProofCheck: Check {
    let proof: any TokenProof

    func judge(_ candidate: Candidate, _ evidence: inout Evidence) -> Verdict {
        switch proof.judge(candidate.secret) {
        case .proven(let reason): .prove(reason)
        case .consistent(let reason): .pass(reason)
        case .refuted(let reason): .reject(reason)
        }
    }
}

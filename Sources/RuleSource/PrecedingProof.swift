/// Proves what can stand before the name that ends in the word at a match's anchor (`FollowBytes.preceding`). Reads the parts of a pattern
/// that match before the anchor backwards, from the anchor on, while they are inside the name; the first byte that is outside is
/// taken down. Look-around and the bounds of repeats are passed over, so the answer may hold too much, never too little.

internal import Bytes
internal import Rules

struct PrecedingProof {
    private var found = ByteSet()
    private var isUnknown = false

    /// nil where a match may begin inside the name, without a proof, and where nearly every byte can stand.
    static func preceding(of parts: ArraySlice<PatternNode>) -> ByteSet? {
        var proof = PrecedingProof()
        let isInName = proof.walk(.sequence(Array(parts)), true)
        guard !isInName, !proof.isUnknown, proof.found.count <= PrecedingProof.most else { return nil }
        return proof.found
    }

    private static let most = 128

    /// - Parameter isInName: whether some way through what lies behind the node is inside the name all along.
    /// - Returns: the same, with the node before it.
    private mutating func walk(_ node: PatternNode, _ isInName: Bool) -> Bool {
        guard isInName, !isUnknown else { return false }
        switch node {
        case .assertion: return true
        case .unknown:
            isUnknown = true
            return false
        case .byte(let set):
            found = found.union(set.intersection(FollowBytes.name.inverted))
            return !set.intersection(FollowBytes.name).isEmpty
        case .sequence(let parts): return parts.reversed().reduce(true) { walk($1, $0) }
        case .alternatives(let branches): return branches.map { walk($0, true) }.contains(true)
        case .repeated(let part, let least, let most):
            // After one copy it is as after many.
            if most == 0 { return true }
            let isStillInName = walk(part, true)
            return least == 0 || isStillInName
        }
    }
}

extension PatternNode {
    /// The parts of a row, one after another.
    var parts: [PatternNode] {
        guard case .sequence(let parts) = self else { return [self] }
        return parts.flatMap(\.parts)
    }
}

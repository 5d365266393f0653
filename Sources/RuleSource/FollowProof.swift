/// Proves what can stand behind the word that a match begins with (`FollowBytes`). Works on the pattern, never on examples.
///
/// Every way through the pattern is followed while it is inside the word or in the blanks behind it; the first byte that is neither is
/// taken down. Look-around and the bounds of repeats are passed over, so the answer may hold too much, never too little. A match that
/// may end before such a byte, and what the syntax tree does not know, is no proof.

internal import Bytes
internal import Rules

struct FollowProof {
    /// Where the ways that are not ended stand.
    private struct Places: Equatable {
        var inWord = false
        var inBlanks = false

        var areNone: Bool { !inWord && !inBlanks }

        func union(_ other: Places) -> Places {
            Places(inWord: inWord || other.inWord, inBlanks: inBlanks || other.inBlanks)
        }
    }

    private var found = FollowBytes(direct: ByteSet(), spaced: ByteSet())
    private var isUnknown = false

    /// What can stand around the anchor of a match: nil where nothing is proven. A match may begin before its anchor, if it is a row of parts of
    /// which some end where an anchor stands in every match.
    static func gate(of pattern: PatternNode, anchors: [Anchor]) -> FollowBytes? {
        let parts = pattern.parts
        for start in parts.indices {
            let rest = PatternNode.sequence(Array(parts[start...]))
            guard (try? AnchorProof.lead(of: rest, anchors: anchors)) == 0 else { continue }
            var gate = follow(of: rest) ?? FollowBytes()
            if let preceding = PrecedingProof.preceding(of: parts[..<start]) { gate.preceding = preceding }
            return gate == FollowBytes() ? nil : gate
        }
        return nil
    }

    /// nil without a proof, and where nearly every byte can follow.
    static func follow(of pattern: PatternNode) -> FollowBytes? {
        var proof = FollowProof()
        let rest = proof.walk(pattern, Places(inWord: true))
        guard rest.areNone, !proof.isUnknown, proof.found.direct.count <= FollowProof.most else { return nil }
        return proof.found
    }

    private static let most = 128

    private mutating func walk(_ node: PatternNode, _ places: Places) -> Places {
        if places.areNone || isUnknown { return Places() }
        switch node {
        case .assertion: return places
        case .unknown:
            isUnknown = true
            return Places()
        case .byte(let set): return step(set, places)
        case .sequence(let parts): return parts.reduce(places) { walk($1, $0) }
        case .alternatives(let branches): return branches.reduce(Places()) { $0.union(walk($1, places)) }
        case .repeated(let part, let least, let most):
            var ends = places
            // After a few copies the places repeat themselves.
            for _ in 0..<min(least, 4) { ends = walk(part, ends) }
            guard most != least || least > 4 else { return ends }
            var before = Places()
            while before != ends {
                before = ends
                ends = ends.union(walk(part, ends))
            }
            return ends
        }
    }

    private mutating func step(_ set: ByteSet, _ places: Places) -> Places {
        var next = Places()
        if places.inWord {
            next.inWord = !set.intersection(FollowBytes.word).isEmpty
            next.inBlanks = !set.intersection(FollowBytes.blank).isEmpty
            let others = FollowBytes.word.union(FollowBytes.blank).inverted
            found.direct = found.direct.union(set.intersection(others))
        }
        if places.inBlanks {
            next.inBlanks = next.inBlanks || !set.intersection(FollowBytes.blank).isEmpty
            found.spaced = found.spaced.union(set.intersection(FollowBytes.blank.inverted))
        }
        return next
    }
}

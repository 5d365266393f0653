/// Texts made to be as expensive as possible for one rule: 1 MB of its anchors and of near-misses of its pattern.

internal import Bytes
internal import Rules

enum HostileSubjects {
    /// Each of about `size` bytes, with what it is made of.
    static func make(for rule: Rule, size: Int = 1 << 20) -> [(name: String, text: [UInt8])] {
        guard let tree = try? PatternParser.parse(rule.pattern) else { return [] }
        let anchors: [[UInt8]] =
            if case .anchors(let all) = rule.trigger { all.map(spelling) } else { [] }
        let longest = sample(tree, long: true, limit: 1_500)
        let shortest = sample(tree, long: false, limit: 1_500)
        var subjects: [(name: String, text: [UInt8])] = []
        if !anchors.isEmpty {
            subjects.append(("anchors in a row", fill(size, anchors.flatMap { $0 })))
            subjects.append(("anchors on lines", fill(size, anchors.flatMap { $0 + [0x0A] })))
            subjects.append(("anchors with fillers", fill(size, anchors.flatMap { $0 + Array("aA0-_ =:\"".utf8) })))
        }
        // The last byte stands behind the break: without it PCRE2 may see at once that no match can end.
        let nearMiss = Array(longest.dropLast(1)) + [0x01] + longest.suffix(1)
        subjects.append(("near-misses in a row", fill(size, nearMiss)))
        subjects.append(("near-misses on lines", fill(size, nearMiss + [0x0A])))
        subjects.append(("short near-misses", fill(size, Array(shortest.dropLast(1)) + [0x01] + shortest.suffix(1))))
        subjects.append(("half matches", fill(size, Array(longest.prefix(longest.count / 2)))))
        return subjects
    }

    /// One text that an anchor matches.
    private static func spelling(_ anchor: Anchor) -> [UInt8] {
        anchor.elements.map { set in set.members.first(where: ByteSet.lowercase.contains) ?? set.members.first ?? 0x61 }
    }

    private static func fill(_ size: Int, _ piece: [UInt8]) -> [UInt8] {
        guard !piece.isEmpty else { return [] }
        return Array(repeatElement(piece, count: size / piece.count + 1).joined().prefix(size))
    }

    /// One text that the pattern matches, look-around aside: with the most repeats, or with the fewest.
    private static func sample(_ node: PatternNode, long: Bool, limit: Int) -> [UInt8] {
        switch node {
        case .byte(let set):
            let preferred = [ByteSet.lowercase, .digits, .uppercase].lazy.compactMap { wanted in
                set.members.first(where: wanted.contains)
            }
            return [preferred.first ?? set.members.first ?? 0x61]
        case .assertion: return []
        case .unknown: return [0x61]
        case .sequence(let parts):
            return parts.reduce(into: []) { $0 += sample($1, long: long, limit: max(0, limit - $0.count)) }
        case .alternatives(let branches):
            let samples = branches.map { sample($0, long: long, limit: limit) }
            return (long ? samples.max { $0.count < $1.count } : samples.min { $0.count < $1.count }) ?? []
        case .repeated(let part, let least, let most):
            let one = sample(part, long: long, limit: limit)
            let room = one.isEmpty ? 0 : max(least, limit / one.count)
            let count = long ? min(most ?? room, room) : least
            return Array(repeatElement(one, count: count).joined())
        }
    }
}

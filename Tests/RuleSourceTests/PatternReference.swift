/// What the tests of PatternParser and AnchorProof share: the obvious matcher over the tree, PCRE2's own answer, texts that a tree
/// matches, and random patterns.

import Bytes
import Patterns

@testable import RuleSource

/// Repeatable noise (SplitMix64), so that a failure can be run again.
struct Noise: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func pick<Items: Collection>(_ items: Items) -> Items.Element {
        items[items.index(items.startIndex, offsetBy: Int.random(in: 0..<items.count, using: &self))]
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }

    /// A short text over the bytes that the random patterns speak of.
    mutating func text() -> [UInt8] {
        (0..<Int.random(in: 0...6, using: &self)).map { _ in
            pick(Array("abcABC012_-. \n\r]{},".utf8) + [0x09, 0xA0, 0xC3])
        }
    }
}

extension PatternNode {
    /// Every place where a match that starts at one of `starts` can end: a set of bytes at a time, no backtracking.
    func ends(from starts: Set<Int>, in text: [UInt8]) -> Set<Int> {
        switch self {
        case .byte(let set): Set(starts.filter { $0 < text.count && set.contains(text[$0]) }.map { $0 + 1 })
        case .assertion: starts
        case .unknown: starts.min().map { Set($0...text.count) } ?? []
        case .sequence(let parts): parts.reduce(starts) { $1.ends(from: $0, in: text) }
        case .alternatives(let branches): branches.reduce(into: []) { $0.formUnion($1.ends(from: starts, in: text)) }
        case .repeated(let part, let least, let most):
            part.repeatedEnds(from: starts, in: text, least: least, most: most)
        }
    }

    private func repeatedEnds(from starts: Set<Int>, in text: [UInt8], least: Int, most: Int?) -> Set<Int> {
        var reached = starts
        for _ in 0..<least { reached = ends(from: reached, in: text) }
        var edge = reached
        var copies = least
        while !edge.isEmpty, most.map({ copies < $0 }) ?? true {
            edge = ends(from: edge, in: text).subtracting(reached)
            reached.formUnion(edge)
            copies += 1
        }
        return reached
    }

    func matchesWhole(_ text: [UInt8]) -> Bool { ends(from: [0], in: text).contains(text.count) }

    /// One text that the tree matches, look-around aside.
    func sample(_ noise: inout Noise) -> [UInt8] {
        switch self {
        case .byte(let set): return set.isEmpty ? [] : [noise.pick(set.members)]
        case .assertion: return []
        case .unknown: return noise.text()
        case .sequence(let parts): return parts.flatMap { $0.sample(&noise) }
        case .alternatives(let branches): return noise.pick(branches).sample(&noise)
        case .repeated(let part, let least, let most):
            let count = Int.random(in: least...max(least, min(most ?? Int.max, least + 3)), using: &noise)
            return (0..<count).flatMap { _ in part.sample(&noise) }
        }
    }
}

/// PCRE2's answer.
struct Oracle: ~Copyable {
    private let pattern: Pattern
    private var scratch = MatchScratch()

    /// Throws what PCRE2 does not compile.
    init(_ source: String) throws { pattern = try Pattern("\\A(?:\(source))\\z") }

    /// nil when a limit was hit.
    mutating func matchesWhole(_ text: [UInt8]) -> Bool? {
        switch scratch.firstMatch(
            of: pattern, in: text.span, from: 0, starts: 0...0, end: text.count, isTextStart: true, isTextEnd: true)
        {
        case .match: true
        case .none: false
        case .limit: nil
        }
    }
}

/// Random patterns of the syntax that rules may use.
struct PatternMaker {
    /// What stands for one byte. Without `\h`: PCRE2 10.42 takes `\S` and `\h` for disjoint, though 0xA0 is in both, and lets `\S*`
    /// give nothing back before it.
    var atoms = [
        "a", "b", "c", "A", "0", "_", "-", " ", "{", "a{", "a{x}", "]", "}", ",", #"\."#, #"\-"#, #"\\"#,
        #"\n"#,
        #"\t"#, #"\x61"#, #"\x{62}"#, #"\xa"#, #"\x{9}"#, #"\d"#, #"\D"#, #"\w"#, #"\W"#, #"\s"#, #"\S"#,
        #"\N"#,
        ".", "[ab]", "[^ab]", "[a-c0-]", "[]a]", "[^]a]", "[-a]", #"[\d_]"#, #"[\w-]"#, #"[\x41-C]"#, "[[:alpha:]]",
        #"[^[:space:]a]"#, #"[[:punct:]]"#, #"[\b\t]"#, #"[\]\\]"#, "[a{2}]", "é",
    ]
    /// Zero width, look-around, references, atomic groups: what a tree only bounds.
    var looseAtoms: [String] = []
    var quantifiers = ["?", "*", "+", "{2}", "{1,2}", "{0,2}", "{2,}", "{0}", "??", "*?", "+?", "{1,3}?"]
    private var groups = 0

    init() {}

    mutating func pattern(depth: Int = 3, _ noise: inout Noise) -> String {
        let branches = noise.chance(25) ? Int.random(in: 2...3, using: &noise) : 1
        return (0..<branches).map { _ in sequence(depth, &noise) }.joined(separator: "|")
    }

    private mutating func sequence(_ depth: Int, _ noise: inout Noise) -> String {
        var text = ""
        for _ in 0..<Int.random(in: 0...4, using: &noise) {
            if !looseAtoms.isEmpty, noise.chance(20) {
                text += noise.pick(looseAtoms)
                continue
            }
            if noise.chance(6) {
                text += noise.pick(["(?i)", "(?s)", "(?-i)", "(?m)", "(?s-i)"])
                continue
            }
            text += depth > 0 && noise.chance(30) ? group(depth - 1, &noise) : noise.pick(atoms)
            if noise.chance(35) { text += noise.pick(quantifiers) }
        }
        return text
    }

    private mutating func group(_ depth: Int, _ noise: inout Noise) -> String {
        groups += 1
        let openings = ["(", "(?:", "(?<g\(groups)>", "(?P<g\(groups)>", "(?'g\(groups)'", "(?i:", "(?s:", "(?-i:"]
        return noise.pick(openings) + pattern(depth: depth, &noise) + ")"
    }
}

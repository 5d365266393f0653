import Bytes
import Testing

@testable import Patterns

/// The machine code and the interpreter must agree: outcome, and the range of every group.
@Suite struct JITDifferentialTests {
    private static let patterns = [
        "abc", "a+", "a*b", "(a|b)*c", "(?i)AbC", "^a", "a$", "^a.*c$", "\\ba", "a\\b", "\\Bb", "(?<=a)b", "(?<!a)b",
        "a(?=b)", "a(?!b)", "[^a]c", "[a-c]{2,4}", "(a)(b)?(c)", "(?<x>a)|(?<y>b)", "a??b", "a{2}", "(?:ab|a)c",
        "(?>a+)b", "a++b", "(a)\\1", "(['\"])(?:(?!\\1).){1,6}\\1", "\\d+", "\\w+\\s", "[\\w.]+=", "\\S+", ".{3}",
        "\\R",
        "a.c", "(?s)a.c", "(?<secret>[a-c]{2,5})(?![a-c])", "(?:^|[^a-c])(?<secret>a[bc]+)(?:$|[^a-c])",
        "(?:a|ab)(?:c|bcd)",
        "((a)|(b)|(c)){2,3}", "(?<=^|,)a+", "(?<=[ab]c)a", "(a?){3}b", "[\\x80-\\xff]+", "\\x00", "(?i)[^A]+b", "a|b|",
        "(?:a(?:b(?:c)?)?)?$", "\\h+", "\\v", "(?m)^$", "(?x) a  b ", "(a+|b+){1,3}c", "(?:(?!ab).)*",
        "[[:alpha:]]+\\d",
        "(?<name>[a-c]{1,3})[=:]{1,2}\"?(?<secret>[^\"\\s]{1,8})",
    ]
    private static let alphabets = [
        Array("abc".utf8), Array("aAbBcC=:\"' \n".utf8), Array("ab1_\r\n".utf8), [0x61, 0x62, 0x00, 0x80, 0xE9, 0xFF],
    ]

    private struct Result: Equatable, Sendable {
        let outcome: MatchOutcome
        let groups: [Range<Int>?]
    }

    private func results(_ pattern: Pattern, _ subjects: [Subject], groups: Int = 4) -> [Result] {
        var scratch = MatchScratch()
        var all: [Result] = []
        for subject in subjects {
            let outcome = scratch.firstMatch(
                of: pattern, in: subject.text.span, from: subject.from, starts: subject.starts, end: subject.end,
                isTextStart: subject.isTextStart, isTextEnd: subject.isTextEnd)
            all.append(
                Result(
                    outcome: outcome, groups: outcome == .match ? (0..<groups).map { scratch.range(ofGroup: $0) } : []))
        }
        return all
    }

    private struct Subject: Sendable {
        let text: [UInt8]
        let from: Int
        let starts: ClosedRange<Int>
        let end: Int
        let isTextStart: Bool
        let isTextEnd: Bool

        init(_ random: inout some RandomNumberGenerator) {
            let alphabet = JITDifferentialTests.alphabets.randomElement(using: &random)!
            text = (0..<Int.random(in: 1...24, using: &random)).map { _ in alphabet.randomElement(using: &random)! }
            end = Int.random(in: 1...text.count, using: &random)
            from = Int.random(in: 0..<end, using: &random)
            let low = Int.random(in: from...end, using: &random)
            starts = low...Int.random(in: low...end, using: &random)
            isTextStart = from == 0 && Bool.random(using: &random)
            isTextEnd = end == text.count && Bool.random(using: &random)
        }
    }

    @Test(arguments: patterns)
    func bothMachinesGiveTheSame(source: String) throws {
        var random = SplitMix(seed: UInt64(source.utf8.count))
        let subjects = (0..<400).map { _ in Subject(&random) }
        let (fast, slow) = (try Pattern(source, patience: 0), try Pattern(source, jit: false))
        #expect(!slow.usesJIT)
        let (first, second) = (results(fast, subjects), results(slow, subjects))
        for (index, subject) in subjects.enumerated() where first[index] != second[index] {
            Issue.record("\(subject): \(first[index]), without JIT \(second[index])")
        }
        // As it is used: the interpreter first, machine code after some attempts.
        #expect(results(try Pattern(source, patience: 200), subjects) == second)
        for (result, subject) in zip(first, subjects) {
            guard result.outcome == .match, let whole = result.groups[0] else { continue }
            #expect(subject.starts.contains(whole.lowerBound) && whole.upperBound <= subject.end)
        }
    }

    @Test func threadsMayAskForMachineCodeAtOnce() async throws {
        let pattern = try Pattern("(?<secret>[a-c]{2,5})(?![a-c])", patience: 3)
        var random = SplitMix(seed: 7)
        let subjects = (0..<2_000).map { _ in Subject(&random) }
        // What stands behind a pattern's own groups is whatever the memory held.
        let expected = results(try Pattern("(?<secret>[a-c]{2,5})(?![a-c])", jit: false), subjects, groups: 2)
        let agreeing = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<4 { group.addTask { results(pattern, subjects, groups: 2) == expected } }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(agreeing == 4)
    }

    /// The interpreter counts more steps than machine code: where it gives up, machine code is asked.
    @Test func aLimitIsHitOrNotHoweverOftenThePatternRan() throws {
        let text = Array(String(repeating: "ab", count: 4_000).utf8)
        func outcomes(_ pattern: Pattern) -> [MatchOutcome] {
            var scratch = MatchScratch(limits: MatchLimits(match: 9_000))
            return (0..<5).map { _ in
                scratch.firstMatch(
                    of: pattern, in: text.span, from: 0, starts: 0...0, end: text.count, isTextStart: true,
                    isTextEnd: true)
            }
        }
        for source in ["(?:a|b)+c", "(?:ab)*$", "(?:[ab]+)+c", "(?:a(?=b)|b)+$"] {
            let always = outcomes(try Pattern(source, patience: 0))
            #expect(outcomes(try Pattern(source, patience: 3)) == always, "\(source)")
        }
    }

    /// Without JIT the comparison above says nothing; these processors have it.
    @Test func thisMachineHasJIT() throws {
        #if arch(x86_64) || arch(arm64)
            #expect(try Pattern("a").usesJIT)
        #endif
    }
}

/// Repeatable noise.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

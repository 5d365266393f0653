import Bytes
import Testing

@testable import Patterns

/// Runs one attempt. Without `starts` a match may start anywhere.
func firstMatch(
    _ pattern: Pattern, _ text: [UInt8], from: Int = 0, starts: ClosedRange<Int>? = nil, end: Int? = nil,
    isTextStart: Bool = true, isTextEnd: Bool = true, group: String? = nil, limits: MatchLimits = MatchLimits()
) -> (outcome: MatchOutcome, range: Range<Int>?) {
    var scratch = MatchScratch(limits: limits)
    let end = end ?? text.count
    let outcome = scratch.firstMatch(
        of: pattern, in: text.span, from: from, starts: starts ?? from...end, end: end, isTextStart: isTextStart,
        isTextEnd: isTextEnd)
    let number = group.map { pattern.groups[$0] ?? -1 } ?? 0
    return (outcome, outcome == .match ? scratch.range(ofGroup: number) : nil)
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

@Suite struct PatternTests {
    @Test(arguments: [
        ("(abc", 4, "parenthes"), ("abc)", 3, "parenthesis"), ("[z-a]", 3, "range out of order"),
        ("*a", 0, "quantifier"), ("ab[c", 4, "terminating ]"), ("a\\", 2, "end of pattern"),
        ("(?<n>a)(?<n>b)", 12, "same name"), ("(?<!a{1,})b", 0, ""), ("a\\Cb", 3, ""),
    ])
    func faultsNameTheirPlace(source: String, offset: Int, words: String) {
        #expect {
            try Pattern(source)
        } throws: { error in
            guard let error = error as? PatternError else { return false }
            #expect(error.offset == offset, "\(error)")
            #expect(error.description.hasSuffix("at byte \(error.offset) of the pattern"))
            return error.message.contains(words) && !error.message.isEmpty
        }
    }

    @Test func groupsHaveTheirNumbers() throws {
        let pattern = try Pattern("(x)?(?<name>[a-z]+)(=)(?<secret>\\d+)")
        #expect(pattern.groups == ["name": 2, "secret": 4])
        #expect(try Pattern("a(b)").groups.isEmpty)
        let text = bytes("  key=123 ")
        #expect(firstMatch(pattern, text, group: "name").range == 2..<5)
        #expect(firstMatch(pattern, text, group: "secret").range == 6..<9)
    }

    @Test func aGroupThatTookNoPartHasNoRange() throws {
        for jit in [true, false] {
            let pattern = try Pattern("a(?<b>b)?(?<c>c)", jit: jit)
            let text = bytes("ac")
            #expect(firstMatch(pattern, text, group: "b").range == nil)
            #expect(firstMatch(pattern, text, group: "c").range == 1..<2)
            #expect(firstMatch(pattern, text, group: "none").range == nil)
            let last = try Pattern("a(?<c>c)(?<b>b)?", jit: jit)
            #expect(firstMatch(last, text, group: "b").range == nil)
        }
    }

    @Test(arguments: [("abc", 0), ("\\babc", 1), ("(?<=ab)c", 2), ("(?<!abcd)e|(?<=x)y", 4), ("(?<=\\bab)c", 2)])
    func lookbehindIsTheLongest(source: String, length: Int) throws {
        #expect(try Pattern(source).lookbehind == length)
    }

    @Test func withoutJITNothingElseChanges() throws {
        let plain = try Pattern("(?<secret>a+)b", jit: false)
        #expect(!plain.usesJIT)
        #expect(firstMatch(plain, bytes("xaab"), group: "secret").range == 1..<3)
    }

    /// A pattern that the JIT compiler passes over runs in the interpreter.
    @Test func whatJITCannotDoStillMatches() throws {
        let pattern = try Pattern("(*NO_JIT)a+b")
        #expect(!pattern.usesJIT)
        let (outcome, range) = firstMatch(pattern, bytes("xaab"))
        #expect(outcome == .match)
        #expect(range == 1..<4)
        #expect(firstMatch(pattern, bytes("xaa")).outcome == .none)
    }

    @Test func anEmptyPatternMatchesNothingLong() throws {
        #expect(firstMatch(try Pattern(""), bytes("ab")).range == 0..<0)
    }
}

@Suite struct MatchScratchTests {
    @Test func anEmptyTextCanBeMatched() throws {
        #expect(firstMatch(try Pattern("^$"), []).range == 0..<0)
        #expect(firstMatch(try Pattern("a"), []).outcome == .none)
    }

    /// A match may start at the last allowed offset and not behind it, and may reach further than that.
    @Test(arguments: [true, false])
    func starts(jit: Bool) throws {
        let pattern = try Pattern("a\\d+", jit: jit)
        let text = bytes("--a12345--a6")
        #expect(firstMatch(pattern, text, starts: 0...1).outcome == .none)
        #expect(firstMatch(pattern, text, starts: 0...2).range == 2..<8)
        #expect(firstMatch(pattern, text, starts: 2...2).range == 2..<8)
        #expect(firstMatch(pattern, text, starts: 3...9).outcome == .none)
        #expect(firstMatch(pattern, text, starts: 3...10).range == 10..<12)
    }

    @Test(arguments: [true, false])
    func bytesFromTheEndOnDoNotExist(jit: Bool) throws {
        let pattern = try Pattern("a\\d+", jit: jit)
        let text = bytes("--a12345")
        #expect(firstMatch(pattern, text, end: 5).range == 2..<5)
        #expect(firstMatch(pattern, text, end: 3).outcome == .none)
        #expect(firstMatch(try Pattern("a(?=1)", jit: jit), text, starts: 0...3, end: 3).outcome == .none)
    }

    @Test(arguments: [true, false])
    func offsetsAreThoseOfTheTextWhereverTheSubjectBegins(jit: Bool) throws {
        let pattern = try Pattern("(?<=x)(?<secret>ab)", jit: jit)
        let text = bytes("abxabxab")
        for from in 0...4 {
            let (_, range) = firstMatch(
                pattern, text, from: from, starts: from...8, isTextStart: from == 0, group: "secret")
            #expect(range == (from <= 2 ? 3..<5 : 6..<8), "from \(from)")
        }
    }

    /// The byte before a start counts for `\b` and look-behind; that is why a subject is never a slice.
    @Test(arguments: [true, false])
    func wordBoundariesSeeTheByteBeforeTheStart(jit: Bool) throws {
        let pattern = try Pattern("\\bkey", jit: jit)
        #expect(firstMatch(pattern, bytes("monkey"), from: 2, starts: 3...3, isTextStart: false).outcome == .none)
        #expect(firstMatch(pattern, bytes("mon key"), from: 3, starts: 4...4, isTextStart: false).range == 4..<7)
        #expect(firstMatch(pattern, bytes("mon_key"), from: 3, starts: 4...4, isTextStart: false).outcome == .none)
        #expect(firstMatch(pattern, bytes("key"), starts: 0...0).range == 0..<3)
    }

    @Test(arguments: [true, false])
    func aCutIsNeitherTheStartNorTheEndOfALine(jit: Bool) throws {
        let (start, end) = (try Pattern("^ab", jit: jit), try Pattern("ab$", jit: jit))
        let text = bytes("abab")
        #expect(firstMatch(start, text, from: 2, isTextStart: false).outcome == .none)
        #expect(firstMatch(start, text, from: 2, isTextStart: true).range == 2..<4)
        #expect(firstMatch(end, text, end: 2, isTextEnd: false).outcome == .none)
        #expect(firstMatch(end, text, end: 2, isTextEnd: true).range == 0..<2)
        #expect(firstMatch(end, text, end: 4, isTextEnd: true).range == 2..<4)
        // A line end inside of the subject is one, whatever its edges are.
        let lines = bytes("xx\nab\nxx\n")
        #expect(firstMatch(start, lines, isTextStart: false, isTextEnd: false).range == 3..<5)
        #expect(firstMatch(end, lines, isTextStart: false, isTextEnd: false).range == 3..<5)
        #expect(firstMatch(end, bytes("ab\n"), isTextStart: false, isTextEnd: false).range == 0..<2)
    }

    @Test(arguments: ["\n", "\r\n", "\r"], [true, false])
    func everyKindOfLineEndIsOne(lineEnd: String, jit: Bool) throws {
        let pattern = try Pattern("^k=(?<secret>.+)$", jit: jit)
        let text = bytes("a" + lineEnd + "k=v1" + lineEnd + "b")
        let start = 1 + lineEnd.utf8.count
        #expect(firstMatch(pattern, text, group: "secret").range == start + 2..<start + 4)
        #expect(firstMatch(try Pattern(".*", jit: jit), text, from: start, starts: start...start).range?.count == 4)
    }

    @Test(arguments: [true, false])
    func bytesThatAreNoUTF8AreBytes(jit: Bool) throws {
        let text: [UInt8] = [0xFF, 0xC3, 0x00] + bytes("key=") + [0xE9, 0x80] + bytes(";")
        #expect(firstMatch(try Pattern("key=([^;]+);", jit: jit), text).range == 3..<10)
        #expect(firstMatch(try Pattern("\\x{e9}.", jit: jit), text).range == 7..<9)
        #expect(firstMatch(try Pattern("\\bkey", jit: jit), text).range == 3..<6)
        // Outside of ASCII nothing is a word character, and case means nothing.
        #expect(firstMatch(try Pattern("\\w\\xe9", jit: jit), text).outcome == .none)
        #expect(firstMatch(try Pattern("(?i)\\xc9", jit: jit), text).outcome == .none)
    }

    /// A limit is never taken for "no match": somebody has to be told.
    @Test(arguments: [true, false])
    func anExplodingPatternIsALimit(jit: Bool) throws {
        let pattern = try Pattern("(a+)+$", jit: jit)
        let text = bytes(String(repeating: "a", count: 40) + "!")
        #expect(firstMatch(pattern, text).outcome == .limit)
        #expect(firstMatch(pattern, bytes("aaaa!")).outcome == .none)
        #expect(firstMatch(pattern, bytes("aaaa")).outcome == .match)
    }

    /// A match after a limit starts afresh.
    @Test func aLimitLeavesNothingBehind() throws {
        let (bad, good) = (try Pattern("(a+)+$"), try Pattern("b(?<secret>c)"))
        let (hostile, plain) = (bytes(String(repeating: "a", count: 40) + "!"), bytes("abc"))
        var scratch = MatchScratch()
        for _ in 0..<3 {
            let limit = scratch.firstMatch(
                of: bad, in: hostile.span, from: 0, starts: 0...1, end: hostile.count, isTextStart: true,
                isTextEnd: true)
            let match = scratch.firstMatch(
                of: good, in: plain.span, from: 0, starts: 0...3, end: 3, isTextStart: true, isTextEnd: true)
            #expect(limit == .limit && match == .match)
            #expect(scratch.range(ofGroup: 1) == 2..<3)
        }
    }

    @Test func aHigherLimitGoesFurther() throws {
        let pattern = try Pattern("(a+)+$", jit: false)
        let text = bytes(String(repeating: "a", count: 12) + "!")
        #expect(firstMatch(pattern, text, limits: MatchLimits(match: 100)).outcome == .limit)
        #expect(firstMatch(pattern, text).outcome == .none)
    }

    /// Repeated groups as rules have them stay under the limits of both machines.
    @Test(arguments: [
        ("q(?:[a-z]|\\\\n){4,400}q", 350), ("q(?:(?!q)[^\\r\\n\\\\]|\\\\(?!q)[^\\r\\n]){4,300}?q", 290),
        ("q[^q]{60,16000}+q", 15_000), ("q[^q]{60,16000}q", 15_000), ("q(?:[a-z]{16,80}(?:\\r?\\n)){3,200}q", 0),
    ])
    func longMatchesAreUnderTheLimits(source: String, length: Int) throws {
        let line = String(repeating: "ab", count: 32) + "\n"
        let inside = length == 0 ? String(repeating: line, count: 190) : String(repeating: "a", count: length)
        let text = bytes("--q\(inside)q--")
        for jit in [true, false] {
            let (outcome, range) = firstMatch(try Pattern(source, jit: jit), text)
            #expect(outcome == .match, "\(jit)")
            #expect(range == 2..<text.count - 2)
        }
    }
}

import Bytes
import Patterns
import Testing

@testable import RuleSource

@Suite struct PatternParserTests {
    /// Samples of the tree, samples with one byte changed, and noise.
    private func texts(_ tree: PatternNode, _ noise: inout Noise) -> [[UInt8]] {
        var texts: [[UInt8]] = []
        for _ in 0..<8 {
            let sample = tree.sample(&noise)
            guard sample.count <= 60 else { continue }
            texts.append(sample)
            guard !sample.isEmpty else { continue }
            var changed = sample
            changed[Int.random(in: 0..<changed.count, using: &noise)] = noise.pick(Array("abA0_- \n".utf8))
            texts += [changed, Array(sample.dropLast()), sample + [0x61]]
        }
        return texts + (0..<8).map { _ in noise.text() }
    }

    @Test(arguments: 0..<6) func whatATreeMatchesIsWhatPCRE2Matches(seed: Int) throws {
        var noise = Noise(seed: UInt64(seed))
        var (compared, matched) = (0, 0)
        for _ in 0..<120 {
            var maker = PatternMaker()
            let source = maker.pattern(&noise)
            guard var oracle = try? Oracle(source) else { continue }
            let tree = try PatternParser.parse(source)
            for text in texts(tree, &noise) {
                guard let expected = oracle.matchesWhole(text) else { continue }
                compared += 1
                matched += expected ? 1 : 0
                if tree.matchesWhole(text) != expected {
                    Issue.record("/\(source)/ on \(text.debugText): PCRE2 says \(expected)")
                }
            }
        }
        #expect(compared > 1_500 && matched > 500, "the comparison must not be empty: \(compared), \(matched)")
    }

    @Test(arguments: [
        #"\d"#, #"\D"#, #"\w"#, #"\W"#, #"\s"#, #"\S"#, #"\h"#, #"\N"#, ".", "(?s).", "(?i)k", "(?i)[a-f]",
        "(?i)[^a-f]", "(?i)é", #"[\d-]"#,
        "[[:alnum:]]", "[[:alpha:]]", "[[:digit:]]", "[[:lower:]]", "[[:upper:]]", "[[:space:]]", "[[:xdigit:]]",
        "[[:word:]]", "[[:blank:]]",
        "[[:print:]]", "[[:graph:]]", "[[:punct:]]", "(?i)[[:lower:]]", "[^[:alnum:]_]", #"[\x00-\x1f]"#, #"[^\w\s]"#,
        #"[\h]"#, "[]-a]", "[+--]",
        #"\n"#, #"\r"#, #"\t"#, #"\f"#, #"\e"#, #"\a"#, #"[\b]"#, #"\xff"#, #"\x{7F}"#,
    ])
    func aSetHoldsTheBytesThatPCRE2Says(source: String) throws {
        var oracle = try Oracle(source)
        let tree = try PatternParser.parse(source)
        for byte in UInt8.min...UInt8.max {
            #expect(tree.matchesWhole([byte]) == oracle.matchesWhole([byte]), "byte \(byte)")
        }
    }

    /// Where a tree cannot know (assertions, references, atomic groups), it must allow at least what PCRE2 matches.
    @Test(arguments: 0..<6) func aTreeNeverDeniesWhatPCRE2Matches(seed: Int) throws {
        var noise = Noise(seed: 1_000 + UInt64(seed))
        var matched = 0
        for _ in 0..<120 {
            var maker = PatternMaker()
            maker.quantifiers += ["*+", "++", "?+", "{1,2}+"]
            maker.looseAtoms = [
                #"\b"#, #"\B"#, "^", "$", "(?=a)", "(?!ab|c)", "(?<=a)", "(?<![ab])", "(?>a|ab)", #"(a|b)\1"#, #"\R"#,
                #"(c)\g{-1}"#, #"(?=(a))\g1"#, #"(?<=\()"#, "(?>a*)", "a*+", "(?|a|(b))", #"\11"#, #"\60"#, "(?i)(?!A)",
            ]
            let source = maker.pattern(&noise)
            guard var oracle = try? Oracle(source), let tree = try? PatternParser.parse(source) else { continue }
            for text in texts(tree, &noise) where oracle.matchesWhole(text) == true {
                matched += 1
                if !tree.matchesWhole(text) { Issue.record("/\(source)/ on \(text.debugText): PCRE2 matches") }
            }
        }
        #expect(matched > 300, "the comparison must not be empty: \(matched)")
    }

    /// Single constructs that random patterns hit too rarely.
    @Test(arguments: [
        (#"\x{041}bcd"#, "Abcd"), (#"\h"#, "\t"), (#"[a-]"#, "-"), (#"(?i)[^a-y]"#, "Z"), (#"[\d-]"#, "-"),
        ("a{+2}", "a{{2}"), ("a{-1}", "a{-1}"), ("a{1,2,3}", "a{1,2,3}"), ("a{ 2}", "a{ 2}"), ("a{}", "a{}"),
        ("a{1", "a{1"),
        ("(a(?i)b|c)", "C"), ("(?i:a)b|(?s).", "\n"), ("[[]", "["), ("[a[]", "["), ("(?:a|)b", "b"), ("(|a)", ""),
        (#"[\]-a]"#, "^"),
        ("(?<n>a)(?'m'b)(?P<o>c)", "abc"),
    ])
    func aConstructMeansWhatPCRE2Means(source: String, text: String) throws {
        var oracle = try Oracle(source)
        #expect(oracle.matchesWhole(Array(text.utf8)) == true, "the example itself")
        guard let tree = try? PatternParser.parse(source) else { return }  // Refused is never wrong.
        #expect(tree.matchesWhole(Array(text.utf8)))
    }

    /// An escape of digits that is no reference is an octal byte: neither a reference and a digit, nor anything certain.
    @Test(arguments: [
        #"(a)\12"#, #"\60"#, #"(a)\1\11"#, #"(a)\g1b|c"#, #"(?<n>a)\k{n}b|c"#, #"(?<n>a)\k'n'b|c"#, #"(a)\g{1}"#,
    ])
    func aReferenceTakesNothingWithIt(source: String) throws {
        var oracle = try Oracle(source)
        guard let tree = try? PatternParser.parse(source) else { return }
        var tried = 0
        for text in ["a\n", "0", "aa\t", "aab", "c", "aa"] where oracle.matchesWhole(Array(text.utf8)) == true {
            tried += 1
            #expect(tree.matchesWhole(Array(text.utf8)), "\(text.debugDescription)")
        }
        #expect(tried > 0)
    }

    @Test func alternativesKeepTheCaseOptionOfTheirGroup() throws {
        let tree = try PatternParser.parse("(?:(?i)a)a")
        #expect(tree.matchesWhole(Array("Aa".utf8)))
        #expect(!tree.matchesWhole(Array("aA".utf8)))
    }

    @Test(arguments: [
        ("ab(*PRUNE)", 3, "backtracking verbs"), ("(*UTF)a", 1, "backtracking verbs"),
        (#"a\Kb"#, 1, #"\K is not allowed"#),
        (#"\Aab"#, 0, #"\A is not allowed"#), (#"ab\z"#, 2, #"\z is not allowed"#),
        (#"ab\Z"#, 2, #"\Z is not allowed"#),
        (#"\Gab"#, 0, #"\G is not allowed"#), (#"a\Cb"#, 1, #"\C is not allowed"#),
        (#"a\Qb\E"#, 1, #"\Q is not allowed"#),
        (#"\p{L}"#, 0, #"\p is not allowed"#), ("a(?R)", 3, "'(?R' is not allowed"),
        ("(a)(?1)", 5, "'(?1' is not allowed"),
        ("a(?C1)", 3, "'(?C' is not allowed"), ("(?x)a b", 2, "'(?x' is not allowed"),
        ("(?#note)", 2, "'(?#' is not allowed"),
        ("(a)(?(1)b|c)", 5, "'(?(' is not allowed"), ("(?<n>a)(?&n)", 9, "'(?&' is not allowed"),
        ("a++?", 3, "a quantifier on a quantifier"),
        ("*a", 0, "nothing before it"), ("a|+", 2, "nothing before it"), ("(ab", 3, "a group without its end"),
        ("ab)", 2, "unmatched ')'"), ("[ab", 3, "a class without its end"), ("[b-a]", 4, "range that is none"),
        (#"[a-\d]"#, 5, "range that is none"), ("[[:vowel:]]", 3, "unknown named class"),
        (#"ab\"#, 2, "backslash at the end"),
        (#"\xg"#, 0, #"\x without digits"#), ("(?<name", 3, "a group name without its end"),
        ("a(?i", 4, "a group without its end"),
        ("b{,2}", 1, "counts are written {n}, {n,} or {n,m}"), ("ab{ 2}", 2, "counts are written"),
        ("a{3,1}", 1, "run backwards"),
        (#"(?<n>a)\g<n>"#, 7, "recursion"), (#"(a)\g1"#, 3, "a reference is written"),
        ("(?<=(?<secret>a))b", 7, "captured in a look-behind"),
        (#"\x{100}"#, 0, "without digits"), (#"(a)\g'1'"#, 3, "recursion"),
    ])
    func whatRulesMayNotUseIsAFaultWithItsPlace(source: String, offset: Int, message: String) throws {
        do {
            _ = try PatternParser.parse(source)
            Issue.record("/\(source)/ was read")
        } catch {
            #expect(error.offset == offset)
            #expect(error.message.contains(message), "\(error.message)")
            #expect(error.description.hasSuffix("at byte \(offset) of the pattern"))
        }
    }

    @Test(arguments: [
        ("abc", 3), ("a?b{2,5}", 6), ("a|bcd|ef", 3), (#"\bab\b"#, 2), ("(?=abc)a", 1), ("(?:ab|c){3}", 6), ("", 0),
        ("(?:){9}", 0),
        ("a*", nil), ("a{3,}", nil), (#"(a)\1"#, nil), ("(?:a|b+)c", nil),
    ])
    func aTreeKnowsItsWidestMatch(source: String, widest: Int?) throws {
        #expect(try PatternParser.parse(source).widest == widest)
    }

    @Test func randomBytesNeverCrashTheParser() {
        var noise = Noise(seed: 77)
        let pieces =
            Array(#"ab0()[]{}|*+?^$.\-,:=!<>'PRgkxdwiQ"#).map(String.init) + [
                "(?", "[:", "[^", #"\x{"#, "{2,", "é", "{-1}", "{99999999999999999999}",
            ]
        var read = 0
        for _ in 0..<20_000 {
            let source = (0..<Int.random(in: 1...10, using: &noise)).map { _ in noise.pick(pieces) }.joined()
            if let tree = try? PatternParser.parse(source) {
                read += 1
                _ = tree.widest
            }
        }
        #expect(read > 1_000)
    }
}

extension [UInt8] {
    var debugText: String { String(decoding: self, as: UTF8.self).debugDescription }
}

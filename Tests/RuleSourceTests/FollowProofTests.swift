import Bytes
import Patterns
import Rules
import Testing

@testable import RuleSource

/// What is said to follow a word must be so for every match there is.
@Suite struct FollowProofTests {
    private func follow(_ pattern: String) throws -> FollowBytes? {
        FollowProof.follow(of: try PatternParser.parse(pattern))
    }

    private func expect(_ pattern: String, _ direct: StaticString, _ spaced: StaticString) throws {
        #expect(
            try follow(pattern) == FollowBytes(direct: ByteSet(ascii: direct), spaced: ByteSet(ascii: spaced)),
            "\(pattern)")
    }

    @Test func whatStandsBehindTheWord() throws {
        try expect("token=x", "=", "")
        try expect(#"(?i)token\w{0,40}[ \t]{0,4}[:=]"#, ":=", ":=")
        try expect(#"token(?:"|')?[ ]?=>"#, "\"'=", "=")
        try expect("token[ ]is=", "", "i")
        try expect("token(?:[ ]a|=b)", "=", "a")
        try expect("token(?=x)[-_]{2}:", ":", "")
        try expect("[=(]token[:]", "=(", "")
        try expect("(?:token|(?:pass|pwd)[0-9]{6,})<", "<", "")
    }

    @Test func whatMayEndInTheWordHasNoProof() throws {
        for pattern in ["token", "token[ ]?", "token=?", #"(token)\1="#, "token(?:=|[a-z]*)", "token[^a]"] {
            #expect(try follow(pattern) == nil, "\(pattern)")
        }
    }

    /// Against PCRE2: whatever it matches has one of the bytes at the place.
    @Test(arguments: [
        #"(?i)(?<name>ab\w{0,4})["']?[ \t]{0,2}[=:][ \t]{0,2}(?<secret>[^" ]{1,3})"#, #"ab(?:[ ]{1,2}c|[-]?=)b"#,
        #"a(?:b|c[ ])*(?:=a|\s{1,3}:|"b")"#, #"ab{0,3}[\t ]{0,2}(?:=(?=c)|(?<!c):)"#, #"ab[=: ]{2,5}b"#,
    ])
    func everyMatchGoesOnAsProven(pattern: String) throws {
        let proven = try #require(try follow(pattern))
        let compiled = try Pattern(pattern)
        var scratch = MatchScratch()
        var random = SystemRandomNumberGenerator()
        let alphabet = Array("aaabbbc=: \t\"'-\n".utf8)
        var matches = 0
        for _ in 0..<6_000 {
            let text = Array("ab".utf8) + (0..<8).map { _ in alphabet.randomElement(using: &random)! }
            let outcome = scratch.firstMatch(
                of: compiled, in: text.span, from: 0, starts: 0...0, end: text.count, isTextStart: true, isTextEnd: true
            )
            guard outcome == .match, let range = scratch.range(ofGroup: 0) else { continue }
            matches += 1
            let word = text.prefix { FollowBytes.word.contains($0) }.count
            let gap = text[word...].prefix { FollowBytes.blank.contains($0) }.count
            if word + gap >= range.upperBound {
                Issue.record("\(String(decoding: text, as: UTF8.self)) ends in the word")
            }
            let set = gap > 0 ? proven.spaced : proven.direct
            if word + gap < text.count, !set.contains(text[word + gap]) {
                Issue.record("\(String(decoding: text, as: UTF8.self))")
            }
        }
        #expect(matches > 10, "nothing matched, so nothing was compared")
    }
}

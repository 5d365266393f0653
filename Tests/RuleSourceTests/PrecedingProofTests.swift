import Bytes
import Patterns
import Rules
import Testing

@testable import RuleSource

/// What is said to stand before a name must do so in every match there is.
@Suite struct PrecedingProofTests {
    private func gate(_ pattern: String, _ anchors: [String]) throws -> FollowBytes? {
        FollowProof.gate(of: try PatternParser.parse(pattern), anchors: try anchors.map { try Anchor($0) })
    }

    private func expect(_ pattern: String, _ preceding: StaticString) throws {
        #expect(try gate(pattern, ["token"])?.preceding == ByteSet(ascii: preceding), "\(pattern)")
    }

    @Test func whatStandsBeforeTheName() throws {
        try expect(#"["':][\w.]{0,40}?token="#, "\"':")
        try expect(#"(?i)(?:(?<![\w:]):|["'])[\w.\-]{0,40}?(?<name>token)="#, ":\"'-")
        try expect(#"-(?:a|[=][ ])*token="#, "- ")
        try expect(#"[=][ ]{0,3}token="#, "= ")
        try expect(#"[$][{]\w{0,9}token[}]"#, "{")
        try expect(#"(?:[(]|[<])a{2,}token="#, "(<")
    }

    @Test func whatMayBeginInTheNameHasNoProof() throws {
        for pattern in ["[=]?token=", "a{0,3}token=", "^token=", #"(?:[=]|a)token="#, "token=", #"([=])\1{0,2}token="#]
        {
            let preceding = try gate(pattern, ["token"])?.preceding
            #expect(preceding == nil || preceding == .all, "\(pattern)")
        }
    }

    /// Against PCRE2: whatever it matches has the byte before the name at some anchor.
    @Test(arguments: [
        #"(?i)["':\-][\w.]{0,4}?(?<name>abab\w{0,4})["']?[=:]"#, #"(?:(?<!:):|["'])[\w.\-]{0,3}?abab[=:]"#,
        #"[=](?:[ ]|c){0,2}abab(?=[=:'])"#,
    ])
    func everyMatchIsPrecededAsProven(pattern: String) throws {
        let proven = try #require(try gate(pattern, ["abab"]))
        let compiled = try Pattern(pattern)
        var scratch = MatchScratch()
        var random = SystemRandomNumberGenerator()
        let pieces = ["abab", "abab", "ab", "a", "c", ".", "=", ":", " ", "\"", "'", "-"]
        var matches = 0
        for _ in 0..<6_000 {
            let text = Array((0..<5).map { _ in pieces.randomElement(using: &random)! }.joined().utf8)
            let outcome = scratch.firstMatch(
                of: compiled, in: text.span, from: 0, starts: 0...0, end: text.count, isTextStart: true, isTextEnd: true
            )
            guard outcome == .match, let range = scratch.range(ofGroup: 0) else { continue }
            matches += 1
            let isPreceded = (range.lowerBound + 1..<range.upperBound).contains { place in
                guard text[place...].starts(with: "abab".utf8) else { return false }
                var start = place
                while start > 0, FollowBytes.name.contains(text[start - 1]) { start -= 1 }
                return start > 0 && proven.preceding.contains(text[start - 1])
            }
            #expect(isPreceded, "\(String(decoding: text, as: UTF8.self))")
        }
        #expect(matches > 10, "nothing matched, so nothing was compared")
    }
}

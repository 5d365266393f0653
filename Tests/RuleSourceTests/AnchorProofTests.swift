import Bytes
import Rules
import Testing

@testable import RuleSource

@Suite struct AnchorProofTests {
    private func lead(_ pattern: String, _ anchors: [String]) throws -> Int {
        try AnchorProof.lead(of: PatternParser.parse(pattern), anchors: anchors.map { try Anchor($0) })
    }

    @Test(
        arguments: [
            ("abcd", ["abcd"], 0), ("abcdef", ["cdef"], 2), ("x{0,3}abcd", ["abcd"], 3), ("x{2,40}abcd", ["abcd"], 40),
            ("x{40,50}abcd", ["abcd"], 50), ("(?:aa|b)abcd", ["abcd"], 2), ("ab(?:cd|ce)", ["abcd", "abce"], 0),
            ("(?:abcd|efgh)ijkl", ["abcd", "ijkl"], 4), ("(?:abcd|xefgh)", ["abcd", "efgh"], 1),
            ("(?i)abcd", ["ABCD"], 0),
            ("abcd", ["ABcd"], 0), ("[ab]cde", ["[a-c]cde"], 0), ("abcd.*", ["abcd"], 0), (#"\babcd\b"#, ["abcd"], 0),
            ("(abcd)+", ["abcd"], 0), ("(?:ab){2}", ["abab"], 0), ("a{40}", ["aaaa"], 0), ("a{3}b", ["aaab"], 0),
            (#"abcd(e)\1"#, ["abcd"], 0), ("ab(?=x)cd", ["abcd"], 0), ("a(?:b(?:c|)d|bcd)", ["abcd"], nil),
            ("(?<n>ab)(?<secret>cd)", ["abcd"], 0), ("(?:x|yy){3}abcd", ["abcd"], 6),
            ("a+bcd.", ["bcd[^q]", "abcd"], nil),
            ("a+bcd", ["abcd"], nil), ("a{1,8}bcd", ["abcd"], nil), ("(?:ab?)cd", ["abcd"], nil),
            ("(abcd)*", ["abcd"], nil),
            (".*abcd", ["abcd"], nil), ("abc?d", ["abcd"], nil), ("[ax]bcd", ["abcd"], nil),
            (#"(a)\1bcde"#, ["bcde"], nil),
            ("(?=abcd)....", ["abcd"], nil), ("abcd|efgh", ["abcd"], nil), ("(?<!abcd)x", ["abcd"], nil),
            ("", ["abcd"], nil),
            ("abcd?", ["abcd"], nil), ("(?s).bcd", ["[^q]bcd"], nil),
        ] as [(String, [String], Int?)])
    func aProofGivesTheLead(pattern: String, anchors: [String], expected: Int?) throws {
        guard let expected else {
            #expect(throws: AnchorProof.Fault.self) { try lead(pattern, anchors) }
            return
        }
        #expect(try lead(pattern, anchors) == expected)
    }

    @Test func aMissingProofShowsAMatchWithoutAnchor() {
        #expect(throws: AnchorProof.Fault(message: "a match need not hold any of the anchors: like 'abd'")) {
            try lead("abc?d", ["abcd"])
        }
    }

    @Test func tooManyAlternativesAreAFaultAndNoHang() {
        let pattern = String(repeating: "(?:a|b)", count: 40) + "(?:key_|tok-)"
        #expect(
            throws: AnchorProof.Fault(
                message: "the pattern has too many alternatives to prove that a match holds an anchor")
        ) {
            try lead(pattern, ["key_", "tok-"])
        }
    }

    /// Deep rather than wide: the proof unfolds one choice a call.
    @Test func aLongRowOfOptionalPartsIsAFaultAndNoCrash() {
        #expect(throws: AnchorProof.Fault.self) { try lead(String(repeating: "a?", count: 300), ["zzzz"]) }
    }

    /// Soundness: where there is a proof, every match of PCRE2 holds an anchor at most `lead` bytes after its start.
    @Test(arguments: 0..<6) func everyMatchOfAProvenPatternHoldsItsAnchorWithinTheLead(seed: Int) throws {
        var noise = Noise(seed: 5_000 + UInt64(seed))
        let anchors = try ["key_", "tok[-_]", "aab[0-9a]"].map { try Anchor($0) }
        var (proven, matches) = (0, 0)
        for _ in 0..<250 {
            var maker = PatternMaker()
            maker.atoms = [
                "a", "a", "b", "key_", "key_", "tok-", "aab0", "[ab]", #"\d"#, "(?:key_|tok_)", "(?i:KEY_)", "tok[-_]",
                "aab[0a]", "a{40}", "[ab]{33,36}", "b{35,}", ".",
            ]
            maker.looseAtoms = [#"\b"#, "(?=k)", "(?<!a)", #"(a|b)\1"#, "(?>a|ab)", "^"]
            maker.quantifiers = ["?", "+", "{2}", "{1,3}", "{0,2}", "*?", "{2}+"]
            let source = maker.pattern(&noise)
            guard var oracle = try? Oracle(source) else { continue }
            let tree = try PatternParser.parse(source)
            guard let lead = try? AnchorProof.lead(of: tree, anchors: anchors) else { continue }
            proven += 1
            for _ in 0..<25 {
                let text = tree.sample(&noise)
                guard text.count < 2_000, oracle.matchesWhole(text) == true else { continue }
                matches += 1
                if !anchors.contains(where: { $0.stands(in: text, upTo: lead) }) {
                    Issue.record("/\(source)/ has lead \(lead), but matches \(text.debugText)")
                }
            }
        }
        #expect(proven > 40 && matches > 500, "the search must not be empty: \(proven), \(matches)")
    }
}

extension Anchor {
    fileprivate func stands(in text: [UInt8], upTo lead: Int) -> Bool {
        guard text.count >= elements.count else { return false }
        return (0...min(lead, text.count - elements.count)).contains { start in
            elements.enumerated().allSatisfy { $0.element.contains(text[start + $0.offset]) }
        }
    }
}

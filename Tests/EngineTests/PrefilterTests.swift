import Bytes
import Foundation
import Rules
import Testing

@testable import Engine

/// The prefilter must never lose an anchor: compared with the plain search at every position.
@Suite struct PrefilterTests {
    private func prefilter(_ anchors: [String]...) -> Prefilter {
        ScanProgram(RuleSet(anchors.map { testRule("r", "x", anchors: $0) })).prefilter
    }

    private func hits(
        _ prefilter: Prefilter, _ text: [UInt8], _ ranges: [Range<Int>]? = nil, portable: Bool = false
    ) -> [AnchorHit] {
        var hits: [AnchorHit] = []
        var scratch: [UInt32] = []
        for range in ranges ?? [0..<text.count] {
            prefilter.scan(text.span, range, hits: &hits, scratch: &scratch, portable: portable)
        }
        return hits
    }

    private func expectAllFound(_ prefilter: Prefilter, _ text: [UInt8], _ note: String) {
        let truth = Set(prefilter.scanSlowly(text.span))
        for portable in [false, true] {
            let found = hits(prefilter, text, portable: portable)
            #expect(Set(found) == truth, "\(note)")
            #expect(found.count == truth.count, "something was found twice: \(note)")
        }
    }

    private static let sets: [(alphabet: [UInt8], anchors: [String])] = [
        (Array("ab".utf8), ["aaaa", "abab", "baba", "abba", "aabbaabb", "bbbbb"]),
        (Array("abcAB_".utf8), ["abc_", "c_a[abc]b", "[^a]bca", "aaaa", "_abc_abc_", "cab[_a][_b]"]),
        (Array("eyJ0p:/=-.".utf8), ["eyj[0e]", "[eyj]://", "[^e]yj0", "://[ey0]", "...."]),
        (Array("tok_TOK1".utf8), ["tok_", "ok_t", "k_to", "_tok", "tok_tok_tok_", "[0-9]tok", "tok[0-9]"]),
        ([0x41, 0x61, 0xC3, 0xA9, 0x83, 0x00], ["aaaa", "éaé", "[^a]aé", "é[^\u{00}]a"]),
        ([0x40, 0x60, 0x5F, 0x7F, 0x2D, 0x0D], ["@@@@", "@_@-", "`_`_", "-@-@[^@]"]),
    ]

    /// Small texts of every size, so that anchors stand at the very start and end again and again.
    @Test(arguments: sets.indices)
    func everySizeFindsWhatThePlainSearchFinds(index: Int) {
        let (alphabet, anchors) = Self.sets[index]
        let prefilter = prefilter(anchors)
        var noise = ProofNoise(seed: UInt64(index))
        for size in 0...200 {
            let text = (0..<size).map { _ in alphabet.randomElement(using: &noise)! }
            expectAllFound(prefilter, text, "size \(size): \(text)")
        }
    }

    @Test func anchorsAtTheVeryStartAndEnd() {
        let prefilter = prefilter(["the_zqxj", "zqxj_the", "abc[0-9]"])
        for anchor in ["the_zqxj", "ZQXJ_THE", "abc7", "aBC0"] {
            for (before, after) in [(0, 0), (0, 1), (1, 0), (0, 40), (40, 0), (31, 33), (3, 3)] {
                let text =
                    [UInt8](repeating: 0x20, count: before) + ascii(anchor) + [UInt8](repeating: 0x20, count: after)
                #expect(hits(prefilter, text).map(\.position) == [before], "\(anchor) \(before) \(after)")
            }
            #expect(hits(prefilter, Array(ascii(anchor).dropLast())).isEmpty)
            #expect(hits(prefilter, Array(ascii(anchor).dropFirst())).isEmpty)
        }
    }

    /// However a text is divided into ranges, each anchor is found once: in the range that its probed gram begins in.
    @Test func rangesDivideTheHits() {
        var noise = ProofNoise(seed: 5)
        for (alphabet, anchors) in Self.sets {
            let prefilter = prefilter(anchors)
            for _ in 0..<20 {
                let text = (0..<150).map { _ in alphabet.randomElement(using: &noise)! }
                let cuts = ([0, 150] + (0..<5).map { _ in Int.random(in: 0...150, using: &noise) }).sorted()
                let parts = zip(cuts, cuts.dropFirst()).map { $0..<$1 }
                #expect(hits(prefilter, text, parts) == hits(prefilter, text))
            }
        }
    }

    /// More hits than the position buffer holds at once.
    @Test func aTextThatIsAllAnchors() {
        let text = [UInt8](repeating: UInt8(ascii: "a"), count: 10_000)
        for anchors in [["aaaa"], ["aaaa", "AAAAA", "a[a-z]aa"]] {
            let prefilter = prefilter(anchors)
            expectAllFound(prefilter, text, "\(anchors)")
        }
    }

    @Test func hitsComeInTheOrderOfTheirGrams() {
        let prefilter = prefilter(["tok_", "key_"])
        let text = ascii("tok_ key_ tok_ TOK_key_")
        #expect(hits(prefilter, text).map(\.position) == [0, 5, 10, 15, 19])
    }

    @Test func anchorsKnowTheirRules() {
        let prefilter = prefilter(["tok_", "longer_one"], ["key_"], ["tok_", "key_"])
        func rules(_ text: String) -> [Int] {
            hits(prefilter, ascii(text)).flatMap { prefilter.rules(of: $0.anchor).map { Int($0) } }
        }
        #expect(rules("tok_") == [0, 2])
        #expect(rules("longer_one") == [0])
        #expect(rules("key_") == [1, 2])
        #expect(hits(ScanProgram(RuleSet([])).prefilter, ascii("anything at all")).isEmpty)
    }

    /// Real text: the sources of this repository, for anchors that they are full of and for ones they have not.
    @Test func realTextLosesNothing() throws {
        let prefilter = prefilter([
            "func", "let [a-z]", "[a-f]: [A-Z]", "return", "secret", "self.", "    [a-z]", "://[a-z]", "[^a-z]key",
            "guard let",
            "func [a-z][a-z]", "zqxjzqxj", "[0-9][0-9][0-4]_", "switch", "[^a-z]pass[^a-z]", "-----begin", "// [a-z]",
        ])
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/Engine")
        let names = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".swift") }
        #expect(names.count >= 20)
        var total = 0
        for name in names.sorted().prefix(12) {
            let text = Array(try Data(contentsOf: root.appending(path: name)).prefix(2_000))
            total += prefilter.scanSlowly(text.span).count
            expectAllFound(prefilter, text, name)
        }
        #expect(total > 300)
    }

    /// Hundreds of anchors share slots and chains.
    @Test func manyAnchors() {
        var noise = ProofNoise(seed: 9)
        let alphabet = "abcdef01_-"
        let anchors = Set(
            (0..<300).map { _ in
                String(decoding: noise.text(Int.random(in: 4...9, using: &noise), of: alphabet), as: UTF8.self)
            })
        let prefilter = prefilter(anchors.sorted())
        var text: [UInt8] = []
        while text.count < 1_500 {
            text += noise.text(7, of: alphabet) + ascii(anchors.randomElement(using: &noise)!.uppercased())
        }
        expectAllFound(prefilter, text, "many")
    }
}

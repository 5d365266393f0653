import Bytes
import Findings
import Rules
import Testing

@testable import Engine

/// However a text is cut into chunks, everything that is found in it is the same: findings with every field, problems, and each
/// candidate's explanation.
@Suite struct ChunkInvarianceTests {
    /// One of every kind of rule that reaches differently far.
    static let rules = [
        testRule(
            "token", "\\b(?<secret>tok_[0-9A-Za-z]{20})\\b", anchors: ["tok_"], checks: ["placeholder", "entropy(2.0)"]),
        testRule(
            "generic", "(?<name>\\w{0,40}secret)[ \\t]{0,3}=[ \\t]{0,3}\"(?<secret>[^\"\\r\\n]{4,300})\"",
            anchors: ["secret"],
            tier: .generic, checks: ["name", "placeholder", "reference", "known-format", "value"], lead: 40),
        testRule(
            "pem", "(?<secret>-----BEGIN KEY-----[0-9A-Za-z+/=\\s]{20,16000}-----END KEY-----)",
            anchors: ["-----begin key"],
            window: RuleWindow(before: 0, after: 16_384, manyLines: true)),
        testRule("long", "(?<secret>lng_[0-9a-f]{100,20000})(?![0-9a-f])", anchors: ["lng_"]),
        testRule("line", "^key:(?<secret>[a-z0-9]{8,64})$", anchors: ["key:"]),
        testRule(
            "hex", "(?<![0-9a-f])(?<secret>[0-9a-f]{64})(?![0-9a-f])", trigger: .run(.hex, length: 64)),
        testRule(
            "path", "^(?<name>\\w{1,20}):[^:\\n]{0,40}:(?<secret>[^:\\s]{6,30})$", trigger: .path, included: ["**/*.py"]
        ),
        testRule(
            "far", "(?<secret>begin[0-9]{6})[a-z \\n]{0,3900}?(?<=[a-z \\n])finish_here", anchors: ["finish_here"],
            window: RuleWindow(before: 4_096, after: 64, manyLines: true), lead: 3_911),
        testRule("limit", "lim_(a+)+$", anchors: ["lim_"]),
    ]
    static let program = ScanProgram(RuleSet(rules))

    /// What may stand in a text, made anew each time.
    private static func planted(_ noise: inout ProofNoise) -> [UInt8] {
        let lineEnd = ascii(["\n", "\r\n"].randomElement(using: &noise)!)
        let token = ascii("tok_") + noise.text(20)
        switch Int.random(in: 0...13, using: &noise) {
        case 0: return token
        case 1: return ascii(" ") + token + ascii(" é ") + ascii("tok_") + noise.text(20) + ascii(",") + lineEnd
        case 2: return ascii("my_secret = \"") + token + ascii("\"")
        case 3:
            return ascii("app_secret=\"") + noise.text(Int.random(in: 4...30, using: &noise)) + ascii("\";") + lineEnd
        case 4:
            let body = (0..<Int.random(in: 1...220, using: &noise)).flatMap { _ in noise.text(64) + lineEnd }
            return ascii("-----BEGIN KEY-----") + lineEnd + body + ascii("-----END KEY-----") + lineEnd
        case 5: return ascii("lng_") + noise.text(Int.random(in: 90...7_000, using: &noise), of: "0123456789abcdef")
        case 6: return lineEnd + ascii("key:") + noise.text(12, of: "abcdef0123456789") + lineEnd
        case 7:
            return ascii("x") + noise.text([63, 64, 65].randomElement(using: &noise)!, of: "0123456789abcdef")
                + ascii("-")
        case 8: return lineEnd + ascii("user:name:") + noise.text(14) + lineEnd
        case 9:
            let between = noise.text(Int.random(in: 0...3_890, using: &noise), of: "abc def\n")
            return ascii("begin") + noise.text(6, of: "0123456789") + between + ascii(" finish_here")
        case 10: return ascii("tok_xxxxxxxxxxxxxxxxxxxx ") + ascii("secret=\"changeme\"") + lineEnd
        case 11: return ascii("lim_" + String(repeating: "a", count: 40) + "!")
        case 12: return ascii("漢字é👩‍💻ß") + [0xE9, 0x80, 0xFF]
        default: return noise.text(Int.random(in: 100...9_000, using: &noise), of: "words éwith no end") + lineEnd
        }
    }

    private static func text(seed: UInt64) -> [UInt8] {
        var noise = ProofNoise(seed: seed)
        var text: [UInt8] = []
        while text.count < 110_000 {
            text += planted(&noise)
            text += noise.text(Int.random(in: 0...200, using: &noise), of: "abcdefgh ,.()\n")
        }
        return text
    }

    @Test(arguments: 1...6)
    func randomTextsInRandomChunks(seed: UInt64) {
        let text = Self.text(seed: seed)
        let encoding: TextEncoding = seed % 2 == 0 ? .bytes(skipped: 3) : .utf16(.little, skipped: 2)
        let whole = scan(text, Self.program, encoding: encoding, explaining: true)
        #expect(whole.findings.count >= 20 && !whole.problems.isEmpty, "the text holds too little")
        #expect(whole.explanations.count > whole.findings.count)
        for round in 0..<6 {
            let cuts = Cuts.random(
                count: text.count, largest: [9_000, 700, 40_000][round % 3], seed: seed * 100 + UInt64(round))
            #expect(cuts.count > 2)
            let parts = scan(text, Self.program, cuts: cuts, encoding: encoding, explaining: true)
            expectEqual(parts, whole, "seed \(seed), round \(round)")
        }
    }

    /// JIT or not: the same.
    @Test(arguments: 1...2)
    func randomTextsWithoutJIT(seed: UInt64) {
        let text = Self.text(seed: seed)
        let plain = ScanProgram(RuleSet(Self.rules), jit: false)
        expectEqual(scan(text, plain, explaining: true), scan(text, Self.program, explaining: true), "seed \(seed)")
    }

    private func expectEqual(_ parts: ScanRecord, _ whole: ScanRecord, _ note: String) {
        #expect(parts.problems == whole.problems, "\(note)")
        #expect(parts.findings.count == whole.findings.count, "\(note)")
        let different = zip(parts.findings, whole.findings).first { $0 != $1 }
        #expect(different == nil, "\(note)")
        // Explanations come in the order in which rules saw their candidates, which a cut may change.
        #expect(parts.explanations.sorted() == whole.explanations.sorted(), "\(note)")
    }

    private func filler(_ count: Int) -> [UInt8] {
        (0..<count).map { $0 % 80 == 79 ? .newline : UInt8(ascii: "a") + UInt8($0 % 7) }
    }

    /// One token that every cut in turn goes through: found once, and the same as whole.
    @Test func aTokenIsFoundOnceWhereverTheCutIs() {
        let token = ascii("é secret = \"tok_") + ascii("k3Vb9Qz7LmX2cR8tW5nJ") + ascii("\" # é\n")
        let text = filler(10_000) + token + filler(42_000)
        let whole = scan(text, Self.program, explaining: true)
        #expect(whole.findings.count == 1)
        for cut in 9_960...10_080 {
            let parts = scan(text, Self.program, cuts: Cuts.once(at: cut, count: text.count), explaining: true)
            expectEqual(parts, whole, "cut at \(cut)")
        }
    }

    /// The same where what stands before the ready part is dropped just within the token.
    @Test func aTokenAtTheEdgeOfWhatIsKept() {
        let token = ascii("\ntoken: 漢字 tok_") + ascii("k3Vb9Qz7LmX2cR8tW5nJ") + ascii(";\n")
        let text = filler(3_000) + token + filler(8_000) + token + filler(42_000)
        let whole = scan(text, Self.program, explaining: true)
        #expect(whole.findings.count == 2)
        for cut in stride(
            from: 3_000 + ChunkGeometry.marginBefore - 30, to: 3_000 + ChunkGeometry.marginBefore + 60, by: 1)
        {
            let parts = scan(text, Self.program, cuts: Cuts.once(at: cut, count: text.count), explaining: true)
            expectEqual(parts, whole, "cut at \(cut)")
        }
    }

    /// A block of many lines, cut at every line of it.
    @Test func aBlockIsFoundOnceWhereverTheCutIs() {
        var noise = ProofNoise(seed: 3)
        let body = (0..<60).flatMap { _ in noise.text(64) + ascii("\r\n") }
        let text =
            filler(9_000) + ascii("\n-----BEGIN KEY-----\r\n") + body + ascii("-----END KEY-----\r\n") + filler(42_000)
        let whole = scan(text, Self.program)
        #expect(whole.findings.count == 1)
        for cut in stride(from: 8_990, to: 13_100, by: 37) {
            expectEqual(scan(text, Self.program, cuts: Cuts.once(at: cut, count: text.count)), whole, "cut at \(cut)")
        }
    }

    /// Two candidates, the second found through an anchor that stands as far behind as any may: the first must wait for it,
    /// or its excerpt would show the second.
    @Test func anExcerptWaitsForTheLastNeighbour() {
        let far = testRule(
            "far", "(?<secret>begin[0-9]{6})[a-z \\n]{0,4090}?the_zqxj", anchors: ["the_zqxj"],
            window: RuleWindow(before: 4_096, after: 64, manyLines: true), lead: 4_096)
        let token = testRule("token", "\\b(?<secret>tok_[0-9A-Za-z]{20})\\b", anchors: ["tok_"])
        let program = ScanProgram(RuleSet([token, far]))
        let (first, second) = (ascii("tok_") + ascii("k3Vb9Qz7LmX2cR8tW5nJ"), ascii("begin123456"))
        for gap in [1, 60, 90, 95] {
            let between = [UInt8](repeating: 0x20, count: gap)
            let tail = filler(4_096 - second.count)
            let text = filler(9_000) + ascii(" ") + first + between + second + tail + ascii("the_zqxj") + filler(42_000)
            let whole = scan(text, program)
            #expect(whole.findings.count == 2)
            let anchor = 9_001 + first.count + gap + second.count + tail.count
            for cut in anchor - 3...anchor + 9 {
                let parts = scan(text, program, cuts: Cuts.once(at: cut, count: text.count))
                expectEqual(parts, whole, "gap \(gap), cut \(cut - anchor)")
            }
        }
    }
}

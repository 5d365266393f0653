import Bytes
import Findings
import Rules
import TestSupport
import Testing

@testable import Engine

/// Along a chain of changed texts, what is inherited is what scanning each text whole gives: candidates, what they depend on, findings.
///
/// `LAPWING_FUZZ_ROUNDS=1000 swift test --filter InheritanceTests` looks further than the suite does.
@Suite struct InheritanceTests {
    static let rounds = ProcessContext.environment("LAPWING_FUZZ_ROUNDS").flatMap(Int.init) ?? 1

    @Test(arguments: 0..<4 as Range<UInt64>)
    func chainsOfRandomEdits(shard: UInt64) {
        var (partial, findings) = (0, 0)
        for seed in 0..<UInt64(4 * Self.rounds) {
            let counts = chain(seed: seed * 4 + shard)
            partial += counts.partial
            findings += counts.findings
        }
        #expect(partial > 100 && findings > 500, "nothing was tested")
    }

    private func chain(seed: UInt64) -> (partial: Int, findings: Int) {
        var comparison = Comparison(TestRules.program, paths: ["src/a.py", "src/conf/b.py", "tests/c.py"])
        var noise = Noise(seed: seed)
        let mixture = TestRules.Mixture(&noise)
        let size = noise.pick([300, 800, 2_000])
        comparison.run(mixture.text(&noise, size: size), steps: 40, seed: seed) { base, noise in
            // A text that grew or shrank too far starts anew.
            if base.count > 4 * size || base.count < size / 8 {
                var fresh = EditedText(of: base)
                fresh.insert(mixture.text(&noise, size: size))
                return fresh
            }
            return EditedText.random(of: base, &noise, mixture.piece)
        }
        return (comparison.partial, comparison.findings)
    }

    /// No check reads beyond its line to the right today; one that does is inherited no less exactly.
    @Test func whatAChecksReadsOnEitherSideIsWatched() {
        let program = DeltaProgram(TestRules.program)
        let text = Array("0123456789012345678901234567890\ntok_abcd1234\nnext line\n".utf8)
        let token = 32..<44
        func watches(_ evidence: Range<Int>) -> Int {
            var recorder = CandidateRecorder(program, program.key(of: "a.py"))
            recorder.add(
                rule: 0, range: token, at: 32, evidence: evidence, accepted: nil, isRefuted: false, text.span, origin: 0
            )
            return recorder.watches.count
        }
        #expect(watches(token) == 0)
        #expect(watches(32 - program.marginBefore..<45) == 0)
        #expect(watches(32 - program.marginBefore - 1..<44) == 1)
        #expect(watches(32..<46) == 1)
        #expect(watches(0..<55) == 1)
    }
}

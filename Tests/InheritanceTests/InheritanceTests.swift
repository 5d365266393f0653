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

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func chainsOfRandomEdits(seed: UInt64) {
        for round in 0..<UInt64(Self.rounds) {
            var comparison = Comparison(TestRules.program, paths: ["src/a.py", "src/conf/b.py", "tests/c.py"])
            var noise = Noise(seed: seed + 1_000 * round)
            let size = noise.pick([300, 1_500, 4_000])
            let first = TestRules.text(&noise, size: size)
            comparison.run(first, steps: 50, seed: seed + 1_000 * round) { base, noise in
                // A text that grew or shrank too far starts anew.
                if base.count > 8_000 || base.count < 60 {
                    var fresh = EditedText(of: base)
                    fresh.insert(TestRules.text(&noise, size: size))
                    return fresh
                }
                return EditedText.random(of: base, &noise, TestRules.piece)
            }
            #expect(comparison.partial > 20 && comparison.findings > 50, "nothing was tested: seed \(seed)")
        }
    }
}

import Bytes
import TestSupport
import Testing

@testable import Engine

/// Edits that change what is found on lines that they leave alone. Chance seldom makes these.
@Suite struct DependenceTests {
    /// Lines that no rule looks at, about so many bytes.
    private func filler(_ count: Int) -> String { String(repeating: "line of text\n", count: count / 13) }

    /// - Parameter findings: how many there are afterwards.
    private func compare(
        _ base: String, findings: Int, _ edit: (inout EditedText) -> Void
    ) {
        var comparison = Comparison(TestRules.program, paths: ["a.py"])
        comparison.run(Array(base.utf8), steps: 1, seed: 0) { base, _ in
            var edited = EditedText(of: base)
            edit(&edited)
            return edited
        }
        #expect(comparison.partial == 1, "it was scanned whole")
        #expect(comparison.findings == findings)
    }

    /// Two anchors reach the same secret, and the first has it.
    @Test func aNewHitBeforeAnOldOne() {
        compare(filler(40) + "tl2 b\nval_123\n" + filler(400), findings: 1) {
            $0.replace([(0..<0, Array("tl1 a\n".utf8))])
        }
    }

    @Test func theFirstOfTwoHitsIsGone() {
        compare(filler(40) + "tl1 a\n" + filler(40) + "tl2 b\nval_123\n" + filler(400), findings: 1) {
            $0.replace([(39..<45, [])])
        }
    }

    /// As many hits as before, but one is gone and another stands twice.
    @Test func hitsInAnotherOrder() {
        let front = filler(40) + "tl1 a\n" + filler(40)
        let back = filler(40) + "tl2 b\nval_123\n" + filler(400)
        compare(front + back + "tl3 c\n" + filler(400), findings: 2) {
            let (second, third) = (front.utf8.count, front.utf8.count + back.utf8.count)
            $0.copy(second..<third)
            $0.copy(0..<third)
        }
    }

    /// The declaration stands before every byte that the pattern sees.
    @Test func aFarCandidatesEvidence() {
        let base = "def f(a,\n" + filler(400) + "a_id=123 code=1\n" + filler(400)
        compare(base, findings: 1) { $0.replace([(9..<9, Array("b,\n".utf8))]) }
        compare(base, findings: 0) { $0.replace([(0..<3, Array("let".utf8))]) }
    }

    @Test func aLinesEvidence() {
        let base = "def f(a,\n" + filler(400) + "my_pass=\"hunter2\"\n" + filler(400)
        compare(base, findings: 1) { $0.replace([(9..<9, Array("b,\n".utf8))]) }
        compare(base, findings: 0) { $0.replace([(0..<3, Array("let".utf8))]) }
    }

    /// A second, wider try reads further than the window, also where it finds nothing: here the value is too long.
    @Test func theEndOfAWiderTry() {
        let digits = String(repeating: "0123456789abcdef\n", count: 60)
        let base = filler(400) + "wid_" + digits + "z\n" + filler(400)
        let place = filler(400).utf8.count + 700
        compare(base, findings: 1) { $0.replace([(place..<place + 1, Array("z".utf8))]) }
    }

    /// A secret that an attempt finds on the line before: two lines give the same candidate.
    @Test func aSecretBeforeTheLineOfItsAttempt() {
        var comparison = Comparison(TestRules.program, paths: ["a.py"])
        let base = "x" + String(repeating: "a", count: 14) + " str1 one\nnext1\n" + filler(400)
        comparison.run(Array(base.utf8), steps: 1, seed: 0) { base, _ in
            var edited = EditedText(of: base)
            edited.replace([(0..<1, Array("y".utf8))])
            return edited
        }
        #expect(comparison.findings == 1)
    }
}

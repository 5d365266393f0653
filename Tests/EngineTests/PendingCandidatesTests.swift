import Bytes
import Findings
import Rules
import Testing

@testable import Engine

/// Settling against a plain model: which candidates stand beside which.
@Suite struct PendingCandidatesTests {
    private let rule = testRule("r", "x", anchors: ["abcd"])

    private func accepted(_ range: Range<Int>) -> AcceptedCandidate {
        let text = [UInt8](repeating: 0x61, count: 4)
        let candidate = Candidate(
            secret: text, range: range, name: [], nameRange: nil, file: .code, kind: .committed, tier: .provider)
        return AcceptedCandidate(
            rule: rule, ruleIndex: 0, candidate: candidate, confidence: .high, severity: .high, variable: nil,
            reason: "", grade: nil,
            location: Location(line: 1, column: 1, endLine: 1, endColumn: 1, bytes: range),
            surroundings: Surroundings(of: 0..<4, in: text.span, origin: range.lowerBound))
    }

    /// Random candidates, short and long, settled at once or by and by: each reported one knows all that may stand in its
    /// excerpt.
    @Test(arguments: 1...8)
    func neighboursAreAllThatMayShow(seed: UInt64) throws {
        var noise = ProofNoise(seed: seed)
        var pending = PendingCandidates()
        var ranges: Set<Range<Int>> = []
        var settled: [PendingCandidates.Settled] = []
        for step in 0..<20 {
            let base = step * 400
            for _ in 0..<12 {
                let start = base + Int.random(in: 0..<400, using: &noise)
                let length = Int.random(in: 0..<10, using: &noise) == 0 ? 700 : Int.random(in: 4...40, using: &noise)
                let range = start..<start + length
                guard ranges.insert(range).inserted else { continue }
                let accepted = Bool.random(using: &noise) ? accepted(range) : nil
                pending.add(rule: 0, range: range, accepted: accepted, refutedBy: nil, explanation: nil)
            }
            if seed % 2 == 0 { settled += pending.settle(upTo: base + 400) }
        }
        settled += pending.settle(upTo: Int.max)
        #expect(settled.count == ranges.count)
        var reported = 0
        for one in settled where one.passedOver == nil {
            guard let range = one.accepted?.candidate.range else { continue }
            let near = max(0, range.lowerBound - Surroundings.most)..<range.upperBound + Surroundings.most
            let expected = ranges.filter { $0.overlaps(near) && $0 != range }
            #expect(expected.isSubset(of: one.neighbours), "\(range)")
            #expect(one.neighbours.allSatisfy { $0.overlaps(near) && $0 != range })
            reported += 1
        }
        #expect(reported > 20)
    }

    @Test func identicalCandidatesAreKnownUntilTheyAreSettled() {
        var pending = PendingCandidates()
        pending.add(rule: 3, range: 5..<9, accepted: nil, refutedBy: nil, explanation: nil)
        #expect(pending.contains(rule: 3, range: 5..<9))
        #expect(!pending.contains(rule: 2, range: 5..<9) && !pending.contains(rule: 3, range: 5..<8))
        let early = pending.settle(upTo: 9 + Surroundings.most)
        let late = pending.settle(upTo: 10 + Surroundings.most)
        #expect(early.isEmpty && late.count == 1)
        #expect(!pending.contains(rule: 3, range: 5..<9))
    }
}

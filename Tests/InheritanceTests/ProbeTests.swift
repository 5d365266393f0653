import BuiltinRules
import Bytes
import Findings
import Rules
import TestSupport
import Testing

@testable import Engine

/// What a probe of a part of a text says, against a scan of all of it: nothing that the scan finds in the part is missed.
@Suite struct ProbeTests {
    /// The secret of one test rule lies outside of its window, which no rule file may say.
    private static let program = ScanProgram(RuleSet(TestRules.rules.filter { $0.id != "stray" }))

    /// Parts of whole lines; now and then all of the text, or nothing.
    private static func parts(_ text: [UInt8], _ noise: inout Noise) -> [Range<Int>] {
        let starts = [0] + text.indices.filter { text[$0] == 0x0A }.map { $0 + 1 } + [text.count]
        let ends = (0..<2 * noise.number(1..<4)).map { _ in noise.pick(starts) }.sorted()
        return stride(from: 0, to: ends.count, by: 2).map { ends[$0]..<ends[$0 + 1] }
    }

    @Test(arguments: 0..<4 as Range<UInt64>) func nothingInThePartIsMissed(_ shard: UInt64) {
        var noise = Noise(seed: 900 + shard)
        var whole = Scanner(Self.program)
        var probe = Scanner(Self.program)
        var (inside, spared) = (0, 0)
        for _ in 0..<60 * InheritanceTests.rounds {
            let text = TestRules.Mixture(&noise).text(&noise, size: noise.pick([200, 900, 4_000, 60_000]))
            let path: FilePath = noise.pick(["src/a.py", "conf/b.py", "tests/c.yml"])
            let label = BlobLabel(path: path, identity: path)
            whole.begin(label)
            whole.scan(text.span, .whole(count: text.count))
            let findings = whole.takeFindings()
            for _ in 0..<4 {
                let parts = Self.parts(text, &noise)
                let expected = findings.map(\.location.bytes).filter { place in parts.contains { place.overlaps($0) } }
                guard let found = probe.probe(text.span, label, parts) else {
                    // Only a limit stops a probe, and then the scan met it, too.
                    #expect(!whole.problems.isEmpty)
                    continue
                }
                #expect(Set(found).isSuperset(of: expected), "\(path), \(parts) of \(text.count)")
                inside += expected.count
                if found.isEmpty, !findings.isEmpty { spared += 1 }
            }
        }
        #expect(inside > 300 && spared > 10, "nothing was tested: \(inside), \(spared)")
    }

    @Test func aProbeLeavesNothingBehind() {
        let text = Array("a = 1\ntoken: tok_abcd1234\nb = 2\n".utf8)
        let label = BlobLabel(path: "a.py", identity: "a.py")
        var scanner = Scanner(Self.program)
        #expect(scanner.probe(text.span, label, [0..<6])?.isEmpty == true)
        #expect(scanner.probe(text.span, label, [6..<26]) == [13..<25])
        #expect(scanner.probe(text.span, label, [13..<13])?.isEmpty == true)
        scanner.begin(label)
        scanner.scan(text.span, .whole(count: text.count))
        #expect(scanner.takeFindings().map(\.location.bytes) == [13..<25])
    }
}

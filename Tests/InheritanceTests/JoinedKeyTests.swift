import Bytes
import Findings
import Rules
import TestSupport
import Testing

@testable import Engine

/// One scan under a joined key tells of the paths of all keys that it joins what an ordinary scan finds there.
@Suite struct JoinedKeyTests {
    @Test func aJoinedScanServesEveryPath() {
        var rules = TestRules.rules
        // The tokens, which are in every text.
        rules[0].excludedPaths = ["never"]
        let scan = ScanProgram(RuleSet(rules))
        let program = DeltaProgram(scan)
        let paths: [FilePath] = ["never", "other", "conf/never"]
        let keys = paths.map(program.key(of:))
        #expect(keys[0] != keys[1] && keys[0].kind == keys[1].kind)
        let joined = keys[0].joined(with: keys[1])
        #expect(keys.allSatisfy(joined.covers) && !keys[0].covers(keys[1]))
        #expect(!joined.covers(program.key(of: "a.py")))
        var scanner = DeltaScanner(program)
        var plain = Scanner(scan)
        var noise = Noise(seed: 8)
        var different = 0
        for _ in 0..<40 {
            let text = TestRules.Mixture.all.text(&noise, size: 1_500)
            let memo = scanner.scan(text.span, joined, name: "a")
            var counts: [Int] = []
            for (path, key) in zip(paths, keys) {
                let label = BlobLabel(path: path, identity: path)
                plain.begin(label)
                plain.scan(text.span, .whole(count: text.count))
                let expected = plain.takeFindings().map { "\($0.rule) \($0.location.bytes) \($0.secret.revealed)" }
                let found = program.findings(of: memo, label).map {
                    "\($0.accepted.rule) \($0.range) \($0.accepted.secret.revealed)"
                }
                #expect(found == expected)
                #expect(program.hasAccepted(memo, under: key) || expected.isEmpty)
                counts.append(expected.count)
            }
            if counts[0] < counts[1] { different += 1 }
        }
        #expect(different > 5, "the keys' rules found nothing")
    }
}

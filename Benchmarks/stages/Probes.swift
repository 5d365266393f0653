import Bytes
import Engine
import Findings
import Rules

/// The parts of a scan, each run alone over all texts. They return what they found, so that the report can say it and no
/// compiler can leave the work out.
struct Probes {
    let texts: [Text]

    /// The first step of the prefilter: which positions may begin an anchor's gram.
    func grams(_ table: GramTable, portable: Bool) -> Int {
        var positions: [UInt32] = []
        var count = 0
        for text in texts {
            var from = 0
            while from < text.bytes.count {
                positions.removeAll(keepingCapacity: true)
                from = table.scan(
                    text.bytes.span, from: from, to: text.bytes.count, into: &positions, portable: portable)
                count += positions.count
            }
        }
        return count
    }

    /// Both steps of the prefilter: which anchors stand where.
    func anchors(_ prefilter: Prefilter) -> Int {
        var hits: [AnchorHit] = []
        var scratch: [UInt32] = []
        var count = 0
        for text in texts {
            hits.removeAll(keepingCapacity: true)
            prefilter.scan(text.bytes.span, 0..<text.bytes.count, hits: &hits, scratch: &scratch)
            count += hits.count
        }
        return count
    }

    /// A whole scan, or one that stops before the checks.
    func findings(_ program: ScanProgram, judging: Bool) -> Int {
        var scanner = Scanner(program, explaining: false, judging: judging)
        var count = 0
        for text in texts {
            scanner.begin(text.label)
            scanner.scan(text.bytes.span, .whole(count: text.bytes.count))
            count += scanner.findings.count
        }
        return count
    }
}

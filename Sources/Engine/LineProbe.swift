/// What may be found in one part of a text: what a change asks of each version of a file before it is scanned. Only anchors whose windows
/// reach into the part are tried, so that few patterns run, and most need not even be compiled.

internal import Bytes
public import Findings
internal import Rules

/// A part of a text, and the accepted candidates in it.
struct LineProbe {
    /// Whole lines.
    let part: Range<Int>
    /// Of each candidate that has a byte in the part.
    private(set) var accepted: [Range<Int>] = []

    init(_ part: Range<Int>) { self.part = part }

    mutating func see(_ range: Range<Int>) { if range.overlaps(part) { accepted.append(range) } }
}

/// Where candidates of a rule may stand around its anchor. Bytes.
enum RuleReach {
    /// On the anchor's line.
    case line
    case bytes(before: Int, after: Int)

    init(_ rule: Rule) {
        self =
            rule.window.manyLines
            ? .bytes(before: rule.lead, after: max(rule.window.after, Scanner.widened)) : .line
    }

    /// No rule reaches further; what an anchor is found by may stand a little behind it.
    static let mostBefore = RuleWindow.largestBefore + 256
    static let mostAfter = max(RuleWindow.largestAfter, Scanner.widened)
}

extension Scanner {
    /// Where a scan of the text may find something with at least a byte in one part of it: every finding there is among them; a few may
    /// be none, as a candidate can still yield to another one. Nil where only a scan can tell.
    /// - Parameter part: whole lines, with their ends.
    public mutating func probe(_ text: Span<UInt8>, _ label: BlobLabel, _ part: Range<Int>) -> [Range<Int>]? {
        guard !part.isEmpty else { return [] }
        begin(label)
        probe = LineProbe(part)
        defer {
            probe = nil
            pending.removeAll()
        }
        if reaches.isEmpty { reaches = Array(repeating: nil, count: program.rules.count) }
        forgetText()
        hits.removeAll(keepingCapacity: true)
        let near = part.lowerBound - RuleReach.mostAfter..<part.upperBound + RuleReach.mostBefore
        program.prefilter.scan(text, near.clamped(to: 0..<text.count), hits: &hits, scratch: &positions)
        let chunk = Chunk(offset: 0, isLast: true)
        for hit in hits {
            let isInside = part.contains(hit.position)
            for place in activeRules(of: hit.anchor) {
                let rule = activeRule(place)
                if isInside || reaches(part, rule: rule, from: hit.position) {
                    attempt(rule, at: hit.position, text, chunk)
                } else {
                    passOver(rule)
                }
            }
        }
        for rule in program.rules.unanchored {
            attemptUnanchored(rule, text, ChunkGeometry(offset: 0, ready: 0..<text.count, nextOffset: nil), chunk)
        }
        // A limit that was hit is a problem to be reported.
        return problems.isEmpty ? probe?.accepted : nil
    }

    /// Whether a rule whose anchor stands outside of the part may find something in it.
    private mutating func reaches(_ part: Range<Int>, rule: Int, from position: Int) -> Bool {
        let reach = reaches[rule] ?? RuleReach(program.rules[rule])
        reaches[rule] = reach
        guard case .bytes(let before, let after) = reach else { return false }
        return position - before < part.upperBound && position + after > part.lowerBound
    }
}

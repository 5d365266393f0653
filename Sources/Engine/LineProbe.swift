/// What may be found in some parts of a text: what a change asks of each version of a file before it is scanned. Only anchors whose
/// windows reach into a part are tried, so that few patterns run, and most need not even be compiled.

internal import Bytes
public import Findings
internal import Rules

/// Parts of a text, and the accepted candidates in them.
struct LineProbe {
    /// Whole lines, in order, apart from each other, none of them empty.
    let parts: [Range<Int>]
    /// Of each candidate that has a byte in a part.
    private(set) var accepted: [Range<Int>] = []

    init(_ parts: [Range<Int>]) { self.parts = parts }

    mutating func see(_ range: Range<Int>) { if touches(range) { accepted.append(range) } }

    /// Whether a part has one of these bytes.
    func touches(_ range: Range<Int>) -> Bool {
        let first = parts.indices.firstPlace { parts[$0].upperBound > range.lowerBound }
        return first < parts.count && parts[first].overlaps(range)
    }

    /// What of a text of `count` bytes has the anchors of everything that may reach into a part.
    func neighbourhoods(count: Int) -> [Range<Int>] {
        var near: [Range<Int>] = []
        for part in parts {
            let range = (part.lowerBound - RuleReach.mostAfter..<part.upperBound + RuleReach.mostBefore)
                .clamped(to: 0..<count)
            if let last = near.last, last.upperBound >= range.lowerBound {
                near[near.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                near.append(range)
            }
        }
        return near
    }
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
    /// Where a scan of the text may find something with at least a byte in one of these parts of it: every finding there is among them; a
    /// few may be none, as a candidate can still yield to another one. Nil where only a scan can tell.
    /// - Parameter parts: whole lines, with their ends; in order, apart from each other.
    public mutating func probe(_ text: Span<UInt8>, _ label: BlobLabel, _ parts: [Range<Int>]) -> [Range<Int>]? {
        let lines = LineProbe(parts.filter { !$0.isEmpty })
        guard !lines.parts.isEmpty else { return [] }
        begin(label)
        probe = lines
        defer {
            probe = nil
            pending.removeAll()
        }
        if reaches.isEmpty { reaches = Array(repeating: nil, count: program.rules.count) }
        forgetText()
        hits.removeAll(keepingCapacity: true)
        for near in lines.neighbourhoods(count: text.count) {
            program.prefilter.scan(text, near, hits: &hits, scratch: &positions)
        }
        let chunk = Chunk(offset: 0, isLast: true)
        for hit in hits {
            let isInside = lines.touches(hit.position..<hit.position + 1)
            for place in activeRules(of: hit.anchor) {
                let rule = activeRule(place)
                if isInside || reaches(lines, rule: rule, from: hit.position) {
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

    /// Whether a rule whose anchor stands outside of the parts may find something in one of them.
    private mutating func reaches(_ lines: LineProbe, rule: Int, from position: Int) -> Bool {
        let reach = reaches[rule] ?? RuleReach(program.rules[rule])
        reaches[rule] = reach
        guard case .bytes(let before, let after) = reach else { return false }
        return lines.touches(position - before..<position + max(after, 1))
    }
}

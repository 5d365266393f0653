internal import Bytes
internal import Findings
internal import Rules

/// A hit of a rule that is tried only when all of its hits are known.
struct FarAttempt {
    let rule: Int
    let hit: AnchorHit
}

extension Scanner {
    /// Tries every rule at the hits in `regions`, whole lines of the text or the ready part of a chunk, in order and apart; far rules' hits
    /// are only collected.
    mutating func scan(regions: [Range<Int>], of text: Span<UInt8>, _ chunk: Chunk, far: inout [FarAttempt]) {
        guard let delta = recorder?.program else { return }
        let (prefilter, isFar) = (program.prefilter, delta.isFar)
        for region in regions {
            hits.removeAll(keepingCapacity: true)
            // A hit is found by its gram, which may stand behind the region.
            let grams = region.lowerBound..<min(text.count, region.upperBound + delta.deepestGram)
            prefilter.scan(text, grams, hits: &hits, scratch: &positions)
            for index in hits.indices where region.contains(hits[index].position) {
                let hit = hits[index]
                for place in activeRules(of: hit.anchor) {
                    let rule = activeRule(place)
                    if isFar[rule] {
                        far.append(FarAttempt(rule: rule, hit: hit))
                    } else {
                        attempt(rule, at: hit.position, text, chunk)
                    }
                }
            }
        }
        for rule in program.rules.unanchored where applies(rule) {
            for region in regions {
                let geometry = ChunkGeometry(offset: chunk.offset, ready: region, nextOffset: nil)
                attemptUnanchored(rule, text, geometry, chunk)
            }
        }
    }

    /// Tries a far rule and takes down what the attempt depended on.
    /// - Parameter asksOnly: whether only to ask if the pattern matches.
    /// - Returns: whether it does.
    @discardableResult
    mutating func attempt(
        _ far: FarAttempt, _ text: Span<UInt8>, _ chunk: Chunk, asksOnly: Bool = false
    ) -> Bool {
        guard let prepared = rule(far.rule), let delta = recorder?.program else { return false }
        let position = far.hit.position
        let window = Window.around(
            position, shape: prepared.window, lead: prepared.lead, text: text, after: prepared.window.after,
            lines: &lines)
        // One byte on each side says whether the text begins or ends there.
        let lower = window.starts.lowerBound - prepared.pattern.lookbehind - 2
        let upper = max(window.end + 1, position + delta.longestAnchor)
        recorder?.beginFar(lower + chunk.offset..<upper + chunk.offset, asksOnly: asksOnly)
        attempt(far.rule, at: position, text, chunk)
        return recorder?.endFar(rule: far.rule, anchor: far.hit.anchor, at: position + chunk.offset) ?? false
    }

    /// Takes down a judged candidate, instead of making a finding of it.
    /// - Parameter anchor: relative to `text`, like all that a match says.
    mutating func record(
        _ prepared: PreparedRule, _ candidate: Candidate, _ judgement: Judgement, _ evidence: inout Evidence,
        anchor: Int,
        _ text: Span<UInt8>, _ chunk: Chunk
    ) {
        var accepted: AcceptedSecret?
        if judgement.isAccepted {
            accepted = AcceptedSecret(
                rule: prepared.rule, secret: Secret(candidate.secret), name: candidate.name,
                variable: candidate.variable(&evidence), confidence: judgement.confidence, severity: judgement.severity,
                reason: judgement.reason, concession: judgement.concession)
        }
        pending.add(rule: prepared.index, range: candidate.range, accepted: nil, refutedBy: nil, explanation: nil)
        recorder?.add(
            rule: prepared.index, range: candidate.range, at: anchor + chunk.offset, evidence: evidence.extent,
            accepted: accepted, isRefuted: judgement.isRefuted && prepared.rule.tier == .provider, text,
            origin: chunk.offset)
    }
}

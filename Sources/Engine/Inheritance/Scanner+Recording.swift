internal import Bytes
internal import Findings
internal import Rules

/// A hit of a rule that is tried only when all of its hits are known.
struct FarAttempt {
    let rule: Int
    let hit: AnchorHit
}

extension Scanner {
    /// Tries every rule at the hits in `region`, whole lines of the text or the ready part of a chunk; far rules' hits are only collected.
    mutating func scan(region: Range<Int>, of text: Span<UInt8>, _ chunk: Chunk, far: inout [FarAttempt]) {
        guard let delta = recorder?.program else { return }
        hits.removeAll(keepingCapacity: true)
        // A hit is found by its gram, which may stand behind the region.
        let grams = region.lowerBound..<min(text.count, region.upperBound + delta.deepestGram)
        program.prefilter.scan(text, grams, hits: &hits, scratch: &positions)
        for hit in hits where region.contains(hit.position) {
            for place in activeRules(of: hit.anchor) {
                let rule = activeRule(place)
                if delta.isFar[rule] {
                    far.append(FarAttempt(rule: rule, hit: hit))
                } else {
                    attempt(rule, at: hit.position, text, chunk)
                }
            }
        }
        let geometry = ChunkGeometry(offset: chunk.offset, ready: region, nextOffset: nil)
        for rule in program.rules.unanchored { attemptUnanchored(rule, text, geometry, chunk) }
    }

    /// Tries a far rule and takes down what the attempt depended on.
    mutating func attempt(_ far: FarAttempt, _ text: Span<UInt8>, _ chunk: Chunk) {
        guard let prepared = rule(far.rule), let delta = recorder?.program else { return }
        let position = far.hit.position
        let window = Window.around(
            position, shape: prepared.window, lead: prepared.lead, text: text, after: prepared.window.after,
            lines: &lines)
        // One byte on each side says whether the text begins or ends there.
        let lower = window.starts.lowerBound - prepared.pattern.lookbehind - 2
        let upper = max(window.end + 1, position + delta.longestAnchor)
        recorder?.beginFar(lower + chunk.offset..<upper + chunk.offset)
        attempt(far.rule, at: position, text, chunk)
        recorder?.endFar(rule: far.rule, anchor: far.hit.anchor, at: position + chunk.offset)
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

/// One worker's scanner: takes a blob chunk by chunk, gives its findings. Not shared between threads; its buffers are reused
/// from blob to blob (docs/performance.md lists them).
///
/// For every anchor the prefilter finds, each of its rules gets a window and at most one match per start; a match is a candidate,
/// the rule's checks judge it, and what they accept waits until every rule has seen the bytes around it. Then overlaps are
/// settled and findings made. Offsets inside a chunk are relative to it; candidates carry blob offsets.

internal import Bytes
public import Findings
internal import Globs
internal import Patterns
internal import Rules

public struct Scanner: ~Copyable {
    let program: ScanProgram
    private let explaining: Bool
    private let judging: Bool
    private var scratch: MatchScratch
    var positions: [UInt32] = []
    var hits: [AnchorHit] = []
    /// By the rules' scopes; see `RuleGates`.
    private var scopes: [ScopeView?]
    private var scopeAnswers: [Bool?]
    private var askedScopes: [Int] = []
    private var pathFacts: PathFacts?
    /// The rules that look at the blob at hand, one anchor after another, and where each anchor's stand.
    private var active: [Int32] = []
    private var activeOfAnchor: [Range<Int>?]
    private var activeAnchors: [Int] = []
    private var following = Following()
    private var preceding = Preceding()
    /// Of the rules that no anchor triggers.
    private var triggers: [Int: RuleTrigger] = [:]
    private var rules: [PreparedRule?]
    private var states: [RuleState]
    /// The rules whose state is not fresh.
    private var touched: [Int] = []
    private(set) var label = BlobLabel(path: "", identity: "")
    var lines = LineCache()
    private var places = Places(.bytes(skipped: 0))
    var pending = PendingCandidates()
    private var runs = RunFinder()
    /// What takes candidates down instead of making findings of them: set by `DeltaScanner` after `begin`.
    var recorder: CandidateRecorder?
    /// What only asks whether a candidate stands on some lines: set while `mayFind` looks.
    var probe: LineProbe?
    /// How far around an anchor each rule's candidates may stand; of the rules that a probe met.
    var reaches: [RuleReach?] = []

    /// What was found in the blob so far, in the order of its bytes, and not yet taken.
    public private(set) var findings: [Finding] = []
    /// Soft errors: the blob was scanned, but not everything in it was judged.
    public private(set) var problems: [ScanProblem] = []
    /// Every candidate with its verdicts, when asked for.
    public private(set) var explanations: [Explanation] = []

    /// What a rule remembers within one blob.
    private struct RuleState {
        var applies: Bool?
        /// Blob offsets that were tried as the start of a match, from the last window.
        var tried = 0..<0
        var limitsHit = 0
    }

    /// After so many attempts of a rule hit the match limit, the rest of the blob is not tried: a bound on hostile input.
    private static let mostLimits = 16
    /// A match that reaches the end of a cut window is tried once more, this far.
    static let widened = 32 << 10

    public init(_ program: ScanProgram, explaining: Bool = false) {
        self.init(program, explaining: explaining, judging: true)
    }

    /// - Parameter judging: false for a probe that only measures what matching costs.
    package init(_ program: ScanProgram, explaining: Bool = false, judging: Bool) {
        self.program = program
        self.explaining = explaining
        self.judging = judging
        scratch = MatchScratch()
        scopes = Array(repeating: nil, count: program.rules.count)
        scopeAnswers = Array(repeating: nil, count: program.rules.count)
        activeOfAnchor = Array(repeating: nil, count: program.prefilter.anchorCount)
        rules = Array(repeating: nil, count: program.rules.count)
        states = Array(repeating: RuleState(), count: program.rules.count)
    }

    /// Starts a blob. What the last one left behind is dropped.
    public mutating func begin(_ label: BlobLabel, _ encoding: TextEncoding = .bytes(skipped: 0)) {
        self.label = label
        for index in touched { states[index] = RuleState() }
        touched.removeAll(keepingCapacity: true)
        for scope in askedScopes { scopeAnswers[scope] = nil }
        askedScopes.removeAll(keepingCapacity: true)
        for anchor in activeAnchors { activeOfAnchor[anchor] = nil }
        activeAnchors.removeAll(keepingCapacity: true)
        active.removeAll(keepingCapacity: true)
        pathFacts = nil
        places = Places(encoding)
        pending.removeAll()
        runs = RunFinder()
        findings.removeAll(keepingCapacity: true)
        problems.removeAll(keepingCapacity: true)
        explanations.removeAll(keepingCapacity: true)
    }

    /// Ends a blob whose rest cannot be read: what was judged so far becomes findings.
    public mutating func abandon() { settle(upTo: Int.max) }

    /// Hands out the findings so far and forgets them.
    public mutating func takeFindings() -> [Finding] {
        defer { findings.removeAll() }
        return findings
    }

    /// What is remembered of places in a text holds for that text only: called whenever another one, or another chunk, is at hand.
    mutating func forgetText() {
        lines.reset()
        following = Following()
        preceding = Preceding()
    }

    /// Scans the ready part of a chunk. Chunks of a blob come in order; the last has no `nextOffset`.
    public mutating func scan(_ text: Span<UInt8>, _ geometry: ChunkGeometry) {
        forgetText()
        hits.removeAll(keepingCapacity: true)
        program.prefilter.scan(text, geometry.ready, hits: &hits, scratch: &positions)
        let chunk = Chunk(offset: geometry.offset, isLast: geometry.nextOffset == nil)
        for hit in hits {
            for place in activeRules(of: hit.anchor) { attempt(activeRule(place), at: hit.position, text, chunk) }
        }
        for rule in program.rules.unanchored { attemptUnanchored(rule, text, geometry, chunk) }
        // What comes later starts no earlier than an anchor's length and the largest lead before what is ready next.
        settle(upTo: chunk.isLast ? Int.max : geometry.offset + geometry.ready.upperBound - ChunkGeometry.marginBefore)
        if let next = geometry.nextOffset { places.advance(to: next, in: text, origin: geometry.offset) }
    }

    struct Chunk {
        let offset: Int
        let isLast: Bool
    }

    /// Drops candidates that no later one can repeat; they were recorded.
    mutating func forgetCandidates(_ geometry: ChunkGeometry) {
        guard geometry.nextOffset != nil else { return }
        _ = pending.settle(upTo: geometry.offset + geometry.ready.upperBound - ChunkGeometry.marginBefore)
    }

    // MARK: Attempts

    /// Whether the rule looks at the blob at hand.
    mutating func applies(_ index: Int) -> Bool {
        if let known = states[index].applies { return known }
        touched.append(index)
        let applies =
            !program.rules.disabled.contains(index)
            && (recorder?.applies(index) ?? looksHere(Int(program.rules.gates.scopes[index])))
        states[index].applies = applies
        return applies
    }

    /// Whether rules of a scope look at the blob at hand.
    private mutating func looksHere(_ scope: Int) -> Bool {
        if let known = scopeAnswers[scope] { return known }
        let facts = pathFacts ?? PathFacts(label.identity.bytes.span, isDirectory: false)
        pathFacts = facts
        if scopes[scope] == nil { scopes[scope] = ScopeView(program.scope(scope)) }
        let answer = scopes[scope]?.applies(to: label, facts) ?? false
        scopeAnswers[scope] = answer
        askedScopes.append(scope)
        return answer
    }

    /// The places (see `activeRule`) of an anchor's rules that look at the blob at hand. A generic word has dozens, for the files of every
    /// language.
    mutating func activeRules(of anchor: Int) -> Range<Int> {
        if let known = activeOfAnchor[anchor] { return known }
        let start = active.count
        for rule in program.prefilter.rules(of: anchor) where applies(Int(rule)) { active.append(rule) }
        activeOfAnchor[anchor] = start..<active.count
        activeAnchors.append(anchor)
        return start..<active.count
    }

    /// The rule at one of these places.
    func activeRule(_ place: Int) -> Int { Int(active[place]) }

    /// The rule, compiled, if it looks at the blob at hand.
    mutating func rule(_ index: Int) -> PreparedRule? {
        guard applies(index) else { return nil }
        if let ready = rules[index] { return ready }
        let prepared = PreparedRule(ownCopyOf: program.prepared(index))
        rules[index] = prepared
        return prepared
    }

    /// What a scan of everything would remember of a rule after a try somewhere else: no start that matters here.
    mutating func passOver(_ index: Int) { states[index].tried = 0..<0 }

    /// Tries a rule whose anchor stands at `position`.
    mutating func attempt(_ index: Int, at position: Int, _ text: Span<UInt8>, _ chunk: Chunk) {
        let follow = Int(program.rules.gates.follows[index])
        if follow >= 0 {
            let bytes = program.followBytes[follow]
            guard following.allows(bytes, at: position, in: text) else { return }
            guard !bytes.bindsPreceding || preceding.allows(bytes, at: position, in: text) else { return }
        }
        guard let prepared = rule(index), states[index].limitsHit < Scanner.mostLimits else { return }
        var window = Window.around(
            position, shape: prepared.window, lead: prepared.lead, text: text, after: prepared.window.after,
            lines: &lines)
        // Starts that the last window tried are not tried again: work stays proportional to the bytes.
        let tried = states[index].tried
        var lower = window.starts.lowerBound
        if tried.contains(lower + chunk.offset) { lower = tried.upperBound - chunk.offset }
        guard lower <= position else { return }
        // What a cut window tried may match in one that reaches further.
        states[index].tried =
            window.isCut ? 0..<0 : window.starts.lowerBound + chunk.offset..<position + chunk.offset + 1
        while lower <= position {
            window.starts = lower...position
            guard let next = match(prepared, &window, anchor: position, text, chunk) else { return }
            lower = next
        }
    }

    /// One match attempt. Returns where the next may start, or nil when nothing more is in the window.
    private mutating func match(
        _ prepared: PreparedRule, _ window: inout Window, anchor: Int, _ text: Span<UInt8>, _ chunk: Chunk
    ) -> Int? {
        var outcome = attemptOnce(prepared, window, text, chunk)
        if outcome == .match, window.isCut, scratch.range(ofGroup: 0)?.upperBound == window.end {
            var wider = Window.around(
                anchor, shape: prepared.window, lead: prepared.lead, text: text,
                after: max(Scanner.widened, prepared.window.after), lines: &lines)
            wider.starts = window.starts
            window = wider
            recorder?.widenFar(to: window.end + 1 + chunk.offset)
            outcome = attemptOnce(prepared, window, text, chunk)
        }
        switch outcome {
        case .none: return nil
        case .limit:
            reportLimit(prepared, at: anchor + chunk.offset)
            return nil
        case .match:
            guard recorder?.noteMatch() != true, let whole = scratch.range(ofGroup: 0) else { return nil }
            let secret = scratch.range(ofGroup: prepared.secretGroup) ?? whole
            let name = prepared.nameGroup.flatMap { scratch.range(ofGroup: $0) }
            if !secret.isEmpty, judging { judge(prepared, secret: secret, name: name, anchor: anchor, text, chunk) }
            return max(secret.upperBound, whole.lowerBound + 1)
        }
    }

    private mutating func attemptOnce(
        _ prepared: PreparedRule, _ window: Window, _ text: Span<UInt8>, _ chunk: Chunk
    ) -> MatchOutcome {
        let from = max(0, window.starts.lowerBound - prepared.pattern.lookbehind - 1)
        return scratch.firstMatch(
            of: prepared.pattern, in: text, from: from, starts: window.starts, end: window.end,
            isTextStart: chunk.offset + from == 0, isTextEnd: chunk.isLast && window.end == text.count)
    }

    private mutating func reportLimit(_ prepared: PreparedRule, at position: Int) {
        states[prepared.index].limitsHit += 1
        let stopped =
            states[prepared.index].limitsHit == Scanner.mostLimits ? "; the rule was given up for this file" : ""
        problems.append(
            ScanProblem(
                .limit, label.path, "rule \(prepared.rule.id) hit its match limit at byte \(position)\(stopped)"))
    }

    /// Rules with `trigger: path` try every line, those with `trigger: run` every long run of their alphabet.
    mutating func attemptUnanchored(
        _ index: Int, _ text: Span<UInt8>, _ geometry: ChunkGeometry, _ chunk: Chunk
    ) {
        guard applies(index) else { return }
        let trigger = triggers[index] ?? program.rules[index].trigger
        triggers[index] = trigger
        switch trigger {
        case .anchors: return
        case .path:
            var start = geometry.ready.lowerBound
            if start > 0, text[start - 1] != .newline {
                start =
                    text.firstIndex(of: .newline, from: start, to: geometry.ready.upperBound).map { $0 + 1 }
                    ?? text.count
            }
            while start < geometry.ready.upperBound {
                attempt(index, at: start, text, chunk)
                start = text.firstIndex(of: .newline, from: start, to: text.count).map { $0 + 1 } ?? text.count
            }
        case .run(let alphabet, let length):
            for start in runs.starts(of: alphabet, length: length, in: text, geometry) {
                attempt(index, at: start, text, chunk)
            }
        }
    }

    // MARK: Judging

    private mutating func judge(
        _ prepared: PreparedRule, secret: Range<Int>, name: Range<Int>?, anchor: Int, _ text: Span<UInt8>,
        _ chunk: Chunk
    ) {
        let range = secret.lowerBound + chunk.offset..<secret.upperBound + chunk.offset
        recorder?.noteStray(range, at: anchor + chunk.offset, text, origin: chunk.offset)
        guard !pending.contains(rule: prepared.index, range: range) else { return }
        var evidence = Evidence(text, origin: chunk.offset, secret: range)
        var nameRange = name.map { $0.lowerBound + chunk.offset..<$0.upperBound + chunk.offset }
        if prepared.findsName { nameRange = evidence.assignedName(before: range.lowerBound) }
        let candidate = Candidate(
            secret: text.array(secret), range: range,
            name: nameRange.map { text.array($0.lowerBound - chunk.offset..<$0.upperBound - chunk.offset) } ?? [],
            nameRange: nameRange, file: label.kind, kind: prepared.rule.kind, tier: prepared.rule.tier)
        let judgement = Judgement.of(candidate, prepared, &evidence, explaining: explaining)
        if recorder != nil {
            record(prepared, candidate, judgement, &evidence, anchor: anchor, text, chunk)
            return
        }
        if probe != nil {
            if judgement.isAccepted { probe?.see(range) }
            pending.add(rule: prepared.index, range: range, accepted: nil, refutedBy: nil, explanation: nil)
            return
        }
        var accepted: AcceptedCandidate?
        if judgement.isAccepted || explaining {
            let start = places.place(of: range.lowerBound, in: text, origin: chunk.offset)
            if judgement.isAccepted {
                let end = places.place(of: range.upperBound, in: text, origin: chunk.offset)
                accepted = AcceptedCandidate(
                    rule: prepared.rule, ruleIndex: prepared.index, candidate: candidate,
                    confidence: judgement.confidence, severity: judgement.severity,
                    variable: candidate.variable(&evidence), reason: judgement.reason, grade: judgement.grade,
                    concession: judgement.concession,
                    location: Location(
                        line: start.line, column: start.column, endLine: end.line, endColumn: end.column,
                        bytes: start.original..<end.original),
                    surroundings: Surroundings(of: secret, in: text, origin: chunk.offset),
                    markers: NearbyMarkers(around: secret, in: text, isTextStart: chunk.offset == 0))
            }
            if explaining { explain(prepared, candidate, judgement, start) }
        }
        pending.add(
            rule: prepared.index, range: range, accepted: accepted,
            refutedBy: judgement.isRefuted && prepared.rule.tier == .provider ? prepared.rule.id : nil,
            explanation: explaining ? explanations.count - 1 : nil)
    }

    private mutating func explain(
        _ prepared: PreparedRule, _ candidate: Candidate, _ judgement: Judgement, _ place: Places.Place
    ) {
        explanations.append(
            Explanation(
                rule: prepared.rule.id, path: label.path, line: place.line, column: place.column,
                secret: Secret(candidate.secret), steps: judgement.steps,
                outcome: judgement.isAccepted ? "reported" : "rejected"))
    }

    /// Makes findings of what no later byte can change.
    private mutating func settle(upTo position: Int) {
        for settled in pending.settle(upTo: position, isTest: label.isTest) {
            if let index = settled.explanation, let why = settled.passedOver { explanations[index].outcome = why }
            if settled.passedOver == nil, let accepted = settled.accepted {
                findings.append(accepted.finding(label: label, neighbours: settled.neighbours))
            }
        }
    }
}

import Bytes
import Findings
import Rules

@testable import Engine

/// A rule for tests: only what matters is named.
func testRule(
    _ id: String, _ pattern: String, anchors: [String] = [], trigger: RuleTrigger? = nil, tier: RuleTier = .provider,
    confidence: Confidence = .medium, checks: [String] = [], window: RuleWindow = .line, lead: Int = 0,
    files: [FileKind] = [], included: [String] = [], excluded: [String] = []
) -> Rule {
    let made = anchors.map { text in
        do { return try Anchor(text) } catch { fatalError("\(text): \(error)") }
    }
    return Rule(
        id: id, provider: "Test", name: "name of \(id)", description: "", kind: .committed, severity: .high,
        confidence: confidence, tier: tier, trigger: trigger ?? .anchors(made), pattern: pattern, window: window,
        lead: lead, checks: checks.map { CheckName($0)! }, files: files, includedPaths: included,
        excludedPaths: excluded, references: [], remedy: "")
}

/// Everything that a scan gives, in a form that can be compared.
struct ScanRecord: Equatable {
    var findings: [String] = []
    var problems: [ScanProblem] = []
    var explanations: [String] = []
}

/// A piece of a text as a reader would lend it.
struct Piece: Sendable {
    let geometry: ChunkGeometry
    /// Up to where, in the blob, bytes are at hand.
    let end: Int
}

enum Cuts {
    /// Legal chunks of a text: `step` says how many bytes become ready next, `keep` how many more than the margin stay at hand
    /// before them, `ahead` how many more than the margin are read after them.
    static func pieces(
        count: Int, step: () -> Int, keep: () -> Int = { 0 }, ahead: () -> Int = { 0 }
    ) -> [Piece] {
        var pieces: [Piece] = []
        var (offset, done) = (0, 0)
        while true {
            let high = done + step()
            guard high + ChunkGeometry.marginAfter <= count else {
                let last = ChunkGeometry(offset: offset, ready: done - offset..<count - offset, nextOffset: nil)
                return pieces + [Piece(geometry: last, end: count)]
            }
            let next = max(offset, high - ChunkGeometry.marginBefore - keep())
            pieces.append(
                Piece(
                    geometry: ChunkGeometry(offset: offset, ready: done - offset..<high - offset, nextOffset: next),
                    end: min(count, high + ChunkGeometry.marginAfter + ahead())))
            (offset, done) = (next, high)
        }
    }

    /// One cut: what is before `ready` first, then the rest.
    static func once(at ready: Int, count: Int) -> [Piece] {
        var steps = [ready]
        return pieces(count: count, step: { steps.popLast() ?? count })
    }

    /// Chunks of random sizes, an empty one now and then, with more at hand than needed or just enough.
    static func random(count: Int, largest: Int, seed: UInt64) -> [Piece] {
        var noise = ProofNoise(seed: seed)
        let generous = Bool.random(using: &noise)
        func some(_ most: Int) -> Int { Int.random(in: 0...most, using: &noise) }
        return pieces(
            count: count, step: { some(9) == 0 ? 0 : some(largest) }, keep: { generous ? some(3_000) : 0 },
            ahead: { generous ? some(9_000) : 0 })
    }
}

func scan(
    _ text: [UInt8], _ program: ScanProgram, path: FilePath = "dir/a.py", cuts: [Piece]? = nil,
    encoding: TextEncoding = .bytes(skipped: 0), explaining: Bool = false
) -> ScanRecord {
    var scanner = Scanner(program, explaining: explaining)
    return scan(text, with: &scanner, path: path, cuts: cuts, encoding: encoding)
}

func scan(
    _ text: [UInt8], with scanner: inout Scanner, path: FilePath = "dir/a.py", cuts: [Piece]? = nil,
    encoding: TextEncoding = .bytes(skipped: 0)
) -> ScanRecord {
    feed(text, to: &scanner, path: path, cuts: cuts, encoding: encoding)
    return ScanRecord(
        findings: scanner.findings.map(described), problems: scanner.problems,
        explanations: scanner.explanations.map {
            "\($0.rule) \($0.path) \($0.line):\($0.column) \($0.secret.revealed) \($0.steps) \($0.outcome)"
        })
}

/// The findings themselves.
func findings(
    _ text: String, _ rules: [Rule], path: FilePath = "dir/a.py", encoding: TextEncoding = .bytes(skipped: 0)
) -> [Finding] {
    var scanner = Scanner(ScanProgram(RuleSet(rules)))
    feed(Array(text.utf8), to: &scanner, path: path, cuts: nil, encoding: encoding)
    return scanner.findings
}

func feed(
    _ text: [UInt8], to scanner: inout Scanner, path: FilePath, cuts: [Piece]?, encoding: TextEncoding
) {
    scanner.begin(BlobLabel(path: path, identity: path), encoding)
    for piece in cuts ?? [Piece(geometry: .whole(count: text.count), end: text.count)] {
        // A copy, so that nothing outside of the piece can be read unnoticed.
        let atHand = Array(text[piece.geometry.offset..<piece.end])
        scanner.scan(atHand.span, piece.geometry)
    }
}

/// Every field of a finding, the secret open.
func described(_ finding: Finding) -> String {
    """
    \(finding.rule) \(finding.kind) \(finding.severity) \(finding.confidence) \(finding.path) \(finding.location) \
    \(String(decoding: finding.secret.revealed, as: UTF8.self)) \(finding.name) \(finding.message) \(finding.reason) \
    \(finding.fingerprint) \(finding.secretID) \(described(finding.excerpt))
    """
}

/// `‹…›` is the secret, `«…»` a neighbour, `…` a cut.
func described(_ excerpt: Excerpt) -> String {
    let parts = excerpt.segments.map { segment in
        switch segment {
        case .text(let bytes): String(decoding: bytes, as: UTF8.self)
        case .secret(let secret, let marked):
            (marked ? "‹" : "«") + String(decoding: secret.revealed, as: UTF8.self) + (marked ? "›" : "»")
        }
    }
    return (excerpt.cutBefore ? "…" : "") + parts.joined() + (excerpt.cutAfter ? "…" : "")
}

extension Finding {
    var secretText: String { String(decoding: secret.revealed, as: UTF8.self) }
}

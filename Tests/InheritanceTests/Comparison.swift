import Bytes
import Findings
import Rules
import TestSupport
import Testing

@testable import Engine

/// Holds what is inherited along a chain of texts against what scanning each of them whole gives.
struct Comparison: ~Copyable {
    let program: DeltaProgram
    let paths: [FilePath]
    private var inheriting: DeltaScanner
    private var whole: DeltaScanner
    private var plain: Scanner
    /// How many texts were scanned in part, and how many findings all texts had.
    private(set) var partial = 0
    private(set) var findings = 0

    /// - Parameter paths: of one key.
    init(_ program: ScanProgram, paths: [FilePath], alwaysInherits: Bool = true) {
        self.program = DeltaProgram(program)
        self.paths = paths
        inheriting = DeltaScanner(self.program, alwaysInherits: alwaysInherits)
        whole = DeltaScanner(self.program)
        plain = Scanner(program)
    }

    /// Scans a first text and its versions. Stops at the first difference.
    mutating func run(
        _ first: [UInt8], steps: Int, seed: UInt64, _ edit: (borrowing [UInt8], inout Noise) -> EditedText
    ) {
        var noise = Noise(seed: seed &+ 0x5EED)
        let key = program.key(of: paths[0])
        var text = first
        var memo = whole.scan(text.span, key, name: "base")
        for step in 0..<steps {
            let edited = edit(text, &noise)
            let inherited = inheriting.scan(
                edited.text.span, key, name: "text", from: memo, copies: edited.copies)
            if inheriting.scannedBytes < edited.text.count { partial += 1 }
            let expected = whole.scan(edited.text.span, key, name: "text")
            guard described(inherited) == described(expected), inheriting.problems == whole.problems else {
                report(inherited, expected, "seed \(seed), step \(step)")
                return
            }
            for path in paths where !expectFindings(of: inherited, edited.text, path, "seed \(seed), step \(step)") {
                return
            }
            (text, memo) = (edited.text, inherited)
        }
    }

    private func report(_ inherited: BlobMemo, _ expected: BlobMemo, _ note: String) {
        let (mine, theirs) = (Set(described(inherited)), Set(described(expected)))
        Issue.record(
            "\(note): lacks \(theirs.subtracting(mine).sorted()), has too much \(mine.subtracting(theirs).sorted())")
    }

    /// What the memo says of a path is what an ordinary scan finds there.
    private mutating func expectFindings(of memo: BlobMemo, _ text: [UInt8], _ path: FilePath, _ note: String) -> Bool {
        let label = BlobLabel(path: path, identity: path)
        plain.begin(label)
        plain.scan(text.span, .whole(count: text.count))
        let expected = plain.takeFindings().map { finding in
            """
            \(finding.rule) \(finding.kind) \(finding.location.bytes) \(finding.secret.revealed) \(finding.name) \
            \(String(describing: finding.variable)) \(finding.confidence) \(finding.severity) \(finding.reason) \
            \(finding.secretID)
            """
        }
        let cores = program.findings(of: memo, label).map { core in
            let accepted = core.accepted
            return """
                \(accepted.rule) \(accepted.kind) \(core.range) \(accepted.secret.revealed) \(accepted.name) \
                \(String(describing: accepted.variable)) \(accepted.confidence) \(core.severity) \(accepted.reason) \
                \(accepted.secretID)
                """
        }
        findings += cores.count
        #expect(cores == expected, "\(note), \(path)")
        return cores == expected
    }
}

/// Everything that a memo says.
func described(_ memo: BlobMemo) -> [String] {
    ["\(memo.count) bytes, inheritable: \(memo.isInheritable)"]
        + memo.candidates.map { candidate in
            let accepted = candidate.accepted.map {
                """
                \($0.secret.revealed) \($0.name) \(String(describing: $0.variable)) \($0.confidence) \($0.severity) \
                \($0.reason)
                """
            }
            return "candidate \(candidate.at) \(candidate.range) rule \(candidate.rule) \(accepted ?? "refuted")"
        }
        + memo.watches.map { "watch \($0)" } + memo.farHits.map { "far \($0)" }
}

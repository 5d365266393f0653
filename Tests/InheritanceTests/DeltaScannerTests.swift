import Bytes
import Findings
import Rules
import TestSupport
import Testing

@testable import Engine

/// When a text is scanned whole, and what its memo then says.
@Suite struct DeltaScannerTests {
    private let program = DeltaProgram(TestRules.program)
    private let text = Array("one\ntok_abcd1234\ntwo three\nfour five six\n".utf8)

    private func copies(_ runs: (Int, Int, Int)...) -> [CopyRun] {
        runs.map { CopyRun(source: $0.0, target: $0.1, count: $0.2) }
    }

    @Test func aCopyOfAllIsNotLookedAt() {
        var scanner = DeltaScanner(program)
        let key = program.key(of: "a.py")
        let memo = scanner.scan(text.span, key, name: "a")
        let again = scanner.scan(text.span, key, name: "b", from: memo, copies: copies((0, 0, text.count)))
        #expect(scanner.scannedBytes == 0)
        #expect(described(again) == described(memo))
        #expect(again.hasAccepted)
        // The same object, not an equal one.
        #expect(again.candidates.first?.accepted === memo.candidates.first?.accepted)
    }

    @Test func anotherKeyInheritsNothing() {
        var scanner = DeltaScanner(program)
        let memo = scanner.scan(text.span, program.key(of: "a.py"), name: "a")
        let other = program.key(of: "a.json")
        #expect(other != memo.key)
        let scanned = scanner.scan(text.span, other, name: "b", from: memo, copies: copies((0, 0, text.count)))
        #expect(scanner.scannedBytes == text.count)
        #expect(scanned.key == other)
    }

    /// Copies that lie about where they are, as a hostile delta may: never a crash, and the text is scanned whole.
    @Test(arguments: [
        [(0, 0, 1_000)], [(40, 0, 10)], [(-1, 0, 5)], [(0, -1, 5)], [(0, 0, -5)], [(0, 10, 5), (0, 0, 5)],
        [(0, 0, 10), (0, 5, 10)], [(0, 30, 20)], [(Int.max, 0, 2)], [(0, Int.max, 2)], [(0, 0, Int.max)],
        [(Int.max, Int.max, Int.max)], [(Int.min, Int.min, Int.min)],
    ])
    func copiesThatMakeNoSense(runs: [(Int, Int, Int)]) {
        var scanner = DeltaScanner(program, alwaysInherits: true)
        let key = program.key(of: "a.py")
        let memo = scanner.scan(text.span, key, name: "a")
        let bad = runs.map { CopyRun(source: $0.0, target: $0.1, count: $0.2) }
        #expect(CopyMap(bad, baseCount: text.count, count: text.count) == nil)
        let scanned = scanner.scan(text.span, key, name: "b", from: memo, copies: bad)
        #expect(scanner.scannedBytes == text.count)
        #expect(described(scanned) == described(memo))
    }

    @Test func emptyTexts() {
        var scanner = DeltaScanner(program, alwaysInherits: true)
        let key = program.key(of: "a.py")
        let empty: [UInt8] = []
        let none = scanner.scan(empty.span, key, name: "a")
        #expect(none.count == 0 && !none.hasAccepted)
        let all = scanner.scan(text.span, key, name: "b", from: none, copies: [])
        #expect(scanner.scannedBytes == text.count && all.hasAccepted)
        let noneAgain = scanner.scan(empty.span, key, name: "c", from: all, copies: [])
        #expect(described(noneAgain) == described(none))
    }

    /// A text that comes in chunks, or from UTF-16, has its findings but hands nothing down.
    @Test func whatIsNoSingleTextHandsNothingDown() {
        var noise = Noise(seed: 3)
        let long = TestRules.Mixture.all.text(&noise, size: 120_000)
        let key = program.key(of: "a.py")
        var scanner = DeltaScanner(program)
        let whole = scanner.scan(long.span, key, name: "a")
        scanner.begin(key, name: "a")
        let ready = 60_000
        let front = Array(long[..<(ready + ChunkGeometry.marginAfter)])
        let next = ready - ChunkGeometry.marginBefore
        scanner.scan(front.span, ChunkGeometry(offset: 0, ready: 0..<ready, nextOffset: next))
        let back = Array(long[next...])
        scanner.scan(
            back.span, ChunkGeometry(offset: next, ready: ready - next..<long.count - next, nextOffset: nil))
        let parts = scanner.finish()
        #expect(parts.count == long.count && !parts.isInheritable)
        let label = BlobLabel(path: "a.py", identity: "a.py")
        func secrets(_ memo: BlobMemo) -> [String] {
            program.findings(of: memo, label).map { "\($0.accepted.rule) \($0.range) \($0.accepted.secret.revealed)" }
        }
        #expect(secrets(parts) == secrets(whole))
        #expect(secrets(parts).count > 100)

        scanner.begin(key, .utf16(.little, skipped: 2), name: "a")
        scanner.scan(text.span, .whole(count: text.count))
        let transcoded = scanner.finish()
        #expect(transcoded.hasAccepted && !transcoded.isInheritable)
    }

    /// A limit that was hit is told of every text that has the cause.
    @Test func aLimitIsToldAgain() {
        let text = Array(("one\nlim_" + String(repeating: "a", count: 40) + "!\ntwo\nthree\n").utf8)
        var scanner = DeltaScanner(program, alwaysInherits: true)
        let key = program.key(of: "a.py")
        let memo = scanner.scan(text.span, key, name: "a")
        #expect(scanner.problems.count == 1 && !memo.isInheritable)
        _ = scanner.scan(text.span, key, name: "b", from: memo, copies: copies((0, 0, text.count)))
        #expect(scanner.problems.map(\.path) == ["b"])
        let fine = Array("one\nxxx\ntwo\nthree\n".utf8)
        let base = scanner.scan(fine.span, key, name: "c")
        #expect(scanner.problems == [])
        _ = scanner.scan(text.span, key, name: "d", from: base, copies: copies((0, 0, 4), (8, 49, 10)))
        #expect(scanner.problems.map(\.path) == ["d"] && scanner.scannedBytes == text.count)
    }

    /// Every split of every copy, and every place for a seam.
    @Test func aSeamAtEveryPlace() {
        var noise = Noise(seed: 11)
        let base = Array("def f(a,\n  my_pass = \"hunter2\")\ntok_abcd1234\nallow\nbeh_1234\nend_123".utf8)
        let key = program.key(of: "a.py")
        var scanner = DeltaScanner(program, alwaysInherits: true)
        let memo = scanner.scan(base.span, key, name: "a")
        #expect(program.findings(of: memo, BlobLabel(path: "a.py", identity: "a.py")).count == 4)
        for place in 0...base.count {
            for removed in 0...min(3, base.count - place) {
                for added in [[], [0x0A], [0x61], TestRules.Mixture.all.piece(&noise)] as [[UInt8]] {
                    var edited = EditedText(of: base)
                    edited.replace([(place..<place + removed, added)])
                    let inherited = scanner.scan(
                        edited.text.span, key, name: "b", from: memo, copies: edited.copies)
                    let whole = scanner.scan(edited.text.span, key, name: "b")
                    #expect(described(inherited) == described(whole), "\(place), \(removed), \(added)")
                }
            }
        }
    }

    @Test func fullFindingsAreThoseOfAnOrdinaryScan() {
        var scanner = DeltaScanner(program)
        _ = scanner.scan(text.span, program.key(of: "a.py"), name: "a")
        let label = BlobLabel(path: "dir/a.py", identity: "a.py")
        let found = scanner.findings(in: text.span, label)
        #expect(found.map(\.location.line) == [2])
        #expect(found.map(\.path) == ["dir/a.py"])
    }
}

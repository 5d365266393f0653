import Bytes
import Rules
import Testing

@testable import Engine

@Suite struct WindowsTests {
    private func window(
        _ text: [UInt8], at position: Int, before: Int = 512, after: Int = 2_048, manyLines: Bool = false, lead: Int,
        reaching: Int? = nil
    ) -> Window {
        var lines = LineCache()
        let rule = testRule(
            "r", "x", anchors: ["abcd"], window: RuleWindow(before: before, after: after, manyLines: manyLines),
            lead: lead)
        return Window.around(
            position, shape: rule.window, lead: rule.lead, text: text.span, after: reaching ?? after, lines: &lines)
    }

    /// 0123 4 56789 10 …
    private let lines = ascii("aaaa\nbbbbb\ncc")

    @Test func aLineWindowIsTheAnchorsLine() {
        #expect(window(lines, at: 7, lead: 10) == Window(starts: 5...7, end: 11, isCut: false))
        #expect(window(lines, at: 2, lead: 10) == Window(starts: 0...2, end: 5, isCut: false))
        #expect(window(lines, at: 12, lead: 10) == Window(starts: 11...12, end: 13, isCut: false))
        #expect(window(lines, at: 5, lead: 10) == Window(starts: 5...5, end: 11, isCut: false))
    }

    @Test func theLeadSaysHowFarBeforeTheAnchorAMatchMayStart() {
        #expect(window(lines, at: 9, lead: 0).starts == 9...9)
        #expect(window(lines, at: 9, lead: 2).starts == 7...9)
        #expect(window(lines, at: 1, lead: 2).starts == 0...1)
    }

    @Test func aLongLineIsCutOnBothSides() {
        let long = [UInt8](repeating: 0x61, count: 10_000)
        #expect(window(long, at: 5_000, lead: 512) == Window(starts: 4_488...5_000, end: 7_048, isCut: true))
        #expect(window(long, at: 9_000, lead: 512) == Window(starts: 8_488...9_000, end: 10_000, isCut: false))
        #expect(window(long, at: 7_952, lead: 0).isCut == false)
        #expect(window(long, at: 7_951, lead: 0).isCut == true)
        #expect(window(long, at: 0, lead: 9, reaching: 32 << 10).end == 10_000)
    }

    @Test func aLineEndJustAtTheCapIsNoCut() {
        let text = [UInt8](repeating: 0x61, count: 100) + [.newline] + [UInt8](repeating: 0x62, count: 100)
        #expect(window(text, at: 0, after: 101, lead: 0) == Window(starts: 0...0, end: 101, isCut: false))
        #expect(window(text, at: 0, after: 100, lead: 0) == Window(starts: 0...0, end: 100, isCut: true))
    }

    @Test func manyLinesCrossLineEnds() {
        #expect(window(lines, at: 7, manyLines: true, lead: 6) == Window(starts: 1...7, end: 13, isCut: false))
        #expect(window(lines, at: 7, after: 5, manyLines: true, lead: 6) == Window(starts: 1...7, end: 12, isCut: true))
    }

    @Test func carriageReturnsBelongToTheLine() {
        let text = ascii("aa\r\nbbbb\r\n")
        #expect(window(text, at: 5, lead: 9) == Window(starts: 4...5, end: 10, isCut: false))
    }

    /// The cache gives what a fresh look gives, in whatever order positions come.
    @Test func theLineCacheOnlySavesTime() {
        var noise = ProofNoise(seed: 4)
        for _ in 0..<200 {
            let text = noise.text(60, of: "ab\n")
            var cache = LineCache()
            for _ in 0..<20 {
                let position = Int.random(in: 0..<60, using: &noise)
                let limit = Int.random(in: 0...30, using: &noise)
                let start = cache.lineStart(text.span, before: position, limit: limit)
                let line = text[..<position].lastIndex(of: .newline).map { $0 + 1 } ?? 0
                #expect(start == max(line, position - limit, 0))
            }
        }
    }
}

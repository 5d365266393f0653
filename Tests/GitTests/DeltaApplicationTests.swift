import Bytes
import TestSupport
import Testing

@testable import Git

/// A delta is checked while it is applied, in one pass over its bytes; instruction by instruction is the slow way.
@Suite struct DeltaApplicationTests {
    /// What the instructions say, one after the other; nil where they are broken or lie. `copies` as they stand there.
    private func slowly(_ delta: [UInt8], _ base: [UInt8]) -> (result: [UInt8], copies: [CopyRun])? {
        guard var instructions = DeltaInstructions(delta.span), instructions.baseSize == base.count else { return nil }
        var (result, copies): ([UInt8], [CopyRun]) = ([], [])
        while let instruction = instructions.next() {
            switch instruction {
            case .copy(let range):
                copies.append(CopyRun(source: range.lowerBound, target: result.count, count: range.count))
                result += base[range]
            case .insert(let range): result += delta[range]
            }
            guard result.count <= instructions.resultSize else { return nil }
        }
        return instructions.isAtEnd && result.count == instructions.resultSize ? (result, copies) : nil
    }

    private func size(_ value: Int) -> [UInt8] {
        value < 128 ? [UInt8(value)] : [UInt8(value & 0x7F) | 0x80] + size(value >> 7)
    }

    private func random(_ base: [UInt8], _ noise: inout Noise) -> [UInt8] {
        var (code, made): ([UInt8], Int) = ([], 0)
        for _ in 0..<noise.number(0..<12) {
            if noise.chance(3) {
                let count = noise.number(1..<128)
                code += [UInt8(count)] + Array(noise.text(count).utf8)
                made += count
            } else {
                let start = noise.number(0..<base.count)
                let count = noise.number(1..<base.count - start + 1)
                // Written with more bytes than it takes, now and then.
                let isLong = noise.chance(4)
                code += isLong || start > 255 ? [0x80 | 0x33] : [0x80 | 0x31]
                code += isLong || start > 255 ? [UInt8(start & 0xFF), UInt8(start >> 8)] : [UInt8(start)]
                code += [UInt8(count & 0xFF), UInt8(count >> 8)]
                made += count
            }
        }
        return size(base.count) + size(made) + code
    }

    @Test func onePassMakesWhatTheInstructionsSay() {
        var noise = Noise(seed: 5)
        let base = Array(noise.text(700).utf8)
        var (honest, broken) = (0, 0)
        for _ in 0..<4_000 {
            var delta = random(base, &noise)
            if noise.chance(2) { delta[noise.number(0..<delta.count)] ^= 1 << UInt8(noise.number(0..<8)) }
            if noise.chance(8) { delta.removeLast(noise.number(1..<delta.count + 1)) }
            let expected = slowly(delta, base)
            let claimed = try? Delta.resultSize(delta.span, baseSize: base.count)
            // What claims to be huge is never given so much room.
            let result = ByteBuffer(capacity: min(claimed ?? 0, 1 << 16))
            var copies = CopyList()
            copies.begin(isKept: true)
            let isHonest = Delta.apply(delta.span, to: base.span, into: result, copies: &copies)
            #expect(isHonest == (expected != nil))
            let made = result.bytes.array(0..<result.count)
            #expect(made == expected?.result ?? [])
            if let expected {
                honest += 1
                let isSeenThrough = Delta.isHonest(delta.span)
                #expect(isSeenThrough)
                var bytes: [UInt8] = []
                Delta.apply(delta.span, to: base.span) { bytes += $0.array($1) }
                #expect(bytes == expected.result)
                #expect(copied(copies.runs) == copied(expected.copies))
            } else {
                broken += 1
            }
        }
        #expect(honest > 1_000 && broken > 1_000)
    }

    /// Where each copied byte comes from, by its place in the result.
    private func copied(_ runs: [CopyRun]) -> [Int: Int] {
        var sources: [Int: Int] = [:]
        for run in runs { for place in 0..<run.count { sources[run.target + place] = run.source + place } }
        return sources
    }

    @Test func contiguousCopiesAreOneAndCrumbsAreLeftOut() {
        func runs(least: Int, _ all: (Int, Int, Int)...) -> [CopyRun] {
            var copies = CopyList(least: least)
            copies.begin(isKept: true)
            for (source, target, count) in all {
                copies.add(source: source, target: target, count: count, resultSize: 0)
            }
            copies.end()
            return copies.runs
        }
        #expect(runs(least: 0, (0, 0, 5), (5, 5, 5), (11, 10, 2)).map(\.count) == [10, 2])
        // Contiguous in the text only, or in the base only.
        #expect(runs(least: 0, (0, 0, 5), (6, 5, 5), (11, 11, 2)).count == 3)
        #expect(runs(least: 8, (0, 0, 5), (20, 5, 9), (40, 14, 3)) == [CopyRun(source: 20, target: 5, count: 9)])
        #expect(runs(least: 8, (0, 0, 5), (5, 5, 4), (40, 14, 3)) == [CopyRun(source: 0, target: 0, count: 9)])
        #expect(runs(least: 8, (0, 0, 5)).isEmpty)
    }

    /// To note very many copies would take more memory than what they make.
    @Test func tooManyCopiesAreNotKept() {
        var copies = CopyList()
        copies.begin(isKept: true)
        for place in 0..<100 { copies.add(source: 2 * place, target: place, count: 1, resultSize: 100) }
        #expect(!copies.isKept)
        copies.begin(isKept: false)
        copies.add(source: 0, target: 0, count: 1, resultSize: 1)
        #expect(copies.runs.isEmpty)
    }
}

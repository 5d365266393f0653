/// The same lines as `git diff` says, and all that differ where finding out would cost too much.

import Bytes
import TestSupport
import Testing

@testable import Git

struct AddedLinesTests {
    private func buffer(_ text: String) -> ByteBuffer { ByteBuffer(Array(text.utf8).span) }

    private func added(_ new: String, since old: String...) -> [Int] {
        let file = buffer(new)
        return AddedLines(in: file, since: old.map(buffer)).numbers(in: file)
    }

    @Test func whatIsAddedIsNumbered() {
        #expect(added("a\nb\nc\n", since: "a\nc\n") == [2])
        #expect(added("a\nx\nc\n", since: "a\nb\nc\n") == [2])
        #expect(added("a\nb\n", since: "a\nb\n").isEmpty)
        #expect(added("a\nb\n", since: "") == [1, 2])
        #expect(added("", since: "a\n").isEmpty)
        #expect(added("a\nb") == [1, 2])
        #expect(added("a\na\na\n", since: "a\n").count == 2)
    }

    @Test func lineEndsAreNoContent() {
        #expect(added("a\r\nb\r\n", since: "a\nb\n").isEmpty)
        #expect(added("a\nb\n", since: "a\nb").isEmpty)
        #expect(added("a\r\nx\r\n", since: "a\nb") == [2])
        #expect(added("a\r\r\n", since: "a\r\n") == [1])
    }

    /// As in a merge: what one parent has was not added.
    @Test func everyOldVersionMustLackALine() {
        #expect(added("a\nb\nc\nd\n", since: "a\nb\n", "a\nc\n") == [4])
    }

    @Test func bytesAreFoundOnTheirLine() {
        let file = buffer("aa\nbb\ncc\ndd")
        let lines = AddedLines(in: file, since: [buffer("aa\ncc\n")])
        #expect(lines.numbers(in: file) == [2, 4])
        #expect(!lines.touches(0..<2) && lines.touches(3..<5) && !lines.touches(6..<8) && lines.touches(9..<11))
        #expect(lines.touches(0..<4) && lines.touches(5..<5) && lines.touches(6..<10))
        #expect(!lines.touches(7..<8))
    }

    /// The files of 60 lines each that real git compared, with few and with many lines twice.
    @Test(arguments: [(400, 6), (4, 3), (60, 40)]) func isAsLongAsGitSays(_ words: Int, _ edits: Int) throws {
        let repository = try GitRepository(in: TestTree())
        var noise = Noise(seed: UInt64(words))
        for round in 0..<12 {
            let old = (0..<60).map { _ in "line \(noise.number(0..<words))" }
            var new = old
            for _ in 0..<edits {
                switch noise.number(0..<3) {
                case 0: new.insert("line \(noise.number(0..<words))", at: noise.number(0..<new.count))
                case 1: new.remove(at: noise.number(0..<new.count))
                default: new[noise.number(0..<new.count)] = "new \(noise.number(0..<words))"
                }
            }
            let texts = [old, new].map { $0.joined(separator: "\n") + "\n" }
            try repository.write(texts[0], to: "old\(round)")
            try repository.write(texts[1], to: "new\(round)")
            try repository.git("add", ".")
            let patch = try repository.git("diff", "--minimal", "-U0", ":old\(round)", ":new\(round)").text
            let ours = added(texts[1], since: texts[0])
            // Which of several equal lines is the new one is a matter of taste; how many there are, and what they say, is not.
            let theirs = patch.split(separator: "\n").filter { $0.hasPrefix("+") && !$0.hasPrefix("+++") }
            #expect(ours.count == theirs.count)
            if words == 400 { #expect(ours.map { "+" + new[$0 - 1] } == theirs.map(String.init)) }
        }
    }

    @Test func whatIsTooFarIsAllAdded() {
        var noise = Noise(seed: 8)
        let old = (0..<4_000).map { "line \($0)" }
        let new = old.shuffled(using: &noise)
        let start = ContinuousClock.now
        #expect(added(new.joined(separator: "\n"), since: old.joined(separator: "\n")).count > 3_990)
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func filesWithNothingInCommonCostLittle() {
        let old = (0..<20_000).map { "old \($0)" }.joined(separator: "\n")
        let new = (0..<20_000).map { "new \($0)" }.joined(separator: "\n")
        #expect(added(new, since: old).count == 20_000)
    }
}

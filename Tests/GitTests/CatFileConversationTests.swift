/// Whatever git, or what stands in its place, says: an answer, or a fault; never more than was asked for, never an end to the end.

import Bytes
import TestSupport
import Testing

@testable import Git

/// A git that says what a test wants, in pieces of any size.
private struct ScriptedGit: GitChannel, ~Copyable {
    var answer: ArraySlice<UInt8>
    var noise: Noise
    var asked: [UInt8] = []
    let complaints: [UInt8] = []

    mutating func send(_ bytes: [UInt8]) { asked += bytes }

    mutating func receive(into buffer: inout [UInt8], at start: Int, count: Int) -> Int {
        let size = min(answer.count, count, noise.number(1..<40))
        buffer.replaceSubrange(start..<start + size, with: answer.prefix(size))
        answer = answer.dropFirst(size)
        return size
    }
}

struct CatFileConversationTests {
    private typealias Said = Result<[UInt8]?, CatFileFault>

    private let id = PackWriter.id(Array("x".utf8))

    /// What comes of asking for an object, over and over until something is wrong.
    private func talk(_ answer: [UInt8], seed: UInt64 = 1, most: Int = 20) -> [Said] {
        var talk = CatFileConversation(ScriptedGit(answer: answer[...], noise: Noise(seed: seed)))
        var said: [Said] = []
        for _ in 0..<most {
            do throws(CatFileFault) {
                guard let header = try talk.ask(id) else {
                    said.append(.success(nil))
                    continue
                }
                var (content, piece) = ([UInt8](), [UInt8](repeating: 0, count: 7))
                while true {
                    let count = try talk.take(into: &piece, at: 0, count: 7)
                    if count == 0 { break }
                    content += piece[..<count]
                    guard content.count <= header.size else { throw .garbled }
                }
                #expect(content.count == header.size)
                said.append(.success(content))
            } catch {
                said.append(.failure(error))
                break
            }
        }
        return said
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>) func answersOfAnyContentAreTaken(_ seed: UInt64) {
        var noise = Noise(seed: seed)
        var (answer, expected): ([UInt8], [[UInt8]?]) = ([], [])
        for _ in 0..<6 {
            if noise.chance(4) {
                answer += Array("\(id) missing\n".utf8)
                expected.append(nil)
            } else {
                // Line ends and what looks like a header, too.
                let content = Array(
                    (noise.text(noise.number(0..<90)) + (noise.chance(2) ? "\n\(id) missing\n" : "")).utf8)
                answer += Array("\(id) blob \(content.count)\n".utf8) + content + [0x0A]
                expected.append(content)
            }
        }
        let said = talk(answer, seed: seed)
        #expect(said.dropLast().map { try? $0.get() } == expected)
        #expect(said.last == .failure(.ended))
        // Cut anywhere, what came before counts, and then it ends.
        for length in answer.indices {
            let part = talk(Array(answer[..<length]), seed: seed)
            #expect(part.last == .failure(.ended))
            #expect(part.dropLast().map { try? $0.get() } == Array(expected.prefix(part.count - 1)))
        }
    }

    @Test func whatIsNoAnswerIsGarbled() {
        let other = PackWriter.id(number: 1)
        for line in [
            "", " ", "\(id)", "\(id) ", "\(id) missing ", "\(id)  missing", "\(id) ambiguous", "\(other) missing",
            "\(other) blob 0", "\(id) blob", "\(id) blob ", "\(id) blob -1", "\(id) blob +1", "\(id) blob 0x1",
            "\(id) blob 1 ", "\(id) blob 9999999999999999", "\(id) blob 99999999999999999999999999", "\(id) blub 1",
            "\(id) blob 1\r", "fatal: no", String(repeating: "a", count: 5_000), "\0", "\(id)\0blob 1",
        ] { #expect(talk(Array("\(line)\nx\n".utf8)) == [.failure(.garbled)], "\(line)") }
        // The content is longer, or shorter, than was said.
        #expect(talk(Array("\(id) blob 1\nxy\n".utf8)) == [.failure(.garbled)])
        #expect(talk(Array("\(id) blob 3\nxy\n".utf8)) == [.failure(.ended)])
        #expect(talk(Array("\(id) blob 4\nxy\n\(id)".utf8)) == [.failure(.garbled)])
        #expect(talk([UInt8](repeating: 0x61, count: 1 << 16)) == [.failure(.garbled)])
    }

    @Test(arguments: 1...60 as ClosedRange<UInt64>) func hostileBytesEndIt(_ seed: UInt64) {
        var noise = Noise(seed: seed)
        let pieces = ["\(id)", " ", "\n", "blob", "tree", "missing", "0", "7", "999999999999999", "\0", "x"]
        var answer: [UInt8] = []
        for _ in 0..<noise.number(1..<200) {
            answer += noise.chance(6) ? [UInt8(noise.number(0..<256))] : Array(noise.pick(pieces).utf8)
        }
        let said = talk(answer, seed: seed, most: 500)
        #expect(said.count < 500)
        guard case .failure = said.last else {
            Issue.record("no end")
            return
        }
    }

    /// What is only announced takes no memory; a buffer for it would not be there.
    @Test func aSizeIsNotBelieved() {
        var talk = CatFileConversation(
            ScriptedGit(answer: Array("\(id) blob 999999999999999\nabc".utf8)[...], noise: Noise(seed: 1)))
        var piece = [UInt8](repeating: 0, count: 8)
        do throws(CatFileFault) {
            #expect(try talk.ask(id)?.size == 999_999_999_999_999)
            while try talk.take(into: &piece, at: 0, count: 8) > 0 {}
            Issue.record("no fault")
        } catch { #expect(error == .ended) }
    }
}

import Bytes
import Rules
import Testing

@testable import Engine

@Suite struct EvidenceTests {
    @Test func whatWasReadIsRemembered() {
        let text = ascii("0123456789")
        var evidence = Evidence(text.span, origin: 100, secret: 104..<106)
        var extents = [evidence.extent]
        let here = evidence.byte(at: 105)
        extents.append(evidence.extent)
        let before = evidence.byte(at: 101)
        extents.append(evidence.extent)
        let after = evidence.byte(at: 108)
        extents.append(evidence.extent)
        #expect([here, before, after] == [0x35, 0x31, 0x38])
        #expect(extents == [104..<106, 104..<106, 101..<106, 101..<109])
    }

    /// That a text ends somewhere is evidence too: a longer text could say more.
    @Test func anEndThatWasMetIsEvidence() {
        let text = ascii("abc")
        var evidence = Evidence(text.span, origin: 0, secret: 1..<2)
        let (before, after) = (evidence.byte(at: -1), evidence.byte(at: 3))
        #expect(before == nil && after == nil)
        let extent = evidence.extent
        #expect(extent == -1..<4)
    }

    /// The reach ends at the same place in every chunk, so that verdicts do not depend on cuts.
    @Test func nothingBeyondTheReachIsSeen() {
        let text = [UInt8](repeating: 0x61, count: 5_000)
        for cut in [0, 500, 900] {
            let part = Array(text[cut...])
            var evidence = Evidence(part.span, origin: cut, secret: 2_000..<2_010)
            let bytes = [2_000 - 1_025, 2_000 - 1_024, 2_009 + 1_024, 2_010 + 1_024].map { evidence.byte(at: $0) }
            #expect(bytes == [nil, 0x61, 0x61, nil])
        }
    }

    @Test func linesAroundThePosition() {
        let text = ascii("one\ntwo three\nfour")
        var evidence = Evidence(text.span, origin: 50, secret: 58..<63)
        let before = evidence.lineBefore(58, limit: 64)
        let extentBefore = evidence.extent
        let after = evidence.lineAfter(58, limit: 64)
        let extentAfter = evidence.extent
        #expect(before == ascii("two "))
        #expect(extentBefore == 53..<63)
        #expect(after == ascii("three"))
        #expect(extentAfter == 53..<64)
        let (short, none) = (evidence.lineBefore(58, limit: 2), evidence.lineAfter(58, limit: 0))
        #expect(short == ascii("o "))
        #expect(none.isEmpty)
    }

    /// Whatever a check reads, the extent holds the secret and everything it saw: outside of it bytes may change at will.
    @Test(arguments: [
        "entropy(3.0)", "classes(2)", "placeholder", "reference", "known-format", "name", "value", "checksum(github)",
        "structure(jwt)",
    ])
    func bytesOutsideOfTheExtentNeverMatter(name: String) throws {
        let check = try Checks.make(try #require(CheckName(name)))
        var noise = ProofNoise(seed: 8)
        for round in 0..<60 {
            let lead = ascii(String("sha256 \nx commit: ".prefix(round % 18)))
            let value = noise.text([8, 32, 40][round % 3], of: "0123456789abcdef")
            var text = noise.text(200, of: "ab =\n\"-_") + lead + ascii("my_token = \"") + value + ascii("\";")
            text += noise.text(80, of: "ab =\n\"-_")
            let start = 200 + lead.count + 12
            let candidate = Candidate(
                secret: value, range: start..<start + value.count, name: ascii("token"),
                nameRange: start - 9..<start - 4,
                file: .code, kind: .committed, tier: .generic)
            var evidence = Evidence(text.span, origin: 0, secret: candidate.range)
            let verdict = check.judge(candidate, &evidence)
            let extent = evidence.extent
            #expect(extent.lowerBound <= start && extent.upperBound >= start + value.count)
            for index in text.indices where !extent.contains(index) { text[index] = UInt8(ascii: "Z") }
            var other = Evidence(text.span, origin: 0, secret: candidate.range)
            let again = check.judge(candidate, &other)
            #expect(again == verdict)
            let same = other.extent
            #expect(same == extent)
        }
    }
}

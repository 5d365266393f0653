/// A change must not be able to silence the gate that judges it.

import Bytes
import Findings
import Suppression
import Testing

struct TrustTests {
    static let entry = "rule: generic-password; paths: src/**; author: Ann; reason: made up for the tests\n"
    static let marker = Made.after("lapwing:allow[generic-password] made up")
    static let everything = JudgedChange { _ in true }
    static let onlySecret = JudgedChange { $0 != 10 }

    @Test(arguments: Confidence.allCases)
    func newMarkerHidesOnlyWhatIsUnsure(_ confidence: Confidence) throws {
        let finding = Made.finding(confidence: confidence, markers: TrustTests.marker)
        let verdict = try Made.suppressor().judge(finding, change: TrustTests.everything)
        #expect((verdict.record != nil) == (confidence < .high))
        #expect(verdict.record == nil || verdict.record?.review == "the marker is new in this change")
        #expect(verdict.notes.isEmpty == (confidence < .high))
    }

    @Test(arguments: Confidence.allCases)
    func newEntryHidesOnlyWhatIsUnsure(_ confidence: Confidence) throws {
        let suppressor = try Made.suppressor(ignore: "", proposed: TrustTests.entry)
        let verdict = suppressor.judge(Made.finding(confidence: confidence), change: TrustTests.everything)
        #expect((verdict.record != nil) == (confidence < .high))
        #expect(verdict.record == nil || verdict.record?.review == "the entry is new in this change")
    }

    @Test func entryByFingerprintThatIsNewIsNoBetter() throws {
        let finding = Made.finding(confidence: .proven)
        let entry = "fingerprint: \(finding.fingerprint); author: Eve; reason: trust me\n"
        #expect(try Made.suppressor(proposed: entry).judge(finding, change: TrustTests.everything).record == nil)
        #expect(try Made.suppressor(ignore: entry).judge(finding, change: TrustTests.everything).record != nil)
    }

    @Test func oldSuppressionsHideWhateverTheyName() throws {
        let finding = Made.finding(confidence: .proven, markers: TrustTests.marker)
        let marked = try Made.suppressor().judge(finding, change: TrustTests.onlySecret)
        #expect(marked.record?.means == .marker)
        #expect(marked.record?.review == "the value under the marker is new in this change")
        let suppressor = try Made.suppressor(ignore: TrustTests.entry, proposed: TrustTests.entry)
        let listed = suppressor.judge(Made.finding(confidence: .proven), change: TrustTests.everything)
        #expect(listed.record?.review == "the value is new under an entry for paths")
    }

    @Test func baseDecidesWhatNewSuppressionsMay() throws {
        let finding = Made.finding(confidence: .proven, markers: TrustTests.marker)
        let unsure = Made.finding(confidence: .low, markers: TrustTests.marker)
        let allowing = try Made.suppressor(policy: .allow)
        #expect(
            allowing.judge(finding, change: TrustTests.everything).record?.review == "the marker is new in this change")
        let denying = try Made.suppressor(policy: .deny)
        let verdict = denying.judge(unsure, change: TrustTests.everything)
        #expect(verdict.record == nil)
        #expect(verdict.notes.first?.contains("new-markers: deny") == true)
    }

    /// Whoever reads the whole file after the change sees the old entry once: it is not new because its line moved or its author changed.
    @Test func movedEntriesAreOld() throws {
        let moved = "# more\n\n" + TrustTests.entry.replacing("Ann", with: "Ben")
        let suppressor = try Made.suppressor(ignore: TrustTests.entry, proposed: moved)
        #expect(suppressor.judge(Made.finding(confidence: .proven), change: TrustTests.everything).record != nil)
    }

    /// `staged` goes by the list as it will be: what it adds counts, and is listed; what it removes does not.
    @Test func listOfTheIndexIsOldAsFarAsHeadHasIt() throws {
        let (old, new) = (TrustTests.entry, TrustTests.entry.replacing("src/**", with: "lib/**"))
        let head = try IgnoreList(Array((old + old.replacing("src", with: "gone")).utf8), name: "list")
        let index = try IgnoreList(Array((old + new).utf8), name: "list")
        let suppressor = Suppressor(
            ignore: index.common(with: head), proposed: index, policy: .allow, today: Made.today, exists: { _ in true })
        func review(_ path: FilePath) -> String? {
            let finding = Made.finding(path: path, confidence: .proven)
            return suppressor.judge(finding, change: TrustTests.everything).record?.review
        }
        #expect(review("src/a.py") == "the value is new under an entry for paths")
        #expect(review("lib/a.py") == "the entry is new in this change")
        #expect(review("gone/a.py") == nil)
    }

    /// An entry that the change removes goes on counting: BASE's list is what is trusted.
    @Test func removedEntriesCountUntilTheyAreMerged() throws {
        let suppressor = try Made.suppressor(ignore: TrustTests.entry, proposed: "")
        #expect(suppressor.judge(Made.finding(), change: TrustTests.everything).record != nil)
    }
}

import Findings
import Suppression
import Testing

struct MarkerTests {
    private func reasons(_ line: String) -> [String] { InlineMarker.all(in: Array(line.utf8)).map(\.reason) }

    @Test(arguments: [
        "lapwing:allow[generic-password] made up for the tests",
        "lapwing:allow[generic-password]: made up for the tests",
        "lapwing:allow[generic-password] — made up for the tests */",
        "lapwing:allow[generic-password] made up for the tests -->",
        "lapwing:allow[a-b, generic-password] made up for the tests\r",
        "lapwing:allow[generic-password] made up for the tests #}",
    ])
    func markerInAnyCommentHides(_ text: String) throws {
        let verdict = try Made.suppressor().judge(Made.finding(markers: Made.after(text)))
        #expect(verdict.record?.means == .marker)
        #expect(verdict.record?.place == "line 10")
        #expect(verdict.record?.reason == "made up for the tests")
        #expect(verdict.record?.review == nil)
        #expect(verdict.used == [.marker(line: 10)])
    }

    @Test(arguments: [
        ("lapwing:allow[generic-password]", "gives no reason"),
        ("lapwing:allow[generic-password] -->", "gives no reason"),
        ("lapwing:allow made up", "names no rule"), ("lapwing:allow[] made up", "names no rule"),
        ("lapwing:allow[*] made up", "no rule id"), ("lapwing:allow[generic-*] made up", "no rule id"),
        ("lapwing:allow[generic-password=zz] made up", "no rule id"),
        ("lapwing:allow[generic-token] made up", "for another rule"),
    ])
    func markerThatDoesNotCountSaysWhy(_ text: String, _ why: String) throws {
        let verdict = try Made.suppressor().judge(Made.finding(markers: Made.after(text)))
        #expect(verdict.record == nil)
        #expect(verdict.notes.count == 1)
        #expect(verdict.notes.first?.contains(why) == true, "\(verdict.notes)")
    }

    @Test func otherWordsAreNoMarkers() {
        #expect(reasons("lapwing:allowed[generic-password] x") == [])
        #expect(reasons("lapwing:allow-nextline[generic-password] x") == [])
        #expect(reasons("lapwing:ignore[generic-password] x") == [])
    }

    @Test func severalMarkersOnALineEachKeepTheirReason() {
        #expect(reasons("lapwing:allow[a] one lapwing:allow[b] two") == ["one", "two"])
    }

    @Test func markerAboveCountsWhereItStandsAlone() throws {
        let text = "lapwing:allow[generic-password] made up"
        let suppressor = try Made.suppressor()
        #expect(suppressor.judge(Made.finding(markers: Made.above(text))).record?.place == "line 9")
        #expect(suppressor.judge(Made.finding(markers: Made.above(text, alone: false))).record == nil)
    }

    @Test func allowNextSpeaksOfTheNextLineOnly() throws {
        let text = "lapwing:allow-next[generic-password] made up"
        let suppressor = try Made.suppressor()
        #expect(suppressor.judge(Made.finding(markers: Made.above(text, alone: false))).record?.place == "line 9")
        #expect(suppressor.judge(Made.finding(markers: Made.after(text))).record == nil)
    }

    @Test func secretOfManyLinesTakesAMarkerOnItsLast() throws {
        let finding = Made.finding(
            rule: "private-key", value: Made.strong, endLine: 30,
            markers: Made.after("lapwing:allow[private-key] made up"))
        #expect(try Made.suppressor().judge(finding).record?.place == "line 30")
    }

    @Test func tagBindsAMarkerToAValue() throws {
        let suppressor = try Made.suppressor()
        let tag = ValueTag.of(Made.finding().secretID)
        let marker = Made.after("lapwing:allow[generic-password=\(tag)] made up")
        #expect(suppressor.judge(Made.finding(markers: marker)).record != nil)
        let other = suppressor.judge(Made.finding(value: Array("letmein99".utf8), markers: marker))
        #expect(other.record == nil)
        #expect(other.notes.first?.contains("another value") == true)
    }

    @Test(arguments: [
        (ForeignMarker.gitleaks, "gitleaks:allow"), (.detectSecrets, "pragma: allowlist secret"),
        (.trufflehog, "trufflehog:ignore"),
    ])
    func foreignMarkersCountWhenAskedFor(_ kind: ForeignMarker, _ text: String) throws {
        let finding = Made.finding(markers: Made.after(text))
        #expect(try Made.suppressor(foreign: [kind]).judge(finding).record?.reason == "marked with \(text)")
        let refused = try Made.suppressor(foreign: ForeignMarker.allCases.filter { $0 != kind }).judge(finding)
        #expect(refused.record == nil)
        #expect(refused.notes.first?.contains("foreign-markers: [\(kind.rawValue)]") == true)
        let above = Made.finding(markers: Made.above(text))
        #expect(try Made.suppressor(foreign: [kind]).judge(above).record == nil)
    }

    @Test func detectSecretsHasANextLineMarker() throws {
        let finding = Made.finding(markers: Made.above("pragma: allowlist nextline secret"))
        #expect(try Made.suppressor(foreign: [.detectSecrets]).judge(finding).record != nil)
    }

    @Test func markersCanBeTakenForText() throws {
        let suppressor = Suppressor(usesMarkers: false, today: Made.today, exists: { _ in true })
        let finding = Made.finding(markers: Made.after("lapwing:allow[generic-password] made up"))
        #expect(suppressor.judge(finding).record == nil)
    }
}

import Findings
import Testing

@Suite struct ProvenanceTests {
    @Test(arguments: [
        (0, 0, "1970-01-01T00:00:00+00:00"), (951_782_399, 0, "2000-02-28T23:59:59+00:00"),
        (951_782_400, 60, "2000-02-29T01:00:00+01:00"), (951_868_799, 90, "2000-03-01T01:29:59+01:30"),
        (1_709_164_800, -480, "2024-02-28T16:00:00-08:00"), (4_107_542_400, 0, "2100-03-01T00:00:00+00:00"),
        (-1, 0, "1969-12-31T23:59:59+00:00"), (-2_208_988_800, 330, "1900-01-01T05:30:00+05:30"),
    ])
    func datesAreWrittenInTheAuthorsZone(_ time: Int, _ zone: Int, _ text: String) {
        let provenance = Provenance(commit: "", author: [], authorMail: [], time: time, zone: zone)
        #expect(provenance.date == text)
    }

    @Test(arguments: [Int.max, Int.min, 1 << 60]) func hostileTimesAreShownAsTheNearest(_ time: Int) {
        for zone in [Int.min, 0, Int.max] {
            #expect(Provenance(commit: "", author: [], authorMail: [], time: time, zone: zone).date.count == 25)
        }
    }
}

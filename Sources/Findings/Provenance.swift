public import Bytes

/// Which commit a finding comes from. Names and addresses are bytes of whatever encoding.
public struct Provenance: Sendable, Hashable {
    /// 40 or 64 hexadecimal digits.
    public let commit: String
    public let author: [UInt8]
    public let authorMail: [UInt8]
    /// When it was written, in its author's time zone: `2026-11-24T12:00:00+01:00`.
    public let date: String
    /// Whether the secret still stands in the same file of the newest commit that was looked at; nil where nobody asked.
    public var isInHead: Bool?

    /// - Parameters:
    ///   - time: seconds since 1970 began, UTC.
    ///   - zone: minutes east of UTC.
    public init(commit: String, author: [UInt8], authorMail: [UInt8], time: Int, zone: Int, isInHead: Bool? = nil) {
        self.commit = commit
        self.author = author
        self.authorMail = authorMail
        date = Provenance.text(time, zone)
        self.isInHead = isInHead
    }

    /// ISO 8601. The years that four digits can say; anything else is a hostile commit's, and shown as the nearest.
    private static func text(_ time: Int, _ zone: Int) -> String {
        let zone = max(-1_439, min(1_439, zone))
        let local = max(-62_135_596_800 + 86_400, min(253_402_300_799 - 86_400, time)) + 60 * zone
        let day = Int((Double(local) / 86_400).rounded(.down))
        let second = local - day * 86_400
        // From days to a date in the Gregorian calendar, counted from the first of March of the year 0.
        let shifted = day + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let ofEra = shifted - era * 146_097
        let year = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * year + year / 4 - year / 100)
        let month = (5 * ofYear + 2) / 153
        let date = ofYear - (153 * month + 2) / 5 + 1
        let civil = month < 10 ? month + 3 : month - 9
        let number = year + era * 400 + (civil <= 2 ? 1 : 0)
        let sign = zone < 0 ? "-" : "+"
        return "\(padded(number, 4))-\(padded(civil))-\(padded(date))T"
            + "\(padded(second / 3_600)):\(padded(second / 60 % 60)):\(padded(second % 60))"
            + "\(sign)\(padded(abs(zone) / 60)):\(padded(abs(zone) % 60))"
    }

    private static func padded(_ number: Int, _ width: Int = 2) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// How far a secret is spread in a history.
public struct HistoryFacts: Sendable, Hashable {
    /// How many of the commits that were looked at have it.
    public var commits = 0
    /// In how many contents of files it stands.
    public var blobs = 0
    /// Where it stands or stood, sorted.
    public var paths: [FilePath] = []
    /// The branches and tags whose newest commit has it, sorted.
    public var references: [String] = []
    /// The commit that removed it, where it is gone from the newest commit.
    public var removal: Provenance?

    public init() {}
}

/// A day, as `2027-01-31` (ISO 8601). An entry that expires on a day counts through all of it, in UTC.
public struct CalendarDate: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let year: Int
    public let month: Int
    public let day: Int

    /// nil for anything but a day that there is, written with ten characters.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
        func number(_ range: Range<Int>) -> Int? {
            bytes[range].reduce(Optional(0)) { value, byte in
                guard let value, (0x30...0x39).contains(byte) else { return nil }
                return value * 10 + Int(byte - 0x30)
            }
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), (1...12).contains(month),
            day >= 1, day <= CalendarDate.days(in: month, of: year)
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The day of a moment.
    /// - Parameter seconds: since 1970-01-01, UTC.
    public init(secondsSinceEpoch seconds: Int) {
        var rest = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        var year = 1970
        while rest < 0 {
            year -= 1
            rest += CalendarDate.days(of: year)
        }
        while rest >= CalendarDate.days(of: year) {
            rest -= CalendarDate.days(of: year)
            year += 1
        }
        var month = 1
        while rest >= CalendarDate.days(in: month, of: year) {
            rest -= CalendarDate.days(in: month, of: year)
            month += 1
        }
        self.init(year: year, month: month, day: rest + 1)
    }

    private init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    public var description: String {
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    public static func < (left: CalendarDate, right: CalendarDate) -> Bool {
        (left.year, left.month, left.day) < (right.year, right.month, right.day)
    }

    private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
    private static func days(of year: Int) -> Int { isLeap(year) ? 366 : 365 }
    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

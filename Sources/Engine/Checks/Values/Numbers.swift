internal import Bytes

/// Numbers, dates, times, versions, addresses of the network, telephone numbers. A password of digits alone is a PIN: it is left to
/// the name.
enum Numbers: ValueKind {
    static func reason(_ value: Literal) -> String? {
        guard value.consists(of: parts) else { return version(value) }
        let isBare = value.digits == value.count
        // More digits than any number, date or telephone number has.
        if isBare, value.count >= 20 { return nil }
        if isBare, value.kind == .password || value.kind == .other, value.count >= 4, value.count <= 12 { return nil }
        return "a number, date or version"
    }

    private static let parts = ByteSet.digits.union(ByteSet(ascii: ".:-/TZ+ ,"))

    /// `v1.2.3`, `1.2.3-beta`, `>=2.0`, `^1.0.0`, `~> 4.2`.
    private static func version(_ value: Literal) -> String? {
        let core = value.bytes.drop { versionMarks.contains($0) }
        guard let first = core.first, ByteSet.digits.contains(first) else { return nil }
        let number = core.prefix { ByteSet.digits.contains($0) || $0 == UInt8(ascii: ".") }
        guard number.count(where: { $0 == UInt8(ascii: ".") }) >= 2 else { return nil }
        let rest = core.dropFirst(number.count)
        return rest.isEmpty || rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") ? "a version" : nil
    }

    private static let versionMarks = ByteSet(ascii: "vV^~>=< ")
}

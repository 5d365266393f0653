internal import Bytes

/// Where something is: paths, addresses without a password, names of hosts, files, packages and resources.
enum Locations: ValueKind {
    static func reason(_ value: Literal) -> String? {
        if value.lowered.contains("://") { return "an address" }
        if value.lowered.contains(".md#") || value.lowered.contains(".html#") { return "a place in a document" }
        if isAction(value) { return "an action of a program" }
        if isMail(value) { return "a mail address" }
        if value.contains(","), value.contains("=") { return "options, joined" }
        if isSetting(value) { return "an option with its value" }
        if value.starts(with: "/"), value.contains("?"), value.contains("=") { return "a path" }
        if value.contains("/"), isPath(value) { return "a path" }
        if hosts.contains(where: value.lowered.hasSuffix), value.contains(".") { return "the name of a host" }
        return nil
    }

    private static let hosts = [
        ".com", ".org", ".net", ".io", ".local", ".internal", ".dev", ".test", ".html", ".aspx", ".jsp",
    ]

    /// `users#create`: where a request goes, as Rails writes it.
    private static func isAction(_ value: Literal) -> Bool {
        let parts = value.bytes.split(separator: UInt8(ascii: "#"), omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy {
                !$0.isEmpty && $0.allSatisfy { ByteSet.lowercase.contains($0) || $0 == 0x5F || $0 == 0x2F }
            }
            && !Randomness.isGenerated(value.bytes)
    }

    /// `source=my_secret`: two names.
    private static func isSetting(_ value: Literal) -> Bool {
        let parts = value.bytes.split(separator: UInt8(ascii: "="), omittingEmptySubsequences: false)
        return parts.count == 2
            && parts.allSatisfy { part in
                part.count >= 3 && part.allSatisfy { ByteSet.lowercase.contains($0) || $0 == 0x5F || $0 == 0x2D }
                    && !Randomness.isGenerated(Array(part))
            }
    }

    private static func isMail(_ value: Literal) -> Bool {
        let parts = value.bytes.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard parts.count == 2, let name = parts.first, let host = parts.last else { return false }
        guard let dot = host.lastIndex(of: UInt8(ascii: ".")) else { return false }
        let top = host[(dot + 1)...]
        return !name.isEmpty && name.allSatisfy(mail.contains) && host.allSatisfy(mail.contains)
            && (2...6).contains(top.count) && top.allSatisfy(ByteSet.lowercase.contains)
    }

    private static let mail = ByteSet.word.union(ByteSet(ascii: ".-+"))

    /// Parts that people name, joined by slashes: none of them made by a generator.
    private static func isPath(_ value: Literal) -> Bool {
        guard value.consists(of: pathBytes) else { return false }
        let parts = value.bytes.split(separator: UInt8(ascii: "/"))
        guard !parts.isEmpty else { return true }
        return parts.allSatisfy { part in
            part.count < 3 ? !part.contains(where: ByteSet.digits.contains) : !Randomness.isGenerated(Array(part))
        } && value.letters * 2 >= value.count && !Randomness.isGenerated(value.bytes.filter { $0 != 0x2F })
    }

    private static let pathBytes = ByteSet.word.union(ByteSet(ascii: "/.-@+~:"))
}

/// What may be written down as a link.
enum WebAddress {
    /// Whether `text` is a web address whose every byte a URI may hold.
    static func isValid(_ text: String) -> Bool {
        let allowed: (UInt8) -> Bool = { (0x21...0x7E).contains($0) && !"\"<>\\^`{|}".utf8.contains($0) }
        return (text.hasPrefix("https://") || text.hasPrefix("http://")) && text.utf8.allSatisfy(allowed)
    }
}

internal import Bytes
internal import Findings

/// Looks for text that may be a marker on the lines of a secret and on the one before. Only accepted candidates ask, and it looks a fixed
/// distance far, well inside the margins that every chunk has, so that the answer never depends on where a file was cut.
extension NearbyMarkers {
    /// Bytes before the secret, after it, and on the line before.
    static let reach = 1_024

    /// - Parameters:
    ///   - secret: relative to `text`.
    ///   - isTextStart: whether the blob begins where `text` does.
    init(around secret: Range<Int>, in text: Span<UInt8>, isTextStart: Bool) {
        let floor = max(0, secret.lowerBound - NearbyMarkers.reach)
        let ceiling = min(text.count, secret.upperBound + NearbyMarkers.reach)
        let newline = text.lastIndex(of: .newline, from: floor, to: secret.lowerBound)
        let isWhole = newline != nil || (floor == 0 && isTextStart)
        let start = newline.map { $0 + 1 } ?? floor
        let end = text.firstIndex(of: .newline, from: secret.upperBound, to: ceiling) ?? ceiling
        self.init()
        before = NearbyMarkers.marker(in: start..<secret.lowerBound, of: text, startsLine: isWhole)
        after = NearbyMarkers.marker(in: secret.upperBound..<end, of: text, startsLine: false)
        guard let newline else { return }
        let low = max(0, newline - NearbyMarkers.reach)
        let above = text.lastIndex(of: .newline, from: low, to: newline)
        lineBefore = NearbyMarkers.marker(
            in: (above.map { $0 + 1 } ?? low)..<newline, of: text,
            startsLine: above != nil || (low == 0 && isTextStart))
    }

    /// From the first marker's word on. Markers are told by their colon: `…:allow`, `…:ignore`, `pragma: allowlist`.
    private static func marker(in range: Range<Int>, of text: Span<UInt8>, startsLine: Bool) -> Text? {
        var position = range.lowerBound
        while let colon = text.firstIndex(of: UInt8(ascii: ":"), from: position, to: range.upperBound) {
            position = colon + 1
            guard isVerb(at: colon + 1, text) else { continue }
            var word = colon
            while word > range.lowerBound, ByteSet.letters.contains(text[word - 1]) { word -= 1 }
            guard word < colon else { continue }
            var end = range.upperBound
            if end > word, text[end - 1] == .carriageReturn { end -= 1 }
            let lead = text.array(range.lowerBound..<word)
            let isAlone = startsLine && !lead.contains { ByteSet.alphanumerics.contains($0) || $0 >= 0x80 }
            return Text(bytes: text.array(word..<end), standsAlone: isAlone)
        }
        return nil
    }

    private static func isVerb(at index: Int, _ text: Span<UInt8>) -> Bool {
        text.hasBytes("allow", at: index) || text.hasBytes("ignore", at: index)
            || text.hasBytes(" allowlist", at: index)
    }
}

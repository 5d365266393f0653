internal import Bytes
internal import Findings

/// The bytes around an accepted candidate, kept while they are at hand; the excerpt is cut from them once all of its neighbours
/// are known, so that none of them shows.
struct Surroundings {
    /// How many bytes before and after the secret an excerpt shows at most.
    static let most = 96

    private let bytes: [UInt8]
    /// The blob offset of the first of `bytes`.
    private let start: Int
    private let cutBefore: Bool
    private let cutAfter: Bool

    /// - Parameter secret: relative to `text`, which starts at blob offset `origin`.
    init(of secret: Range<Int>, in text: Span<UInt8>, origin: Int) {
        let floor = max(0, secret.lowerBound - Surroundings.most)
        let before = text.lastIndex(of: .newline, from: floor, to: secret.lowerBound).map { $0 + 1 }
        let ceiling = min(text.count, secret.upperBound + Surroundings.most)
        let after = text.firstIndex(of: .newline, from: secret.upperBound, to: ceiling)
        let low = before ?? floor
        let high = after ?? ceiling
        // A line that begins, or ends, just there is not cut.
        cutBefore = before == nil && origin + floor > 0 && (floor == 0 || text[floor - 1] != .newline)
        cutAfter = after == nil && ceiling < text.count && text[ceiling] != .newline
        bytes = text.array(low..<high)
        start = origin + low
    }

    /// The line with the secret marked and every neighbour held as a secret too. Ranges are blob offsets.
    func excerpt(secret: Range<Int>, neighbours: [Range<Int>]) -> Excerpt {
        var hidden = [UInt8](repeating: 0, count: bytes.count)
        for range in neighbours { fill(&hidden, range, with: 1) }
        fill(&hidden, secret, with: 2)
        var segments: [Excerpt.Segment] = []
        var index = 0
        while index < bytes.count {
            var end = index
            while end < bytes.count, hidden[end] == hidden[index] { end += 1 }
            let piece = Array(bytes[index..<end])
            switch hidden[index] {
            case 0: segments.append(.text(trimmed(piece, isLast: end == bytes.count)))
            case 1: segments.append(.secret(Secret(piece, isPiece: true), marked: false))
            default: segments.append(.secret(Secret(piece), marked: true))
            }
            index = end
        }
        return Excerpt(segments: segments, cutBefore: cutBefore, cutAfter: cutAfter)
    }

    private func fill(_ hidden: inout [UInt8], _ range: Range<Int>, with mark: UInt8) {
        let local = range.lowerBound - start..<range.upperBound - start
        for index in local.clamped(to: 0..<hidden.count) { hidden[index] = mark }
    }

    /// Without the carriage return of a CRLF line end.
    private func trimmed(_ piece: [UInt8], isLast: Bool) -> [UInt8] {
        isLast && piece.last == .carriageReturn ? piece.dropLast() : piece
    }
}

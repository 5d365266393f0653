import Bytes
import Engine
import TestSupport

/// A text that was made from another one, with the copies it is made of.
struct EditedText {
    private(set) var text: [UInt8] = []
    private(set) var copies: [CopyRun] = []
    private let base: [UInt8]

    init(of base: [UInt8]) { self.base = base }

    mutating func copy(_ range: Range<Int>) {
        copies.append(CopyRun(source: range.lowerBound, target: text.count, count: range.count))
        text += base[range]
    }

    mutating func insert(_ bytes: [UInt8]) { text += bytes }

    /// Replaces stretches of the base, which are in order and apart.
    mutating func replace(_ edits: [(range: Range<Int>, bytes: [UInt8])]) {
        var done = 0
        for edit in edits {
            copy(done..<edit.range.lowerBound)
            insert(edit.bytes)
            done = edit.range.upperBound
        }
        copy(done..<base.count)
    }

    /// Cuts the copies into pieces, as a delta may.
    mutating func splitCopies(_ noise: inout Noise, mostPieces: Int) {
        copies = copies.flatMap { run in
            var pieces: [CopyRun] = []
            var done = 0
            while done < run.count {
                let count = pieces.count < mostPieces ? noise.number(1..<run.count - done + 1) : run.count - done
                pieces.append(CopyRun(source: run.source + done, target: run.target + done, count: count))
                done += count
            }
            return pieces
        }
    }

    /// A random edit: small ones mostly, as commits make them, and every strange one that a delta can say.
    /// - Parameter piece: makes what is inserted.
    static func random(
        of base: [UInt8], _ noise: inout Noise, _ piece: (inout Noise) -> [UInt8]
    ) -> EditedText {
        var edited = EditedText(of: base)
        let cut = base.isEmpty ? 0 : noise.number(0..<base.count + 1)
        let other = base.isEmpty ? 0 : noise.number(0..<base.count + 1)
        let (low, high) = (min(cut, other), max(cut, other))
        switch noise.number(0..<24) {
        case 0: edited.insert(noise.chance(2) ? [] : piece(&noise))
        case 1: edited.copy(0..<base.count)
        case 2:
            edited.copy(cut..<base.count)
            edited.copy(0..<cut)
        case 3:
            edited.copy(0..<high)
            if noise.chance(2) { edited.insert(piece(&noise)) }
            edited.copy(low..<base.count)
        case 4: edited.copy(low..<high)
        case 5:
            edited.copy(low..<base.count)
            edited.insert(piece(&noise))
            edited.copy(0..<low)
            edited.copy(low..<high)
        case 6: edited.replace(edits(base, &noise, count: noise.number(5..<15), piece))
        case 7:
            // One byte of each of the first lines goes.
            let ends = base.indices.filter { base[$0] == 0x0A }.prefix(4)
            edited.replace(ends.map { (range: $0..<$0 + 1, bytes: noise.chance(2) ? [] : [0x0D, 0x0A]) })
        default: edited.replace(edits(base, &noise, count: noise.number(1..<4), piece))
        }
        if noise.chance(3) { edited.splitCopies(&noise, mostPieces: 20) }
        return edited
    }

    private static func edits(
        _ base: [UInt8], _ noise: inout Noise, count: Int, _ piece: (inout Noise) -> [UInt8]
    ) -> [(range: Range<Int>, bytes: [UInt8])] {
        guard !base.isEmpty else { return [(0..<0, piece(&noise))] }
        var places = Set((0..<count).map { _ in place(base, &noise) }).sorted()
        places.append(base.count)
        return zip(places, places.dropFirst()).map { place, next in
            let most = min(next - place, noise.chance(4) ? 300 : 12)
            let length = most == 0 || noise.chance(3) ? 0 : noise.number(0..<most + 1)
            let bytes: [UInt8] =
                switch noise.number(0..<5) {
                case 0: []
                case 1: [noise.pick([0x0A, 0x20, 0x61, 0x30, 0x28, 0x29, 0x00])]
                default: piece(&noise)
                }
            return (place..<place + length, bytes)
        }
    }

    /// Anywhere, or beside a line end or a quote.
    private static func place(_ base: [UInt8], _ noise: inout Noise) -> Int {
        let anywhere = noise.number(0..<base.count)
        guard noise.chance(2) else { return anywhere }
        let marks: [UInt8] = [0x0A, 0x22, 0x5F, 0x2D]
        let near = (anywhere..<min(base.count, anywhere + 200)).first { marks.contains(base[$0]) } ?? anywhere
        return max(0, min(base.count - 1, near + noise.number(-2..<3)))
    }
}

/// The one pass over every byte: where does an anchor stand, and whose?
///
/// Two steps. `GramTable` says, for each position, whether some anchor's probed gram may stand there (a hash probe, about a
/// third of a cycle a byte; wrong about once in two hundred positions). The exact step looks the gram up, compares every
/// element of each anchor that has it, and calls the visitor. Its cost does not depend on the number of rules. Immutable after
/// `init`; every worker reads the same one.

internal import Bytes
public import Rules

public struct Prefilter: Sendable {
    private var grams = GramTable()
    /// Open addressing over folded grams, a power of two of slots, at most half of them used: the gram, and its first link.
    private var slotGrams: [UInt32]
    private var slotLinks: [Int32]
    /// Chains of anchors that share a gram.
    private var links: [(anchor: Int32, next: Int32)] = []
    private var anchors: [CompactAnchor] = []
    /// The longest anchor in bytes.
    public private(set) var longestAnchor = 0

    /// An anchor as the exact step compares it.
    private struct CompactAnchor: Sendable {
        let gramOffset: Int
        let elements: [ByteSet]
        let rules: [Int]

        func stands(in text: Span<UInt8>, at start: Int) -> Bool {
            guard start >= 0, start + elements.count <= text.count else { return false }
            for offset in 0..<elements.count where !elements[offset].contains(text[start + offset]) { return false }
            return true
        }
    }

    public init(_ table: AnchorTable) {
        var pairs: [(gram: UInt32, anchor: Int32)] = []
        for entry in table.entries {
            let index = Int32(anchors.count)
            anchors.append(
                CompactAnchor(gramOffset: entry.gramOffset, elements: entry.anchor.elements, rules: entry.rules))
            longestAnchor = max(longestAnchor, entry.anchor.elements.count)
            for gram in entry.anchor.grams(at: entry.gramOffset) { pairs.append((gram, index)) }
        }
        var slots = 1_024
        while slots < 2 * pairs.count { slots *= 2 }
        slotGrams = [UInt32](repeating: 0, count: slots)
        slotLinks = [Int32](repeating: -1, count: slots)
        for (gram, anchor) in pairs { link(gram, to: anchor) }
    }

    private mutating func link(_ gram: UInt32, to anchor: Int32) {
        grams.insert(gram)
        var slot = Prefilter.slot(gram, count: slotGrams.count)
        while slotLinks[slot] >= 0, slotGrams[slot] != gram { slot = (slot + 1) & (slotGrams.count - 1) }
        links.append((anchor, slotLinks[slot]))
        slotGrams[slot] = gram
        slotLinks[slot] = Int32(links.count - 1)
    }

    private static func slot(_ gram: UInt32, count: Int) -> Int {
        Int((gram &* 0x85EB_CA6B) >> 12) & (count - 1)
    }

    /// Finds every anchor whose probed gram starts in `range` of `text` and appends (start of the anchor, index of the anchor)
    /// to `hits`, ordered by the gram's position. `scratch` is reused memory.
    func scan(
        _ text: Span<UInt8>, _ range: Range<Int>, hits: inout [AnchorHit], scratch: inout [UInt32],
        portable: Bool = false
    ) {
        var from = range.lowerBound
        while from < range.upperBound {
            scratch.removeAll(keepingCapacity: true)
            from = grams.scan(text, from: from, to: range.upperBound, into: &scratch, portable: portable)
            for position in scratch { confirm(text, at: Int(position), &hits) }
        }
    }

    /// The exact step for one position.
    @inline(__always)
    private func confirm(_ text: Span<UInt8>, at position: Int, _ hits: inout [AnchorHit]) {
        let gram = text.foldedGram(at: position)
        var slot = Prefilter.slot(gram, count: slotGrams.count)
        while slotLinks[slot] >= 0 {
            if slotGrams[slot] == gram {
                var next = slotLinks[slot]
                while next >= 0 {
                    let link = links[Int(next)]
                    let start = position - anchors[Int(link.anchor)].gramOffset
                    if anchors[Int(link.anchor)].stands(in: text, at: start) {
                        hits.append(AnchorHit(position: start, anchor: Int(link.anchor)))
                    }
                    next = link.next
                }
                return
            }
            slot = (slot + 1) & (slotGrams.count - 1)
        }
    }

    /// The rules that an anchor triggers.
    func rules(of anchor: Int) -> [Int] { anchors[anchor].rules }

    /// The slow way, for tests: every anchor compared at every position.
    func scanSlowly(_ text: Span<UInt8>) -> [AnchorHit] {
        var hits: [AnchorHit] = []
        for position in 0..<text.count {
            for (index, anchor) in anchors.enumerated() where anchor.stands(in: text, at: position) {
                hits.append(AnchorHit(position: position, anchor: index))
            }
        }
        return hits
    }
}

/// An anchor at a place.
struct AnchorHit: Sendable, Hashable {
    /// Of its first byte, relative to the scanned text.
    let position: Int
    /// Index into the prefilter's anchors.
    let anchor: Int
}

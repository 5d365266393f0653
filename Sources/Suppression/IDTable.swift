internal import Bytes

/// Entries by secret id: open addressing over the id's last 64 bits, entries with the same ones in a chain. A dictionary would cost a
/// baseline of 10,000 entries more than the hook may take for it.
struct IDTable: Sendable {
    private var slots: [Int32]
    private var keys: [UInt64] = []
    private var next: [Int32] = []
    /// Against files that are made to collide.
    private let seed = UInt64.random(in: .min ... .max) | 1

    init(minimumCount: Int) {
        var size = 16
        while size < minimumCount * 2 { size *= 2 }
        slots = Array(repeating: -1, count: size)
        keys.reserveCapacity(minimumCount)
        next.reserveCapacity(minimumCount)
    }

    /// The key of the id at `index`: nil where the bytes there are no id.
    static func key(_ text: Span<UInt8>, at index: Int) -> UInt64? {
        guard index >= 0, index + Baseline.idLength <= text.count,
            text[index] == UInt8(ascii: "s") || text[index] == UInt8(ascii: "w"), text[index + 1] == UInt8(ascii: "1"),
            text[index + 2] == UInt8(ascii: "-")
        else { return nil }
        var key: UInt64 = 0
        var bad: UInt8 = 0
        for offset in index + 3..<index + Baseline.idLength {
            let byte = text[offset]
            let digit = byte &- 0x30
            let letter = byte &- 0x61
            bad |= digit < 10 || letter < 6 ? 0 : 1
            key = key << 4 | UInt64(digit < 10 ? digit : letter &+ 10)
        }
        return bad == 0 ? key : nil
    }

    /// Values must come in the order 0, 1, 2, …
    mutating func insert(_ key: UInt64, _ value: Int32) {
        if (keys.count + 1) * 2 > slots.count { grow() }
        keys.append(key)
        let slot = find(key)
        next.append(slots[slot])
        slots[slot] = value
    }

    /// All values of a key, the last first.
    func values(of key: UInt64) -> [Int32] {
        var found: [Int32] = []
        var value = slots[find(key)]
        while value >= 0 {
            found.append(value)
            value = next[Int(value)]
        }
        return found
    }

    /// The slot that holds the key, or the free one where it would go.
    private func find(_ key: UInt64) -> Int {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: (key &* seed) >> 20) & mask
        while slots[slot] >= 0, keys[Int(slots[slot])] != key { slot = (slot + 1) & mask }
        return slot
    }

    private mutating func grow() {
        slots = Array(repeating: -1, count: slots.count * 2)
        // The last entry of each chain leads it, as it did.
        for index in keys.indices { slots[find(keys[index])] = Int32(index) }
    }
}

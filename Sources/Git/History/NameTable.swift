/// Numbers of names, remembered: a history has a few thousand names, and trees repeat them millions of times. Nothing is copied to look
/// one up. Whatever the names, it stays small.

internal import Bytes

struct NameTable {
    private struct Slot {
        var hash = 0
        var start: Int32 = 0
        /// 0 where there is none.
        var count: Int32 = 0
        var number: Int32 = 0
    }

    private var slots = [Slot](repeating: Slot(), count: 1 << 10)
    private var used = 0
    private var bytes: [UInt8] = []

    private static let mostNames = 1 << 16
    private static let mostBytes = 1 << 22

    /// The number of the name that stands at `range` of a text, which `make` gives where it is not known. No name is empty.
    mutating func number(_ text: Span<UInt8>, _ range: Range<Int>, or make: ([UInt8]) -> Int32) -> Int32 {
        var hasher = Hasher()
        // Only read, and only for this call. Seeded: nobody can choose names that collide.
        unsafe text.extracting(range).withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        let hash = hasher.finalize()
        var place = hash & (slots.count - 1)
        while slots[place].count > 0 {
            if slots[place].hash == hash, isEqual(slots[place], text, range) { return slots[place].number }
            place = (place + 1) & (slots.count - 1)
        }
        let number = make(text.array(range))
        add(text, range, hash, number)
        return number
    }

    private func isEqual(_ slot: Slot, _ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        guard slot.count == range.count else { return false }
        for offset in 0..<range.count where bytes[Int(slot.start) + offset] != text[range.lowerBound + offset] {
            return false
        }
        return true
    }

    private mutating func add(_ text: Span<UInt8>, _ range: Range<Int>, _ hash: Int, _ number: Int32) {
        guard range.count <= NameTable.mostBytes else { return }
        if used >= NameTable.mostNames || bytes.count + range.count > NameTable.mostBytes {
            (slots, used) = ([Slot](repeating: Slot(), count: 1 << 10), 0)
            bytes.removeAll(keepingCapacity: true)
        }
        if used * 2 >= slots.count { grow() }
        let slot = Slot(hash: hash, start: Int32(bytes.count), count: Int32(range.count), number: number)
        bytes += text.array(range)
        insert(slot)
        used += 1
    }

    private mutating func insert(_ slot: Slot) {
        var place = slot.hash & (slots.count - 1)
        while slots[place].count > 0 { place = (place + 1) & (slots.count - 1) }
        slots[place] = slot
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: old.count * 2)
        for slot in old where slot.count > 0 { insert(slot) }
    }
}

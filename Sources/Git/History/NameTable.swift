/// Numbers of names, remembered: a history has a few thousand names, and trees repeat them millions of times. Nothing is copied to look
/// one up.

internal import Bytes

struct NameTable<Number: Sendable>: Sendable {
    private struct Slot {
        var hash = 0
        var start: Int32 = 0
        /// 0 where there is none.
        var count: Int32 = 0
        let number: Number
    }

    private var slots: [Slot?]
    private var used = 0
    private(set) var bytes: [UInt8] = []
    private let mostNames: Int
    private let mostBytes: Int

    /// - Parameters:
    ///   - mostNames: before there are more, all are forgotten; so it stays small, whatever the names.
    ///   - mostBytes: likewise, of all names together. A longer name is not remembered.
    init(mostNames: Int = 1 << 16, mostBytes: Int = 1 << 22) {
        slots = [Slot?](repeating: nil, count: 1 << 10)
        (self.mostNames, self.mostBytes) = (mostNames, mostBytes)
    }

    /// The number of the name that stands at `range` of a text, which `make` gives where it is not known. No name is empty.
    mutating func number(_ text: Span<UInt8>, _ range: Range<Int>, or make: ([UInt8]) -> Number) -> Number {
        var hasher = Hasher()
        // Only read, and only for this call. Seeded: nobody can choose names that collide.
        unsafe text.extracting(range).withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        let hash = hasher.finalize()
        var place = hash & (slots.count - 1)
        while let slot = slots[place] {
            if slot.hash == hash, isEqual(slot, text, range) { return slot.number }
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

    private mutating func add(_ text: Span<UInt8>, _ range: Range<Int>, _ hash: Int, _ number: Number) {
        guard range.count <= mostBytes else { return }
        if used >= mostNames || bytes.count + range.count > mostBytes {
            (slots, used) = ([Slot?](repeating: nil, count: 1 << 10), 0)
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
        while slots[place] != nil { place = (place + 1) & (slots.count - 1) }
        slots[place] = slot
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot?](repeating: nil, count: old.count * 2)
        for case let slot? in old { insert(slot) }
    }
}

/// Names by their numbers, each once, in one piece of memory.
struct NameList: Sendable {
    /// Finds a name's number; its bytes are those of all names.
    private var table = NameTable<Int32>(mostNames: .max, mostBytes: NameList.mostBytes)
    private var starts: [Int32] = [0]

    /// More than this no list holds.
    static let mostBytes = 1 << 30

    var count: Int { starts.count - 1 }

    /// Bytes of all names.
    var size: Int { table.bytes.count }

    /// The bytes of a name.
    subscript(number: Int32) -> [UInt8] {
        Array(table.bytes[Int(starts[Int(number)])..<Int(starts[Int(number) + 1])])
    }

    /// The number of a name, which is a new one where the name is new; nil where there is no room for it.
    mutating func number(of name: [UInt8]) -> Int32? {
        guard table.bytes.count + name.count <= NameList.mostBytes else { return nil }
        let next = Int32(count)
        let number = table.number(name.span, 0..<name.count) { _ in next }
        if number == next { starts.append(Int32(table.bytes.count)) }
        return number
    }
}

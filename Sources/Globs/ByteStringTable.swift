/// A hash of bytes taken one at a time, so that one pass over a path gives the hash of each of its parents.
///
/// It does not tell capitals from small letters: tables of either kind share it, and comparing decides. The seed is
/// drawn once a process, so that a hostile repository cannot prepare ignore files whose lines all collide.
struct ByteHash: Sendable {
    private static let seed = UInt64.random(in: .min ... .max)
    private(set) var value = ByteHash.seed

    @inline(__always)
    mutating func combine(_ byte: UInt8) {
        let product = (value ^ UInt64(byte.folded)).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        value = product.low ^ product.high
    }
}

/// The highest rank (number of a rule) of the patterns that share a key: of all of them, and of those that match files
/// too.
struct Ranks: Sendable {
    /// The rank of no pattern.
    static let none = -1

    var forFile: Int32 = -1
    var forDirectory: Int32 = -1

    mutating func insert(_ rank: Int32, isDirectoryOnly: Bool) {
        forDirectory = max(forDirectory, rank)
        if !isDirectoryOnly { forFile = max(forFile, rank) }
    }
}

/// Byte strings and their ranks: an immutable hash table that is asked with a stretch of a path, and allocates nothing.
struct ByteStringTable: Sendable {
    private struct Slot {
        var tag: UInt32 = 0
        var start: Int32 = 0
        /// -1: the slot is free.
        var length: Int32 = -1
        var ranks = Ranks()
    }

    /// Open addressing, at most half full; the number of slots is a power of two.
    private let slots: [Slot]
    private let keys: [UInt8]
    private let foldsCase: Bool
    let isEmpty: Bool
    /// The number of bytes of the longest key; -1 if there are no keys.
    let longestKey: Int

    /// - Parameter isReversed: keys are hashed from their last byte to their first.
    init(_ entries: [[UInt8]: Ranks], foldsCase: Bool, isReversed: Bool = false) {
        var capacity = 2
        while capacity < entries.count * 2 { capacity *= 2 }
        var slots = [Slot](repeating: Slot(), count: entries.isEmpty ? 0 : capacity)
        var keys: [UInt8] = []
        for (key, ranks) in entries {
            var hash = ByteHash()
            for byte in key.indices { hash.combine(key[isReversed ? key.count - 1 - byte : byte]) }
            var index = Int(truncatingIfNeeded: hash.value >> 32) & (capacity - 1)
            while slots[index].length >= 0 { index = (index + 1) & (capacity - 1) }
            slots[index] = Slot(
                tag: UInt32(truncatingIfNeeded: hash.value), start: Int32(keys.count), length: Int32(key.count),
                ranks: ranks)
            keys += key
        }
        self.slots = slots
        self.keys = keys
        self.foldsCase = foldsCase
        isEmpty = entries.isEmpty
        longestKey = entries.keys.lazy.map(\.count).max() ?? -1
    }

    /// The highest rank of the patterns whose key is `path[start..<end]`, which has this hash; -1 if there is none.
    func rank(of path: Span<UInt8>, from start: Int, to end: Int, hash: ByteHash, isDirectory: Bool) -> Int {
        let slots = self.slots.span
        let tag = UInt32(truncatingIfNeeded: hash.value)
        var index = Int(truncatingIfNeeded: hash.value >> 32) & (slots.count - 1)
        while slots[index].length >= 0 {
            let slot = slots[index]
            if slot.tag == tag, Int(slot.length) == end - start, isKey(at: Int(slot.start), path, from: start, to: end)
            {
                return Int(isDirectory ? slot.ranks.forDirectory : slot.ranks.forFile)
            }
            index = (index + 1) & (slots.count - 1)
        }
        return Ranks.none
    }

    private func isKey(at keyStart: Int, _ path: Span<UInt8>, from start: Int, to end: Int) -> Bool {
        let keys = self.keys.span
        for index in start..<end {
            let byte = foldsCase ? path[index].folded : path[index]
            if byte != keys[keyStart + index - start] { return false }
        }
        return true
    }
}

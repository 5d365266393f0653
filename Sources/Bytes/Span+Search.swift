// Searches over lent bytes. Offsets are 0-based and relative to the span; ranges are half-open.

#if canImport(Darwin)
    internal import Darwin
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Glibc
#endif

extension Span where Element == UInt8 {
    /// Eight bytes as a number, the highest first; they must be there.
    public func bigEndianWord(at offset: Int) -> UInt64 {
        precondition(offset >= 0 && offset <= count - 8, "a word outside of its span")
        // Inside the bounds checked above; a load that needs no alignment.
        return unsafe withUnsafeBufferPointer { buffer in
            unsafe UInt64(
                bigEndian: UnsafeRawPointer(buffer.baseAddress.unsafelyUnwrapped + offset)
                    .loadUnaligned(as: UInt64.self))
        }
    }

    /// Eight bytes as a number, the first lowest; they must be there.
    @inlinable
    public func word(at offset: Int) -> UInt64 {
        precondition(offset >= 0 && offset <= count - 8, "a word outside of its span")
        // Inside the bounds checked above; a load that needs no alignment.
        return unsafe UInt64(
            littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// The first place of `byte` in `from..<to`, or nil. Bounds beyond the span are clamped.
    public func firstIndex(of byte: UInt8, from: Int, to: Int) -> Int? {
        let low = Swift.max(0, from)
        let high = Swift.min(count, to)
        guard low < high else { return nil }
        // memchr is vectorised; a Swift loop is a tenth of its speed on long lines. The bounds were clamped above.
        return unsafe withUnsafeBufferPointer { buffer in
            let base = unsafe buffer.baseAddress.unsafelyUnwrapped
            guard let found = unsafe memchr(base + low, Int32(byte), high - low) else { return nil }
            return unsafe base.distance(to: found.assumingMemoryBound(to: UInt8.self))
        }
    }

    /// The last place of `byte` in `from..<to`, or nil. Bounds beyond the span are clamped.
    public func lastIndex(of byte: UInt8, from: Int, to: Int) -> Int? {
        let low = Swift.max(0, from)
        var index = Swift.min(count, to)
        while index > low {
            index -= 1
            if self[index] == byte { return index }
        }
        return nil
    }

    /// How often `byte` stands in `range`, which must lie inside the span.
    public func occurrences(of byte: UInt8, in range: Range<Int>) -> Int {
        var total = 0
        for index in range where self[index] == byte { total += 1 }
        return total
    }

    /// How many code points `range` holds when read as UTF-8; a byte that is not part of a well-formed sequence counts as one
    /// (so Latin-1 text counts its characters).
    public func codePoints(in range: Range<Int>) -> Int {
        var total = 0
        var index = range.lowerBound
        while index < range.upperBound {
            index += utf8Length(at: index, limit: range.upperBound)
            total += 1
        }
        return total
    }

    /// The length in bytes of the well-formed UTF-8 sequence that starts at `index`, or 1 where none does.
    public func utf8Length(at index: Int, limit: Int) -> Int {
        let first = self[index]
        guard first >= 0xC2, first < 0xF5 else { return 1 }
        let length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        guard index + length <= limit else { return 1 }
        for next in index + 1..<index + length where self[next] & 0xC0 != 0x80 { return 1 }
        switch (first, self[index + 1]) {
        case (0xE0, ..<0xA0), (0xED, 0xA0...), (0xF0, ..<0x90), (0xF4, 0x90...): return 1
        default: return length
        }
    }

    /// Whether the bytes from `index` on are those of `literal`.
    public func hasBytes(_ literal: StaticString, at index: Int) -> Bool {
        guard index >= 0, index + literal.utf8CodeUnitCount <= count else { return false }
        return literal.withUTF8Buffer { expected in
            for offset in 0..<expected.count where unsafe self[index + offset] != expected[offset] { return false }
            return true
        }
    }

    /// Whether `bytes` stand somewhere in it.
    public func contains(_ bytes: [UInt8]) -> Bool {
        guard let first = bytes.first else { return true }
        var start = 0
        while let place = firstIndex(of: first, from: start, to: count - bytes.count + 1) {
            var length = 1
            while length < bytes.count, self[place + length] == bytes[length] { length += 1 }
            if length == bytes.count { return true }
            start = place + 1
        }
        return false
    }

    /// How many bytes both begin with.
    public func commonPrefix(with other: Span<UInt8>) -> Int {
        let most = Swift.min(count, other.count)
        var length = 0
        // Eight at once, as long as both have them.
        unsafe withUnsafeBytes { mine in
            unsafe other.withUnsafeBytes { theirs in
                while length + 8 <= most,
                    unsafe mine.loadUnaligned(fromByteOffset: length, as: UInt64.self)
                        == theirs.loadUnaligned(fromByteOffset: length, as: UInt64.self)
                {
                    length += 8
                }
            }
        }
        while length < most, self[length] == other[length] { length += 1 }
        return length
    }

    /// How many bytes both end with, but at most `limit`.
    public func commonSuffix(with other: Span<UInt8>, limit: Int) -> Int {
        let most = Swift.min(count, other.count, limit)
        var length = 0
        // As above, from the ends.
        unsafe withUnsafeBytes { mine in
            unsafe other.withUnsafeBytes { theirs in
                while length + 8 <= most,
                    unsafe mine.loadUnaligned(fromByteOffset: mine.count - length - 8, as: UInt64.self)
                        == theirs.loadUnaligned(fromByteOffset: theirs.count - length - 8, as: UInt64.self)
                {
                    length += 8
                }
            }
        }
        while length < most, self[count - 1 - length] == other[other.count - 1 - length] { length += 1 }
        return length
    }

    /// A copy of `range`, clamped to the span.
    public func array(_ range: Range<Int>) -> [UInt8] {
        let clamped = range.clamped(to: 0..<count)
        return unsafe [UInt8](unsafeUninitializedCapacity: clamped.count) { buffer, written in
            for offset in 0..<clamped.count {
                unsafe buffer.initializeElement(at: offset, to: self[clamped.lowerBound + offset])
            }
            written = clamped.count
        }
    }
}

extension [UInt8] {
    /// Moves `count` bytes from `start` to the front; both must lie inside the array.
    public mutating func moveToFront(from start: Int, count: Int) {
        precondition(start >= 0 && count >= 0 && start + count <= self.count, "a move outside of its array")
        guard count > 0 else { return }
        // Inside the bounds checked above; memmove allows overlap.
        unsafe withUnsafeMutableBytes { buffer in
            let base = unsafe buffer.baseAddress.unsafelyUnwrapped
            _ = unsafe memmove(base, base + start, count)
        }
    }
}

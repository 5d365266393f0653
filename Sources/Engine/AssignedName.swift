/// What a value is assigned to, for rules that find a value wherever it stands: their patterns begin at the value.

internal import Bytes

extension Evidence {
    /// The name before `NAME = "` or `"name": "` (and their like) that ends at `position`; nil where no assignment stands there.
    /// Blob offsets; reads at most 96 bytes of the line.
    @_lifetime(self: copy self)
    mutating func assignedName(before position: Int) -> Range<Int>? {
        let line = lineBefore(position, limit: 96)
        var end = line.count
        func drop(_ set: ByteSet, most: Int) -> Int {
            let old = end
            while end > 0, old - end < most, set.contains(line[end - 1]) { end -= 1 }
            return old - end
        }
        _ = drop(ByteSet(ascii: "\"'`"), most: 1)
        _ = drop(ByteSet(ascii: " \t"), most: 4)
        guard drop(ByteSet(ascii: ":=>"), most: 3) > 0 else { return nil }
        _ = drop(ByteSet(ascii: " \t"), most: 4)
        _ = drop(ByteSet(ascii: "\"'`])"), most: 3)
        let nameEnd = end
        guard drop(ByteSet.word.union(ByteSet(ascii: ".-")), most: 64) > 1 else { return nil }
        return position - line.count + end..<position - line.count + nameEnd
    }
}

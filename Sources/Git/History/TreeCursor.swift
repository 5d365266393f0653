/// The entries of a tree that is a delta of another: those that were copied whole are told as places in the other one, so that nothing is
/// parsed, hashed or looked up twice. Exact for hostile trees, too: what is copied counts only where an entry of the base begins, and then
/// the same bytes say the same.

internal import Bytes

/// What the deltas of a tree are told of it.
struct TreeMemo: Sendable {
    /// Where the entries start, then the tree's length; bytes, 0-based.
    var starts: [Int32] = []

    var memoryCost: Int { 4 * starts.count }
}

struct TreeCursor {
    enum Step {
        /// Entries of the base, by their places in its memo.
        case copied(Range<Int>)
        case new(TreeEntry)
    }

    private let content: ByteBuffer
    private let format: ObjectFormat
    private let base: [Int32]
    private let copies: [CopyRun]
    private var position = 0
    private var copy = 0
    /// Where the entries start, and in the end the tree's length; only where that is wanted.
    private(set) var starts: [Int32] = []
    private let keepsStarts: Bool

    /// - Parameters:
    ///   - base: where the entries of the base start.
    ///   - copies: in the order of the tree.
    ///   - keepsStarts: whether other trees are deltas of this one.
    init(_ content: ByteBuffer, _ format: ObjectFormat, base: [Int32], copies: [CopyRun], keepsStarts: Bool) {
        (self.content, self.format, self.base, self.copies) = (content, format, base, copies)
        self.keepsStarts = keepsStarts
    }

    mutating func next() throws(ObjectFault) -> Step? {
        guard position < content.count else {
            if keepsStarts { starts.append(Int32(position)) }
            return nil
        }
        if let places = copied() {
            let shift = Int32(position) - base[places.lowerBound]
            if keepsStarts { for place in places { starts.append(base[place] + shift) } }
            position = Int(base[places.upperBound] + shift)
            return .copied(places)
        }
        if keepsStarts { starts.append(Int32(position)) }
        var end = position
        let entry = try Tree.entry(content.bytes, at: &end, format)
        position = end
        return .new(entry)
    }

    /// The entries of the base that stand, whole, from the position on.
    private mutating func copied() -> Range<Int>? {
        while copy < copies.count, copies[copy].target + copies[copy].count <= position { copy += 1 }
        guard copy < copies.count, copies[copy].target <= position else { return nil }
        let run = copies[copy]
        let start = run.source + position - run.target
        let first = base.indices.firstPlace { Int(base[$0]) >= start }
        guard first < base.count, Int(base[first]) == start else { return nil }
        let end = base.indices.firstPlace { Int(base[$0]) > run.source + run.count } - 1
        return end > first ? first..<end : nil
    }
}

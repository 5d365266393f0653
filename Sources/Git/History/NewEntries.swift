/// The entries of a tree that its base does not have as well: those that no copy of the delta holds whole. Entries can only be told apart
/// from the start of a tree on, so where the base's start is remembered, and an entry counts as copied only if it is one in the base, too.

internal import Bytes

/// Where the entries of a tree start.
struct TreeStarts: Sendable {
    /// Sorted; the last is the end of the tree. Empty where it is not known.
    fileprivate(set) var offsets: [Int32] = []

    /// Which entry starts at an offset; nil where none does.
    fileprivate func index(of offset: Int) -> Int? {
        let place = count(below: offset)
        return place < offsets.count && offsets[place] == offset ? place : nil
    }

    /// How many starts are below an offset.
    fileprivate func count(below offset: Int) -> Int {
        var (low, high) = (0, offsets.count)
        while low < high {
            let middle = (low + high) / 2
            if offsets[middle] < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

struct NewEntries: ~Escapable {
    private let tree: Span<UInt8>
    private let format: ObjectFormat
    private let base: TreeStarts
    private let copies: [DeltaCopy]
    private let keepsStarts: Bool
    private var position = 0
    /// The first copy that does not end before `position`.
    private var copy = 0
    /// Complete once `next` has returned nil; empty unless it was asked for.
    private(set) var starts = TreeStarts()

    @_lifetime(copy tree)
    init(_ tree: Span<UInt8>, _ format: ObjectFormat, _ origin: DeltaOrigin<TreeStarts>?, keepsStarts: Bool) {
        (self.tree, self.format, self.keepsStarts) = (tree, format, keepsStarts)
        base = origin?.memo ?? TreeStarts()
        copies = base.offsets.isEmpty ? [] : origin?.copies ?? []
        if keepsStarts { starts.offsets.reserveCapacity(base.offsets.count + 8) }
    }

    /// The next entry that the base lacks.
    @_lifetime(self: copy self)
    mutating func next() throws(ObjectFault) -> TreeEntry? {
        while passCopied() {}
        if keepsStarts { starts.offsets.append(Int32(position)) }
        guard position < tree.count else { return nil }
        let (entry, end) = try Tree.entry(tree, at: position, format: format)
        position = end
        return entry
    }

    /// Passes entries that were copied whole from where they are entries of the base.
    @_lifetime(self: copy self)
    private mutating func passCopied() -> Bool {
        while copy < copies.count, copies[copy].target + copies[copy].count <= position { copy += 1 }
        guard copy < copies.count, copies[copy].target <= position else { return false }
        let run = copies[copy]
        let shift = run.target - run.source
        guard let first = base.index(of: position - shift) else { return false }
        let last = base.count(below: run.source + run.count + 1) - 1
        guard last > first else { return false }
        if keepsStarts {
            for place in first..<last { starts.offsets.append(base.offsets[place] &+ Int32(truncatingIfNeeded: shift)) }
        }
        position = Int(base.offsets[last]) + shift
        return true
    }
}

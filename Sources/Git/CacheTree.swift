/// The index's cache of trees: for directories whose entries have not changed since git last wrote a tree, that tree's id.

internal import Bytes

struct CacheTree: Sendable {
    struct Node: Sendable {
        let name: Range<Int>
        /// How many entries of the index it covers; nil where entries changed since.
        let entries: Int?
        let id: ObjectID?
        /// The node behind it and all below it.
        var end: Int
    }

    private let bytes: [UInt8]
    /// Each directory before those in it; the first is the root.
    private(set) var nodes: [Node] = []

    /// Nil where it is damaged; it is only a short cut.
    init?(_ bytes: [UInt8], hashLength: Int) {
        self.bytes = bytes
        let span = bytes.span
        // Directories whose subtrees are still to come, and how many.
        var open: [(node: Int, left: Int)] = []
        var position = 0
        repeat {
            guard let nul = span.firstIndex(of: 0, from: position, to: span.count),
                let end = span.firstIndex(of: .newline, from: nul, to: span.count),
                let space = span.firstIndex(of: 0x20, from: nul, to: end),
                let count = Int(String(decoding: bytes[(nul + 1)..<space], as: UTF8.self)),
                let children = Int(String(decoding: bytes[(space + 1)..<end], as: UTF8.self)), children >= 0
            else { return nil }
            let name = position..<nul
            position = end + 1
            var id: ObjectID?
            if count >= 0 {
                guard position + hashLength <= span.count else { return nil }
                id = ObjectID(span, at: position, length: hashLength)
                position += hashLength
            }
            nodes.append(Node(name: name, entries: count >= 0 ? count : nil, id: id, end: nodes.count + 1))
            if let last = open.indices.last { open[last].left -= 1 }
            open.append((nodes.count - 1, children))
            while let last = open.last, last.left == 0 {
                nodes[last.node].end = nodes.count
                open.removeLast()
            }
        } while !open.isEmpty
    }

    /// The directories right below a node, by name.
    func children(of node: Int) -> [ArraySlice<UInt8>: Int] {
        var found: [ArraySlice<UInt8>: Int] = [:]
        var child = node + 1
        while child < nodes[node].end {
            found[bytes[nodes[child].name]] = child
            child = nodes[child].end
        }
        return found
    }
}

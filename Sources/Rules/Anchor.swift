public import Bytes

/// A literal that every match of a rule holds, as the prefilter looks for it: at least four elements, each a set of bytes, with
/// letters in both cases.
public struct Anchor: Sendable, Hashable, CustomStringConvertible {
    /// As written in the rule: `eyJ[a-z0-9]`.
    public let text: String
    /// One set a byte, case-folded. Worked out when asked: scans use the prefilter's table instead.
    public var elements: [ByteSet] { (try? Anchor.parse(Array(text.utf8))) ?? [] }

    public static let shortest = 4
    /// The prefilter's table keeps offsets into an anchor in one byte.
    public static let longest = 255
    public static let mostGrams = 512

    public var description: String { text }

    /// Why a text is no anchor.
    public struct Fault: Error, Sendable, Equatable, CustomStringConvertible {
        public let description: String
    }

    public init(_ text: String) throws(Fault) {
        self.text = text
        let count = try Anchor.parse(Array(text.utf8)).count
        guard count >= Anchor.shortest else {
            throw Fault(
                description: "anchor '\(text)' has \(count) elements; it needs at least \(Anchor.shortest) "
                    + "(add the bytes beside it as a class: 'abc[0-9]')")
        }
        guard count <= Anchor.longest else {
            throw Fault(
                description: "anchor of \(count) elements; \(Anchor.longest) are the most: a part of it will do")
        }
        guard gramChoices.contains(where: { $0.grams <= Anchor.mostGrams }) else {
            throw Fault(
                description: "anchor '\(text)' expands to more than \(Anchor.mostGrams) grams; narrow its classes")
        }
    }

    /// An anchor that was linted when the table it comes from was made.
    init(linted text: String) { self.text = text }

    /// Every four elements in a row: where they start, and how many grams they expand to.
    public var gramChoices: [(offset: Int, grams: Int)] {
        let elements = elements
        return (0...elements.count - Anchor.shortest).map { offset in
            let grams = elements[offset..<offset + 4].reduce(1) { total, set in
                min(1 << 20, total * Set(set.members.map { $0 | 0x20 }).count)
            }
            return (offset, grams)
        }
    }

    /// The case-folded grams of the four elements from `offset` on.
    public func grams(at offset: Int) -> [UInt32] {
        let bytes = elements[offset..<offset + 4].map { Set($0.members.map { $0 | 0x20 }).sorted() }
        var grams: [UInt32] = []
        for a in bytes[0] {
            for b in bytes[1] { for c in bytes[2] { for d in bytes[3] { grams.append(GramTable.folded(a, b, c, d)) } } }
        }
        return grams
    }

    private static func parse(_ bytes: [UInt8]) throws(Fault) -> [ByteSet] {
        var elements: [ByteSet] = []
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "["):
                elements.append(try parseClass(bytes, &index))
            case UInt8(ascii: "\\"):
                guard index + 1 < bytes.count else { throw Fault(description: "anchor ends in a backslash") }
                elements.append(ByteSet([bytes[index + 1]]).caseFolded)
                index += 2
            default:
                elements.append(ByteSet([bytes[index]]).caseFolded)
                index += 1
            }
        }
        return elements
    }

    /// Reads `[a-z]` or `[^a-z]` at `index` and moves past it.
    private static func parseClass(_ bytes: [UInt8], _ index: inout Int) throws(Fault) -> ByteSet {
        index += 1
        var set = ByteSet()
        let negated = index < bytes.count && bytes[index] == UInt8(ascii: "^")
        if negated { index += 1 }
        while index < bytes.count, bytes[index] != UInt8(ascii: "]") {
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < bytes.count { index += 1 }
            let low = bytes[index]
            index += 1
            if index + 1 < bytes.count, bytes[index] == UInt8(ascii: "-"), bytes[index + 1] != UInt8(ascii: "]") {
                let high = bytes[index + 1]
                guard low <= high else { throw Fault(description: "anchor class with a range that runs backwards") }
                for byte in low...high { set.insert(byte) }
                index += 2
            } else {
                set.insert(low)
            }
        }
        guard index < bytes.count else { throw Fault(description: "anchor class without its closing bracket") }
        index += 1
        // Folded first: what `[^a-z]` leaves out, it leaves out in both cases.
        let result = negated ? set.caseFolded.inverted : set.caseFolded
        guard !result.isEmpty else { throw Fault(description: "anchor class that holds no byte") }
        return result
    }
}

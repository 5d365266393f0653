/// The findings that a team has accepted for now, one a line: path, rule and secret id, with tabs between them. Lines are sorted bytewise;
/// no line number, no commit and no time is part of it, so that it survives whatever moves the lines of the scanned files.
///
/// Rule, path and secret id together say what a fingerprint says: the same rule, path and value (of a weak value only a tag of eight
/// bits beside the name; see `Fingerprint`). Readers take lines in any order, twice, with CRLF.

internal import Bytes
public import Findings

public struct Baseline: Sendable {
    public static let defaultName = ".lapwing-baseline"
    static let heading =
        "# Findings that lapwing takes as accepted for now: path, rule, secret id. docs/suppressions.md explains it.\n"

    public let name: String
    private let bytes: [UInt8]
    private let lines: [Line]
    private var table: IDTable

    /// Where the fields of an entry lie; bytes.
    private struct Line: Sendable {
        let number: UInt32
        let start: UInt32
        let pathEnd: UInt32
        let end: UInt32
    }

    static let idLength = 35

    /// Reads a whole baseline. The first line that is none is an error: a baseline is written by a program, and one that was damaged
    /// must not accept anything.
    /// - Parameter name: how faults name the file.
    public init(_ bytes: [UInt8], name: String) throws(SuppressionFault) {
        let text = bytes.span
        var lines: [Line] = []
        lines.reserveCapacity(bytes.count / 48)
        var table = IDTable(minimumCount: bytes.count / 64)
        var position = text.hasBytes("\u{FEFF}", at: 0) ? 3 : 0
        var number = 0
        while position < text.count {
            number += 1
            let start = position
            var end = text.firstIndex(of: .newline, from: start, to: text.count) ?? text.count
            position = end + 1
            if end > start, text[end - 1] == .carriageReturn { end -= 1 }
            if end == start || text[start] == UInt8(ascii: "#") { continue }
            guard let (pathEnd, key) = Baseline.fields(text, start..<end) else {
                throw Baseline.fault(text, start..<end, name: name, line: number)
            }
            table.insert(key, Int32(lines.count))
            lines.append(
                Line(number: UInt32(number), start: UInt32(start), pathEnd: UInt32(pathEnd), end: UInt32(end)))
        }
        self.bytes = bytes
        self.name = name
        self.lines = lines
        self.table = table
    }

    /// No entry at all.
    public init() {
        (name, bytes, lines) = (Baseline.defaultName, [], [])
        table = IDTable(minimumCount: 0)
    }

    public var count: Int { lines.count }

    // MARK: Reading

    /// The end of the path, and the id's key; nil where the line is no entry.
    private static func fields(_ text: Span<UInt8>, _ line: Range<Int>) -> (pathEnd: Int, key: UInt64)? {
        let id = line.upperBound - idLength
        guard id - 3 > line.lowerBound, text[id - 1] == tab, let key = IDTable.key(text, at: id) else { return nil }
        var rule = id - 1
        while rule > line.lowerBound, isRuleByte(text[rule - 1]) { rule -= 1 }
        guard rule < id - 1, rule - 1 > line.lowerBound, text[rule - 1] == tab,
            text.firstIndex(of: tab, from: line.lowerBound, to: rule - 1) == nil
        else { return nil }
        return (rule - 1, key)
    }

    private static let tab = UInt8(ascii: "\t")

    private static func isRuleByte(_ byte: UInt8) -> Bool {
        byte &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2D || byte &- 0x41 < 26
    }

    private static func fault(_ text: Span<UInt8>, _ line: Range<Int>, name: String, line number: Int)
        -> SuppressionFault
    {
        for sign: StaticString in ["<<<<<<<", ">>>>>>>", "=======", "|||||||"]
        where text.hasBytes(sign, at: line.lowerBound) {
            return .conflict(file: name, line: number)
        }
        return SuppressionFault(
            file: name, line: number,
            message: "no baseline entry (path, tab, rule, tab, secret id): "
                + "mend the line, or write the file anew with `lapwing baseline create --force`")
    }

    // MARK: Asking

    /// The entry that accepts a finding: one with its rule, path and value, or else one with its rule and value whose path is gone.
    /// - Parameters:
    ///   - path: where the finding stands, relative to the tree's root.
    ///   - exists: whether a path is there in the tree that is scanned.
    public func match(rule: String, path: [UInt8], secretID: Fingerprint, exists: ([UInt8]) -> Bool) -> Int? {
        let id = Array(secretID.text.utf8)
        guard !lines.isEmpty, let key = IDTable.key(id.span, at: 0) else { return nil }
        let ruleBytes = Array(rule.utf8)
        let escaped = PathText.escape(path)
        let candidates = table.values(of: key).map { Int($0) }.filter {
            self.ruleBytes($0).elementsEqual(ruleBytes) && idBytes($0).elementsEqual(id)
        }
        if let same = candidates.first(where: { pathBytes($0).elementsEqual(escaped) }) { return same }
        return candidates.sorted().first { index in
            PathText.unescape(Array(pathBytes(index))).map { !exists($0) } ?? false
        }
    }

    private func pathBytes(_ index: Int) -> ArraySlice<UInt8> {
        bytes[Int(lines[index].start)..<Int(lines[index].pathEnd)]
    }

    private func ruleBytes(_ index: Int) -> ArraySlice<UInt8> {
        bytes[Int(lines[index].pathEnd) + 1..<Int(lines[index].end) - Baseline.idLength - 1]
    }

    private func idBytes(_ index: Int) -> ArraySlice<UInt8> {
        bytes[Int(lines[index].end) - Baseline.idLength..<Int(lines[index].end)]
    }

    // MARK: Entries

    /// One accepted finding.
    public struct Entry: Sendable, Hashable, Comparable {
        /// Relative to the tree's root.
        public let path: [UInt8]
        public let rule: String
        public let secretID: Fingerprint

        public init(path: [UInt8], rule: String, secretID: Fingerprint) {
            self.path = path
            self.rule = rule
            self.secretID = secretID
        }

        /// The order of the lines.
        public static func < (left: Entry, right: Entry) -> Bool { left.text.lexicographicallyPrecedes(right.text) }

        fileprivate var text: [UInt8] {
            PathText.escape(path) + [Baseline.tab] + rule.utf8 + [Baseline.tab] + secretID.text.utf8
        }
    }

    /// The entry with a number that `match` gave; they count from 0 to `count`.
    public func entry(at index: Int) -> Entry {
        let path = Array(pathBytes(index))
        return Entry(
            path: PathText.unescape(path) ?? path, rule: String(decoding: ruleBytes(index), as: UTF8.self),
            secretID: Fingerprint(text: String(decoding: idBytes(index), as: UTF8.self)))
    }

    /// `FILE:LINE` of an entry.
    public func place(of index: Int) -> String { "\(name):\(lines[index].number)" }

    /// A baseline's text: the entries sorted, each once.
    public static func text(of entries: some Sequence<Entry>) -> [UInt8] {
        let lines = Set(entries.map(\.text)).sorted { $0.lexicographicallyPrecedes($1) }
        return Array(heading.utf8) + lines.flatMap { $0 + [.newline] }
    }
}

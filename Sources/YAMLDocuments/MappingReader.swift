/// Reads a mapping key by key, collects every fault instead of stopping at the first, and names the nearest known key for an
/// unknown one.
public struct MappingReader {
    public let file: String
    public let line: Int
    private let entries: [(key: String, line: Int, value: YAMLNode)]
    public private(set) var faults: [YAMLFault] = []

    /// - Parameters:
    ///   - what: what the mapping is, for messages: `a rule`.
    ///   - known: every key that may stand here.
    public init(_ node: YAMLNode, file: String, what: String, known: [String]) {
        self.file = file
        line = node.line
        guard case .mapping(let entries) = node.content else {
            self.entries = []
            faults = [YAMLFault(file: file, line: node.line, message: "\(what) must be a mapping of keys to values")]
            return
        }
        self.entries = entries
        var seen: Set<String> = []
        for entry in entries {
            if !known.contains(entry.key) {
                let hint =
                    Spelling.nearest(to: entry.key, in: known).map { "; did you mean '\($0)'?" }
                    ?? "; known keys: \(known.joined(separator: ", "))"
                faults.append(
                    YAMLFault(file: file, line: entry.line, message: "unknown key '\(entry.key)' in \(what)\(hint)"))
            }
            if !seen.insert(entry.key).inserted {
                faults.append(
                    YAMLFault(file: file, line: entry.line, message: "key '\(entry.key)' is given twice in \(what)"))
            }
        }
    }

    public func node(_ key: String) -> YAMLNode? { entries.first { $0.key == key }?.value }

    /// The line of a key, or of the mapping where the key is absent.
    public func line(of key: String) -> Int { entries.first { $0.key == key }?.line ?? line }

    /// Adds a fault on the line of `key`.
    public mutating func fail(_ key: String, _ message: String) {
        faults.append(YAMLFault(file: file, line: line(of: key), message: message))
    }

    public mutating func absorb(_ others: [YAMLFault]) { faults += others }

    /// A text that may be absent.
    public mutating func text(_ key: String) -> String? {
        guard let node = node(key) else { return nil }
        guard case .scalar(let text) = node.content else {
            fail(key, "'\(key)' must be a text")
            return nil
        }
        return text
    }

    /// A text that must be there and not be empty.
    public mutating func requiredText(_ key: String) -> String {
        guard node(key) != nil else {
            faults.append(YAMLFault(file: file, line: line, message: "missing key '\(key)'"))
            return ""
        }
        guard let value = text(key) else { return "" }
        if value.isEmpty { fail(key, "'\(key)' is empty") }
        return value
    }

    /// A list of texts; one text alone counts as a list of one.
    public mutating func texts(_ key: String) -> [String] {
        guard let node = node(key) else { return [] }
        switch node.content {
        case .scalar(let text): return [text]
        case .sequence(let items):
            return items.compactMap { item in
                if case .scalar(let text) = item.content { return text }
                faults.append(YAMLFault(file: file, line: item.line, message: "'\(key)' must be a list of texts"))
                return nil
            }
        case .mapping:
            fail(key, "'\(key)' must be a list of texts")
            return []
        }
    }

    /// One of the raw values of an enumeration.
    public mutating func choice<Value: RawRepresentable & CaseIterable>(
        _ key: String, of type: Value.Type, default fallback: Value?
    ) -> Value? where Value.RawValue == String {
        guard node(key) != nil else {
            if fallback == nil { faults.append(YAMLFault(file: file, line: line, message: "missing key '\(key)'")) }
            return fallback
        }
        let written = text(key) ?? ""
        if let value = Value(rawValue: written) { return value }
        let all = Value.allCases.map(\.rawValue)
        let hint = Spelling.nearest(to: written, in: all).map { "; did you mean '\($0)'?" } ?? ""
        fail(key, "'\(key)' cannot be '\(written)'; it is one of \(all.joined(separator: ", "))\(hint)")
        return fallback
    }

    /// A whole number that may be absent; nil, with a fault, outside `range`.
    public mutating func integer(_ key: String, in range: ClosedRange<Int>) -> Int? {
        guard node(key) != nil, let written = text(key) else { return nil }
        guard let value = Int(written), range.contains(value) else {
            fail(key, "'\(key)' must be a number from \(range.lowerBound) to \(range.upperBound), not '\(written)'")
            return nil
        }
        return value
    }
}

/// Guesses what a person meant.
public enum Spelling {
    /// The word of `words` that is at most two edits away, or nil.
    public static func nearest(to word: String, in words: [String]) -> String? {
        let scored = words.map {
            (word: $0, distance: distance(Array(word.lowercased().utf8), Array($0.lowercased().utf8)))
        }
        guard let best = scored.min(by: { $0.distance < $1.distance }),
            best.distance <= max(1, min(2, word.utf8.count / 2))
        else {
            return nil
        }
        return best.word
    }

    /// Levenshtein distance.
    static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a == b ? 0 : 1))
                diagonal = above
            }
        }
        return row[right.count]
    }
}

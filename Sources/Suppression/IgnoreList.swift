/// `.lapwingignore`: accepted findings, one entry a line, with who accepted them and why. docs/suppressions.md shows the format:
///
///     fingerprint: s1-…; rule: github-personal-access-token; path: deploy/x.sh; value: s1-…; author: Ann; reason: revoked in 2024
///     rule: generic-password; paths: tests/**; author: Ann; expires: 2027-01-31; reason: made up for the tests
///
/// A line is an entry, so that two branches that each add one merge without a conflict (`merge=union`). `reason` comes last and takes
/// the rest of the line.

internal import Bytes
internal import Findings
internal import Globs
internal import YAMLDocuments

public struct IgnoreList: Sendable {
    public static let defaultName = ".lapwingignore"

    public let name: String
    public let entries: [IgnoreEntry]

    /// No entries.
    public init() { (name, entries) = (IgnoreList.defaultName, []) }

    /// Reads a whole file; every fault in it is told.
    /// - Parameter name: how faults and reports name the file.
    public init(_ bytes: [UInt8], name: String) throws(SuppressionFaults) {
        var reader = IgnoreListReader(name: name)
        let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        for line in text.split(separator: .newline, omittingEmptySubsequences: false) { reader.read(line) }
        guard reader.faults.isEmpty else { throw SuppressionFaults(reader.faults) }
        self.name = name
        entries = reader.entries
    }

    /// The entries that `other` has, too. For what reads the list as a change leaves it (`staged`): these are the old ones, and the whole
    /// list is what is proposed.
    public func common(with other: IgnoreList) -> IgnoreList {
        IgnoreList(
            name: name, entries: entries.filter { entry in other.entries.contains { $0.acceptsSame(as: entry) } })
    }

    private init(name: String, entries: [IgnoreEntry]) {
        self.name = name
        self.entries = entries
    }

    /// `FILE:LINE` of an entry.
    public func place(of entry: IgnoreEntry) -> String { "\(name):\(entry.line)" }
}

private struct IgnoreListReader {
    let name: String
    var line = 0
    var entries: [IgnoreEntry] = []
    var faults: [SuppressionFault] = []

    private static let keys = ["fingerprint", "rule", "path", "paths", "value", "tags", "author", "expires", "reason"]

    init(name: String) { self.name = name }

    mutating func read(_ bytes: ArraySlice<UInt8>) {
        line += 1
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return fail("not UTF-8: save the file in that encoding")
        }
        let entry = text.trimmed
        if entry.isEmpty || entry.hasPrefix("#") { return }
        if ["<<<<<<<", ">>>>>>>", "=======", "|||||||"].contains(where: entry.hasPrefix) {
            faults.append(.conflict(file: name, line: line))
            return
        }
        guard let fields = fields(entry) else { return }
        let before = faults.count
        let author = required("author", fields, "who accepted it")
        let reason = required("reason", fields, "why it is accepted")
        let expires = date(fields["expires"])
        guard let target = target(fields), faults.count == before else { return }
        entries.append(IgnoreEntry(target: target, reason: reason, author: author, expires: expires, line: line))
    }

    private mutating func fail(_ message: String) {
        faults.append(SuppressionFault(file: name, line: line, message: message))
    }

    /// `key: value` with semicolons between; the reason takes the rest. nil, with a fault, where a field is none.
    private mutating func fields(_ entry: Substring) -> [String: String]? {
        var fields: [String: String] = [:]
        var rest = entry
        while !rest.isEmpty {
            guard let colon = rest.firstIndex(of: ":") else {
                fail("'\(rest)' is no field: write 'key: value', with a semicolon before the next")
                return nil
            }
            let key = String(rest[..<colon].trimmed)
            guard IgnoreListReader.keys.contains(key) else {
                let hint =
                    Spelling.nearest(to: key, in: IgnoreListReader.keys).map { "did you mean '\($0)'?" }
                    ?? "known keys: \(IgnoreListReader.keys.joined(separator: ", "))"
                fail("unknown key '\(key)'; \(hint)")
                return nil
            }
            guard fields[key] == nil else {
                fail("key '\(key)' is given twice")
                return nil
            }
            let value = rest[rest.index(after: colon)...]
            let end = key == "reason" ? nil : value.firstIndex(of: ";")
            fields[key] = String(value[..<(end ?? value.endIndex)].trimmed)
            rest = end.map { value[value.index(after: $0)...].trimmed } ?? ""
        }
        return fields
    }

    private mutating func required(_ key: String, _ fields: [String: String], _ what: String) -> String {
        let value = fields[key] ?? ""
        if !value.contains(where: { $0.isLetter || $0.isNumber }) { fail("'\(key)' is missing: say \(what)") }
        return value
    }

    private mutating func date(_ text: String?) -> CalendarDate? {
        guard let text else { return nil }
        let date = CalendarDate(text)
        if date == nil { fail("'expires' must be a day like 2027-01-31, not '\(text)'") }
        return date
    }

    private mutating func target(_ fields: [String: String]) -> IgnoreEntry.Target? {
        if let written = fields["fingerprint"] {
            for key in ["paths", "tags"] where fields[key] != nil {
                fail("'\(key)' does not go with 'fingerprint': an entry is by fingerprint, or by rule and paths")
            }
            var path: [UInt8]?
            if let text = fields["path"] {
                path = PathText.unescape(Array(text.utf8))
                if path == nil { fail("'path' has a backslash that begins nothing known: write it twice") }
            }
            let value = fields["value"].flatMap { fingerprint($0, "value") }
            guard let fingerprint = fingerprint(written, "fingerprint") else { return nil }
            return .fingerprint(fingerprint, rule: fields["rule"], path: path, value: value)
        }
        if let key = ["path", "value"].first(where: { fields[$0] != nil }) {
            fail("'\(key)' goes with 'fingerprint' only" + (key == "path" ? "; did you mean 'paths'?" : ""))
            return nil
        }
        guard let rule = fields["rule"], !rule.isEmpty, let written = fields["paths"] else {
            fail("an entry needs 'fingerprint', or 'rule' and 'paths'")
            return nil
        }
        let tags = (fields["tags"] ?? "").split { $0 == " " || $0 == "," }.map { $0.lowercased() }
        if let wrong = tags.first(where: { !ValueTag.isTag($0) }) {
            fail("'tags' holds '\(wrong)': a tag is the last two digits of a secret id")
        }
        do {
            return .paths(rule: rule, glob: try Glob(written), tags: tags)
        } catch {
            fail("'paths': \(error)")
            return nil
        }
    }

    private mutating func fingerprint(_ text: String, _ key: String) -> Fingerprint? {
        if let fingerprint = Fingerprint(validating: text) { return fingerprint }
        fail("'\(key)' must be s1- or w1- and 32 hexadecimal digits, as reports show it")
        return nil
    }
}

extension StringProtocol {
    /// Without blanks and carriage returns at its ends.
    fileprivate var trimmed: SubSequence {
        var slice = self[...]
        while let last = slice.last, last == " " || last == "\t" || last == "\r" { slice = slice.dropLast() }
        return slice.drop { $0 == " " || $0 == "\t" }
    }
}

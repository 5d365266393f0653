/// Reads rules/known-defaults.yml: every mistake with its line, all of them at once. The head of that file describes the format.

internal import Bytes
public import KnownValues
public import YAMLDocuments

/// A default as the file states it.
public struct SourceDefault: Sendable, Equatable {
    /// How a value is recognised.
    public enum Match: String, Sendable, CaseIterable {
        case whole
        case prefix
    }

    public let value: String
    public let product: String
    public let setting: String
    public let `class`: KnownDefault.Class
    public let match: Match
    public let cve: String?
    public let source: String
    public let note: String?
    /// Rules that report the value too.
    public let cross: [String]
    /// Where the entry stands in its file, 1-based.
    public let line: Int
}

public struct KnownDefaultsFile: Sendable {
    public let name: String
    public private(set) var defaults: [SourceDefault] = []
    public private(set) var faults: [YAMLFault] = []

    private static let keys = ["value", "product", "setting", "class", "match", "cve", "source", "note", "cross"]

    /// Reads the file at `path`.
    public init(path: String) {
        do {
            let bytes = try TextFile.contents(of: FilePath(path))
            if let text = String(validating: bytes, as: UTF8.self) {
                self.init(text, name: path)
            } else {
                self.init(name: path, fault: .notUTF8(bytes, file: path))
            }
        } catch {
            self.init(name: path, fault: YAMLFault(file: path, line: 1, message: "cannot be read: \(error)"))
        }
    }

    private init(name: String, fault: YAMLFault) {
        self.name = name
        faults = [fault]
    }

    /// - Parameters:
    ///   - text: the file's content.
    ///   - name: how faults name the file.
    public init(_ text: String, name: String) {
        self.name = name
        let root: YAMLNode
        do {
            root = try YAMLNode.parse(text, file: name)
        } catch {
            faults = [error]
            return
        }
        var reader = MappingReader(root, file: name, what: "the file of known defaults", known: ["defaults"])
        if let list = reader.node("defaults"), case .sequence(let items) = list.content, !items.isEmpty {
            for item in items { read(item) }
        } else {
            reader.fail("defaults", "'defaults' must be a list of at least one entry")
        }
        faults = reader.faults + faults
        findDuplicates()
    }

    private mutating func read(_ node: YAMLNode) {
        var reader = MappingReader(node, file: name, what: "a known default", known: KnownDefaultsFile.keys)
        let entry = SourceDefault(
            value: readValue(&reader), product: reader.requiredText("product"),
            setting: reader.requiredText("setting"),
            class: reader.choice("class", of: KnownDefault.Class.self, default: nil) ?? .published,
            match: reader.choice("match", of: SourceDefault.Match.self, default: .whole) ?? .whole,
            cve: readAdvisory(&reader), source: readSource(&reader), note: reader.text("note"),
            cross: reader.texts("cross"), line: node.line)
        faults += reader.faults
        defaults.append(entry)
    }

    /// The joined parts. One part alone would let a line hold the whole value.
    private func readValue(_ reader: inout MappingReader) -> String {
        guard reader.node("value") != nil else { return reader.requiredText("value") }
        let parts = reader.texts("value")
        if parts.count < 2 || parts.contains("") {
            reader.fail("value", "'value' must be a list of at least two parts, none of them empty")
        }
        return parts.joined()
    }

    private func readAdvisory(_ reader: inout MappingReader) -> String? {
        guard let cve = reader.text("cve") else { return nil }
        let parts = cve.split(separator: "-", omittingEmptySubsequences: false)
        if parts.count != 3 || parts[0] != "CVE" || !parts.dropFirst().allSatisfy({ $0.count >= 4 && Int($0) != nil }) {
            reader.fail("cve", "'\(cve)' is no advisory: write CVE-2023-27524")
        }
        return cve
    }

    private func readSource(_ reader: inout MappingReader) -> String {
        let source = reader.requiredText("source")
        if !source.isEmpty && !source.hasPrefix("https://") {
            reader.fail("source", "'source' must be an address that begins with https://")
        }
        return source
    }

    private mutating func findDuplicates() {
        var lines: [String: Int] = [:]
        for entry in defaults where !entry.value.isEmpty {
            if let first = lines.updateValue(entry.line, forKey: entry.value) {
                faults.append(
                    YAMLFault(file: name, line: entry.line, message: "the value stands in line \(first) already"))
            }
        }
    }
}

/// `.lapwing.yml`: what a team settles for its tree. It adds to the defaults; what it does not name stays as it is. docs/configuration.md
/// shows every key.

internal import Bytes
internal import Findings
internal import Globs
internal import Suppression
internal import YAMLDocuments

struct ConfigFile {
    static let name = ".lapwing.yml"

    /// A value with the line it stands on.
    struct Placed<Value> {
        let value: Value
        let line: Int
    }

    enum RuleSwitch: Equatable {
        case on
        case off
        /// On, and its findings are this bad.
        case severity(Severity)
    }

    /// The key may be a glob: `generic-*`.
    struct RuleSetting {
        let pattern: String
        let glob: Glob
        let value: RuleSwitch
        let line: Int
        var isExact: Bool { !pattern.contains { "*?[{".contains($0) } }
    }

    private(set) var rules: [RuleSetting] = []
    private(set) var ruleFiles: [Placed<String>] = []
    private(set) var excluded: [Placed<String>] = []
    private(set) var failOn: Placed<Severity>?
    private(set) var minConfidence: Placed<Confidence>?
    private(set) var newMarkers: Placed<NewSuppressionPolicy>?
    private(set) var foreignMarkers: Placed<[ForeignMarker]>?
    private(set) var faults: [YAMLFault] = []

    private static let keys = [
        "rules", "rule-files", "exclude", "fail-on", "min-confidence", "new-markers", "foreign-markers",
    ]

    /// No configuration: the defaults.
    init() {}

    /// Every fault in the file is kept.
    /// - Parameter name: how faults name the file.
    init(_ bytes: [UInt8], name: String) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            faults = [YAMLFault(file: name, line: 1, message: "not UTF-8: save the file in that encoding")]
            return
        }
        if ConfigFile.isBlank(text) { return }
        let root: YAMLNode
        do { root = try YAMLNode.parse(text, file: name) } catch {
            faults = [error]
            return
        }
        var reader = MappingReader(root, file: name, what: "a configuration", known: ConfigFile.keys)
        readRules(&reader)
        for file in reader.texts("rule-files") {
            let parts = file.split(separator: "/", omittingEmptySubsequences: false)
            if file.isEmpty || file.hasPrefix("/") || parts.contains("..") {
                reader.fail("rule-files", "'\(file)' must be a path inside of the work tree, relative to its root")
            }
            ruleFiles.append(Placed(value: file, line: reader.line(of: "rule-files")))
        }
        for glob in reader.texts("exclude") {
            if (try? Glob(glob)) == nil { reader.fail("exclude", "'\(glob)' is no glob") }
            excluded.append(Placed(value: glob, line: reader.line(of: "exclude")))
        }
        failOn = ConfigFile.level("fail-on", &reader)
        minConfidence = ConfigFile.level("min-confidence", &reader)
        newMarkers = ConfigFile.level("new-markers", &reader)
        readForeignMarkers(&reader)
        faults = reader.faults
    }

    /// A file of comments says nothing, which is no fault.
    private static func isBlank(_ text: String) -> Bool {
        text.split(whereSeparator: \.isNewline).allSatisfy { line in
            let rest = line.drop { $0 == " " || $0 == "\t" || $0 == "\u{FEFF}" }
            return rest.isEmpty || rest.hasPrefix("#")
        }
    }

    private static func level<Level: RawRepresentable & CaseIterable>(
        _ key: String, _ reader: inout MappingReader
    ) -> Placed<Level>? where Level.RawValue == String {
        guard reader.node(key) != nil else { return nil }
        let value = reader.choice(key, of: Level.self, default: nil)
        return value.map { Placed(value: $0, line: reader.line(of: key)) }
    }

    private mutating func readRules(_ reader: inout MappingReader) {
        guard let node = reader.node("rules") else { return }
        guard case .mapping(let entries) = node.content else {
            return reader.fail("rules", "'rules' must be a mapping of rule ids to 'on', 'off' or a severity")
        }
        let words = ["on", "off"] + Severity.allCases.map(\.rawValue)
        for entry in entries {
            func fail(_ message: String) {
                reader.absorb([YAMLFault(file: reader.file, line: entry.line, message: message)])
            }
            guard case .scalar(let word) = entry.value.content, words.contains(word) else {
                fail("rule '\(entry.key)' must be one of \(words.joined(separator: ", "))")
                continue
            }
            guard let glob = try? Glob(entry.key) else {
                fail("'\(entry.key)' is neither a rule id nor a glob of rule ids")
                continue
            }
            let value: RuleSwitch = word == "on" ? .on : Severity(rawValue: word).map { .severity($0) } ?? .off
            rules.append(RuleSetting(pattern: entry.key, glob: glob, value: value, line: entry.line))
        }
    }

    private mutating func readForeignMarkers(_ reader: inout MappingReader) {
        guard reader.node("foreign-markers") != nil else { return }
        var markers: [ForeignMarker] = []
        let known = ForeignMarker.allCases.map(\.rawValue)
        for word in reader.texts("foreign-markers") {
            if let marker = ForeignMarker(rawValue: word) {
                markers.append(marker)
            } else {
                let hint = Spelling.nearest(to: word, in: known).map { "; did you mean '\($0)'?" } ?? ""
                reader.fail(
                    "foreign-markers",
                    "'foreign-markers' cannot hold '\(word)'; there are: \(known.joined(separator: ", "))\(hint)")
            }
        }
        foreignMarkers = Placed(value: markers, line: reader.line(of: "foreign-markers"))
    }
}

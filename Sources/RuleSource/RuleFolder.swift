/// The rule files of a folder, in bytewise order of their names.

internal import Bytes
public import YAMLDocuments

public struct RuleFolder {
    private static let knownDefaults = "known-defaults.yml"

    public private(set) var rules: [SourceRule] = []
    public private(set) var faults: [YAMLFault] = []

    /// Reads every `*.yml` in `path`. `known-defaults.yml` is no rule file; one rule is made from it.
    public init(_ path: String) {
        let names: [String]
        do {
            names = try Directory.entries(of: FilePath(path)).map { String(decoding: $0.name, as: UTF8.self) }
        } catch {
            faults = [YAMLFault(file: path, line: 1, message: "cannot be read: \(error)")]
            return
        }
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) where name.hasSuffix(".yml") {
            if name == RuleFolder.knownDefaults {
                readKnownDefaults("\(path)/\(name)")
            } else {
                read("\(path)/\(name)")
            }
        }
        faults += RuleLint.duplicates(in: rules)
    }

    /// Reads the files at `paths`. One called `known-defaults.yml` holds no rules; one is made from it.
    public init(files paths: [String]) {
        for path in paths {
            if FilePath(path).lastComponent.elementsEqual(RuleFolder.knownDefaults.utf8) {
                readKnownDefaults(path)
            } else {
                read(path)
            }
        }
        faults += RuleLint.duplicates(in: rules)
    }

    /// Reads files whose contents are at hand: those of a commit, or of the index.
    /// - Parameter contents: each with the name that faults give it.
    public init(contents: [(name: String, bytes: [UInt8])]) {
        for file in contents { read(file.bytes, name: file.name) }
        faults += RuleLint.duplicates(in: rules)
    }

    private mutating func readKnownDefaults(_ path: String) {
        let file = KnownDefaultsFile(path: path)
        faults += file.faults
        guard file.faults.isEmpty else { return }
        do {
            if let rule = try KnownDefaultRule.make(file.defaults, file: path) { rules.append(rule) }
        } catch {
            faults.append(YAMLFault(file: path, line: 1, message: "no rule can be made from the values: \(error)"))
        }
    }

    private mutating func read(_ path: String) {
        do { read(try TextFile.contents(of: FilePath(path)), name: path) } catch {
            faults.append(YAMLFault(file: path, line: 1, message: "cannot be read: \(error)"))
        }
    }

    private mutating func read(_ bytes: [UInt8], name: String) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            faults.append(YAMLFault.notUTF8(bytes, file: name))
            return
        }
        let file = RuleFile(text, name: name)
        rules += file.rules
        faults += file.faults
    }
}

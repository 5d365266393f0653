/// The rule files of a folder, in bytewise order of their names.

internal import Bytes
public import YAMLDocuments

public struct RuleFolder {
    public private(set) var rules: [SourceRule] = []
    public private(set) var faults: [YAMLFault] = []

    /// Reads every `*.yml` in `path`; `known-defaults.yml`, which is no rule file, aside.
    public init(_ path: String) {
        let names: [String]
        do {
            names = try Directory.entries(of: FilePath(path)).map { String(decoding: $0.name, as: UTF8.self) }
        } catch {
            faults = [YAMLFault(file: path, line: 1, message: "cannot be read: \(error)")]
            return
        }
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
        where name.hasSuffix(".yml") && name != "known-defaults.yml" {
            read("\(path)/\(name)")
        }
        faults += RuleLint.duplicates(in: rules)
    }

    /// Reads the files at `paths`.
    public init(files paths: [String]) {
        for path in paths { read(path) }
        faults += RuleLint.duplicates(in: rules)
    }

    private mutating func read(_ path: String) {
        do {
            let bytes = try TextFile.contents(of: FilePath(path))
            guard let text = String(validating: bytes, as: UTF8.self) else {
                faults.append(RuleFolder.encodingFault(bytes, path))
                return
            }
            let file = RuleFile(text, name: path)
            rules += file.rules
            faults += file.faults
        } catch {
            faults.append(YAMLFault(file: path, line: 1, message: "cannot be read: \(error)"))
        }
    }

    private static func encodingFault(_ bytes: [UInt8], _ path: String) -> YAMLFault {
        // No character spans a line end.
        let lines = bytes.split(separator: .newline, omittingEmptySubsequences: false)
        let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil } ?? 0
        return YAMLFault(file: path, line: line + 1, message: "not UTF-8: save the file in that encoding")
    }
}

internal import Bytes

/// `swift run rulegen`: lints the rules, then writes the files that are made from them.
public enum RuleGenerator {
    public static let tablePath = "Sources/BuiltinRules/RuleTable+Generated.swift"
    public static let readTablePath = "Sources/BuiltinRules/ReadTable+Generated.swift"
    public static let documentationPath = "docs/rules.md"
    public static let knownDefaultsPath = "rules/known-defaults.yml"
    public static let nameWordsPath = "rules/name-words.txt"
    public static let nameTablePath = "Sources/Engine/Names/NameWords+Generated.swift"
    public static let knownValuesPath = "Sources/KnownValues/KnownValues+Generated.swift"

    /// Returns the exit status. Nothing is written while a rule has a fault.
    public static func run(root: String) -> Int32 {
        let folder = RuleFolder("\(root)/rules")
        let known = KnownDefaultsFile(path: "\(root)/\(knownDefaultsPath)")
        let words = NameWordsFile(path: "\(root)/\(nameWordsPath)")
        let faults = (folder.faults.isEmpty ? RuleLint(folder.rules).examples() : folder.faults) + words.faults
        guard faults.isEmpty else {
            for fault in faults { print(fault) }
            print("rulegen: \(faults.count) faults; nothing was written")
            return 2
        }
        do {
            try TextFile.write(RuleTableWriter.table(folder.rules), to: FilePath("\(root)/\(tablePath)"))
            try TextFile.write(RuleTableWriter.readTable(folder.rules), to: FilePath("\(root)/\(readTablePath)"))
            try TextFile.write(
                RuleTableWriter.documentation(folder.rules), to: FilePath("\(root)/\(documentationPath)"))
            try TextFile.write(words.source, to: FilePath("\(root)/\(nameTablePath)"))
            try TextFile.write(KnownValuesWriter.table(known.defaults), to: FilePath("\(root)/\(knownValuesPath)"))
        } catch {
            print("rulegen: cannot write: \(error)")
            return 2
        }
        print("rulegen: \(folder.rules.count) rules, \(known.defaults.count) known defaults")
        return 0
    }
}

import Testing

/// Who may import whom. docs/architecture.md draws the same picture: change both, and only for a reason.
///
/// Aside from these, every target may import `Synchronization`.
private let allowed: [String: Set<String>] = [
    "Bytes": ["CBytes"],
    "Findings": ["Bytes", "Crypto"],
    "KnownValues": [],
    "Globs": ["Bytes"],
    "Patterns": ["CPCRE2", "Bytes"],
    "Rules": ["Bytes", "Findings"],
    "BuiltinRules": ["Rules"],
    "YAMLDocuments": ["Yams"],
    "Engine": ["Bytes", "Findings", "Globs", "KnownValues", "Patterns", "Rules"],
    "RuleSource": ["Bytes", "Engine", "Findings", "Globs", "KnownValues", "Patterns", "Rules", "YAMLDocuments"],
    "Git": ["Bytes", "CDeflate", "CZlib", "Findings"],
    "Inputs": ["Bytes", "Findings", "Git", "Globs"],
    "Suppression": ["Bytes", "Findings", "Globs", "YAMLDocuments"],
    "Reports": ["Bytes", "Findings", "Rules"],
    "EnvContract": ["Bytes", "Findings", "RequiredSecrets", "YAMLDocuments"],
    "RequiredSecrets": ["KnownValues"],
    "LapwingCLI": [
        "ArgumentParser", "BuiltinRules", "Bytes", "Engine", "EnvContract", "Findings", "Git", "Globs", "Inputs",
        "Reports", "RequiredSecrets",
        "RuleSource", "Rules", "Suppression", "YAMLDocuments",
    ],
    "lapwing": ["LapwingCLI"],
    "rulegen": ["RuleSource"],
]

/// The one target that may import a library.
private let importers: [String: String] = [
    "ArgumentParser": "LapwingCLI", "CBytes": "Bytes", "CDeflate": "Git", "CPCRE2": "Patterns", "CZlib": "Git",
    "Crypto": "Findings", "Yams": "YAMLDocuments",
]

@Suite struct ImportTests {
    @Test func everyTargetHasItsRowInTheTable() {
        #expect(SourceTree.targets.count > 10, "the sources were not found")
        #expect(
            SourceTree.targets.subtracting(allowed.keys) == [],
            "add the target to ImportTests and to docs/architecture.md")
    }

    @Test(arguments: SourceTree.targets.sorted()) func aTargetImportsOnlyWhatTheTableAllows(target: String) {
        let system: Set<String> = ["Synchronization", "Glibc", "Darwin", "Musl", "Foundation"]
        for file in SourceTree.sources where file.target == target {
            for (line, module) in file.imports where !system.contains(module) {
                #expect(
                    allowed[target]?.contains(module) == true, "\(file):\(line): \(target) must not import \(module)")
            }
        }
    }

    @Test func everyLibraryHasOneImporter() {
        for (library, importer) in importers {
            #expect(allowed.filter { $0.value.contains(library) }.map(\.key) == [importer])
        }
        for file in SourceTree.sources {
            for (line, module) in file.imports {
                if let importer = importers[module] {
                    #expect(file.target == importer, "\(file):\(line): only \(importer) imports \(module)")
                }
            }
        }
    }

    @Test func enginesInputsSuppressionAndReportsAreStrangers() {
        let strangers: Set<String> = ["Engine", "Inputs", "Suppression", "Reports"]
        for target in strangers {
            #expect(reach(target).isDisjoint(with: strangers.subtracting([target])), "\(target)")
        }
    }

    @Test func theTableHasNoCycle() {
        for target in allowed.keys { #expect(!reach(target).contains(target), "\(target) reaches itself") }
    }

    /// What a target imports, at one remove or more.
    private func reach(_ target: String) -> Set<String> {
        var reached: Set<String> = []
        var edge = allowed[target] ?? []
        while !edge.isEmpty {
            reached.formUnion(edge)
            edge = Set(edge.flatMap { allowed[$0] ?? [] }).subtracting(reached)
        }
        return reached
    }

    @Test func foundationIsImportedNowhere() {
        for file in SourceTree.sources {
            for (line, module) in file.imports {
                #expect(!module.hasPrefix("Foundation"), "\(file):\(line): it costs start-up time")
            }
        }
    }

    /// `RequiredSecrets` stands alone, so that a program can have it without the scanner.
    @Test func theSystemLibraryIsImportedInBytesRequiredSecretsAndTheExecutablesOnly() {
        for file in SourceTree.sources
        where !["Bytes", "RequiredSecrets"].contains(file.target) && !file.path.hasSuffix("/main.swift") {
            for (line, module) in file.imports {
                #expect(
                    !["Glibc", "Darwin", "Musl"].contains(module), "\(file):\(line): Bytes has what needs the system")
            }
        }
    }

    @Test func importsAreRecognisedInEveryForm() {
        let file = SourceFile(
            path: "Sources/A/b.swift",
            lines: [
                "import A", "    internal import B", "@testable import C", "public import struct D.E",
                "@preconcurrency package import F // why", "// import G", "important()",
            ])
        #expect(
            file.imports.map(\.module) == ["A", "B", "C", "D", "F"] && file.imports.map(\.line) == [1, 2, 3, 4, 5])
    }

    /// What a target imports it must also depend on, or it builds by luck.
    @Test func everyImportIsADependencyOfItsTarget() throws {
        let manifest = try SourceTree.text("Package.swift").filter { !$0.isWhitespace }
        for target in SourceTree.targets {
            guard
                let start = ["module(\"\(target)\"", "arget(name:\"\(target)\""].lazy.compactMap({
                    manifest.firstRange(of: $0)
                }).first
            else {
                Issue.record("\(target) is not in Package.swift")
                continue
            }
            let rest = manifest[start.upperBound...]
            let entry = rest[
                ..<(["module(", "target(", "executableTarget(", "tests(", "products:"].compactMap {
                    rest.firstRange(of: $0)?.lowerBound
                }.min() ?? rest.endIndex)]
            let imported = Set(SourceTree.sources.filter { $0.target == target }.flatMap { $0.imports.map(\.module) })
            for module in imported.intersection(Set(allowed.keys)) {
                #expect(
                    entry.contains("\"\(module)\""),
                    "\(target) imports \(module), but does not depend on it in Package.swift")
            }
        }
    }
}

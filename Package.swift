// swift-tools-version: 6.2
// The targets and who may import whom are explained in docs/architecture.md; ArchitectureTests holds the sources to it.
import PackageDescription

/// Every Swift target: Swift 6 mode, strict memory safety (each unsafe expression is marked), imports internal by default,
/// and `@_lifetime` for the few non-escapable types that lend bytes.
let strict: [SwiftSetting] = [
    .strictMemorySafety(),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
    .enableExperimentalFeature("Lifetimes"),
]

/// What only the scanner needs. A program that wants `RequiredSecrets` alone says `traits: []`, and none of it is fetched.
let scanner: TargetDependencyCondition? = .when(traits: ["Scanner"])
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto", condition: scanner)
let arguments: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser", condition: scanner)
let yams: Target.Dependency = .product(name: "Yams", package: "Yams", condition: scanner)

/// A program without shared libraries starts in two thirds of the time. It needs their archives, and the Swift library linked in
/// (`--static-swift-stdlib`), so whoever builds asks for it; `make` does where the archives are. lld says nothing about functions of
/// the C library that would load something at run time; none of those is called.
let isStatic = Context.environment["LAPWING_STATIC"] == "1"
let linking: [LinkerSetting] =
    isStatic
    ? [.unsafeFlags(["-use-ld=lld", "-Xclang-linker", "-static"], .when(platforms: [.linux], configuration: .release))]
    : []

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
    name: "lapwing",
    platforms: [.macOS("26.0")],
    products: [
        .executable(name: "lapwing", targets: ["lapwing"]),
        .library(name: "RequiredSecrets", targets: ["RequiredSecrets"]),
    ],
    traits: [
        .default(enabledTraits: ["Scanner"]),
        .trait(name: "Scanner", description: "What the scanner needs, beyond what RequiredSecrets needs (nothing)."),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(
            name: "CPCRE2", pkgConfig: "libpcre2-8", providers: [.apt(["libpcre2-dev"]), .brew(["pcre2"])]),
        .systemLibrary(
            name: "CDeflate", pkgConfig: "libdeflate", providers: [.apt(["libdeflate-dev"]), .brew(["libdeflate"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .target(name: "CBytes"),

        module("Bytes", ["CBytes"]),
        module("Findings", ["Bytes", crypto]),
        module("KnownValues"),
        module("Globs"),
        module("Patterns", ["CPCRE2", "Bytes"]),
        module("Rules", ["Bytes", "Findings"]),
        module("BuiltinRules", ["Rules"]),
        module("YAMLDocuments", [yams]),
        module("Engine", ["Bytes", "Findings", "Globs", "KnownValues", "Patterns", "Rules"]),
        module(
            "RuleSource",
            ["Bytes", "Engine", "Findings", "Globs", "KnownValues", "Patterns", "Rules", "YAMLDocuments"]),
        module("Git", ["Bytes", "CDeflate", "CZlib", "Findings"]),
        module("Inputs", ["Bytes", "Findings", "Git", "Globs"]),
        module("Suppression", ["Bytes", "Findings", "Globs", "YAMLDocuments"]),
        module("Reports", ["Findings", "Rules"]),
        module("RequiredSecrets", ["KnownValues"]),
        module("EnvContract", ["Bytes", "Findings", "RequiredSecrets", "YAMLDocuments"]),
        module(
            "LapwingCLI",
            [
                "BuiltinRules", "Bytes", "Engine", "EnvContract", "Findings", "Git", "Globs", "Inputs", "Reports",
                "RequiredSecrets", "RuleSource", "Rules", "Suppression", "YAMLDocuments", arguments,
            ]),
        .executableTarget(
            name: "lapwing", dependencies: ["LapwingCLI"], swiftSettings: strict, linkerSettings: linking),
        .executableTarget(
            name: "lapwing-bench",
            dependencies: ["BuiltinRules", "Bytes", "Engine", "Findings", "Git", "Inputs", "Rules"],
            path: "Benchmarks/stages", swiftSettings: strict),
        .executableTarget(name: "rulegen", dependencies: ["RuleSource"], swiftSettings: strict),

        .target(
            name: "TestSupport", dependencies: ["Bytes", "Findings", "Git"], path: "Tests/TestSupport",
            swiftSettings: strict),
        tests("AccuracyTests", ["BuiltinRules", "Bytes", "Engine", "Findings"]),
        tests("ArchitectureTests", []),
        tests("BuiltinRulesTests", ["BuiltinRules", "Bytes", "RuleSource", "Rules"]),
        tests("BytesTests", ["Bytes"]),
        tests(
            "CommandTests",
            [
                "BuiltinRules", "Bytes", "Engine", "EnvContract", "Findings", "Git", "Inputs", "LapwingCLI",
                "TestSupport", arguments,
            ]),
        tests("DefaultSecretsTests", ["BuiltinRules", "Bytes", "Engine", "Findings", "Rules"]),
        tests(
            "EngineTests", ["Bytes", "Engine", "Findings", "Patterns", "Rules"], exclude: ["Names/judged-names.txt"]),
        tests("EnvContractTests", ["Bytes", "EnvContract", "Findings", "RequiredSecrets", "YAMLDocuments"]),
        tests("FindingsTests", ["Bytes", "Findings"]),
        tests("GitTests", ["Bytes", "Findings", "Git", "TestSupport"]),
        tests("GlobsTests", ["Globs"]),
        tests(
            "InheritanceTests",
            ["BuiltinRules", "Bytes", "Engine", "Findings", "RuleSource", "Rules", "TestSupport"]),
        tests("InputsTests", ["Bytes", "Findings", "Inputs", "TestSupport"]),
        tests("KnownValuesTests", ["KnownValues", "RuleSource"]),
        tests("PatternsTests", ["Bytes", "Patterns"]),
        tests("ReportsTests", ["Bytes", "Findings", "Reports", "Rules"], exclude: ["Snapshots"]),
        tests("RequiredSecretsTests", ["KnownValues", "RequiredSecrets"]),
        tests("RuleSourceTests", ["Bytes", "Findings", "Patterns", "RuleSource", "Rules", "YAMLDocuments"]),
        tests("SuppressionTests", ["Bytes", "Findings", "Suppression"]),
        tests("RulesTests", ["Bytes", "Findings", "Rules"]),
        tests("YAMLDocumentsTests", ["YAMLDocuments"]),
    ],
    swiftLanguageModes: [.v6]
)

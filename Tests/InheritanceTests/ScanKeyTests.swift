import BuiltinRules
import Bytes
import Findings
import Rules
import TestSupport
import Testing

@testable import Engine

@Suite struct ScanKeyTests {
    private static let scan = ScanProgram(BuiltinRules.all)
    private static let program = DeltaProgram(scan)

    static let directories = ["", "src/", "config/", "a/conf/b/", "k8s/x/", "tests/", "node_modules/x/", "locale/"]
    static let names = [
        "a.py", "config.js", "x.min.js", "application.yml", "messages_de.properties", "Dockerfile", ".env", "a.tf",
        "settings.json", "package.json", "appsettings.Development.json", "README", "a.b.c", "Makefile", "x.conf",
        "nsswitch.conf", "values.yaml", "codecov.yml", ".coveralls.yml", "main.go", "config.go", "Main.java", ".pgpass",
        "é.kt", "a.sql", "UPPER.PY",
    ]

    /// What a rule says of a whole path, the key of the name never denies.
    @Test func theNameNeverDeniesWhatThePathAllows() {
        var (allowed, denied) = (0, 0)
        for name in Self.names {
            let key = Self.program.key(of: FilePath(name))
            for directory in Self.directories {
                let path = FilePath(directory + name)
                #expect(Self.program.key(of: path) == key, "\(path)")
                let label = BlobLabel(path: path, identity: path)
                for index in 0..<Self.scan.rules.count {
                    guard Self.scan.scope(index).applies(to: label) else {
                        if !Self.program.applies(index, under: key) { denied += 1 }
                        continue
                    }
                    allowed += 1
                    #expect(Self.program.applies(index, under: key), "\(path): \(Self.scan.rules[index].id)")
                }
            }
        }
        #expect(allowed > 10_000 && denied > 1_000)
    }

    /// Where the directories do not matter, the name decides, and names of one kind share a key.
    @Test func namesThatMeanTheSameShareAKey() {
        let key = { (name: FilePath) in Self.program.key(of: name) }
        #expect(key("a.py") == key("b.py"))
        #expect(key("a.py") == key("x/y/long name.py"))
        #expect(key("a.py") != key("a.js"))
        #expect(key("a.py") != key("Dockerfile"))
        #expect(key("LICENSE-1") == key("whatever"))
    }

    @Test func moreGroupsThanAWordHolds() {
        let rules = (0..<150).map { index in
            Rule(
                id: "r\(index)", provider: "", name: "", description: "", kind: .committed, severity: .low,
                confidence: .low, tier: .provider, trigger: .path, pattern: "(?<secret>x)", window: .line, lead: 0,
                checks: [], files: [], includedPaths: ["*.e\(index)"], excludedPaths: [], references: [], remedy: "")
        }
        let program = DeltaProgram(ScanProgram(RuleSet(rules)))
        for index in [0, 63, 64, 127, 128, 149] {
            let key = program.key(of: FilePath("a.e\(index)"))
            #expect((0..<150).filter { program.applies($0, under: key) } == [index])
            #expect(key.words.count == 3)
        }
    }
}

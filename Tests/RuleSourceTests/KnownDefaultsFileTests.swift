import Testing
import YAMLDocuments

@testable import RuleSource

/// The file of known defaults: what is wrong in it is said with its line, all at once.
@Suite struct KnownDefaultsFileTests {
    private static let valid = """
        defaults:
          - value: [abc, def]
            product: Acme
            setting: ACME_KEY
            class: known-default
            cve: CVE-2024-1234
            source: https://acme.example/advisory
            note: before 2.0
          - value: ["acme-", "dev-"]
            product: Acme, Bcme
            setting: token
            class: emulator
            match: prefix
            source: https://acme.example/docs

        """

    private func faults(_ text: String) -> [String] {
        KnownDefaultsFile(text, name: "k.yml").faults.map(\.description)
    }

    private func faults(replacing old: String, with new: String) -> [String] {
        faults(Self.valid.replacing(old, with: new))
    }

    @Test func aSoundFileIsReadWhole() {
        let file = KnownDefaultsFile(Self.valid, name: "k.yml")
        #expect(file.faults.isEmpty, "\(file.faults)")
        #expect(
            file.defaults == [
                SourceDefault(
                    value: "abcdef", product: "Acme", setting: "ACME_KEY", class: .published, match: .whole,
                    cve: "CVE-2024-1234", source: "https://acme.example/advisory", note: "before 2.0", cross: [],
                    line: 2),
                SourceDefault(
                    value: "acme-dev-", product: "Acme, Bcme", setting: "token", class: .emulator, match: .prefix,
                    cve: nil, source: "https://acme.example/docs", note: nil, cross: [], line: 9),
            ])
    }

    @Test(arguments: [
        ("[abc, def]", "abcdef", 2, "at least two parts"), ("[abc, def]", "[abcdef]", 2, "at least two parts"),
        ("[abc, def]", "[abc, '']", 2, "none of them empty"), ("    product: Acme\n", "", 2, "missing key 'product'"),
        ("setting: ACME_KEY", "setting: ''", 4, "'setting' is empty"),
        ("known-default", "known-defualt", 5, "did you mean 'known-default'?"),
        ("CVE-2024-1234", "2024-1234", 6, "is no advisory"), ("https://acme.example/advisory", "acme", 7, "https://"),
        ("note:", "notes:", 8, "did you mean 'note'?"), ("match: prefix", "match: start", 13, "whole, prefix"),
        ("[\"acme-\", \"dev-\"]", "[ab, cdef]", 9, "stands in line 2 already"),
    ])
    func aFaultHasItsLine(old: String, new: String, line: Int, words: String) {
        let found = faults(replacing: old, with: new)
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.hasPrefix("k.yml:\(line): ") == true && found.first?.contains(words) == true, "\(found)")
    }

    @Test func allFaultsAreSaidAtOnce() {
        let broken = Self.valid.replacing("    class: emulator\n", with: "").replacing("CVE-2024", with: "CVE")
            .replacing("https://acme.example/docs", with: "docs")
        #expect(faults(broken).count == 3)
    }

    @Test(arguments: ["", "defaults: []\n", "defaults: none\n", "- a\n", "defaults:\n  - word\n", "others: []\n"])
    func whatIsNoListOfEntriesIsAFault(text: String) {
        #expect(!faults(text).isEmpty)
    }

    @Test func whatCannotBeReadIsAFault() {
        let file = KnownDefaultsFile(path: "/nonexistent/k.yml")
        #expect(file.faults.first?.description.hasPrefix("/nonexistent/k.yml:1: cannot be read: ") == true)
    }

    @Test func amongRuleFilesItIsToldByItsName() {
        let folder = RuleFolder(files: ["/nonexistent/known-defaults.yml"])
        #expect(folder.rules.isEmpty && folder.faults.map(\.file) == ["/nonexistent/known-defaults.yml"])
        let root = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        let builtin = RuleFolder(files: [root.joined(separator: "/") + "/" + RuleGenerator.knownDefaultsPath])
        #expect(builtin.rules.map(\.rule.id) == ["known-default"] && builtin.faults.isEmpty, "\(builtin.faults)")
    }

    @Test func theTableHidesValuesAndPutsPrefixesLast() {
        let file = KnownDefaultsFile(
            Self.valid.replacing("[abc, def]", with: "[\"acme-\", \"dev-1\"]"), name: "k.yml")
        let table = KnownValuesWriter.table(file.defaults.reversed())
        #expect(!table.contains("acme-dev") && table.utf8.allSatisfy { $0 < 0x7F })
        let records = table.split(separator: "\n").filter { $0.contains("KnownValueRecord(") }
        #expect(
            records == [
                "        KnownValueRecord(0, 10, .published, \"Acme\", \"ACME_KEY\", \"CVE-2024-1234\"),",
                "        KnownValueRecord(10, 9, .emulator, prefix: true, \"Acme, Bcme\", \"token\"),",
            ])
    }
}

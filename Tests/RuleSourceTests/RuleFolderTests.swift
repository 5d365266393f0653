import Foundation
import Testing
import YAMLDocuments

@testable import RuleSource

/// Whole files and folders: what is broken as YAML, as text, or only beside another file.
@Suite struct RuleFolderTests {
    private let valid = RuleText()

    /// A folder that lives as long as the closure runs.
    private func withFolder<Result>(_ files: [String: [UInt8]], _ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "lapwing-rules-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, bytes) in files { try Data(bytes).write(to: folder.appending(path: name)) }
        return try body(folder.path)
    }

    private func faults(of text: String) -> [YAMLFault] { RuleFile(text, name: "acme.yml").faults }

    // MARK: Files

    @Test func severalFaultsAreAllReportedInOneGo() {
        let broken = valid.with("severity", "severity: hgh").with("name", nil).with("colour", "colour: red")
            .replacing("pattern", "{{end}}", "(").with("checks", "checks: [nosuch, entropy(99)]")
        let faults = faults(of: RuleText.file([broken, valid.with("id", "id: Bad_Id"), valid.with("remedy", nil)]))
        for words in [
            "'severity' cannot be 'hgh'", "missing key 'name'", "unknown key 'colour'", "bad pattern",
            "no check 'nosuch'", "entropy(99)", "id 'Bad_Id'",
            "missing key 'remedy'",
        ] {
            #expect(faults.count { $0.message.contains(words) } == 1, "\(words) in \(faults)")
        }
        #expect(faults.count == 8, "\(faults)")
        #expect(Set(faults.map(\.line)).count >= 7, "each on its own line: \(faults)")
    }

    @Test(arguments: ["", "\n\n", "# only a comment\n", "---\n"]) func anEmptyFileIsAFault(text: String) {
        #expect(!faults(of: text).isEmpty)
        #expect(faults(of: text).allSatisfy { $0.file == "acme.yml" && $0.line >= 1 })
    }

    @Test func aFileIsAMappingWithAListOfRules() {
        #expect(faults(of: "- a\n- b\n").contains { $0.message.contains("a rule file must be a mapping") })
        #expect(
            faults(of: "provider: A\nrules: none\n").map(\.description) == [
                "acme.yml:2: 'rules' must be a list of at least one rule"
            ])
        #expect(faults(of: "provider: A\nrules: []\n").map(\.line) == [2])
        #expect(
            faults(of: "provider: A\nrules:\n  - word\n").contains {
                $0.line == 3 && $0.message.contains("a rule must be a mapping")
            })
        #expect(
            faults(of: valid.file.replacing("provider: Acme\n", with: "")).map(\.message) == ["missing key 'provider'"])
    }

    @Test(arguments: [
        ("    name: [Acme\n    x", 4), ("    name: 'Acme", 4), ("    name: \"\\q\"", 4), ("   name: a", 4),
        ("\tname: a", 4), ("    name: a: b", 4),
    ])
    func brokenYAMLIsAFaultNearItsLine(line: String, place: Int) throws {
        let text = valid.file.replacing("    name: Acme API token", with: line)
        let fault = try #require(faults(of: text).first)
        #expect(fault.message.hasPrefix("not valid YAML: "), "\(fault)")
        #expect((place - 1...place + 2).contains(fault.line) || fault.line > place && line.contains("'"), "\(fault)")
    }

    // MARK: Folders

    @Test func aFolderIsReadInBytewiseOrder() throws {
        let files = ["b.yml": "id: acme-b", "B.yml": "id: acme-upper", "a.yml": "id: acme-a", "a-1.yml": "id: acme-a1"]
            .mapValues { Array(valid.with("id", $0).file.utf8) }
        let known =
            "defaults:\n  - {value: [ab, c], product: P, setting: S, class: weak, source: 'https://p.example/'}\n"
        let others: [String: [UInt8]] = [
            "known-defaults.yml": Array(known.utf8), "README.md": [0x5B], "notes.yaml": [0x5B],
        ]
        try withFolder(files.merging(others) { first, _ in first }) { path in
            let folder = RuleFolder(path)
            #expect(folder.faults.isEmpty, "\(folder.faults)")
            #expect(folder.rules.map(\.rule.id) == ["acme-upper", "acme-a1", "acme-a", "acme-b"])
            #expect(folder.rules.first?.file == "\(path)/B.yml")
        }
    }

    @Test func anIdOfTwoFilesIsAFaultThatNamesBoth() throws {
        let file = Array(valid.file.utf8)
        try withFolder(["a.yml": file, "b.yml": file]) { path in
            let expected = "\(path)/b.yml:3: rule id 'acme-api-token' is taken: \(path)/a.yml:3 has it"
            #expect(RuleFolder(path).faults.map(\.description) == [expected])
            #expect(RuleFolder(files: ["\(path)/a.yml", "\(path)/b.yml"]).faults.map(\.description) == [expected])
        }
        let twice = RuleFile(RuleText.file([valid, valid]), name: "acme.yml").rules
        #expect(RuleLint.duplicates(in: twice).map(\.line) == [twice[1].line])
    }

    @Test func whatIsNotUTF8IsAFaultOnItsLine() throws {
        let bytes = Array(valid.file.utf8)
        let place = try #require(bytes.firstRange(of: Array("Acme API".utf8))).lowerBound
        try withFolder(["latin.yml": bytes[..<place] + [0xE9] + bytes[place...]]) { path in
            let faults = RuleFolder(path).faults
            #expect(faults.map(\.line) == [4] && faults.first?.file == "\(path)/latin.yml", "\(faults)")
            #expect(faults.first?.message.contains("UTF-8") == true, "\(faults)")
        }
    }

    @Test func whatCannotBeReadIsAFault() throws {
        try withFolder([:]) { path in
            #expect(RuleFolder("\(path)/none").faults.map(\.file) == ["\(path)/none"])
            let faults = RuleFolder(files: ["\(path)/none.yml", path]).faults
            #expect(faults.map(\.file) == ["\(path)/none.yml", path])
            #expect(faults.allSatisfy { $0.message.hasPrefix("cannot be read: ") }, "\(faults)")
        }
    }

    @Test func oneBrokenFileHidesNoOther() throws {
        let files = [
            "a.yml": Array("[".utf8), "b.yml": Array(valid.with("name", nil).file.utf8),
            "c.yml": Array(valid.file.utf8),
        ]
        try withFolder(files) { path in
            let folder = RuleFolder(path)
            #expect(
                folder.faults.map(\.file).contains("\(path)/a.yml")
                    && folder.faults.contains { $0.message == "missing key 'name'" })
            #expect(folder.rules.contains { $0.file == "\(path)/c.yml" })
        }
    }

    // MARK: Hostile files

    /// Any change of a valid file gives a rule or a fault with a place, never a crash.
    @Test(arguments: 0..<4) func randomChangesNeverCrash(seed: Int) {
        var noise = Noise(seed: 9_000 + UInt64(seed))
        let original = Array(
            valid.with("window", "window: {before: 9, after: 99}").with("paths", "paths: {include: ['**/*']}").file.utf8
        )
        let bits = [
            "\n", " ", "  ", "- ", "[", "]", "{", "}", ":", ": ", "'", "\"", "\\", "|", "?", "*", "&a ", "*a", "{-1}",
            "{{", "}}", "{9}", "(", ")", "\u{0}", "é", "---\n", "!!x ", "99999999999999999999",
        ]
        var (sound, faulty) = (0, 0)
        for _ in 0..<300 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...3, using: &noise) {
                let place = Int.random(in: 0..<bytes.count, using: &noise)
                switch Int.random(in: 0..<4, using: &noise) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &noise)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...40, using: &noise)))
                case 2: bytes.insert(contentsOf: noise.pick(bits).utf8, at: place)
                default: bytes.insert(contentsOf: noise.pick(bytes.split(separator: 0x0A)) + [0x0A], at: place)
                }
                if bytes.isEmpty { bytes = [0x0A] }
            }
            let file = RuleFile(String(decoding: bytes, as: UTF8.self), name: "acme.yml")
            if file.faults.isEmpty { sound += 1 } else { faulty += 1 }
            #expect(file.faults.allSatisfy { $0.line >= 1 && !$0.message.isEmpty })
            #expect(!file.faults.isEmpty || !file.rules.isEmpty)
        }
        #expect(sound > 10 && faulty > 50, "changes of both kinds: \(sound), \(faulty)")
    }
}

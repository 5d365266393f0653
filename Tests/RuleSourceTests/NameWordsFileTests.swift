import Bytes
import Testing

@testable import RuleSource

@Suite struct NameWordsFileTests {
    private static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    @Test func theTableIsCurrent() throws {
        let file = NameWordsFile(path: "\(Self.root)/\(RuleGenerator.nameWordsPath)")
        #expect(file.faults.isEmpty)
        let table = try TextFile.contents(of: FilePath("\(Self.root)/\(RuleGenerator.nameTablePath)"))
        #expect(file.source == String(decoding: table, as: UTF8.self), "run 'swift run rulegen'")
    }

    @Test func faultsNameTheirLine() {
        let file = NameWordsFile("word\n[nonsense]\nPassword # why\n", name: "w.txt")
        let faults = file.faults.map(\.description)
        #expect(faults.contains { $0.hasPrefix("w.txt:1: words stand before") })
        #expect(faults.contains { $0.hasPrefix("w.txt:2: no list is called [nonsense]") })
        #expect(faults.contains { $0.hasPrefix("w.txt:3: 'Password' is not in lower case") })
        #expect(faults.contains { $0.contains("there is no list [password]") })
    }

    @Test func aMissingFileIsAFault() { #expect(!NameWordsFile(path: "/nonexistent/words.txt").faults.isEmpty) }
}

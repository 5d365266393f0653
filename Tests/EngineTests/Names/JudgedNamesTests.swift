import Bytes
import Testing

@testable import Engine

/// Holds the classifier to names that a person judged: judged-names.txt says where they are from.
@Suite struct JudgedNamesTests {
    private struct Judged {
        let name: String
        let isSecret: Bool
    }

    private static func judged() throws -> [Judged] {
        let folder = #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
        let bytes = try TextFile.contents(of: FilePath(folder + "/judged-names.txt"))
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            guard line.hasPrefix("+ ") || line.hasPrefix("- ") else { return nil }
            return Judged(name: String(line.dropFirst(2)), isSecret: line.hasPrefix("+"))
        }
    }

    private static func isSecret(_ name: String) -> Bool {
        if case .secret = NameClassifier.classify(Words.split(Array(name.utf8))) { true } else { false }
    }

    @Test func namesAreJudgedAsAPersonDoes() throws {
        let judged = try Self.judged()
        #expect(judged.count >= 1_500)
        let missed = judged.filter { $0.isSecret && !Self.isSecret($0.name) }.map(\.name)
        let wrong = judged.filter { !$0.isSecret && Self.isSecret($0.name) }.map(\.name)
        let secrets = judged.count(where: \.isSecret)
        #expect(missed.count * 100 <= secrets * 3, "missed: \(missed)")
        #expect(wrong.count * 100 <= (judged.count - secrets) * 3, "taken for secrets: \(wrong)")
    }
}

import BuiltinRules
import Bytes
import Engine
import Testing

/// The project's own labels: what they say must go on being found, and nothing else.
@Suite struct LabelledLinesTests {
    private static let folder =
        #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/fixtures/labelled"

    private static func files(seed: UInt64) throws -> [LabelledLines] {
        try Directory.entries(of: FilePath(folder)).map { String(decoding: $0.name, as: UTF8.self) }
            .filter { $0.hasSuffix(".lines") }.sorted().map { name in
                let bytes = try TextFile.contents(of: FilePath(folder + "/" + name))
                return LabelledLines(String(decoding: bytes, as: UTF8.self), seed: seed)
            }
    }

    @Test func thereAreEnough() throws {
        let files = try Self.files(seed: 1)
        #expect(files.count >= 30)
        #expect(files.reduce(0) { $0 + $1.lines.count } >= 1_000)
    }

    /// A default that tells what to do (`changeme`) is a finding by design, so on lines without a secret only committed ones are wrong.
    @Test(arguments: [1, 2] as [UInt64]) func precisionAndRecallHold(seed: UInt64) throws {
        let program = ScanProgram(BuiltinRules.all)
        var missed: [String] = []
        var wrong: [String] = []
        var secrets = 0
        for file in try Self.files(seed: seed) {
            let reported = file.reported(program)
            for line in file.lines {
                let place = "\(file.path):\(line.number): \(line.text)"
                if line.isSecret {
                    secrets += 1
                    if !reported.any.contains(line.number) { missed.append(place) }
                } else if reported.committed.contains(line.number) {
                    wrong.append(place)
                }
            }
        }
        #expect(missed.count * 100 <= secrets * 2, "\(missed.joined(separator: "\n"))")
        #expect(wrong.count * 100 <= secrets * 2, "\(wrong.joined(separator: "\n"))")
    }
}

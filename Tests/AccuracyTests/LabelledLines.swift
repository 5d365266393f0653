/// The labelled lines of fixtures/labelled: a file a kind of file, its first line the path it stands for, then `+ ` before a line that
/// holds a secret, `- ` before one that only looks like it, and two spaces before what is there for context.

import BuiltinRules
import Bytes
import Engine
import Findings

struct LabelledLines: Sendable {
    struct Line: Sendable {
        let number: Int
        let isSecret: Bool
        let text: String
    }

    let path: String
    let lines: [Line]
    private let content: [UInt8]

    /// - Parameter seed: of the values that stand for generated ones.
    init(_ source: String, seed: UInt64) {
        var rows = source.split(separator: "\n", omittingEmptySubsequences: false)
        path = String(rows.removeFirst().dropFirst("path: ".count))
        var noise = Noise(state: seed)
        var text = ""
        var lines: [Line] = []
        for (index, row) in rows.enumerated() {
            let filled = LabelledLines.filled(String(row.dropFirst(2)), &noise)
            text += filled + "\n"
            if row.hasPrefix("+") || row.hasPrefix("-") {
                lines.append(Line(number: index + 1, isSecret: row.hasPrefix("+"), text: filled))
            }
        }
        self.lines = lines
        content = Array(text.utf8)
    }

    /// `‹hex:32›` is 32 random hex digits; the dots in made-up passwords keep other scanners from reporting the fixtures.
    private static func filled(_ line: String, _ noise: inout Noise) -> String {
        var result = ""
        for (index, piece) in line.replacing("·", with: "").split(separator: "‹", omittingEmptySubsequences: false)
            .enumerated()
        {
            guard index > 0, let end = piece.firstIndex(of: "›"), let colon = piece.firstIndex(of: ":"), colon < end,
                let count = Int(piece[piece.index(after: colon)..<end]),
                let alphabet = alphabets[String(piece[..<colon])]
            else {
                result += piece
                continue
            }
            for _ in 0..<count { result.unicodeScalars.append(alphabet[noise.next(alphabet.count)]) }
            result += piece[piece.index(after: end)...]
        }
        return result
    }

    private static let alphabets: [String: [UnicodeScalar]] = {
        let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
        let texts = [
            "hex": "0123456789abcdef", "an": letters + "0123456789", "b64": letters + "0123456789+/",
            "url": letters + "0123456789-_",
        ]
        return texts.mapValues { Array($0.unicodeScalars) }
    }()

    /// SplitMix64: the same values on every machine.
    private struct Noise {
        var state: UInt64

        mutating func next(_ bound: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
            return Int((mixed ^ mixed >> 31) % UInt64(bound))
        }
    }

    /// The lines that findings of medium confidence or better stand on: those of kind `committed`, and those of any kind.
    func reported(_ program: ScanProgram) -> (committed: Set<Int>, any: Set<Int>) {
        var scanner = Scanner(program)
        let name = FilePath(path)
        scanner.begin(BlobLabel(path: name, identity: name))
        scanner.scan(content.span, .whole(count: content.count))
        let sure = scanner.findings.filter { $0.confidence >= .medium }
        return (
            Set(sure.filter { $0.kind == .committed }.map(\.location.line)), Set(sure.map(\.location.line))
        )
    }
}

import BuiltinRules
import Bytes
import Foundation
import Rules
import TestSupport
import Testing

@testable import Engine
@testable import RuleSource

/// The same with the built-in rules, over texts that are made of all of their examples.
@Suite struct BuiltinInheritanceTests {
    private static let program = ScanProgram(BuiltinRules.all)

    /// Every example, with the paths it pretends to have.
    private static let examples: [[UInt8]] = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        let rules = RuleFolder("\(root)/rules").rules
        return rules.flatMap { $0.matches + $0.misses }.map { Array($0.text.utf8) }
    }()

    /// Paths of one key each.
    static let paths: [[FilePath]] = [
        ["a.py", "tests/a.py"], ["deploy/application.yml", "config/application.yml", "application.yml"], [".env"],
        ["config.js", "config/config.js"], ["src/main.go", "main.go"], ["Dockerfile"], ["README.md"],
        ["settings.json", "x/settings.json"], ["Main.java"], ["a.tf"], ["file"], ["a/.pgpass"],
    ]

    private static func piece(_ noise: inout Noise) -> [UInt8] {
        var bytes = noise.pick(examples)
        switch noise.number(0..<8) {
        case 0: bytes = bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
        case 1 where !bytes.isEmpty:
            let (a, b) = (noise.number(0..<bytes.count), noise.number(0..<bytes.count + 1))
            bytes = Array(bytes[min(a, b)..<max(a, b)])
        case 2: bytes = bytes.flatMap { [$0, 0] }
        case 3: bytes = Array(noise.text(noise.number(1..<200), of: "abc def(){}=\"\n").utf8)
        case 4: bytes += bytes
        default: break
        }
        return noise.chance(4) ? bytes : bytes + [0x0A]
    }

    private static func text(_ noise: inout Noise, size: Int) -> [UInt8] {
        var text: [UInt8] = []
        while text.count < size { text += piece(&noise) }
        return text
    }

    @Test(arguments: paths)
    func chainsOfRandomEdits(paths: [FilePath]) {
        #expect(Self.examples.count > 1_000)
        for round in 0..<UInt64(InheritanceTests.rounds) {
            let seed = round * 100 + UInt64(Self.paths.firstIndex(of: paths) ?? 0)
            var comparison = Comparison(Self.program, paths: paths)
            var noise = Noise(seed: seed)
            comparison.run(Self.text(&noise, size: 3_000), steps: 15, seed: seed) { base, noise in
                if base.count > 9_000 || base.count < 100 {
                    var fresh = EditedText(of: base)
                    fresh.insert(Self.text(&noise, size: 3_000))
                    return fresh
                }
                return EditedText.random(of: base, &noise, Self.piece)
            }
            #expect(comparison.partial > 6 && comparison.findings > 20, "nothing was tested: seed \(seed)")
        }
    }

    /// The look-behind and the anchors of the built-in rules keep what a seam makes dirty small.
    @Test func theMarginsAreSmall() {
        let program = DeltaProgram(Self.program)
        #expect(program.marginBefore <= 64)
        #expect(program.spill <= 8)
        let far = program.isFar.count { $0 }
        #expect(far < program.isFar.count / 4)
    }

    /// An edit of a line in a long file costs a few lines.
    @Test func anEditCostsItsLines() {
        var noise = Noise(seed: 7)
        var lines: [UInt8] = []
        while lines.count < 100_000 { lines += Array((noise.text(60, of: "abcdefgh ()=.") + "\n").utf8) }
        let program = DeltaProgram(Self.program)
        var scanner = DeltaScanner(program)
        let key = program.key(of: "a.py")
        var memo = scanner.scan(lines.span, key, name: "a")
        #expect(scanner.scannedBytes == lines.count)
        for _ in 0..<20 {
            let place = noise.number(0..<lines.count)
            var edited = EditedText(of: lines)
            edited.replace([(place..<place, Array("token = \"\(noise.text(30))\"\n".utf8))])
            memo = scanner.scan(edited.text.span, key, name: "b", from: memo, copies: edited.copies)
            #expect(scanner.scannedBytes < 400)
            lines = edited.text
        }
        #expect(memo.memoryCost < 4_000)
    }
}

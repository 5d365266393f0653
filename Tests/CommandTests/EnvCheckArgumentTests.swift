import ArgumentParser
import Testing

@testable import LapwingCLI

/// The short way of reading `env check`'s arguments beside the parser's.
struct EnvCheckArgumentTests {
    @Test func plainArgumentsAreReadAsTheParserReadsThem() throws {
        let pieces = ["--production", "--manifest", "m.yml", "--", "true", "--manifest=x", "-x", "--wat", ""]
        var plain = 0
        for count in 0...4 {
            for number in 0..<Int((0..<count).reduce(1) { product, _ in product * pieces.count }) {
                var rest = number
                let arguments = (0..<count).map { _ in
                    defer { rest /= pieces.count }
                    return pieces[rest % pieces.count]
                }
                guard let check = EnvCheck(plain: ["lapwing", "env", "check"] + arguments) else { continue }
                plain += 1
                let parsed = try EnvCheckCommand.parse(arguments)
                #expect(parsed.manifest == check.manifest && parsed.production == check.isProduction, "\(arguments)")
                let command = check.command.map { Array(arguments[($0 - 3)...]) } ?? []
                #expect(parsed.command == command, "\(arguments)")
            }
        }
        #expect(plain > 100)
    }

    @Test func whatIsNotPlainIsLeftToTheParser() {
        for arguments in [["--help"], ["--wat"], ["true"], ["--manifest"], ["--manifest", "--production"], ["--"]] {
            #expect(EnvCheck(plain: ["lapwing", "env", "check"] + arguments) == nil)
        }
        #expect(EnvCheck(plain: ["lapwing", "env"]) == nil && EnvCheck(plain: ["lapwing"]) == nil)
    }
}

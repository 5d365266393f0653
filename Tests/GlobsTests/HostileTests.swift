import Globs
import Testing

/// Patterns and names made to be slow. Each would take years with plain backtracking.
@Suite struct HostileTests {
    private let clock = ContinuousClock()

    private func repeated(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    @Test func starsWithinAName() throws {
        let glob = try Glob(repeated("a*", 100) + "b")
        let name = repeated("a", 4000)
        let time = clock.measure {
            #expect(!glob.matches(name))
            #expect(glob.matches(name + "b"))
        }
        #expect(time < .seconds(5))
    }

    @Test func doubleStars() throws {
        let glob = try Glob(repeated("**/a/", 100) + "b")
        let path = repeated("a/", 2000)
        let time = clock.measure {
            #expect(!glob.matches(path + "c"))
            #expect(glob.matches(path + "b"))
        }
        #expect(time < .seconds(5))
    }

    @Test func starsOfBothKinds() throws {
        let glob = try Glob(repeated("**/*a*a*/", 50) + "*b")
        let path = repeated("aaaa/", 800)
        let time = clock.measure {
            #expect(!glob.matches(path + "c"))
            #expect(glob.matches(path + "cb"))
        }
        #expect(time < .seconds(5))
    }

    @Test func oneDoubleStarAndManyComponents() throws {
        let glob = try Glob("**/" + repeated("*a/", 500) + "b")
        let path = repeated("aa/", 1300)
        let time = clock.measure {
            #expect(!glob.matches(path + "c"))
            #expect(glob.matches(path + "b"))
        }
        #expect(time < .seconds(10))
    }

    @Test(arguments: [repeatedBraces("{a,b}", 13), repeatedBraces("{a,b}", 1000), repeatedBraces("{", 100_000)])
    func bracesAreBounded(pattern: String) {
        #expect(throws: GlobError.self) { try Glob(pattern) }
    }

    private static func repeatedBraces(_ text: String, _ count: Int) -> String { String(repeating: text, count: count) }

    @Test func nestedBracesAreBounded() {
        let pattern = repeated("{", 5000) + repeated("a", 5000) + repeated("}", 5000)
        #expect { try Glob(pattern) } throws: { ($0 as? GlobError)?.reason == .tooManyAlternatives }
    }

    @Test func fourThousandAlternativesAreFine() throws {
        let glob = try Glob(repeated("{a,b}", 12))
        #expect(glob.matches("abababababab"))
        #expect(!glob.matches("abababababac"))
    }

    @Test func longLinesOfBrackets() {
        let count = 200_000
        for line in [
            repeated("[", count), repeated("[[:", count), "[" + repeated("[:", count) + "x]", repeated("[a]", count),
        ] {
            let time = clock.measure {
                let file = IgnoreFile(Array(line.utf8))
                #expect(file.match("a", isDirectory: false) == .none)
            }
            #expect(time < .seconds(10))
        }
    }

    @Test func anyBytesParse() {
        var random = SplitMix(seed: 3)
        let alphabet = Array("[]!*\\/{},-:^?# \n\r\0a\u{FF}".utf8) + [0xFF, 0x80]
        for _ in 0..<3000 {
            let bytes = (0..<Int.random(in: 0...12, using: &random)).map { _ in alphabet.randomElement(using: &random)!
            }
            let file = IgnoreFile(bytes)
            _ = file.match(bytes, isDirectory: true)
            if let glob = try? Glob(String(decoding: bytes, as: UTF8.self)) {
                #expect(GlobSet([glob]).matches(bytes) == glob.matches(bytes))
            }
        }
    }
}

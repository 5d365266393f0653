import Globs
import Testing

/// All small patterns on all small paths, against a matcher that is written the obvious way.
@Suite struct ReferenceTests {
    @Test func shortPatternsOfEverything() throws {
        let patterns = strings(of: ["a", "b", "*", "?", "/", "[b]", "[!b]"], upTo: 4)
        try compare(patterns, paths(upTo: 4))
    }

    @Test func longPatternsOfStarsAndSlashes() throws {
        try compare(strings(of: ["a", "*", "/"], upTo: 7), paths(upTo: 5))
    }

    @Test func doubleStars() throws {
        try compare(strings(of: ["a", "*", "/", "**/", "/**"], upTo: 5), paths(upTo: 5))
    }

    /// A set agrees with its globs, whichever of them are in tables.
    @Test func setsAgreeWithTheirGlobs() throws {
        var random = SplitMix(seed: 7)
        let pieces = ["a", "b", "*", "?", "/", "**/", "/**", "*a", "[ab]"]
        let paths = paths(upTo: 5)
        for _ in 0..<300 {
            var globs: [Glob] = []
            for _ in 0..<6 {
                let pattern = random.string(of: pieces, count: 1...4)
                guard pattern.contains(where: { $0 != "/" }) else { continue }
                globs.append(try Glob(pattern))
            }
            let set = GlobSet(globs)
            for path in paths {
                for isDirectory in [false, true] {
                    let expected = globs.contains { $0.matches(path.span, isDirectory: isDirectory) }
                    if set.matches(path.span, isDirectory: isDirectory) != expected {
                        Issue.record("\(globs) on \(String(decoding: path, as: UTF8.self)): expected \(expected)")
                    }
                }
            }
        }
    }

    private func compare(_ patterns: [String], _ paths: [[UInt8]]) throws {
        for pattern in patterns where pattern.contains(where: { $0 != "/" }) {
            let glob = try Glob(pattern)
            let set = GlobSet([glob])
            let reference = Reference(pattern)
            for path in paths {
                let expected = reference.matches(path)
                let isDirectory = pattern.hasSuffix("/")
                let found = glob.matches(path.span, isDirectory: isDirectory)
                let foundBySet = set.matches(path.span, isDirectory: isDirectory)
                if found != expected || foundBySet != expected {
                    Issue.record("\(pattern) on \(String(decoding: path, as: UTF8.self)): expected \(expected)")
                }
            }
        }
    }

    private func strings(of pieces: [String], upTo count: Int) -> [String] {
        var all: Set<String> = []
        var longest: Set<String> = [""]
        for _ in 0..<count {
            longest = Set(longest.flatMap { start in pieces.map { start + $0 } })
            all.formUnion(longest)
        }
        return all.sorted()
    }

    /// All relative paths of `a` and `b` of up to `count` bytes.
    private func paths(upTo count: Int) -> [[UInt8]] {
        strings(of: ["a", "b", "/"], upTo: count)
            .filter { !$0.hasPrefix("/") && !$0.hasSuffix("/") && !$0.contains("//") }
            .map { Array($0.utf8) }
    }
}

/// The definition, component by component and with all the backtracking it takes; no escapes, classes or braces.
private struct Reference {
    private let components: [[UInt8]]
    private let isFloating: Bool

    init(_ pattern: String) {
        var body = Array(pattern.utf8)
        if body.last == UInt8(ascii: "/") { body.removeLast() }
        isFloating = !body.contains(UInt8(ascii: "/"))
        if body.first == UInt8(ascii: "/") { body.removeFirst() }
        components = body.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(Array.init)
    }

    func matches(_ path: [UInt8]) -> Bool {
        let names = path.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        return isFloating
            ? matchesName(components[0][...], names[names.count - 1]) : matches(components[...], names[...])
    }

    private func matches(_ pattern: ArraySlice<[UInt8]>, _ names: ArraySlice<ArraySlice<UInt8>>) -> Bool {
        guard let first = pattern.first else { return names.isEmpty }
        guard let name = names.first else { return false }
        if first.count > 1, first.allSatisfy({ $0 == UInt8(ascii: "*") }) {
            let rest = pattern.dropFirst()
            return rest.isEmpty || matches(rest, names) || matches(pattern, names.dropFirst())
        }
        return matchesName(first[...], name) && matches(pattern.dropFirst(), names.dropFirst())
    }

    private func matchesName(_ pattern: ArraySlice<UInt8>, _ name: ArraySlice<UInt8>) -> Bool {
        guard let first = pattern.first else { return name.isEmpty }
        let rest = pattern.dropFirst()
        if first == UInt8(ascii: "*") {
            return matchesName(rest, name) || !name.isEmpty && matchesName(pattern, name.dropFirst())
        }
        guard let byte = name.first else { return false }
        switch first {
        case UInt8(ascii: "?"): return matchesName(rest, name.dropFirst())
        case UInt8(ascii: "["):
            let close = rest.firstIndex(of: UInt8(ascii: "]"))!
            let members = rest[..<close]
            let isMember =
                members.first == UInt8(ascii: "!") ? !members.dropFirst().contains(byte) : members.contains(byte)
            return isMember && matchesName(rest[(close + 1)...], name.dropFirst())
        default: return first == byte && matchesName(rest, name.dropFirst())
        }
    }
}

/// A small generator with a seed, so that a failure comes back.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func string(of pieces: [String], count: ClosedRange<Int>) -> String {
        (0..<Int.random(in: count, using: &self)).map { _ in pieces.randomElement(using: &self)! }.joined()
    }
}

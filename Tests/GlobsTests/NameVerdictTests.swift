import Testing

@testable import Globs

@Suite struct NameVerdictTests {
    @Test(arguments: [
        ("*.py", "a.py", NameVerdict.always), ("**/*.py", "a.py", .always), ("*.py", "a.js", .never),
        ("/a.py", "a.py", .perhaps), ("docs/*.md", "a.md", .perhaps), ("docs/*.md", "a.py", .never),
        ("**/conf/**", "anything", .perhaps), ("conf/**/*.y*ml", "x.yaml", .perhaps),
        ("conf/**/*.y*ml", "x.json", .never),
        ("{a/b,c}", "b", .perhaps), ("{a/b,c}", "c", .always), ("{a/b,c}", "a", .never), ("build/", "build", .never),
        ("a/**/b", "b", .perhaps), ("a/**/b", "a", .never), ("**\\/x", "x", .perhaps), ("[ab].c", "b.c", .always),
    ])
    func whatANameSays(glob: String, name: String, verdict: NameVerdict) throws {
        #expect(try Glob(glob).verdict(onName: Array(name.utf8).span) == verdict)
    }

    /// Held against the globs themselves, over many paths that end in the name.
    @Test func theVerdictHoldsForEveryPath() throws {
        let pieces = ["a", "b", "*", "**", "/", "?", "[ab]", "{a,b/a}", ".c", "\\/", "**/", "/**", "a/"]
        let directories = ["", "a/", "b/", "a/b/", "b/a/", "a/a/a/", "x/", "a/x/b/"]
        var seen: [NameVerdict: Int] = [:]
        var state: UInt64 = 5
        func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        for _ in 0..<4_000 {
            let text = (0...next(4)).map { _ in pieces[next(pieces.count)] }.joined()
            guard let glob = try? Glob(text) else { continue }
            for name in ["a", "b", "a.c", "x"] {
                let verdict = glob.verdict(onName: Array(name.utf8).span)
                seen[verdict, default: 0] += 1
                var told = NameVerdict.never
                NameIndex([(glob: glob, number: 3)]).verdicts(onName: Array(name.utf8).span) { number, verdict in
                    if number == 3 { told = max(told, verdict) }
                }
                #expect(told == verdict, "\(text) on \(name)")
                let matches = directories.map { glob.matches($0 + name) }
                if verdict == .never { #expect(!matches.contains(true), "\(text) on \(name)") }
                if verdict == .always { #expect(!matches.contains(false), "\(text) on \(name)") }
            }
        }
        #expect(seen.count == 3 && seen.values.allSatisfy { $0 > 100 })
    }
}

import Globs
import Testing

/// Tables of what globs match, one line a case.
@Suite struct GlobTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let glob: String
        let matching: [String]
        let others: [String]

        init(_ glob: String, matches: [String], not others: [String]) {
            self.glob = glob
            matching = matches
            self.others = others
        }

        var testDescription: String { glob }
    }

    static let cases: [Case] = [
        Case("*.swift", matches: ["a.swift", "x/y/a.swift", ".swift"], not: ["a.swif", "a.swift.bak", "a.swift/b"]),
        Case("README", matches: ["README", "docs/README"], not: ["readme", "README.md", "README/x"]),
        Case("/README", matches: ["README"], not: ["docs/README"]),
        Case("docs/*.md", matches: ["docs/a.md", "docs/.md"], not: ["docs/x/a.md", "a/docs/a.md"]),
        Case("docs/**/*.md", matches: ["docs/a.md", "docs/x/a.md", "docs/x/y/a.md"], not: ["a.md", "docs/x/a.txt"]),
        Case("docs/**", matches: ["docs/a", "docs/a/b"], not: ["docs", "adocs/a", "x/docs/a", "docsa/b"]),
        Case("**/docs/**", matches: ["docs/a", "x/docs/a", "x/y/docs/a/b"], not: ["docs", "x/docs", "xdocs/a"]),
        Case("**/a/b", matches: ["a/b", "x/a/b", "x/y/a/b"], not: ["xa/b", "a/b/c", "a/x/b"]),
        Case("a/**/b", matches: ["a/b", "a/x/b", "a/x/y/b"], not: ["ab", "a/xb", "x/a/b"]),
        Case("**\\/b", matches: ["a/b", "x/a/b"], not: ["b", "ab", "a/b/c"]),
        Case("a/**\\/b", matches: ["a/x/b", "a/x/y/b"], not: ["a/b", "a/xb"]),
        Case("**", matches: ["a", "a/b"], not: []),
        Case("/**", matches: ["a", "a/b"], not: []),
        Case("/*", matches: ["a"], not: ["a/b"]),
        Case("*/b", matches: ["a/b"], not: ["b", "x/a/b", "a/b/c"]),
        Case("a**/b", matches: ["a/b", "ax/b"], not: ["a/x/b", "ab", "ax/y/b"]),
        Case("a?c", matches: ["abc", "x/abc"], not: ["ac", "abbc", "a/c"]),
        Case("x/a?c", matches: ["x/abc"], not: ["x/a/c"]),
        Case("[a-c]x", matches: ["ax", "cx"], not: ["dx", "x", "-x"]),
        Case("[!a-c]x", matches: ["dx"], not: ["ax", "x"]),
        Case("[^a]x", matches: ["bx"], not: ["ax"]),
        Case("a[!b]c/d", matches: ["axc/d"], not: ["a/c/d"]),
        Case("[]]", matches: ["]"], not: ["a"]),
        Case("[!]]", matches: ["a"], not: ["]"]),
        Case("[a-]", matches: ["a", "-"], not: ["b"]),
        Case("[-a]", matches: ["a", "-"], not: ["b"]),
        Case("[a-c-e]", matches: ["b", "-", "e"], not: ["d"]),
        Case("[\\]]", matches: ["]"], not: ["\\"]),
        Case("[[:digit:]]x", matches: ["1x"], not: ["ax", "[x"]),
        Case("[[:alpha:]_]", matches: ["a", "Z", "_"], not: ["1"]),
        Case("[[:x]", matches: ["[", ":", "x"], not: ["a"]),
        Case("\\*", matches: ["*"], not: ["a", "\\*"]),
        Case("\\{a,b\\}", matches: ["{a,b}"], not: ["a", "b"]),
        Case("*.{js,ts}", matches: ["a.js", "x/a.ts"], not: ["a.jsx", "a.{js,ts}"]),
        Case("{a,b}/*.c", matches: ["a/x.c", "b/x.c"], not: ["c/x.c", "x/a/x.c"]),
        Case("{a/b,c}", matches: ["a/b", "c", "x/c"], not: ["x/a/b"]),
        Case("x{,.bak}", matches: ["x", "x.bak"], not: ["x."]),
        Case("{a,{b,c}d}", matches: ["a", "bd", "cd"], not: ["b", "ad"]),
        Case("{**/,}x/y", matches: ["x/y", "a/x/y"], not: ["ax/y"]),
        Case("[{,}]", matches: ["{", ",", "}"], not: ["a"]),
        Case("a,b", matches: ["a,b"], not: ["a", "b"]),
        Case("!a", matches: ["!a"], not: ["a", "b"]),
        Case("#a", matches: ["#a"], not: ["a"]),
    ]

    @Test(arguments: cases) func table(_ entry: Case) throws {
        let glob = try Glob(entry.glob)
        let set = GlobSet([glob])
        for path in entry.matching {
            #expect(glob.matches(path), "\(path)")
            #expect(set.matches(path), "\(path), as a set")
        }
        for path in entry.others {
            #expect(!glob.matches(path), "\(path)")
            #expect(!set.matches(path), "\(path), as a set")
        }
    }

    @Test func slashAtTheEndWantsADirectory() throws {
        for pattern in ["build/", "/build/", "buil[d]/", "**/build/"] {
            let glob = try Glob(pattern)
            let set = GlobSet([glob])
            #expect(glob.matches("build", isDirectory: true) && set.matches("build", isDirectory: true))
            #expect(!glob.matches("build") && !set.matches("build"))
        }
        #expect(try Glob("build/").matches("x/build", isDirectory: true))
        #expect(try !Glob("/build/").matches("x/build", isDirectory: true))
    }

    @Test func caseIsFoldedOnRequest() throws {
        for pattern in ["README", "*.MD", "*MD", "Docs/**", "**/Docs/**", "docs/x", "[A-D]ocs/*", "do[C]s/\\X"] {
            let glob = try Glob(pattern, caseInsensitive: true)
            let set = GlobSet([glob])
            let path =
                switch pattern {
                case "README": "readme"
                case "*.MD", "*MD": "a.Md"
                default: "dOCS/X"
                }
            #expect(glob.matches(path) && set.matches(path), "\(pattern)")
            #expect(try !Glob(pattern).matches(path), "\(pattern)")
        }
        #expect(try !Glob("[!a]", caseInsensitive: true).matches("A"))
        #expect(try !Glob("É", caseInsensitive: true).matches("é"), "case is ASCII")
        #expect(try !Glob("[@]", caseInsensitive: true).matches("`"), "only letters have a case")
    }

    @Test(arguments: [
        ("", GlobError.Reason.empty, 0), ("/", .empty, 0), ("a[b", .unclosedBracket, 1), ("[]", .unclosedBracket, 0),
        ("[a\\", .unclosedBracket, 0), ("[[:alpha:", .unclosedBracket, 0), ("[[:nope:]]", .unknownClass, 0),
        ("a{b", .unclosedBrace, 1), ("{a{b}", .unclosedBrace, 0), ("ab}", .unopenedBrace, 2),
        ("a\\", .trailingBackslash, 1),
        ("a\\/", .trailingBackslash, 2), ("{a,b[}", .unclosedBracket, 4),
    ])
    func mistakesAreErrors(pattern: String, reason: GlobError.Reason, offset: Int) throws {
        let error = #expect(throws: GlobError.self) { try Glob(pattern) }
        #expect(error?.pattern == pattern)
        #expect(error?.reason == reason)
        #expect(error?.offset == offset)
        #expect(error?.description.contains("byte \(offset)") == true)
    }

    @Test func pathsAreBytes() throws {
        let path: [UInt8] = [0xFF, 0x2F, 0x61, 0xFE, 0x00, 0x2E, 0x63]
        #expect(try Glob("*.c").matches(path))
        #expect(try Glob("?/a??.c").matches(path))
        #expect(try Glob("[!a]/a[!b][!b].c").matches(path))
        #expect(try !Glob("[[:alpha:]]/*").matches(path))
        #expect(try Glob("caf??").matches("café"), "one ? a byte")
        #expect(try Glob("café").matches("café"))
        #expect(try GlobSet([Glob("*.c")]).matches(path))
    }

    @Test func equalByPatternAndCase() throws {
        #expect(try Glob("a") == Glob("a"))
        #expect(try Glob("a") != Glob("a", caseInsensitive: true))
        #expect(try Set([Glob("a"), Glob("a"), Glob("b")]).count == 2)
        #expect(try "\(Glob("{a,b}"))" == "{a,b}")
    }
}

import Testing

@testable import Globs

/// Whatever is put off, the answers are those of a `GlobSet`.
struct DeferredGlobSetTests {
    static let patterns = [
        "**/*.py", "*.py", "**/.pgpass", ".pgpass", "/README", "docs/*.md", "a/**", "**/a/b", "b/", "x?z", "[ab].c",
        "{a,b}.go",
        "{a,b/c}", "\\*.txt", "**/Dockerfile*", "*compose*.yml", "**", "a/b", "*.{js,ts}", "é.py",
    ]
    static let paths = [
        "a.py", "d/a.py", ".pgpass", "d/.pgpass", "README", "d/README", "docs/x.md", "docs/y/x.md", "a", "a/x", "a/b",
        "d/a/b", "b",
        "xyz", "a.c", "a.go", "b/c", "*.txt", "x.txt", "Dockerfile.dev", "d/Dockerfile", "docker-compose.yml", "x.ts",
        "é.py", "py",
        "x.pyc", "",
    ]

    @Test func oneGlobAtATime() throws {
        for pattern in Self.patterns {
            let eager = GlobSet([try Glob(pattern)])
            for path in Self.paths {
                let deferred = DeferredGlobSet(linted: [pattern])
                let expected = eager.matches(path)
                #expect(deferred.matches(Array(path.utf8)) == expected, "\(pattern) and \(path)")
                #expect(deferred.matches(Array(path.utf8)) == expected, "asked again: \(pattern) and \(path)")
            }
        }
    }

    @Test func manyGlobsAndPathsInAnyOrder() throws {
        let eager = GlobSet(try Self.patterns.dropLast(4).map { try Glob($0) })
        for shift in Self.paths.indices {
            let deferred = DeferredGlobSet(linted: Self.patterns.dropLast(4))
            for path in Self.paths[shift...] + Self.paths[..<shift] {
                #expect(deferred.matches(Array(path.utf8)) == eager.matches(path), "\(path)")
            }
        }
    }

    @Test func whatCannotMatchCompilesNothing() {
        func mayMatch(_ globs: [String], _ path: String) -> Bool {
            let bytes = Array(path.utf8)
            let globs = DeferredGlobSet(linted: globs)
            let answer = globs.mayMatch(bytes.span)
            let isCompiled = globs.set(for: bytes.span).map { _ in true } ?? false
            #expect(answer == isCompiled)
            return answer
        }
        let globs = ["**/*.py", "**/*.c"]
        #expect(!mayMatch(globs, "a.go"))
        #expect(!mayMatch(globs, "y"))
        #expect(mayMatch(globs, "a.c"))
        #expect(mayMatch(globs, "a.py"))
        #expect(mayMatch(["**/Dockerfile*"], "b"))
    }
}

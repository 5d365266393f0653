import Globs
import Testing

@Suite struct GlobSetTests {
    @Test func emptySetMatchesNothing() {
        let set = GlobSet([])
        #expect(set.isEmpty)
        #expect(!set.matches("a") && !set.matchesPathOrParent("a/b"))
    }

    @Test func anyOfManyMatches() throws {
        var globs: [Glob] = []
        for number in 0..<200 {
            globs.append(try Glob("*.e\(number)"))
            globs.append(try Glob("name\(number)"))
            globs.append(try Glob("dir\(number)/sub/**"))
            globs.append(try Glob("**/any\(number)/**"))
            globs.append(try Glob("only\(number)/"))
            globs.append(try Glob("root\(number)/file"))
            globs.append(try Glob("UP\(number)", caseInsensitive: true))
        }
        let set = GlobSet(globs)
        for path in [
            "x.e0", "a/b.c.e199", "name7", "x/name7", "dir3/sub/x/y", "a/any50/b", "any50/b", "root9/file", "x/up9",
        ] {
            #expect(set.matches(path), "\(path)")
        }
        for path in [
            "x.e200", "name", "name200", "dir3/sub", "dir3/x/sub/y", "any50", "only3", "x/root9/file", "NAME7", "x.E0",
        ] {
            #expect(!set.matches(path), "\(path)")
        }
        #expect(set.matches("x/only3", isDirectory: true))
    }

    @Test func suffixesOfAllKinds() throws {
        let set = GlobSet(try ["*.tar.gz", "*~", "*_test.go", "*.gz.d"].map { try Glob($0) })
        for path in ["a.tar.gz", ".tar.gz", "x/a~", "~", "a_test.go", "x.gz.d"] {
            #expect(set.matches(path), "\(path)")
        }
        for path in ["a.gz", "tar.gz", "a~b", "test.go", "a.d", "a.tar.gz/b"] { #expect(!set.matches(path), "\(path)") }
    }

    @Test func parentsCount() throws {
        let set = GlobSet(try ["vendor/", "*.framework", "/out"].map { try Glob($0) })
        for path in ["vendor/a", "x/vendor/a/b", "a.framework/b/c", "a.framework", "out/a", "out"] {
            #expect(set.matchesPathOrParent(path), "\(path)")
        }
        for path in ["vendor", "x/vendor", "x/out/a", "vendors/a"] {
            #expect(!set.matchesPathOrParent(path), "\(path)")
        }
        #expect(set.matchesPathOrParent("x/vendor", isDirectory: true))
    }
}

import Testing

@testable import Globs

/// Where a set of globs asks for the suffix only, paths of one suffix get one answer, whatever else they are.
struct FileSuffixTests {
    static let names = [
        "a.py", ".py", "py", "a.b.py", "d/a.py", "d.py/a", "d.py/.py", "d/py", "a.PY", "a.py.", "a..py", "a.pyi", "",
        ".", "a.é", "a.c++", "a.12345678", "b.12345678", "a.123456789", "b.223456789", "x.a_b", "y.a_b", "a. py",
    ]

    private func suffix(_ path: String) -> FileSuffix { FileSuffix(path.utf8.span) }

    @Test func isWhatFollowsTheLastDot() {
        for path in [".py", "a.b.py", "d/a.py", "d.py/.py", "a..py"] {
            #expect(suffix(path) == suffix("a.py"), "\(path)")
        }
        for path in ["py", "d.py/a", "d/py", "a.py.", "", ".", "a.é", "a.c++", "a.123456789", "a. py"] {
            #expect(suffix(path) == .other, "\(path)")
        }
        for path in ["a.PY", "a.pyi", "a.12345678", "x.a_b"] {
            #expect(suffix(path) != suffix("a.py") && suffix(path) != .other, "\(path)")
        }
        #expect(suffix("a.12345678") != suffix("a.22345678"))
    }

    @Test func sameSuffixSameAnswer() {
        let sets = [
            ["**/*.py"], ["**/*.py", "**/*.pyi", "**/*.12345678"], ["**/*.a_b", "**/*.PY"], ["**/*.py", "**/a.py"],
            ["**/*.*"], ["*.py"], ["**/*.b.py"], ["**/*.123456789"], ["**/*.{py,b}"], ["**/*.p?"], ["**/*."], [],
        ]
        for patterns in sets {
            let globs = DeferredGlobSet(linted: patterns)
            guard globs.asksSuffixOnly else { continue }
            for one in Self.names {
                for other in Self.names where suffix(one) == suffix(other) && suffix(one) != .other {
                    #expect(
                        globs.matches(Array(one.utf8)) == globs.matches(Array(other.utf8)),
                        "\(patterns): \(one) and \(other)")
                }
            }
        }
        #expect(
            sets.map { DeferredGlobSet(linted: $0).asksSuffixOnly }.prefix(6) == [
                true, true, true, false, false, false,
            ])
    }
}

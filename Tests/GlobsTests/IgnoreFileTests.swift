import Globs
import Testing

@Suite struct IgnoreFileTests {
    private func file(_ text: String) -> IgnoreFile { IgnoreFile(Array(text.utf8)) }

    @Test func lastMatchingLineWins() {
        let ignore = file("*.log\n!keep.log\nkeep.log/\n")
        #expect(ignore.match("a.log", isDirectory: false) == .ignored)
        #expect(ignore.match("x/keep.log", isDirectory: false) == .included)
        #expect(ignore.match("keep.log", isDirectory: true) == .ignored)
        #expect(ignore.match("a.txt", isDirectory: false) == .none)
        #expect(file("!a\na\n").match("a", isDirectory: false) == .ignored)
        #expect(file("[a]\n!a\n").match("a", isDirectory: false) == .included)
        #expect(file("!a\n[a]\n").match("a", isDirectory: false) == .ignored)
    }

    @Test func linesThatAreNoPatterns() {
        #expect(file("").isEmpty)
        #expect(file("# comment\n\n#a").isEmpty)
        #expect(file("[a\nb\\\n").isEmpty, "can never match")
        #expect(file("\n \n\r\n!\n/\n").match("a", isDirectory: true) == .none)
    }

    @Test(arguments: [
        ("a \n", "a"), ("a\\ \n", "a "), ("a\\  \n", "a "), ("a b \n", "a b"), ("a\\\\ \n", "a\\"), ("a\t\n", "a\t"),
        (" a\n", " a"),
        ("a\r\n", "a"), ("a\r", "a"), ("a\r\r\n", "a\r"), ("a \r\n", "a"), ("\u{FEFF}a\n", "a"), ("\\#a\n", "#a"),
        ("\\!a\n", "!a"),
        ("a#b\n", "a#b"), ("a", "a"), ("a\0b\n", "a"), ("\\a\n", "a"), ("[!]\n]]\n", "]]"), ("{a,b}", "{a,b}"),
    ])
    func partsOfALine(text: String, path: String) {
        #expect(file(text).match(path, isDirectory: false) == .ignored)
        #expect(file(text).match(path + "x", isDirectory: false) == .none)
    }

    @Test func anchoredOrNot() {
        let ignore = file("/a\nb/c\nd/\n/e/\n")
        #expect(ignore.match("a", isDirectory: false) == .ignored)
        #expect(ignore.match("x/a", isDirectory: false) == .none)
        #expect(ignore.match("b/c", isDirectory: false) == .ignored)
        #expect(ignore.match("x/b/c", isDirectory: false) == .none)
        #expect(ignore.match("x/d", isDirectory: true) == .ignored)
        #expect(ignore.match("x/d", isDirectory: false) == .none)
        #expect(ignore.match("x/e", isDirectory: true) == .none)
    }

    @Test func caseFolding() {
        let ignore = IgnoreFile(Array("*.LOG\n[A]b\n".utf8), caseInsensitive: true)
        #expect(ignore.match("x.log", isDirectory: false) == .ignored)
        #expect(ignore.match("aB", isDirectory: false) == .ignored)
        #expect(file("*.LOG").match("x.log", isDirectory: false) == .none)
    }
}

@Suite struct IgnoreStackTests {
    private func file(_ text: String) -> IgnoreFile { IgnoreFile(Array(text.utf8)) }

    @Test func deeperFilesWin() {
        let global = IgnoreStack().pushing(file("*.tmp\n*.o\n"), directory: "")
        let root = global.pushing(file("!a.tmp\n/b\n"), directory: "")
        let sub = root.pushing(file("a.tmp\n!*.o\n/b\n"), directory: "sub")
        #expect(root.decision(path: "a.tmp", isDirectory: false) == .included)
        #expect(root.decision(path: "x.o", isDirectory: false) == .ignored)
        #expect(sub.decision(path: "sub/a.tmp", isDirectory: false) == .ignored)
        #expect(sub.decision(path: "sub/x/x.o", isDirectory: false) == .included)
        #expect(sub.decision(path: "sub/b", isDirectory: false) == .ignored)
        #expect(sub.decision(path: "sub/c", isDirectory: false) == .none)
        // Files say nothing of what is beside or above them, and the old stacks are as they were.
        #expect(sub.decision(path: "subs/a.tmp", isDirectory: false) == .included)
        #expect(sub.decision(path: "sub", isDirectory: true) == .none)
        #expect(sub.decision(path: "a.tmp", isDirectory: false) == .included)
        #expect(global.decision(path: "a.tmp", isDirectory: false) == .ignored)
    }

    @Test func emptyFilesAreNotKept() {
        #expect(IgnoreStack().isEmpty)
        #expect(IgnoreStack().pushing(file("# nothing\n"), directory: "").isEmpty)
        #expect(!IgnoreStack().pushing(file("a"), directory: "").isEmpty)
        #expect(IgnoreStack().decision(path: "a", isDirectory: false) == .none)
        #expect(!IgnoreStack().isIgnored(path: "a", isDirectory: false))
    }

    @Test func ignoredDirectoriesHoldOnlyIgnoredFiles() {
        let stack = IgnoreStack().pushing(file("build\n!keep\n"), directory: "")
        #expect(stack.decision(path: "build/keep", isDirectory: false) == .included)
        #expect(stack.isIgnored(path: "build/keep", isDirectory: false))
        #expect(!stack.isIgnored(path: "keep", isDirectory: false))
        #expect(stack.isIgnored(path: "build", isDirectory: true))
    }

    @Test func slashAfterTheDirectoryIsAllowed() {
        let stack = IgnoreStack().pushing(file("/a"), directory: "x/y/")
        #expect(stack.decision(path: "x/y/a", isDirectory: false) == .ignored)
        #expect(stack.decision(path: "x/y/z/a", isDirectory: false) == .none)
    }
}

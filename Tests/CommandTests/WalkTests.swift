/// Which files of a tree are scanned, without and with git's ignore files.

import TestSupport
import Testing

struct WalkTests {
    let text = code(MadeUp.gitHubToken(seed: 1))

    @Test func hiddenFilesAreScanned() throws {
        let tree = try TestTree([".env.swift": text, ".github/workflows/a.swift": text])
        #expect(try Lapwing.scan(".", in: tree).paths == ["./.env.swift", "./.github/workflows/a.swift"])
    }

    @Test func includeAndExcludeAreRelativeToTheRoot() throws {
        let tree = try TestTree([
            "top/src/a.swift": text, "top/src/a.py": text, "top/vendor/a.swift": text, "top/a.swift": text,
        ])
        func paths(_ options: String...) throws -> [String] { try Lapwing.scan(["top"] + options, in: tree).paths }
        #expect(try paths("--include", "*.py") == ["top/src/a.py"])
        #expect(try paths("--include", "src/**", "--exclude", "*.py") == ["top/src/a.swift"])
        #expect(try paths("--exclude", "vendor", "--exclude", "src/") == ["top/a.swift"])
        let result = try Lapwing.scan("top", "--exclude", "vendor", "--exclude", "*.py", in: tree)
        #expect(result.ledger.skipped["excluded"] == 2)
    }

    @Test func onlyTheConfigOfGitIsScanned() throws {
        let tree = try TestTree()
        let repository = try GitRepository(in: tree)
        let token = MadeUp.gitHubToken(seed: 2)
        try repository.git("remote", "add", "origin", "https://" + "me:\(token)@example.com/a.git")
        try tree.write(text, to: ".git/hooks/a.swift")
        try tree.write(text, to: ".git/a.swift")
        let result = try Lapwing.scan(".", in: tree)
        #expect(result.paths == ["./.git/config"])
        #expect(result.ledger.files == 1)
    }

    @Test func filtersCoverTheConfigOfGitToo() throws {
        let tree = try TestTree(["a.swift": text])
        _ = try GitRepository(in: tree)
        #expect(try Lapwing.scan(".", "--include", "*.swift", in: tree).ledger.files == 1)
        #expect(try Lapwing.scan(".", "--exclude", ".git", in: tree).ledger.files == 1)
        #expect(try Lapwing.scan(".", "--include", "*.md", in: tree).status == 2)
    }
}

/// Ignore files have a say about untracked files only.
struct GitWalkTests {
    let text = code(MadeUp.gitHubToken(seed: 1))
    let tree: TestTree
    let repository: GitRepository

    init() throws {
        tree = try TestTree()
        repository = try GitRepository(in: tree)
    }

    /// What is found in `root`; the config of git holds nothing here.
    private func paths(_ root: String = ".", _ options: String...) throws -> [String] {
        try Lapwing.scan([root] + options, in: tree).paths
    }

    private func write(_ paths: String...) throws {
        for path in paths { try repository.write(text, to: path) }
    }

    @Test func ignoredFilesAreLeftOutAndCounted() throws {
        try write("a.swift", "b.swift", "out/c.swift", "out/d.swift")
        try repository.write("b.*\nout/\n", to: ".gitignore")
        let result = try Lapwing.scan(".", in: tree)
        #expect(result.paths == ["./a.swift"])
        #expect(result.ledger.skipped["ignored"] == 2)
        #expect(try paths(".", "--include-ignored") == ["./a.swift", "./b.swift", "./out/c.swift", "./out/d.swift"])
    }

    @Test func trackedFilesAreScannedThoughIgnored() throws {
        try write("a.swift", "out/in/c.swift", "out/in/d.swift", "out/e.swift")
        try repository.write("*.swift\nout/\n", to: ".gitignore")
        try repository.git("add", "-f", "a.swift", "out/in/c.swift")
        #expect(try paths() == ["./a.swift", "./out/in/c.swift"])
    }

    @Test(arguments: ["2", "3", "4"])
    func trackedFilesAreKnownInEveryIndexVersion(_ version: String) throws {
        try write("out/a.swift", "out/b.swift", "out/new.swift", "out/untracked.swift")
        try repository.write("out/\n", to: ".gitignore")
        try repository.git("add", "-f", "out/a.swift", "out/b.swift")
        if version == "3" { try repository.git("add", "-f", "-N", "out/new.swift") }
        try repository.git("update-index", "--index-version", version)
        #expect(tree.read(".git/index")[7] == UInt8(version))
        let expected = ["./out/a.swift", "./out/b.swift"] + (version == "3" ? ["./out/new.swift"] : [])
        #expect(try paths() == expected)
    }

    @Test func nothingIsIgnoredWhenTheIndexCannotBeRead() throws {
        try write("a.swift", "b.swift")
        try repository.write("*.swift\n", to: ".gitignore")
        try repository.git("add", "-f", "a.swift")
        try repository.git("update-index", "--split-index")
        #expect(try paths() == ["./a.swift", "./b.swift"])
        try repository.write("rubbish", to: ".git/index")
        #expect(try paths() == ["./a.swift", "./b.swift"])
    }

    @Test func sparseIndexCoversWhatItDoesNotList() throws {
        try write("in/a.swift", "out/b.swift")
        try repository.git("add", ".")
        try repository.git("commit", "-qm", "x")
        try repository.git("sparse-checkout", "set", "--cone", "--sparse-index", "in")
        try write("out/b.swift")
        try repository.write("*.swift\n", to: ".gitignore")
        #expect(try paths() == ["./in/a.swift", "./out/b.swift"])
    }

    @Test func nestedIgnoreFilesAndNegation() throws {
        try write("a.log", "keep.log", "sub/a.log", "sub/b.swift", "sub/deep/b.swift", "sub/deep/a.log")
        try repository.write("*.log\n!keep.log\n", to: ".gitignore")
        try repository.write("b.swift\n!a.log\n", to: "sub/.gitignore")
        try repository.write("!b.swift\n/a.log\n", to: "sub/deep/.gitignore")
        #expect(try paths() == ["./keep.log", "./sub/a.log", "./sub/deep/b.swift"])
    }

    @Test func excludeFileOfTheRepositoryCounts() throws {
        try write("a.swift", "b.swift")
        try repository.write("a.swift\n", to: ".git/info/exclude")
        #expect(try paths() == ["./b.swift"])
    }

    @Test func ignoreFileOfThePersonCounts() throws {
        try write("a.swift", "b.swift")
        let home = try TestTree([".config/git/ignore": "b.swift\n"])
        let result = try Lapwing.scan(["."], in: tree, environment: ["HOME": home.root])
        #expect(result.paths == ["./a.swift"])
    }

    @Test func rulesOfParentsApplyBelow() throws {
        try write("sub/a.swift", "sub/b.swift", "sub/deep/a.swift", "sub/deep/c.swift")
        try repository.write("a.swift\n", to: ".gitignore")
        try repository.write("deep/c.swift\n", to: "sub/.gitignore")
        #expect(try paths("sub") == ["sub/b.swift"])
        #expect(try paths("sub/deep").isEmpty)
        #expect(try paths(tree.path("sub")) == [tree.path("sub/b.swift")])
        #expect(try Lapwing.scan([".."], in: tree, at: "sub/deep").paths == ["../b.swift"])
    }

    @Test func whatIsAskedForIsScannedThoughIgnored() throws {
        try write("out/a.swift", "out/deep/b.swift", "c.swift")
        try repository.write("out/\nc.swift\n", to: ".gitignore")
        #expect(try paths("out") == ["out/a.swift", "out/deep/b.swift"])
        #expect(try paths("out/deep") == ["out/deep/b.swift"])
        #expect(try paths("c.swift") == ["c.swift"])
    }

    @Test func nestedRepositoryHasItsOwnRules() throws {
        let inner = try GitRepository(in: tree, at: "inner")
        try write("a.swift", "inner/a.swift", "inner/b.swift", "inner/c.swift")
        try repository.write("a.swift\n", to: ".gitignore")
        try inner.write("b.swift\nc.swift\n", to: ".gitignore")
        try inner.git("add", "-f", "c.swift")
        #expect(try paths() == ["./inner/a.swift", "./inner/c.swift"])
        #expect(try paths("inner") == ["inner/a.swift", "inner/c.swift"])
    }

    @Test func submoduleIsTrackedThoughItsDirectoryIsIgnored() throws {
        let other = try TestTree()
        let library = try GitRepository(in: other)
        try library.write(text, to: "a.swift")
        try library.git("add", ".")
        try library.git("commit", "-qm", "x")
        try repository.git("submodule", "add", "-q", other.root, "vendor/library")
        try write("vendor/b.swift", "vendor/library/new.swift", "vendor/library/out.swift")
        try repository.write("vendor/\n", to: ".gitignore")
        try tree.write("out.swift\n", to: ".git/modules/vendor/library/info/exclude")
        #expect(try paths() == ["./vendor/library/a.swift", "./vendor/library/new.swift"])
        #expect(try paths("vendor/library") == ["vendor/library/a.swift", "vendor/library/new.swift"])
    }

    @Test func linkedWorktreeSharesTheExcludeFile() throws {
        try write("a.swift")
        try repository.git("add", ".")
        try repository.git("commit", "-qm", "x")
        let other = try TestTree()
        try repository.git("worktree", "add", "-q", other.path("linked"))
        try tree.write("b.swift\na.swift\n", to: ".git/info/exclude")
        try other.write(text, to: "linked/b.swift")
        try other.write(text, to: "linked/c.swift")
        #expect(try Lapwing.scan("linked", in: other).paths == ["linked/a.swift", "linked/c.swift"])
    }

    /// As git has it since 2.32: the link could point anywhere.
    @Test func ignoreFileThatIsALinkIsNotRead() throws {
        try write("a.swift")
        let other = try TestTree(["list": "*\n"])
        try tree.link(".gitignore", to: other.path("list"))
        #expect(try paths() == ["./a.swift"])
    }

    /// No tree, not even a hostile one, makes a scan wait.
    @Test func ignoreFileAndIndexThatAreFIFOsDoNotBlock() throws {
        try write("a.swift")
        try tree.makeFIFO(".gitignore")
        try repository.write("a.swift\n", to: ".git/info/exclude")
        try tree.makeFIFO(".git/index")
        #expect(try paths() == ["./a.swift"])
    }
}

/// Random trees with random ignore files: what is scanned is what git lists.
struct WalkDifferentialTests {
    private static let names = ["a", "b", "ab", "foo", "x.log", "y.txt", "é", "a b", "-", "[a]", "b.d"]
    private static let lines = [
        "a", "b/", "*.log", "/foo", "!a", "!x.log", "foo/*", "a/b", "*b", "[ab]", "!b/", "b.d", "\\[a\\]", "y.*", "a/*",
        "!a/b",
        "/*/a", "# no", "é", "a b", "!/a", "?",
    ]

    @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8] as [UInt64])
    func scannedFilesAreThoseThatGitLists(_ seed: UInt64) throws {
        var noise = Noise(seed: seed)
        let tree = try TestTree()
        let repository = try GitRepository(in: tree)
        var paths: Set<String> = []
        for _ in 0..<60 {
            let depth = noise.number(1..<5)
            let path = (0..<depth).map { _ in noise.pick(Self.names) }.joined(separator: "/")
            // A name is a directory or a file, never both.
            let parents = path.indices.filter { path[$0] == "/" }.map { String(path[..<$0]) }
            if parents.contains(where: paths.contains) || paths.contains(where: { $0.hasPrefix(path + "/") }) {
                continue
            }
            paths.insert(path)
            try repository.write(code(MadeUp.gitHubToken(&noise)), to: path)
        }
        // Some are tracked before the ignore files come.
        let tracked = paths.sorted().filter { _ in noise.chance(6) }
        if !tracked.isEmpty { try repository.git(["add", "--"] + tracked) }
        let directories = Set(paths.map { $0.contains("/") ? String($0.prefix(upTo: $0.lastIndex(of: "/")!)) : "" })
        for directory in directories.sorted() where directory.isEmpty || noise.chance(3) {
            let text = (0..<noise.number(1..<5)).map { _ in noise.pick(Self.lines) + "\n" }.joined()
            try repository.write(text, to: directory.isEmpty ? ".gitignore" : "\(directory)/.gitignore")
        }
        if noise.chance(2) { try repository.write("ab\n!y.txt\n", to: ".git/info/exclude") }
        let listed = Set(try repository.files("-c", "-o", "--exclude-standard")).map {
            String(decoding: $0, as: UTF8.self)
        }
        let expected = listed.filter { !$0.hasSuffix(".gitignore") }.map { "./\($0)" }.sorted {
            $0.utf8.lexicographicallyPrecedes($1.utf8)
        }
        let result = try Lapwing.scan(["."], in: tree)
        #expect(result.paths == expected)
        // One file more: the config of git.
        #expect(result.ledger.files == listed.count + 1)
        #expect(expected.count > 3 && expected.count < paths.count)
    }
}

/// What the next commit changes: the same as `git diff-index --cached` says, whatever the index looks like.

import Bytes
import TestSupport
import Testing

@testable import Git

struct StagedChangesTests {
    private func changes(_ repository: GitRepository) throws -> StagedChanges {
        let index = try IndexFile(repository.tree.read(".git/index"))
        var reader = ObjectReader(ObjectStore(repository.objectDirectory))
        let head = try? repository.git("rev-parse", "--verify", "-q", "HEAD^{tree}").text
        return try StagedChanges(index, head: head.flatMap { ObjectID(hex: Array($0.utf8.dropLast())) }, &reader)
    }

    /// Each change as one line: status, path, ids.
    private func listed(_ changes: StagedChanges) -> [String] {
        (changes.changes.map { "\($0.path) \($0.old[0].map(\.description) ?? "-") \($0.id)" }
            + changes.removals.map { "\($0.path) \($0.id) -" }).sorted()
    }

    /// The same from git. Only files count as an old version, and only their removal counts.
    private func expected(_ repository: GitRepository) throws -> [String] {
        let base = (try? repository.git("rev-parse", "--verify", "-q", "HEAD"))?.text.dropLast()
        let tree = base.map(String.init) ?? "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
        let text = try repository.git(
            "-c", "core.quotePath=false", "diff-index", "--cached", "--raw", "--no-abbrev", "--no-renames",
            "--ita-invisible-in-index", tree
        ).text
        return text.split(separator: "\n").compactMap { line -> [String]? in
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).map(String.init)
            let (wasFile, isFile) = (words[0].hasPrefix(":100"), words[1].hasPrefix("100"))
            if words[4] == "D" { return wasFile ? ["\(words[5]) \(words[2]) -"] : nil }
            if words[2] == words[3] && wasFile == isFile { return nil }
            var all = ["\(words[5]) \(wasFile ? words[2] : "-") \(words[3])"]
            if wasFile && !isFile { all.append("\(words[5]) \(words[2]) -") }
            return all
        }.flatMap { $0 }.sorted()
    }

    private func expectSame(_ repository: GitRepository, _ comment: Comment? = nil) throws {
        let ours = try listed(changes(repository))
        let theirs = try expected(repository)
        #expect(ours == theirs, comment)
    }

    /// Trees whose names sort differently as files and as directories, changed at random.
    @Test(arguments: [2, 3, 4]) func randomChangesAreFound(_ version: Int) throws {
        let repository = try GitRepository(in: TestTree())
        var noise = Noise(seed: UInt64(version))
        let directories = ["", "a/", "a-b/", "a.c/", "a0/", "a/b/", "a/b/c/", "z/deep/er/", "\u{E9}/"]
        try repository.git("config", "index.version", "\(version)")
        try repository.write("1", to: "first")
        try repository.git("add", ".")
        for round in 0..<10 {
            for _ in 0..<noise.number(1..<12) {
                let path = noise.pick(directories) + noise.pick(["f1", "f2", "g", "h.txt"])
                switch noise.number(0..<5) {
                case 0: _ = try? repository.git("rm", "-q", "--cached", "-r", "--", path)
                case 1:
                    try? repository.tree.remove(path)
                    if (try? repository.tree.link(path, to: "target\(round)")) != nil {
                        try repository.git("add", "--", path)
                    }
                default:
                    try? repository.tree.remove(path)
                    try repository.write(noise.text(8), to: path)
                    try repository.git("add", "--", path)
                }
            }
            try expectSame(repository, "before commit \(round)")
            try repository.git("commit", "-q", "--allow-empty", "-m", "\(round)")
            try expectSame(repository, "after commit \(round)")
            #expect(try listed(changes(repository)).isEmpty)
        }
    }

    @Test func directoryThatBecomesAFileAndBack() throws {
        let repository = try GitRepository(in: TestTree())
        try repository.write("x", to: "d/inner")
        try repository.write("x", to: "d-file")
        try repository.git("add", ".")
        try repository.git("commit", "-qm", "1")
        try repository.tree.remove("d")
        try repository.write("y", to: "d")
        try repository.git("add", "-A")
        try expectSame(repository)
        try repository.git("commit", "-qm", "2")
        try repository.tree.remove("d")
        try repository.write("z", to: "d/inner")
        try repository.git("add", "-A")
        try expectSame(repository)
    }

    @Test func onlyChangedDirectoriesAreRead() throws {
        let repository = try GitRepository(in: TestTree())
        for number in 0..<40 { try repository.write("x", to: "d\(number)/e/f") }
        try repository.git("add", ".")
        try repository.git("commit", "-qm", "1")
        try repository.write("y", to: "d7/e/f")
        try repository.git("add", ".")
        // All other trees could be gone.
        for object in try repository.allObjects() where object.kind == "tree" {
            let text = object.id.description
            let names = try repository.git("ls-tree", "-r", "-t", "HEAD").text
            let isNeeded = names.split(separator: "\n").contains {
                $0.contains(text) && ($0.hasSuffix("\td7") || $0.hasSuffix("\td7/e"))
            }
            let isRoot = try repository.git("rev-parse", "HEAD^{tree}").text.hasPrefix(text)
            if !isNeeded && !isRoot {
                try repository.tree.remove(".git/objects/\(text.prefix(2))/\(text.dropFirst(2))")
            }
        }
        #expect(try changes(repository).changes.map(\.path.description) == ["d7/e/f"])
    }

    @Test func announcedFilesAreNotPartOfTheCommit() throws {
        let repository = try GitRepository(in: TestTree())
        try repository.write("x", to: "a")
        try repository.git("add", "a")
        try repository.write("x", to: "b")
        try repository.git("add", "-N", "b")
        let changes = try changes(repository)
        #expect(changes.changes.map(\.path.description) == ["a"])
        #expect(changes.announced == 1)
    }

    @Test func conflictsAreNamedOnce() throws {
        let repository = try GitRepository(in: TestTree())
        try repository.write("1\n", to: "a")
        try repository.git("add", ".")
        try repository.git("commit", "-qm", "1")
        try repository.git("checkout", "-qb", "other")
        try repository.write("2\n", to: "a")
        try repository.git("commit", "-qam", "2")
        try repository.git("checkout", "-q", "main")
        try repository.write("3\n", to: "a")
        try repository.git("commit", "-qam", "3")
        _ = try? repository.git("merge", "-q", "other")
        #expect(try changes(repository).conflicts.map(\.description) == ["a"])
    }

    @Test func sparseIndexIsComparedTreeByTree() throws {
        let repository = try GitRepository(in: TestTree())
        for path in ["in/a", "out/b", "out/deep/c", "other/d"] { try repository.write("1", to: path) }
        try repository.git("add", ".")
        try repository.git("commit", "-qm", "1")
        try repository.write("2", to: "out/deep/c")
        try repository.git("commit", "-qam", "2")
        try repository.git("sparse-checkout", "set", "--cone", "--sparse-index", "in")
        try expectSame(repository)
        try repository.git("reset", "-q", "--soft", "HEAD~1")
        #expect(try IndexFile(repository.tree.read(".git/index")).count < 4)
        #expect(try changes(repository).changes.map(\.path.description) == ["out/deep/c"])
        try expectSame(repository)
    }

    /// The index is made larger than it must be and bytes are changed: errors are right, crashes are not.
    @Test func damagedIndexesAreSurvived() throws {
        let repository = try GitRepository(in: TestTree())
        for path in ["a/b", "a/c", "d", "e/f/g"] { try repository.write("1", to: path) }
        try repository.git("add", ".")
        try repository.git("commit", "-qm", "1")
        try repository.write("2", to: "a/c")
        try repository.git("add", ".")
        let bytes = repository.tree.read(".git/index")
        let text = try repository.git("rev-parse", "HEAD^{tree}").text
        let head = ObjectID(hex: Array(text.utf8.dropLast()))
        var reader = ObjectReader(ObjectStore(repository.objectDirectory))
        for position in bytes.indices {
            var damaged = bytes
            damaged[position] ^= position % 3 == 0 ? 0xFF : 0x01
            if let index = try? IndexFile(damaged) { _ = try? StagedChanges(index, head: head, &reader) }
        }
    }
}

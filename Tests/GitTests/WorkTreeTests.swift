/// Work trees are found as git finds them, without running git.

import Bytes
import Git
import TestSupport
import Testing

struct WorkTreeTests {
    private let tree: TestTree
    private let repository: GitRepository

    init() throws {
        tree = try TestTree()
        repository = try GitRepository(in: tree, at: "main")
        try repository.write("x", to: "sub/deep/a")
        try repository.git("add", ".")
        try repository.git("commit", "-qm", "x")
    }

    private func path(_ relative: String) -> FilePath { FilePath(tree.path(relative)) }

    @Test func innermostTreeIsFoundFromBelow() throws {
        for directory in ["main", "main/sub", "main/sub/deep"] {
            let found = try #require(WorkTree.containing(path(directory)))
            #expect(found.root == path("main"))
            #expect(found.gitDirectory == path("main/.git"))
            #expect(found.commonDirectory == path("main/.git"))
        }
        _ = try GitRepository(in: tree, at: "main/sub/inner")
        #expect(WorkTree.containing(path("main/sub/inner"))?.root == path("main/sub/inner"))
        #expect(WorkTree.containing(path("")) == nil)
        #expect(WorkTree(root: path("main/sub")) == nil)
    }

    @Test func linkedWorktreeHasItsOwnIndexAndSharesTheRest() throws {
        try repository.git("worktree", "add", "-q", tree.path("linked"))
        let found = try #require(WorkTree(root: path("linked")))
        #expect(found.gitDirectory == path("main/.git/worktrees/linked"))
        #expect(try found.index()?.contains(Array("sub/deep/a".utf8)) == true)
        try tree.write("x\n", to: "main/.git/info/exclude")
        #expect(found.excludes == Array("x\n".utf8))
    }

    @Test func submoduleIsATreeOfItsOwn() throws {
        let library = try GitRepository(in: tree, at: "library")
        try library.write("x", to: "l")
        try library.git("add", ".")
        try library.git("commit", "-qm", "x")
        try repository.git("submodule", "add", "-q", library.root, "sub/module")
        let found = try #require(WorkTree.containing(path("main/sub/module")))
        #expect(found.root == path("main/sub/module"))
        #expect(try found.index()?.contains(Array("l".utf8)) == true)
    }

    @Test func repositoryWithoutAnIndexTracksNothing() throws {
        _ = try GitRepository(in: tree, at: "new")
        #expect(try WorkTree(root: path("new"))?.index() == nil)
    }

    @Test func longHashesAreNoticed() throws {
        let other = try GitRepository(in: tree, at: "long", format: "sha256")
        try other.write("x", to: "a")
        try other.git("add", ".")
        #expect(try WorkTree(root: path("long"))?.index()?.contains(Array("a".utf8)) == true)
    }

    @Test(arguments: ["", "gitdir: ", "gitdir:/nowhere", "rubbish\n", "gitdir: \n", "\u{0}"])
    func brokenPointerIsNoTree(_ text: String) throws {
        try tree.write(text, to: "broken/.git")
        #expect(WorkTree(root: path("broken")) == nil)
    }

    @Test func pointerToNowhereIsATreeWithoutAnIndex() throws {
        try tree.write("gitdir: ../nowhere\n", to: "lost/.git")
        #expect(try WorkTree(root: path("lost"))?.index() == nil)
    }

    @Test func emptyGitDirectoryIsNoTree() throws {
        try tree.makeDirectory("empty/.git")
        #expect(WorkTree(root: path("empty")) == nil)
    }
}

/// What decides how a change is judged is read from where the change has no say.

import Bytes
import TestSupport
import Testing

@testable import Git

struct TrustedTreeTests {
    private let repository: GitRepository
    private let store: ObjectStore

    init() throws {
        repository = try GitRepository(in: TestTree())
        try repository.write("committed", to: "config")
        try repository.write("deep", to: "d/e/config")
        try repository.tree.link("link", to: "config")
        try repository.git("add", ".")
        try repository.git("commit", "-qm", "x")
        try repository.write("staged", to: "config")
        try repository.git("add", ".")
        try repository.write("on disk", to: "config")
        store = ObjectStore(repository.objectDirectory)
    }

    private func text(_ tree: TrustedTree, _ path: FilePath) throws -> String? {
        try tree.contents(of: path).map { String(decoding: $0, as: UTF8.self) }
    }

    private func index() throws -> TrustedTree {
        let git = try GitProgram()
        let unused = Repository(
            git: git, workTree: nil, gitDirectory: "/", commonDirectory: "/", objectDirectory: "/", indexPath: "/",
            format: .sha1, isShallow: false)
        return TrustedTree(index: try IndexFile(repository.tree.read(".git/index")), of: unused, store)
    }

    private func head() throws -> TrustedTree {
        let id = try repository.git("rev-parse", "HEAD^{tree}").text
        return TrustedTree(tree: ObjectID(hex: Array(id.utf8.dropLast())), store)
    }

    @Test func eachSourceHasItsOwnContent() throws {
        #expect(try text(head(), "config") == "committed")
        #expect(try text(index(), "config") == "staged")
        for tree in [try head(), try index()] {
            #expect(try text(tree, "d/e/config") == "deep")
            #expect(try text(tree, "missing") == nil)
            #expect(try text(tree, "config/below") == nil)
        }
        #expect(try text(TrustedTree(tree: nil, store), "config") == nil)
    }

    @Test func whatIsNoFileIsAFault() throws {
        for tree in [try head(), try index()] {
            #expect(throws: TrustedTree.Fault.self) { try tree.contents(of: "link") }
        }
        #expect(throws: TrustedTree.Fault.self) { try head().contents(of: "d") }
    }

    @Test func announcedFilesAreNotThereYet() throws {
        try repository.write("x", to: "new")
        try repository.git("add", "-N", "new")
        #expect(try text(index(), "new") == nil)
    }

    @Test func sparseDirectoriesAreEntered() throws {
        try repository.git("commit", "-qm", "y")
        try repository.git("checkout", "-q", "-f", "HEAD")
        try repository.git("sparse-checkout", "set", "--cone", "--sparse-index", "nothing")
        #expect(try IndexFile(repository.tree.read(".git/index")).count < 4)
        #expect(try text(index(), "d/e/config") == "deep")
    }
}

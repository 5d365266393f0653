/// The walk itself, with a worker that the test holds in its hand.

import Bytes
import Findings
import Inputs
import Synchronization
import TestSupport
import Testing

/// Tells which file it was given, after doing to the tree what the test wants.
private struct ToldWorker: FileWorker, ~Copyable {
    let before: @Sendable (WalkedFile) -> Void

    mutating func scan(_ file: WalkedFile) -> String? {
        before(file)
        do {
            _ = try file.open()
            return "\(file.path) as \(file.identity)"
        } catch {
            return "\(file.path): \(error)"
        }
    }
}

struct FileWalkTests {
    private func walk(
        _ roots: [String], in directory: String, threads: Int = 1, options: WalkOptions = WalkOptions(),
        before: @escaping @Sendable (WalkedFile) -> Void = { _ in },
        isStopped: @escaping @Sendable () -> Bool = { false }
    ) throws -> (files: [String], ledger: Ledger) {
        let walk = try FileWalk(
            roots.map { ScanRoot(FilePath($0)) }, options: options, currentDirectory: FilePath(directory), home: nil)
        let gathered = Mutex<(files: [String], ledger: Ledger)>(([], Ledger()))
        walk.run(
            threads: threads, isStopped: isStopped, makeWorker: { ToldWorker(before: before) },
            deliver: { result in
                gathered.withLock { gathered in
                    switch result {
                    case .file(let told): gathered.files.append(told)
                    case .ledger(let ledger): gathered.ledger.add(ledger)
                    }
                }
            })
        return gathered.withLock { $0 }
    }

    @Test func fileThatVanishesAfterItsDirectoryWasReadIsTheWorkersToTell() throws {
        let tree = try TestTree(["a": "1", "b": "2", "c": "3"])
        let told = try walk([tree.root], in: "/") { file in
            if file.path.lastComponent.elementsEqual("a".utf8) { try? tree.remove("b") }
        }
        #expect(
            told.files.map { $0.split(separator: "/").last } == ["a as a", "b: No such file or directory", "c as c"])
    }

    @Test func directoryThatVanishesIsAProblem() throws {
        let tree = try TestTree(["a": "1", "d/b": "2", "z": "3"])
        let told = try walk([tree.root], in: "/") { file in
            if file.path.lastComponent.elementsEqual("a".utf8) { try? tree.remove("d") }
        }
        #expect(told.files.count == 2)
        #expect(told.ledger.problems.map(\.path) == [FilePath(tree.path("d"))])
        #expect(told.ledger.problems.map(\.kind) == [.unreadable])
    }

    /// A link that takes the place of a file is not followed.
    @Test func fileThatBecameALinkIsNotOpened() throws {
        let tree = try TestTree(["a": "1", "b": "2"])
        let told = try walk([tree.root], in: "/") { file in
            guard file.path.lastComponent.elementsEqual("a".utf8) else { return }
            try? tree.remove("b")
            try? tree.link("b", to: "a")
        }
        #expect(told.files.last?.hasPrefix("\(tree.root)/b: ") == true)
    }

    @Test func stopEndsTheWalkEarlyOnAnyNumberOfThreads() throws {
        let tree = try TestTree()
        for number in 0..<200 { try tree.write("x", to: "d\(number % 10)/f\(number)") }
        for threads in [1, 4] {
            let seen = Atomic<Int>(0)
            let stopped = Atomic<Bool>(false)
            let told = try walk([tree.root], in: "/", threads: threads) { _ in
                if seen.add(1, ordering: .relaxed).newValue == 5 { stopped.store(true, ordering: .relaxed) }
            } isStopped: {
                stopped.load(ordering: .relaxed)
            }
            #expect(told.files.count <= 5 + threads)
            #expect(seen.load(ordering: .relaxed) >= 5)
        }
    }

    @Test(arguments: [1, 2, 8])
    func orderIsBytewiseAndTheSameForAnyNumberOfThreads(_ threads: Int) throws {
        let tree = try TestTree()
        for directory in ["a", "a-b", "a.b", "a/b", "a0", "A", "\u{E9}"] {
            for file in 0..<30 { try tree.write("x", to: "\(directory)/\(file)") }
        }
        let told = try walk([tree.root], in: "/", threads: threads)
        let paths = told.files.map { $0.components(separatedBy: " as ")[0] }
        #expect(paths.count == 210)
        #expect(paths == paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }

    @Test func identityDoesNotDependOnWhereAPersonStands() throws {
        let tree = try TestTree()
        let repository = try GitRepository(in: tree, at: "r")
        try repository.write("x", to: "sub/a")
        let absolute = try walk([tree.path("r/sub")], in: "/")
        #expect(absolute.files == [tree.path("r/sub/a") + " as sub/a"])
        let file = try walk([tree.path("r/sub/a")], in: "/")
        #expect(file.files == [tree.path("r/sub/a") + " as sub/a"])
        let whole = try walk([tree.path("r")], in: "/")
        #expect(whole.files.contains(tree.path("r/sub/a") + " as sub/a"))
        try tree.write("x", to: "plain/b/a")
        #expect(try walk([tree.path("plain")], in: "/").files == [tree.path("plain/b/a") + " as b/a"])
    }

    @Test func globThatCannotBeReadIsAFault() {
        var options = WalkOptions()
        options.excluded = ["a[b"]
        #expect(throws: FileWalk.Fault.self) {
            try FileWalk([], options: options, currentDirectory: "/", home: nil)
        }
    }
}

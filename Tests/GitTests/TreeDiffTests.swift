/// The difference of trees against git's own, for one old tree and for several.

import Bytes
import TestSupport
import Testing

@testable import Git

struct TreeDiffTests {
    private let repository: GitRepository

    /// Commits that add, change, remove and move files, make a directory of a file and the other way round, and change modes. Names are
    /// close to each other, where the order of directories differs from that of files.
    init() throws {
        repository = try GitRepository(in: TestTree())
        var noise = Noise(seed: 31)
        let names = ["a", "a.b", "a0", "a-", "b", "bc", "b c", "z"]
        for number in 0..<14 {
            for _ in 0..<noise.number(1..<12) {
                let depth = noise.number(1..<4)
                let parts = (0..<depth).map { _ in noise.pick(names) }
                // What stands in the way of the path goes.
                for length in 1...depth {
                    try remove(parts[..<length].joined(separator: "/"), onlyFile: length < depth)
                }
                let path = parts.joined(separator: "/")
                if !noise.chance(4) {
                    try repository.write("\(noise.number(0..<40))\n", to: path)
                    if noise.chance(3) { repository.tree.setMode(0o755, of: path) }
                }
            }
            try repository.write("\(number)\n", to: "always")
            try repository.git("add", "-A")
            try repository.git("commit", "-qm", "\(number)")
        }
    }

    private func remove(_ path: String, onlyFile: Bool) throws {
        guard let status = try? FileStatus.of(FilePath(repository.tree.path(path)), followingLinks: false) else {
            return
        }
        if !onlyFile || status.type == .regular { try repository.tree.remove(path) }
    }

    private func tree(_ back: Int) throws -> ObjectID {
        let id = try repository.git("rev-parse", "HEAD~\(back)^{tree}").text
        return try #require(ObjectID(hex: String(id.dropLast())))
    }

    /// What git says of each path that differs: the new content (nil: gone) and the old one.
    private func git(_ old: ObjectID, _ new: ObjectID) throws -> [String: (new: String?, old: String?)] {
        let output = try repository.git(
            "diff-tree", "-r", "--raw", "-z", "--no-abbrev", "--no-renames", "\(old)", "\(new)")
        let fields = output.text.split(separator: "\0")
        var changes: [String: (new: String?, old: String?)] = [:]
        for index in stride(from: 0, to: fields.count - 1, by: 2) {
            let words = fields[index].dropFirst().split(separator: " ").map(String.init)
            // A change of the mode alone brings no content.
            guard words[2] != words[3] else { continue }
            func side(_ id: String) -> String? { id.allSatisfy { $0 == "0" } ? nil : id }
            changes[String(fields[index + 1])] = (side(words[3]), side(words[2]))
        }
        return changes
    }

    @Test func oneOldTreeGivesWhatGitGives() throws {
        var reader = ObjectReader(ObjectStore(repository.objectDirectory))
        for back in 0..<13 {
            for distance in [1, 3, 9] where back + distance < 14 {
                let (new, old) = try (tree(back), tree(back + distance))
                let expected = try git(old, new)
                let found = try TreeDiff(new, from: [old], &reader)
                #expect(found.changes.map(\.path.description) == found.changes.map(\.path.description).sorted())
                let changes = found.changes.map { ($0.path.description, ($0.id.description, $0.old[0]?.description)) }
                let wanted = expected.filter { $0.value.new != nil }
                #expect(Set(changes.map(\.0)) == Set(wanted.keys))
                for (path, ids) in changes {
                    #expect(wanted[path]?.new == ids.0 && wanted[path]?.old == ids.1, "\(path)")
                }
                let gone = expected.filter { $0.value.new == nil }
                #expect(Set(found.removals.map(\.path.description)) == Set(gone.keys))
                for removal in found.removals { #expect(gone[removal.path.description]?.old == removal.id.description) }
            }
        }
    }

    @Test func ofSeveralOldTreesEachMustLackIt() throws {
        var reader = ObjectReader(ObjectStore(repository.objectDirectory))
        for (new, others) in [(0, [1, 5]), (4, [0, 9]), (2, [13, 7, 3]), (6, [6, 8])] {
            let differences = try others.map { try git(tree($0), tree(new)).filter { $0.value.new != nil } }
            let common = differences.dropFirst().reduce(Set(differences[0].keys)) { $0.intersection($1.keys) }
            let found = try TreeDiff(tree(new), from: others.map { try tree($0) }, &reader)
            #expect(Set(found.changes.map(\.path.description)) == common)
            for change in found.changes {
                #expect(change.old.map { $0?.description } == differences.map { $0[change.path.description]?.old })
            }
            #expect(found.removals.isEmpty)
        }
    }

    @Test func withoutAnOldTreeAllIsNew() throws {
        var reader = ObjectReader(ObjectStore(repository.objectDirectory))
        let all = try repository.git("ls-tree", "-r", "--name-only", "HEAD").text.split(separator: "\n").map(
            String.init)
        #expect(try TreeDiff(tree(0), from: [], &reader).changes.map(\.path.description).sorted() == all.sorted())
        #expect(try TreeDiff(tree(0), from: [nil], &reader).changes.count == all.count)
        #expect(try TreeDiff(nil, from: [tree(0)], &reader).removals.count == all.count)
    }
}

/// The same commits in the same order, and the same meeting points, as git says, over random histories.

import Bytes
import TestSupport
import Testing

@testable import Git

struct CommitWalkTests {
    /// A history whose commits have up to three parents among the last ones.
    private struct History {
        var parents: [[Int]] = []
        var ids: [ObjectID] = []

        /// Everything that a commit reaches, itself included.
        func reached(from start: Int) -> Set<Int> {
            var (seen, open): (Set<Int>, [Int]) = ([], [start])
            while let next = open.popLast() {
                if seen.insert(next).inserted { open += parents[next] }
            }
            return seen
        }
    }

    /// - Parameter lies: whether dates have nothing to do with what came before what.
    private func history(_ repository: GitRepository, _ count: Int, lies: Bool, _ noise: inout Noise) throws -> History
    {
        var history = History()
        var stream = ""
        for number in 0..<count {
            let most = min(number, noise.chance(5) ? 3 : noise.chance(2) ? 2 : 1)
            let reach = min(number, noise.chance(6) ? number : 4)
            // Now and then another root.
            let chosen =
                number == 0 || noise.chance(40)
                ? [] : Set((0..<most).map { _ in number - 1 - noise.number(0..<reach) }).sorted(by: >)
            history.parents.append(chosen)
            let date = lies ? 1_000_000 + noise.number(0..<5_000) : 1_000_000 + 10 * number + noise.number(0..<9)
            stream += "commit refs/heads/c\(number)\nmark :\(number + 1)\ncommitter t <t@example.com> \(date) +0000\n"
            stream += "data 1\nx\n"
            for (place, parent) in chosen.enumerated() { stream += "\(place == 0 ? "from" : "merge") :\(parent + 1)\n" }
            stream += "M 100644 inline f\ndata <<END\n\(number)\nEND\n\n"
        }
        try repository.git(["fast-import", "--quiet"], input: Array(stream.utf8))
        let names = (0..<count).map { "c\($0)" }
        history.ids = try repository.git(["rev-parse"] + names).text.split(separator: "\n").compactMap {
            ObjectID(hex: Array($0.utf8))
        }
        try #require(history.ids.count == count)
        return history
    }

    @Test(arguments: [(UInt64(1), false), (2, false), (3, true), (4, true)])
    func randomHistoriesAreWalkedAsGitWalksThem(_ seed: UInt64, _ lies: Bool) throws {
        var noise = Noise(seed: seed)
        let repository = try GitRepository(in: TestTree())
        let history = try history(repository, 70, lies: lies, &noise)
        var reader = ObjectReader(ObjectStore(repository.objectDirectory))
        for _ in 0..<60 {
            let (base, head) = (noise.number(0..<70), noise.number(0..<70))
            let (from, to) = (history.ids[base], history.ids[head])
            let range = try CommitWalk(edge: []).range(from: from, to: to, &reader)
            let bases = try mergeBases(repository, from, to)
            #expect(Set(range.mergeBases.map(\.description)) == Set(bases), "c\(base) and c\(head)")
            let new = history.reached(from: head).subtracting(history.reached(from: base))
            let found = Set(range.commits.map(\.id))
            #expect(found.isSuperset(of: new.map { history.ids[$0] }), "c\(base)..c\(head)")
            guard !lies else { continue }
            let listed = try repository.git("rev-list", "--parents", "--topo-order", "--reverse", "\(to)", "^\(from)")
            let mine = range.commits.map { member in
                ([member.id] + member.parents).map(\.description).joined(separator: " ")
            }
            #expect(mine == listed.lines, "c\(base)..c\(head)")
        }
    }

    /// Git ends with 1 where there is none.
    private func mergeBases(_ repository: GitRepository, _ one: ObjectID, _ other: ObjectID) throws -> [String] {
        do { return try repository.git("merge-base", "--all", "\(one)", "\(other)").lines } catch is CommandFault {
            return []
        }
    }

    /// Two branches that merged each other meet twice.
    @Test func aCrissCrossMeetsTwice() throws {
        let repository = try GitRepository(in: TestTree())
        let tree = String(try repository.git("write-tree").text.dropLast())
        func commit(_ parents: String...) throws -> String {
            let options = parents.flatMap { ["-p", $0] }
            return String(try repository.git(["commit-tree", tree, "-m", "\(parents)"] + options).text.dropLast())
        }
        let root = try commit()
        let (one, other) = (try commit(root), try commit(root, root))
        let (left, right) = (try commit(one, other), try commit(other, one))
        var reader = ObjectReader(ObjectStore(repository.objectDirectory))
        let ends = [left, right].map { ObjectID(hex: Array($0.utf8))! }
        let range = try CommitWalk(edge: []).range(from: ends[0], to: ends[1], &reader)
        #expect(Set(range.mergeBases.map(\.description)) == [one, other])
        #expect(range.commits.map(\.id.description) == [right])
    }

    @Test func parentsStandBeforeTheirChildren() throws {
        var noise = Noise(seed: 9)
        let repository = try GitRepository(in: TestTree())
        let history = try history(repository, 50, lies: true, &noise)
        var reader = ObjectReader(ObjectStore(repository.objectDirectory))
        for head in stride(from: 49, to: 20, by: -3) {
            let range = try CommitWalk(edge: []).range(from: history.ids[0], to: history.ids[head], &reader)
            var seen: Set<ObjectID> = []
            let all = Set(range.commits.map(\.id))
            for member in range.commits {
                #expect(member.parents.allSatisfy { !all.contains($0) || seen.contains($0) })
                seen.insert(member.id)
            }
            #expect(seen.count == range.commits.count)
        }
    }

    @Test func whatIsMissingIsAFaultAndNotAnEnd() throws {
        let repository = try GitRepository(in: TestTree())
        var noise = Noise(seed: 5)
        let history = try history(repository, 12, lies: false, &noise)
        let gone = ObjectID(hex: Array(String(repeating: "ab", count: 20).utf8))!
        var reader = ObjectReader(ObjectStore(repository.objectDirectory))
        #expect(throws: ObjectFault.self) {
            try CommitWalk(edge: []).range(from: gone, to: history.ids[11], &reader)
        }
        // The edge of a shallow clone is an end.
        let range = try CommitWalk(edge: [history.ids[11]]).range(from: history.ids[0], to: history.ids[11], &reader)
        #expect(range.commits.map(\.id) == [history.ids[11]] && range.mergeBases.isEmpty)
    }
}

extension CommandResult {
    fileprivate var lines: [String] { text.split(separator: "\n").map(String.init) }
}

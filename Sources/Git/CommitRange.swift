/// The commits of a change, as git lists them.

internal import Bytes

public struct CommitRange: Sendable {
    /// A commit with its parents.
    public struct Member: Sendable, Equatable {
        public let id: ObjectID
        public let parents: [ObjectID]
    }

    /// Parents before their children.
    public let commits: [Member]
    /// The best common ancestors of both ends; empty where that has no meaning.
    public let mergeBases: [ObjectID]
}

/// Why there is no range.
public enum RangeFault: Error, Sendable {
    /// Commits are missing because the clone is shallow.
    case shallow
    /// The two ends have no commit in common.
    case unrelated
    case git(GitFault)
}

extension Repository {
    /// What `head` has that `base` has not.
    public func range(from base: ObjectID, to head: ObjectID) throws(RangeFault) -> CommitRange {
        let result = try ask(["merge-base", "--all", base.description, head.description])
        let bases = Repository.lines(result.output).compactMap { ObjectID(hex: $0) }
        guard result.status <= 1 else { throw .git(GitProgram.fault(result, "find the merge base")) }
        guard !bases.isEmpty else { throw isShallow ? .shallow : .unrelated }
        let commits = try list(["\(head)", "^\(base)"], what: "list the commits")
        return CommitRange(commits: commits, mergeBases: bases)
    }

    /// What these commits have that no reference has.
    public func commits(newIn tips: [ObjectID]) throws(RangeFault) -> [CommitRange.Member] {
        guard !tips.isEmpty else { return [] }
        return try list(
            ["--stdin", "--not", "--all"], input: tips.map { "\($0)\n" }.joined(), what: "list the new commits")
    }

    private func list(_ arguments: [String], input: String = "", what: String) throws(RangeFault) -> [CommitRange
        .Member]
    {
        let result = try ask(
            ["rev-list", "--parents", "--topo-order", "--reverse"] + arguments, input: Array(input.utf8))
        guard result.status == 0 else { throw .git(GitProgram.fault(result, what)) }
        let commits = Repository.lines(result.output).compactMap { line -> CommitRange.Member? in
            let ids = line.split(separator: 0x20).compactMap { ObjectID(hex: $0) }
            return ids.first.map { CommitRange.Member(id: $0, parents: Array(ids.dropFirst())) }
        }
        // What a commit at the edge of a shallow clone adds cannot be told: its parents are not there.
        if isShallow {
            let edge = shallowCommits
            guard !commits.contains(where: { edge.contains($0.id) }) else { throw .shallow }
        }
        return commits
    }

    private func ask(_ arguments: [String], input: [UInt8] = []) throws(RangeFault) -> ChildProcess.Result {
        do { return try git.run(arguments, input: input) } catch { throw .git(error) }
    }

    private static func lines(_ output: [UInt8]) -> [ArraySlice<UInt8>] { output.split(separator: .newline) }

    /// The commits whose parents a shallow clone lacks.
    var shallowCommits: Set<ObjectID> {
        let text = try? TextFile.contents(of: commonDirectory.appending("shallow"))
        return Set(Repository.lines(text ?? []).compactMap { ObjectID(hex: $0) })
    }
}

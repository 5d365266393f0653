/// What names lead into a history: branches, tags, the stash, the HEADs of all worktrees. Git is asked, so that packed references and
/// reftables are its business.

internal import Bytes

/// A name and the object that it stands for, which may be a tag.
public struct Reference: Sendable, Hashable {
    /// In full: `refs/heads/main`, `HEAD`.
    public let name: [UInt8]
    public let id: ObjectID

    /// As people say it: `main`, `v1.0`, `origin/main`.
    public var shortName: String {
        let text = String(decoding: name, as: UTF8.self)
        for prefix in ["refs/heads/", "refs/tags/", "refs/remotes/", "refs/"] where text.hasPrefix(prefix) {
            return String(text.dropFirst(prefix.count))
        }
        return text
    }

    /// Whether people call it a branch or a tag.
    public var isBranchOrTag: Bool {
        ["refs/heads/", "refs/tags/", "refs/remotes/"].contains { name.starts(with: $0.utf8) }
    }
}

extension Repository {
    /// All references, HEAD, and the HEADs of other worktrees. Broken ones come as names alone.
    public func references() throws(GitFault) -> (references: [Reference], broken: [String]) {
        let listed = try git.run(["for-each-ref", "--format=%(objectname) %(refname)"])
        guard listed.status == 0 else { throw GitProgram.fault(listed, "list the references") }
        var references = listed.output.split(separator: .newline).compactMap { line -> Reference? in
            guard let space = line.firstIndex(of: 0x20), let id = ObjectID(hex: line[..<space]) else { return nil }
            return Reference(name: Array(line[(space + 1)...]), id: id)
        }
        let broken = String(decoding: listed.errors, as: UTF8.self).split(separator: "\n").map(String.init)
            .filter { $0.contains("broken") }
        // Each worktree's HEAD; a branch that has no commit yet is all zeros.
        let worktrees = try git.run(["worktree", "list", "--porcelain"])
        guard worktrees.status == 0 else { throw GitProgram.fault(worktrees, "list the worktrees") }
        for line in worktrees.output.split(separator: .newline) where line.starts(with: "HEAD ".utf8) {
            guard let id = ObjectID(hex: line.dropFirst(5)), !id.isNull else { continue }
            references.append(Reference(name: Array("worktree HEAD".utf8), id: id))
        }
        if let head = try commit(named: "HEAD") { references.append(Reference(name: Array("HEAD".utf8), id: head)) }
        return (references, broken)
    }

    /// The commits whose parents a shallow clone lacks.
    public var shallowEdge: Set<ObjectID> { isShallow ? shallowCommits : [] }
}

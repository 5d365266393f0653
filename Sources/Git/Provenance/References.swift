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

    public var isHead: Bool { name.elementsEqual("HEAD".utf8) }

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

extension Repository {
    /// What revisions as people type them mean: `main`, `v1.0..HEAD`, `^old`.
    public func resolve(_ revisions: [String]) throws(GitFault) -> (starts: [Reference], excluded: [ObjectID]) {
        var (starts, excluded): ([Reference], [ObjectID]) = ([], [])
        for revision in revisions {
            // What begins with a dash would be an option.
            guard !revision.isEmpty, !revision.hasPrefix("-") else {
                throw GitFault(.failed, "'\(revision)' is no revision")
            }
            let result = try git.run(["rev-parse", "--revs-only", revision, "--"])
            let lines = result.output.split(separator: .newline)
            guard result.status == 0, !lines.isEmpty else {
                throw GitFault(
                    .failed, "'\(revision)' is neither a directory nor something that git knows as a revision")
            }
            for line in lines {
                if line.first == UInt8(ascii: "^"), let id = ObjectID(hex: line.dropFirst()) {
                    excluded.append(id)
                } else if let id = ObjectID(hex: line) {
                    starts.append(Reference(name: Array(revision.utf8), id: id))
                }
            }
        }
        return (starts, excluded)
    }

    /// A day as git understands it, in seconds since 1970 began, UTC.
    public func seconds(since date: String) throws(GitFault) -> Int {
        let result = try git.run(["rev-parse", "--since=\(date)"])
        let text = String(decoding: result.output, as: UTF8.self)
        guard result.status == 0, text.hasPrefix("--max-age="),
            let seconds = Int(text.dropFirst(10).prefix { $0.isNumber })
        else { throw GitFault(.failed, "git does not understand the date '\(date)'") }
        return seconds
    }
}

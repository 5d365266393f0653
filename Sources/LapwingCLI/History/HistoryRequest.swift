/// What a person asked for of a history, looked up: where to start, where to stop.

internal import Bytes
internal import Git
internal import Globs

struct HistoryRequest: Sendable {
    /// All names of the repository; the first is HEAD where it has a commit.
    let references: [Reference]
    /// What is scanned with all that it leads to.
    let starts: [Reference]
    /// What these lead to is left out.
    let excluded: [ObjectID]
    /// Seconds since 1970 began, UTC.
    let since: Int?
    let takesEverything: Bool
    /// Whether only what commits changed is wanted, not all that they hold.
    var isNarrow: Bool { !excluded.isEmpty || since != nil }
    let notices: [String]

    /// Asks git.
    init(_ repository: Repository, _ revisions: [String], _ options: HistoryOptions) throws {
        do {
            let (all, broken) = try repository.references()
            references = all.filter(\.isHead) + all.filter { !$0.isHead }
            let isLimited = !revisions.isEmpty || !options.branches.isEmpty
            guard !(isLimited && (options.all || options.everything)) else {
                throw UsageFault("give revisions and --branch, or --all or --everything, not both")
            }
            takesEverything = options.everything
            let branches = try HistoryRequest.branches(options.branches, references)
            let named = try revisions.isEmpty ? (starts: [], excluded: []) : repository.resolve(revisions)
            guard revisions.isEmpty || !named.starts.isEmpty || !branches.isEmpty else {
                throw UsageFault("\(revisions.joined(separator: " ")) leaves nothing to scan: name where to start, too")
            }
            starts = isLimited ? branches + named.starts : references
            excluded = named.excluded
            since = try options.since.map { try repository.seconds(since: $0) }
            notices = broken
        } catch let fault as GitFault {
            throw UsageFault(fault.description)
        }
    }

    private static func branches(_ names: [String], _ references: [Reference]) throws -> [Reference] {
        try names.flatMap { name in
            let glob: Glob
            do { glob = try Glob(name) } catch { throw UsageFault("--branch '\(name)': \(error)") }
            let found = references.filter { reference in
                let full = String(decoding: reference.name, as: UTF8.self)
                guard full.hasPrefix("refs/heads/") || full.hasPrefix("refs/remotes/") else { return false }
                return full == name || reference.shortName == name || glob.matches(Array(reference.shortName.utf8))
            }
            guard !found.isEmpty else { throw UsageFault("there is no branch '\(name)'; `git branch -a` lists them") }
            return found
        }
    }
}

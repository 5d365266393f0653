/// What git could not give, in words that tell how to mend it.

internal import Git

extension Repository {
    /// As `open`; what a person must mend is a `UsageFault`.
    static func opened(
        needsWorkTree: Bool, resolving revisions: [String] = [], meanwhile: () -> Void = {}
    ) throws -> (repository: Repository, objects: [ObjectID]) {
        do { return try open(needsWorkTree: needsWorkTree, resolving: revisions, meanwhile: meanwhile) } catch {
            throw UsageFault(error.description)
        }
    }
}

enum ChangeFault {
    /// An object that is needed before anything can be scanned.
    static func usage(_ fault: ObjectFault, _ repository: Repository) -> UsageFault {
        switch fault.reason {
        case .missing where repository.isShallow:
            UsageFault(
                "\(fault): \(unshallow)")
        case .missing:
            UsageFault("\(fault): `git fetch --refetch` gets it again, `git fsck` tells what else is missing")
        case .corrupt, .unsupported, .unreadable, .tooLarge, .unexpectedKind:
            UsageFault("\(fault): `git fsck` tells more")
        }
    }

    /// What is missing in a shallow clone, and how to get it.
    private static let unshallow =
        "this is a shallow clone, and commits that are needed are not in it: `git fetch --unshallow` gets them (in GitHub Actions: `fetch-depth: 0` of actions/checkout; in GitLab: `GIT_DEPTH: 0`)"

    /// A name that stands for no commit.
    /// - Parameter origin: the variable that the name is from.
    static func unknown(_ name: String, _ origin: String?, _ repository: Repository) -> UsageFault {
        let source = origin.map { " (from \($0))" } ?? ""
        if name == "HEAD" { return UsageFault("HEAD has no commit yet: there is nothing to compare") }
        let isHex = name.count >= 7 && name.allSatisfy(\.isHexDigit)
        let remote = name.hasPrefix("origin/") ? String(name.dropFirst(7)) : name
        let command =
            name.hasPrefix("origin/")
            ? "git fetch origin \(remote):refs/remotes/origin/\(remote)" : "git fetch origin \(remote)"
        if repository.isShallow, isHex || origin != nil {
            return UsageFault("there is no commit '\(name)'\(source): \(unshallow); or `\(command)`")
        }
        return UsageFault("there is no commit '\(name)'\(source): `\(command)` gets it if the remote has it")
    }

    /// Why there is no range between two ends.
    static func usage(_ fault: RangeFault, _ ends: RangeEnds?, _ repository: Repository) -> UsageFault {
        switch fault {
        case .shallow: UsageFault(unshallow)
        case .unrelated:
            UsageFault(
                "\(ends?.base ?? "BASE") and \(ends?.head ?? "HEAD") have no commit in common, so nothing tells what is new: compare with a branch that this one was made from (`git fetch origin`, `git branch -r` lists them)"
            )
        case .git(let fault): UsageFault(fault.description)
        case .object(let fault): usage(fault, repository)
        }
    }
}

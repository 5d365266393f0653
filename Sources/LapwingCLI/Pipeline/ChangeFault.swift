/// What git could not give, in words that tell how to mend it.

internal import Git

extension Repository {
    /// As `open`; what a person must mend is a `UsageFault`.
    static func opened(
        needsWorkTree: Bool, resolving revision: String? = nil
    ) throws -> (repository: Repository, object: ObjectID?) {
        do { return try open(needsWorkTree: needsWorkTree, resolving: revision) } catch {
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
                "\(fault): this is a shallow clone; `git fetch --unshallow` gets the rest (in GitHub Actions: `fetch-depth: 0`)")
        case .missing:
            UsageFault("\(fault): `git fetch --refetch` gets it again, `git fsck` tells what else is missing")
        case .corrupt, .unreadable, .tooLarge, .unexpectedKind:
            UsageFault("\(fault): `git fsck` tells more")
        }
    }
}

/// The manifest `lapwing.env.yml`: which secrets a program takes from its environment, and what is asked of each. It holds no value
/// and belongs into the repository. docs/env.md describes it to those who write one.

public import RequiredSecrets

public struct Manifest: Sendable, Equatable {
    /// Where a manifest is looked for, relative to the root of a code base.
    public static let fileName = "lapwing.env.yml"

    /// In the order of the file.
    public var entries: [ManifestEntry]

    public init(_ entries: [ManifestEntry] = []) { self.entries = entries }

    /// The entry of a variable.
    public func entry(_ name: String) -> ManifestEntry? { entries.first { $0.name == name } }

    /// All faults of the variables' values, in the order of the entries; none when the program may start. The same judgement as that
    /// of a program that declares its secrets with `RequiredSecrets`.
    public func faults(in environment: SecretEnvironment, deployment: Deployment) -> [SecretFault] {
        entries.flatMap { $0.faults(in: environment, deployment: deployment) }
    }
}

/// One secret of the manifest.
public struct ManifestEntry: Sendable, Hashable {
    public var requirement: SecretRequirement
    /// Where the program cannot do without it. Empty: nowhere, but a value that is given is judged.
    public var requiredIn: Set<Deployment>
    /// What reads it where the sources do not show it: a library, the platform.
    public var readBy: String?

    public var name: String { requirement.name }

    public init(_ requirement: SecretRequirement, requiredIn: Set<Deployment> = [.production], readBy: String? = nil) {
        self.requirement = requirement
        self.requiredIn = requiredIn
        self.readBy = readBy
    }

    func faults(in environment: SecretEnvironment, deployment: Deployment) -> [SecretFault] {
        // What is required is judged as in production, wherever that is; what is not may only be absent.
        if requiredIn.contains(deployment) { return requirement.faults(in: environment, deployment: .production) }
        return requirement.faults(in: environment, deployment: deployment).filter { !$0.isAbsence }
    }
}

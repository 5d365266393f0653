/// What a code base reads from its environment, as far as its sources show it.

public import Bytes

/// A place in a source file. Lines and columns are 1-based.
public struct SourcePlace: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let path: FilePath
    public let line: Int

    public init(path: FilePath, line: Int) {
        self.path = path
        self.line = line
    }

    public var description: String { "\(path):\(line)" }

    public static func < (left: SourcePlace, right: SourcePlace) -> Bool {
        (left.path.bytes == right.path.bytes) ? left.line < right.line : left.path < right.path
    }
}

/// One read of a variable.
public struct SecretRead: Sendable, Equatable {
    /// What the code goes on with where the variable is not set.
    public enum Default: String, Sendable, CaseIterable {
        /// Nothing: it fails, or has no value.
        case none
        /// An empty text.
        case empty
        /// A value that stands in the source: whoever reads that has it.
        case literal
    }

    public let place: SourcePlace
    public let `default`: Default
}

/// Whether something stops the program at its start when a secret is missing.
public struct Coverage: Sendable, Equatable {
    public enum State: String, Sendable, CaseIterable {
        case yes, no
        /// The sources do not show it: what fails stands in a function, and nothing shows when it runs.
        case unknown
    }

    public let state: State
    /// Why, with the place that decides.
    public let reason: String
}

/// A secret that the code reads.
public struct SecretVariable: Sendable, Equatable {
    public let name: String
    /// In the order of paths and lines.
    public let reads: [SecretRead]
    public let coverage: Coverage
    /// From the manifest, or guessed from the name.
    public let purpose: String
    /// A command that makes one; nil where somebody else issues it.
    public let generate: String?

    /// The worst of all reads.
    public var `default`: SecretRead.Default {
        reads.contains { $0.default == .literal }
            ? .literal : reads.contains { $0.default == .empty } ? .empty : .none
    }
}

public import Bytes

/// Something that went wrong with one input while the scan went on. Holds no byte of any file's content.
public struct ScanProblem: Sendable, Hashable, CustomStringConvertible {
    public enum Kind: String, Sendable, CaseIterable {
        /// Could not be opened or read.
        case unreadable
        /// Changed while it was read.
        case changed
        /// A pattern hit a limit: a part was not judged.
        case limit
    }

    public let kind: Kind
    public let path: FilePath
    public let message: String

    public init(_ kind: Kind, _ path: FilePath, _ message: String) {
        self.kind = kind
        self.path = path
        self.message = message
    }

    public var description: String { "\(path): \(message)" }
}

/// Why something that a person might have expected to be scanned was not.
public enum SkipReason: String, Sendable, CaseIterable {
    /// Holds NUL bytes near its start and is no UTF-16.
    case binary
    /// Matched `--exclude`, or no `--include`.
    case excluded
    /// Untracked and named by a gitignore file; a directory counts once.
    case ignored
    /// A symbolic link, which is not followed.
    case symbolicLink = "symbolic-link"
    /// A FIFO, socket or device, which is never opened.
    case specialFile = "special-file"
    /// A submodule: a commit of another repository.
    case submodule
}

/// The account of what was scanned, what was not, and why. It appears in every report.
public struct Ledger: Sendable, Equatable {
    public var files = 0
    public var bytes = 0
    public var skipped: [SkipReason: Int] = [:]
    public var problems: [ScanProblem] = []
    /// Where a history was scanned. Then `files` counts contents of files (blobs), each once however many commits have it.
    public var history: HistoryCoverage?

    public init() {}

    /// Adds what another worker counted.
    public mutating func add(_ other: Ledger) {
        files += other.files
        bytes += other.bytes
        skipped.merge(other.skipped, uniquingKeysWith: +)
        problems += other.problems
        history = history ?? other.history
    }

    public mutating func skip(_ reason: SkipReason) { skipped[reason, default: 0] += 1 }

    /// Whether everything that was to be scanned was.
    public var isComplete: Bool { problems.isEmpty }
}

/// What of a history was scanned.
public struct HistoryCoverage: Sendable, Equatable {
    /// Commits that were selected.
    public var commits = 0
    /// Messages of commits and tags.
    public var messages = 0
    /// Bytes that had to be looked at: the rest is copied from older versions that were.
    public var lookedAt = 0
    /// Versions of files that an earlier scan found nothing in, and that were not scanned again.
    public var remembered = 0
    /// Objects that the selected commits name and the repository lacks.
    public var missing = 0
    /// Why git was asked to read objects, in sentences; empty where all were read directly.
    public var gitReasons: [String] = []
    /// How many objects git read.
    public var throughGit = 0

    public init() {}
}

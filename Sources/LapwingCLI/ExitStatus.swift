/// What a run of Lapwing tells its caller. A promise: hooks and gates depend on it.
public enum ExitStatus: Int32, Sendable {
    case clean = 0
    /// Findings at or above `--fail-on` and `--min-confidence`.
    case findings = 1
    /// The scan failed or was incomplete; wins over findings, so that a gate fails closed.
    case failed = 2
    case interrupted = 130
    /// `lapwing env check -- COMMAND` only: the command cannot be executed, or there is none of that name.
    case notExecutable = 126
    case notFound = 127
}

/// Ends a command with a status; what there was to say has been said.
struct Ending: Error {
    let status: ExitStatus
}

/// Something a person must mend before the command can run: says what and how. Ends with status 2.
struct UsageFault: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}

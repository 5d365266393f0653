/// Something in a baseline or an ignore file that cannot be read as one. Lines are 1-based.
public struct SuppressionFault: Error, Sendable, Hashable, CustomStringConvertible {
    public let file: String
    public let line: Int
    /// What is wrong and what to do.
    public let message: String

    public init(file: String, line: Int, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    public var description: String { "\(file):\(line): \(message)" }

    /// What git leaves behind in a file that it could not merge.
    static func conflict(file: String, line: Int) -> SuppressionFault {
        SuppressionFault(
            file: file, line: line,
            message: "a merge conflict: keep the lines of both sides and delete the lines that git put in")
    }
}

/// All faults of one file.
public struct SuppressionFaults: Error, Sendable, CustomStringConvertible {
    public let faults: [SuppressionFault]

    public init(_ faults: [SuppressionFault]) { self.faults = faults }

    public var description: String { faults.map(\.description).joined(separator: "\n") }
}

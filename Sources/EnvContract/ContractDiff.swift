/// Where the code and the manifest disagree.

public struct ContractDiff: Sendable {
    /// One disagreement, in words.
    public enum Difference: Sendable, Equatable, CustomStringConvertible {
        /// The code reads it, the manifest does not name it.
        case unnamed(SecretVariable)
        /// The manifest names it, nothing reads it.
        case unread(String)
        /// It is read, and nothing checks it at start-up.
        case unchecked(SecretVariable)
        /// It is read, and the sources do not show whether something checks it.
        case open(SecretVariable)

        public var description: String {
            switch self {
            case .unnamed(let variable):
                "\(variable.name): read at \(Difference.places(variable)), but the manifest does not name it: add it"
            case .unread(let name):
                "\(name): in the manifest, but nothing reads it: remove it, or say what does with 'read-by'"
            case .unchecked(let variable):
                "\(variable.name): read with no check at start-up (\(variable.coverage.reason)): see docs/env.md"
            case .open(let variable): "\(variable.name): unknown whether it is checked (\(variable.coverage.reason))"
            }
        }

        private static func places(_ variable: SecretVariable) -> String {
            let shown = variable.reads.prefix(3).map(\.place.description).joined(separator: ", ")
            return variable.reads.count > 3 ? "\(shown) and \(variable.reads.count - 3) more" : shown
        }
    }

    /// By the kind of disagreement, then by name.
    public let all: [Difference]

    /// Compares what a survey found with a manifest.
    public init(of variables: [SecretVariable], _ manifest: Manifest) {
        let read = Set(variables.map(\.name))
        all =
            variables.filter { manifest.entry($0.name) == nil }.map { .unnamed($0) }
            + manifest.entries.filter { !read.contains($0.name) && $0.readBy == nil }.map { .unread($0.name) }
            + variables.filter { $0.coverage.state == .no }.map { .unchecked($0) }
            + variables.filter { $0.coverage.state == .unknown }.map { .open($0) }
    }

    /// Whether a gate must not let it pass.
    public func fails(strict: Bool) -> Bool {
        all.contains { if case .open = $0 { strict } else { true } }
    }
}

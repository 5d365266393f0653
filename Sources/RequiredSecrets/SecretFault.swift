/// Something wrong with one secret. It names the secret and the remedy, never the value, and nothing that narrows the value down.
public struct SecretFault: Sendable, Hashable, CustomStringConvertible {
    public enum Reason: Sendable, Hashable {
        /// The variable is not set.
        case missing
        /// It is set to nothing, or to white space.
        case empty
        /// It holds a text that asks for a value.
        case placeholder
        /// A product ships or documents this value.
        case knownDefault(product: String, cve: String?)
        /// It is among the first values that anybody would try.
        case weak
        /// It has fewer bytes than required.
        case tooShort(minimum: Int)
        /// It has fewer estimated bits than required.
        case tooPredictable(minimumBits: Int)
        /// Its bytes are no text.
        case notUTF8
    }

    public let requirement: SecretRequirement
    public let reason: Reason

    public init(requirement: SecretRequirement, reason: Reason) {
        self.requirement = requirement
        self.reason = reason
    }

    /// Whether there is no value at all, as opposed to an unfit one.
    public var isAbsence: Bool { reason == .missing || reason == .empty }

    /// `JWT_SECRET_KEY is not set`
    public var description: String { "\(Printable.text(requirement.name)) \(words)" }

    /// What is wrong, to stand behind the name.
    var words: String {
        switch reason {
        case .missing: return "is not set"
        case .empty: return "is empty"
        case .placeholder: return "holds a placeholder"
        case .knownDefault(let product, let cve):
            return "holds a published default (\([product, cve].compactMap(\.self).joined(separator: ", ")))"
        case .weak: return "holds a value that anybody would try first"
        case .tooShort(let minimum): return "is shorter than \(minimum) bytes"
        case .tooPredictable(let bits): return "is easier to guess than \(bits) bits"
        case .notUTF8: return "is not UTF-8"
        }
    }
}

/// Every fault of a program's secrets, in the order of the declarations.
public struct RequiredSecretsError: Error, Sendable, Hashable, CustomStringConvertible {
    public let faults: [SecretFault]

    public init(_ faults: [SecretFault]) { self.faults = faults }

    /// The secrets without a value, each once.
    public var missing: [String] { names { $0.isAbsence } }

    /// The secrets with an unfit value, each once.
    public var unfit: [String] { names { !$0.isAbsence } }

    /// First a line that names all of them, then a line for each with its purpose and how to make one:
    ///
    ///     Missing required secrets: JWT_SECRET_KEY, BETTER_AUTH_SECRET
    ///       JWT_SECRET_KEY (signs session tokens) is not set; make one with: openssl rand -hex 32
    ///       BETTER_AUTH_SECRET (signs log-ins) is empty
    public var description: String {
        let heads = [("Missing required secrets: ", missing), ("Unfit required secrets: ", unfit)]
        var lines = heads.compactMap { $1.isEmpty ? nil : $0 + $1.map(Printable.text).joined(separator: ", ") }
        var requirements: [SecretRequirement] = []
        for fault in faults where !requirements.contains(fault.requirement) { requirements.append(fault.requirement) }
        for requirement in requirements {
            let words = faults.filter { $0.requirement == requirement }.map(\.words).joined(separator: " and ")
            let remedy = requirement.generate.map { "; make one with: \(Printable.text($0))" } ?? ""
            lines.append(
                "  \(Printable.text(requirement.name)) (\(Printable.text(requirement.purpose))) \(words)\(remedy)")
        }
        return lines.joined(separator: "\n")
    }

    private func names(_ isWanted: (SecretFault) -> Bool) -> [String] {
        var names: [String] = []
        for fault in faults where isWanted(fault) && !names.contains(fault.requirement.name) {
            names.append(fault.requirement.name)
        }
        return names
    }
}

/// Names and purposes may come from a file of somebody else's: nothing in them may steer a terminal.
enum Printable {
    static func text(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: result.append("?")
            default: result.append(scalar)
            }
        }
        return String(result)
    }
}

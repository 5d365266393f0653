internal import Findings

/// ANSI colours, when they are on.
struct Paint {
    /// The parameters of `ESC [ … m`.
    struct Look {
        let code: String

        static let strong = Look(code: "1")
        static let faint = Look(code: "2")
        static let alarm = Look(code: "1;31")

        static func of(_ severity: Severity) -> Look {
            switch severity {
            case .critical: .alarm
            case .high: Look(code: "31")
            case .medium: Look(code: "33")
            case .low: Look(code: "36")
            }
        }
    }

    let isOn: Bool

    func callAsFunction(_ text: String, _ look: Look) -> String {
        isOn && !text.isEmpty ? "\u{1B}[\(look.code)m\(text)\u{1B}[0m" : text
    }
}

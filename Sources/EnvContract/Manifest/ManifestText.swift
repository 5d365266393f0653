/// Writes a manifest, and the `.env.example` beside it.

internal import RequiredSecrets

extension Manifest {
    /// A manifest for what a survey found. What a person wrote in `earlier` of a secret that is still read, or that something else reads,
    /// is kept.
    public init(for variables: [SecretVariable], keeping earlier: Manifest?) {
        let found = variables.map { variable in
            earlier?.entry(variable.name)
                ?? ManifestEntry(
                    SecretRequirement(variable.name, purpose: variable.purpose, generate: variable.generate))
        }
        let read = Set(found.map(\.name))
        let others = earlier?.entries.filter { $0.readBy != nil && !read.contains($0.name) } ?? []
        self.init((found + others).sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
    }

    /// The file's content.
    public var text: String {
        var lines = [
            "# The secrets that this program takes from its environment. It holds no value: commit it.",
            "# `lapwing env check -- COMMAND` starts the command only when they are set; docs/env.md of Lapwing describes the keys.",
            entries.isEmpty ? "secrets: []" : "secrets:",
        ]
        for entry in entries {
            lines.append("  - name: \(entry.name)")
            lines.append("    purpose: \(Manifest.scalar(entry.requirement.purpose))")
            let places = [Deployment.production, .development].filter(entry.requiredIn.contains)
            lines.append("    required-in: [\(places.map { "\($0)" }.joined(separator: ", "))]")
            switch entry.requirement.minimum {
            case .bytes(let count): lines.append("    minimum: \(count) bytes")
            case .bits(let count): lines.append("    minimum: \(count) bits")
            }
            if let generate = entry.requirement.generate { lines.append("    generate: \(Manifest.scalar(generate))") }
            if let readBy = entry.readBy { lines.append("    read-by: \(Manifest.scalar(readBy))") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// Plain where YAML takes it as text anyway, else in double quotes.
    private static func scalar(_ text: String) -> String {
        let isPlain =
            text.utf8.allSatisfy { 0x20...0x7E ~= $0 && !"\"'#:{}[]&*!|>%@`,\\".utf8.contains($0) }
            && text.utf8.first.map { 0x41...0x5A ~= $0 || 0x61...0x7A ~= $0 } == true && text.utf8.last != 0x20
            && !["true", "false", "yes", "no", "on", "off", "null", "y", "n"].contains(text.lowercased())
        if isPlain { return text }
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": quoted += "\\\(scalar)"
            case "\n": quoted += "\\n"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7F {
                    let digits = String(scalar.value, radix: 16)
                    quoted += "\\x" + (digits.count == 1 ? "0" : "") + digits
                } else {
                    quoted.unicodeScalars.append(scalar)
                }
            }
        }
        return quoted + "\""
    }
}

/// `.env.example`: every variable with an empty value, which is the only default there is.
public enum EnvExample {
    public static let fileName = ".env.example"

    /// The file's content. Lines of `earlier` stay, but the manifest's secrets lose their values there; what it lacks is added at its end.
    public static func text(for manifest: Manifest, keeping earlier: String?) -> String {
        var lines: [String] = []
        var present: Set<String> = []
        for line in (earlier ?? "").split(separator: "\n", omittingEmptySubsequences: false) {
            let head = line.prefix { $0 != "=" }
            var name = head.drop { $0 == " " || $0 == "\t" }
            if name.hasPrefix("export ") { name = name.dropFirst(7) }
            while name.last == " " { name.removeLast() }
            guard head.count < line.count, manifest.entry(String(name)) != nil else {
                lines.append(String(line))
                continue
            }
            present.insert(String(name))
            lines.append("\(head)=")
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        for entry in manifest.entries where !present.contains(entry.name) {
            if !lines.isEmpty { lines.append("") }
            lines.append("# \(oneLine(entry.requirement.purpose))")
            if let generate = entry.requirement.generate { lines.append("# make one with: \(oneLine(generate))") }
            lines.append("\(entry.name)=")
        }
        return lines.isEmpty ? "" : lines.joined(separator: "\n") + "\n"
    }

    private static func oneLine(_ text: String) -> String { String(text.map { $0.isNewline ? " " : $0 }) }
}

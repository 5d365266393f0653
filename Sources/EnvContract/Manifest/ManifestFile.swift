/// Reads a manifest: every mistake with its line, all of them at once. What contradicts itself is a mistake too, since nobody could
/// say which half counts.

internal import RequiredSecrets
public import YAMLDocuments

public struct ManifestFile: Sendable {
    public private(set) var manifest = Manifest()
    public private(set) var faults: [YAMLFault] = []
    private let name: String
    /// The line of each name's first entry.
    private var lines: [String: Int] = [:]

    private static let keys = ["name", "purpose", "required-in", "minimum", "generate", "read-by"]

    /// - Parameters:
    ///   - text: the file's content.
    ///   - name: how faults name the file.
    public init(_ text: String, name: String) {
        self.name = name
        let root: YAMLNode
        do { root = try YAMLNode.parse(text, file: name) } catch {
            faults = [error]
            return
        }
        var reader = MappingReader(root, file: name, what: "a manifest", known: ["secrets"])
        if let list = reader.node("secrets") {
            if case .sequence(let items) = list.content {
                for item in items { read(item) }
            } else {
                reader.fail("secrets", "'secrets' must be a list of entries; write 'secrets: []' for none")
            }
        } else if reader.faults.isEmpty {
            reader.fail("secrets", "missing key 'secrets': the list of the secrets")
        }
        faults = reader.faults + faults
    }

    /// Reads a file's bytes, which must be UTF-8.
    public init(_ bytes: [UInt8], name: String) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            self.init("secrets: []", name: name)
            faults = [YAMLFault.notUTF8(bytes, file: name)]
            return
        }
        self.init(text, name: name)
    }

    private mutating func read(_ node: YAMLNode) {
        var reader = MappingReader(node, file: name, what: "a secret", known: ManifestFile.keys)
        let variable = reader.requiredText("name")
        if !variable.isEmpty {
            if !ManifestFile.isVariable(variable) {
                reader.fail(
                    "name", "'\(variable)' is no name of a variable: letters, digits and '_', not a digit first")
            } else if let line = lines[variable] {
                reader.fail("name", "'\(variable)' has an entry already, on line \(line): keep one of the two")
            } else {
                lines[variable] = reader.line(of: "name")
            }
        }
        let purpose = reader.requiredText("purpose")
        let minimum = ManifestFile.minimum(&reader) ?? SecretRequirement.Minimum.usual
        let generate = reader.text("generate")
        let requiredIn = ManifestFile.requiredIn(&reader)
        let readBy = reader.text("read-by")
        if let generate, case .bytes(let least) = minimum, let made = Generator.length(of: generate), made < least {
            reader.fail(
                "generate", "'\(generate)' makes \(made) bytes, but 'minimum' asks for \(least): change one of the two")
        }
        faults += reader.faults
        let requirement = SecretRequirement(variable, purpose: purpose, minimum: minimum, generate: generate)
        manifest.entries.append(ManifestEntry(requirement, requiredIn: requiredIn, readBy: readBy))
    }

    /// What every shell and container engine takes for a variable.
    static func isVariable(_ name: String) -> Bool {
        name.utf8.allSatisfy { 0x30...0x39 ~= $0 || 0x41...0x5A ~= $0 || 0x61...0x7A ~= $0 || $0 == 0x5F }
            && name.utf8.first.map { !(0x30...0x39 ~= $0) } == true
    }

    /// `32 bytes` or `128 bits`.
    private static func minimum(_ reader: inout MappingReader) -> SecretRequirement.Minimum? {
        guard reader.node("minimum") != nil, let text = reader.text("minimum") else { return nil }
        let words = text.split(separator: " ")
        if words.count == 2, let count = Int(words[0]), (1...65_536).contains(count) {
            switch words[1] {
            case "bytes", "byte": return .bytes(count)
            case "bits", "bit": return .bits(count)
            default: break
            }
        }
        let hint = Int(text).map { "; did you mean '\($0) bytes'?" } ?? ""
        reader.fail(
            "minimum", "'minimum' is a number of bytes or bits, like '32 bytes' or '128 bits', not '\(text)'\(hint)")
        return nil
    }

    private static func requiredIn(_ reader: inout MappingReader) -> Set<Deployment> {
        guard reader.node("required-in") != nil else { return [.production] }
        var places: Set<Deployment> = []
        for word in reader.texts("required-in") {
            guard let place = Deployment(word: word) else {
                let hint = Spelling.nearest(to: word, in: Deployment.words).map { "; did you mean '\($0)'?" } ?? ""
                reader.fail("required-in", "'\(word)' is no place; there are: production, development\(hint)")
                continue
            }
            if !places.insert(place).inserted { reader.fail("required-in", "'\(word)' is given twice") }
        }
        if places == [.development] {
            reader.fail(
                "required-in", "what development cannot do without, production cannot either: add 'production'")
        }
        return places
    }
}

extension Deployment {
    static let words = ["production", "development"]

    init?(word: String) {
        switch word {
        case "production": self = .production
        case "development": self = .development
        default: return nil
        }
    }
}

/// Commands that make secrets, as far as their output's length is known.
enum Generator {
    /// Bytes that `openssl rand -hex N` and its like print; nil for other commands.
    static func length(of command: String) -> Int? {
        let words = command.split(separator: " ")
        guard words.count == 4, words[0] == "openssl", words[1] == "rand", let count = Int(words[3]),
            (1...65_536).contains(count)
        else { return nil }
        switch words[2] {
        case "-hex": return count * 2
        case "-base64": return (count + 2) / 3 * 4
        default: return nil
        }
    }
}

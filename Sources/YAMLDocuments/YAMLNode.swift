/// YAML with the places of things: every node knows its line, and every fault says file, line and remedy. The only module that
/// imports Yams. Never on the path of a scan with built-in rules and no configuration.

internal import Yams

/// Something wrong in a YAML file. Lines and columns are 1-based.
public struct YAMLFault: Error, Sendable, Hashable, CustomStringConvertible {
    public let file: String
    public let line: Int
    public let message: String

    public init(file: String, line: Int, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    public var description: String { "\(file):\(line): \(message)" }
}

/// A parsed value with the line it starts on.
public struct YAMLNode: Sendable {
    public indirect enum Content: Sendable {
        case scalar(String)
        case sequence([YAMLNode])
        case mapping([(key: String, line: Int, value: YAMLNode)])
    }

    public let content: Content
    public let line: Int

    /// Parses the one document of `text`. `file` is only named in faults.
    public static func parse(_ text: String, file: String) throws(YAMLFault) -> YAMLNode {
        let parser: Yams.Parser
        let node: Yams.Node?
        do {
            parser = try Yams.Parser(yaml: text)
            node = try parser.singleRoot()
        } catch let error as YamlError {
            throw fault(error, file: file)
        } catch {
            throw YAMLFault(file: file, line: 1, message: "not readable as YAML: \(error)")
        }
        guard let node else { throw YAMLFault(file: file, line: 1, message: "the file is empty") }
        // Nodes hold their anchors weakly: the parser owns them.
        defer { withExtendedLifetime(parser) {} }
        return try convert(node, file: file)
    }

    private static func hasAnchor(_ node: Yams.Node) -> Bool {
        switch node {
        case .scalar(let scalar): scalar.anchor != nil
        case .sequence(let sequence): sequence.anchor != nil
        case .mapping(let mapping): mapping.anchor != nil
        case .alias: true
        }
    }

    private static func convert(_ node: Yams.Node, file: String) throws(YAMLFault) -> YAMLNode {
        let line = node.mark?.line ?? 1
        // Yams puts a copy in place of every alias, and copies of copies double: refuse what an alias could name.
        guard !hasAnchor(node) else {
            throw YAMLFault(file: file, line: line, message: "anchors and aliases are not allowed: write the value out")
        }
        switch node {
        case .scalar(let scalar): return YAMLNode(content: .scalar(scalar.string), line: line)
        case .sequence(let sequence):
            var items: [YAMLNode] = []
            for item in sequence { items.append(try convert(item, file: file)) }
            return YAMLNode(content: .sequence(items), line: line)
        case .mapping(let mapping):
            var entries: [(key: String, line: Int, value: YAMLNode)] = []
            for (key, value) in mapping {
                guard let name = key.scalar?.string else {
                    throw YAMLFault(file: file, line: key.mark?.line ?? line, message: "a key must be a plain word")
                }
                entries.append((name, key.mark?.line ?? line, try convert(value, file: file)))
            }
            return YAMLNode(content: .mapping(entries), line: line)
        case .alias:
            throw YAMLFault(file: file, line: line, message: "aliases are not allowed here: write the value out")
        }
    }

    private static func fault(_ error: YamlError, file: String) -> YAMLFault {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            YAMLFault(file: file, line: mark.line, message: "not valid YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            YAMLFault(
                file: file, line: context.mark.line,
                message: "key given twice: \(duplicates.map { "\($0)" }.joined(separator: ", "))")
        default: YAMLFault(file: file, line: 1, message: "not valid YAML: \(error)")
        }
    }
}

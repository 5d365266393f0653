/// Reads a rule file: YAML to rules, every mistake with its line, all of them at once. What can be told without running anything
/// is told here; `RuleLint` tells the rest.

internal import Engine
internal import Findings
internal import Globs
internal import Patterns
internal import Rules
public import YAMLDocuments

public struct RuleFile: Sendable {
    public let name: String
    public let provider: String
    public private(set) var rules: [SourceRule] = []
    public private(set) var faults: [YAMLFault] = []

    /// - Parameters:
    ///   - text: the file's content.
    ///   - name: how faults name the file.
    public init(_ text: String, name: String) {
        self.name = name
        let root: YAMLNode
        do {
            root = try YAMLNode.parse(text, file: name)
        } catch {
            provider = ""
            faults = [error]
            return
        }
        var reader = MappingReader(root, file: name, what: "a rule file", known: ["provider", "rules"])
        provider = reader.requiredText("provider")
        if let list = reader.node("rules"), case .sequence(let items) = list.content, !items.isEmpty {
            for item in items { read(item) }
        } else {
            reader.fail("rules", "'rules' must be a list of at least one rule")
        }
        faults = reader.faults + faults
    }

    private static let keys = [
        "id", "name", "description", "message", "kind", "severity", "confidence", "tier", "anchors", "trigger",
        "pattern",
        "window", "checks", "read",
        "files", "paths", "examples", "references", "remedy",
    ]

    private mutating func read(_ node: YAMLNode) {
        var reader = MappingReader(node, file: name, what: "a rule", known: RuleFile.keys)
        let id = reader.requiredText("id")
        if !RuleFile.isKebab(id) {
            reader.fail("id", "id '\(id)' must be lower-case words joined by dashes, like provider-thing")
        }
        let kind = reader.choice("kind", of: FindingKind.self, default: .committed) ?? .committed
        let paths = readPaths(&reader)
        let trigger = readTrigger(&reader, paths: paths.include)
        var window = readWindow(&reader)
        let (pattern, lead, follow) = readPattern(&reader, trigger: trigger, window: &window)
        let rule = Rule(
            id: id, provider: provider, name: reader.requiredText("name"),
            description: reader.requiredText("description"), kind: kind,
            severity: reader.choice("severity", of: Severity.self, default: kind == .environmentRead ? .low : nil)
                ?? .low,
            confidence: kind == .environmentRead ? .high : readConfidence(&reader),
            tier: reader.choice("tier", of: RuleTier.self, default: kind == .default ? .default : .provider)
                ?? .provider,
            trigger: trigger, pattern: pattern, window: window, lead: lead, checks: readChecks(&reader),
            files: readKinds(&reader), includedPaths: paths.include, excludedPaths: paths.exclude,
            references: reader.texts("references"),
            remedy: kind == .environmentRead ? "" : reader.requiredText("remedy"),
            message: reader.text("message") ?? "", read: readForm(&reader, kind), follow: follow)
        if kind == .environmentRead, !pattern.contains("(?<name>") {
            reader.fail("pattern", "a rule of kind env-read needs the group 'name': the variable that is read")
        }
        if rule.references.isEmpty {
            reader.fail("references", "'references' must name where the format is documented")
        }
        let examples = readExamples(&reader)
        faults += reader.faults
        rules.append(
            SourceRule(rule: rule, matches: examples.matches, misses: examples.misses, file: name, line: node.line))
    }

    static func isKebab(_ id: String) -> Bool {
        let parts = id.split(separator: "-", omittingEmptySubsequences: false)
        return parts.count >= 1
            && parts.allSatisfy { part in
                !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isLowercase || $0.isNumber) }
            }
    }

    // MARK: Keys

    private func readConfidence(_ reader: inout MappingReader) -> Confidence {
        let confidence = reader.choice("confidence", of: Confidence.self, default: nil) ?? .low
        if confidence == .proven {
            reader.fail("confidence", "'proven' is what a checksum gives; a rule says high, medium or low")
        }
        return confidence
    }

    private func readForm(_ reader: inout MappingReader, _ kind: FindingKind) -> ReadForm? {
        guard kind == .environmentRead else {
            if reader.node("read") != nil { reader.fail("read", "'read' belongs to rules of kind env-read") }
            return nil
        }
        return reader.choice("read", of: ReadForm.self, default: nil)
    }

    private func readPaths(_ reader: inout MappingReader) -> (include: [String], exclude: [String]) {
        guard let node = reader.node("paths") else { return ([], []) }
        var paths = MappingReader(node, file: name, what: "paths", known: ["include", "exclude"])
        let lists = (paths.texts("include"), paths.texts("exclude"))
        for (key, globs) in [("include", lists.0), ("exclude", lists.1)] {
            for glob in globs {
                do { _ = try Glob(glob) } catch { paths.fail(key, "'\(glob)' is no glob: \(error)") }
            }
        }
        reader.absorb(paths.faults)
        return lists
    }

    private func readTrigger(_ reader: inout MappingReader, paths: [String]) -> RuleTrigger {
        guard reader.node("trigger") != nil else { return .anchors(readAnchors(&reader)) }
        if reader.node("anchors") != nil { reader.fail("trigger", "a rule has anchors or a trigger, not both") }
        let text = reader.text("trigger") ?? ""
        if text == "path" {
            if paths.isEmpty { reader.fail("trigger", "'trigger: path' needs 'paths' with 'include'") }
            return .path
        }
        if text.hasPrefix("run("), text.hasSuffix(")") {
            let parts = text.dropFirst(4).dropLast().split(separator: ",").map { $0.filter { $0 != " " } }
            if parts.count == 2, let alphabet = RunAlphabet(rawValue: parts[0]), let length = Int(parts[1]),
                (16...1_024).contains(length)
            {
                return .run(alphabet, length: length)
            }
        }
        reader.fail(
            "trigger", "'trigger' is 'path' or 'run(alphabet, length)' with hex, base58 or base64 and 16 to 1024")
        return .path
    }

    private func readAnchors(_ reader: inout MappingReader) -> [Anchor] {
        let texts = reader.texts("anchors").flatMap { Fragments.anchorList($0) ?? [$0] }
        if texts.isEmpty {
            reader.fail("anchors", "a rule needs 'anchors': what every match of it holds (or a 'trigger')")
        }
        return texts.compactMap { text in
            do { return try Anchor(text) } catch {
                reader.fail("anchors", "\(error)")
                return nil
            }
        }
    }

    private func readWindow(_ reader: inout MappingReader) -> RuleWindow {
        guard let node = reader.node("window") else { return .line }
        var keys = MappingReader(node, file: name, what: "window", known: ["before", "after", "lines"])
        var window = RuleWindow.line
        if let before = keys.integer("before", in: 0...RuleWindow.largestBefore) { window.before = before }
        if let after = keys.integer("after", in: 1...RuleWindow.largestAfter) { window.after = after }
        switch keys.text("lines") {
        case nil, "one": break
        case "many": window.manyLines = true
        case .some(let other): keys.fail("lines", "'lines' is 'one' or 'many', not '\(other)'")
        }
        reader.absorb(keys.faults)
        return window
    }

    /// The pattern with its fragments, how far a match can begin before its anchor, and what can stand around the anchor.
    private func readPattern(
        _ reader: inout MappingReader, trigger: RuleTrigger, window: inout RuleWindow
    ) -> (pattern: String, lead: Int, follow: FollowBytes?) {
        let written = reader.requiredText("pattern")
        let pattern: String
        switch Fragments.expand(written) {
        case .success(let text): pattern = text
        case .failure(let unknown):
            let hint =
                Spelling.nearest(to: unknown.name, in: Array(Fragments.table.keys)).map {
                    "; did you mean '{{\($0)}}'?"
                } ?? ""
            reader.fail("pattern", "unknown fragment '{{\(unknown.name)}}'\(hint)")
            return (written, 0, nil)
        }
        do {
            let compiled = try Pattern(pattern, jit: false)
            for (group, number) in compiled.groups where number >= MatchScratch.mostGroups {
                reader.fail(
                    "pattern",
                    "group '\(group)' is number \(number); at most \(MatchScratch.mostGroups - 1) groups are kept: use (?:…)"
                )
            }
            let tree = try PatternParser.parse(pattern)
            guard case .anchors(let anchors) = trigger, !anchors.isEmpty else { return (pattern, 0, nil) }
            let lead = try AnchorProof.lead(of: tree, anchors: anchors)
            if lead > window.before {
                reader.fail(
                    "pattern",
                    "a match can begin \(lead) bytes before its anchor, but the window begins \(window.before) before it"
                )
            }
            return (pattern, lead, FollowProof.gate(of: tree, anchors: anchors))
        } catch let fault as AnchorProof.Fault {
            reader.fail("pattern", fault.message)
        } catch {
            reader.fail("pattern", "bad pattern: \(error)")
        }
        return (pattern, 0, nil)
    }

    private func readChecks(_ reader: inout MappingReader) -> [CheckName] {
        reader.texts("checks").compactMap { text -> CheckName? in
            guard let check = CheckName(text) else {
                reader.fail("checks", "'\(text)' is no check: write name or name(argument)")
                return nil
            }
            do { try Checks.validate(check) } catch {
                reader.fail("checks", "\(error)")
                return nil
            }
            return check
        }
    }

    private func readKinds(_ reader: inout MappingReader) -> [FileKind] {
        reader.texts("files").compactMap { text in
            if let kind = FileKind(rawValue: text) { return kind }
            reader.fail(
                "files",
                "'\(text)' is no kind of file; there are: \(FileKind.allCases.map(\.rawValue).joined(separator: ", "))")
            return nil
        }
    }

    // MARK: Examples

    private func readExamples(_ reader: inout MappingReader) -> (matches: [RuleExample], misses: [RuleExample]) {
        guard let node = reader.node("examples") else {
            reader.fail("examples", "missing key 'examples': at least two that match and two that must not")
            return ([], [])
        }
        var keys = MappingReader(node, file: name, what: "examples", known: ["match", "no-match"])
        let matches = readExampleList(&keys, "match")
        let misses = readExampleList(&keys, "no-match")
        for (key, list) in [("match", matches), ("no-match", misses)] where list.count < 2 {
            keys.fail(
                key,
                "at least two examples are needed under '\(key)'; there \(list.count == 1 ? "is" : "are") \(list.count)"
            )
        }
        reader.absorb(keys.faults)
        return (matches, misses)
    }

    private func readExampleList(_ keys: inout MappingReader, _ key: String) -> [RuleExample] {
        guard let node = keys.node(key) else { return [] }
        guard case .sequence(let items) = node.content else {
            keys.fail(key, "'\(key)' must be a list of examples")
            return []
        }
        var examples: [RuleExample] = []
        for item in items {
            if let text = RuleFile.joined(item) {
                examples.append(
                    RuleExample(
                        text: text, path: RuleExample.defaultPath, secret: nil, reason: nil, cross: [], line: item.line)
                )
                continue
            }
            var reader = MappingReader(
                item, file: name, what: "an example", known: ["text", "path", "secret", "reason", "cross"])
            let text = reader.node("text").flatMap(RuleFile.joined)
            if text == nil { reader.fail("text", "an example needs 'text': a text or a list of parts") }
            let secret = reader.node("secret").flatMap(RuleFile.joined)
            examples.append(
                RuleExample(
                    text: text ?? "", path: reader.text("path") ?? RuleExample.defaultPath, secret: secret,
                    reason: reader.text("reason"), cross: reader.texts("cross"), line: item.line))
            keys.absorb(reader.faults)
        }
        return examples
    }

    /// A text, or a list of texts joined; nil for anything else.
    private static func joined(_ node: YAMLNode) -> String? {
        switch node.content {
        case .scalar(let text): return text
        case .sequence(let items):
            var result = ""
            for item in items {
                guard case .scalar(let text) = item.content else { return nil }
                result += text
            }
            return result
        case .mapping: return nil
        }
    }
}

public import Findings
public import Globs

/// One line of `.lapwingignore`: a finding that is accepted, or findings of one rule in some paths.
public struct IgnoreEntry: Sendable, Hashable {
    /// What an entry accepts.
    public enum Target: Sendable, Hashable {
        /// One value at one place; `path`, `rule` and `value` (the secret id) let it follow a renamed file. The fingerprint may be a
        /// secret id: then the value is accepted in every path.
        case fingerprint(Fingerprint, rule: String?, path: [UInt8]?, value: Fingerprint?)
        /// Findings of a rule in paths that match the glob; where there are tags, only of values that have one of them.
        case paths(rule: String, glob: Glob, tags: [String])
    }

    public let target: Target
    public let reason: String
    public let author: String
    /// The last day it counts.
    public let expires: CalendarDate?
    /// 1-based; 0 for an entry that is not written yet.
    public let line: Int

    public init(target: Target, reason: String, author: String, expires: CalendarDate?, line: Int = 0) {
        self.target = target
        self.reason = reason
        self.author = author
        self.expires = expires
        self.line = line
    }

    public func isExpired(on today: CalendarDate) -> Bool { expires.map { $0 < today } ?? false }

    /// The rule that the entry speaks of, where it says.
    public var rule: String? {
        switch target {
        case .fingerprint(_, let rule, _, _): rule
        case .paths(let rule, _, _): rule
        }
    }

    /// Whether both accept the same, wherever they stand and whoever wrote them.
    public func acceptsSame(as other: IgnoreEntry) -> Bool { target == other.target && expires == other.expires }

    /// The line that stands for it, without a line end.
    public var text: String {
        var fields: [String] = []
        switch target {
        case .fingerprint(let fingerprint, let rule, let path, let value):
            fields.append("fingerprint: \(fingerprint)")
            if let rule { fields.append("rule: \(rule)") }
            if let path { fields.append("path: \(String(decoding: PathText.escape(path), as: UTF8.self))") }
            if let value { fields.append("value: \(value)") }
        case .paths(let rule, let glob, let tags):
            fields += ["rule: \(rule)", "paths: \(glob)"]
            if !tags.isEmpty { fields.append("tags: \(tags.joined(separator: " "))") }
        }
        fields.append("author: \(author)")
        if let expires { fields.append("expires: \(expires)") }
        return (fields + ["reason: \(reason)"]).joined(separator: "; ")
    }

    /// Whether the entry accepts a finding.
    /// - Parameters:
    ///   - path: relative to the tree's root.
    ///   - exists: whether a path is there in the tree that is scanned.
    func accepts(_ finding: Finding, path: [UInt8], exists: ([UInt8]) -> Bool) -> Bool {
        switch target {
        case .fingerprint(let fingerprint, let rule, let oldPath, let value):
            if fingerprint == finding.fingerprint || fingerprint == finding.secretID { return true }
            guard rule == finding.rule, value == finding.secretID, let oldPath else { return false }
            return oldPath == path || !exists(oldPath)
        case .paths(let rule, let glob, let tags):
            guard rule == finding.rule, glob.matchesPathOrParent(path) else { return false }
            return tags.isEmpty || tags.contains(ValueTag.of(finding.secretID))
        }
    }
}

extension Glob {
    /// Whether it matches the path or a directory above it: `vendor/` covers `vendor/lib/a.c`.
    fileprivate func matchesPathOrParent(_ path: [UInt8]) -> Bool {
        let slashes = path.indices.filter { path[$0] == UInt8(ascii: "/") }
        return matches(path) || slashes.contains { matches(path.span.extracting(first: $0), isDirectory: true) }
    }
}

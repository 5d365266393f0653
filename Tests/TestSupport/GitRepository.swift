/// A real git repository in a temporary tree. Git runs under a scrubbed environment: neither the machine's nor the person's
/// configuration has a say.

public struct GitRepository: Sendable {
    public let tree: TestTree
    /// Where the work tree is inside of `tree`; empty for its root.
    private let directory: String

    public var root: String { tree.path(directory) }

    /// - Parameter format: of object ids.
    public init(in tree: TestTree, at directory: String = "", format: String = "sha1") throws {
        self.tree = tree
        self.directory = directory
        try tree.makeDirectory(directory)
        try git("init", "--quiet", "--object-format=\(format)")
    }

    /// One that is there already.
    public init(in tree: TestTree, existing directory: String) {
        self.tree = tree
        self.directory = directory
    }

    /// What git sees of the machine.
    public static func environment(home: String) -> [String: String] {
        [
            "PATH": "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin", "HOME": home, "LC_ALL": "C",
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_TERMINAL_PROMPT": "0",
            "GIT_AUTHOR_NAME": "t", "GIT_AUTHOR_EMAIL": "t@example.com", "GIT_COMMITTER_NAME": "t",
            "GIT_COMMITTER_EMAIL": "t@example.com",
        ]
    }

    @discardableResult
    public func git(_ arguments: String...) throws -> CommandResult { try git(arguments) }

    @discardableResult
    public func git(_ arguments: [String], input: [UInt8] = []) throws -> CommandResult {
        let options = ["git", "-c", "protocol.file.allow=always", "-c", "init.defaultBranch=main"]
        var command = Command(
            "/usr/bin/env", (options + arguments).map { Array($0.utf8) },
            environment: GitRepository.environment(home: tree.root), directory: root)
        command.input = .bytes(input)
        let result = try command.run()
        guard result.status == 0 else {
            throw CommandFault(description: "git \(arguments.joined(separator: " ")): \(result.errors)")
        }
        return result
    }

    public func write(_ text: String, to path: String) throws {
        try tree.write(text, to: directory.isEmpty ? path : "\(directory)/\(path)")
    }

    /// The paths that `git ls-files` prints with these options, sorted bytewise.
    public func files(_ options: String...) throws -> [[UInt8]] {
        try git(["ls-files", "-z"] + options).output.split(separator: 0).map { Array($0) }
            .sorted { $0.lexicographicallyPrecedes($1) }
    }
}

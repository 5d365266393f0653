/// Runs git's plumbing where git itself is the right answer: which repository this is, what a name means, which commits are in a range.
///
/// A repository's own configuration is not to be trusted with running programs. What git sees of the environment is a list of what it
/// needs, and every setting that names a program is overruled, whether or not the plumbing run here would use it. A test plants a
/// program in each of them.

public import Bytes

/// Why git could not answer.
public struct GitFault: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Reason: Sendable, Equatable {
        case notInstalled
        case notARepository
        case dubiousOwnership
        case noWorkTree
        case failed
    }

    public let reason: Reason
    public let description: String

    public init(_ reason: Reason, _ description: String) {
        self.reason = reason
        self.description = description
    }
}

public struct GitProgram: Sendable {
    private let path: FilePath
    private let environment: [[UInt8]]

    /// Where it is run; nil: the current directory.
    private let directory: FilePath?

    /// Git as it is in PATH. Only absolute directories count: a scanned tree may hold a program of that name.
    /// - Parameter directory: whose repository is meant; then what the environment says of a repository does not count.
    public init(in directory: FilePath? = nil) throws(GitFault) {
        self.directory = directory
        let directories = (ProcessContext.environment("PATH") ?? "/usr/local/bin:/usr/bin:/bin").utf8
            .split(separator: UInt8(ascii: ":")).map { FilePath(Array($0)) }
        guard let path = directories.lazy.filter(\.isAbsolute).map({ $0.appending("git") }).first(where: \.isExecutable)
        else {
            throw GitFault(.notInstalled, "git was not found in PATH: install it")
        }
        self.path = path
        environment = ScrubbedEnvironment.current(namesRepository: directory == nil)
    }

    /// Runs a command of git's, and `meanwhile` beside it.
    public func run(
        _ arguments: [String], input: [UInt8] = [], meanwhile: () -> Void = {}
    ) throws(GitFault) -> ChildProcess.Result {
        do { return try process(arguments).run(input: input, meanwhile: meanwhile) } catch {
            throw GitFault(.failed, "git could not be run: \(error)")
        }
    }

    /// The same, not started yet.
    func process(_ arguments: [String]) -> ChildProcess {
        let place = directory.map { [Array("-C".utf8), $0.bytes] } ?? []
        let words = place + (ScrubbedEnvironment.options + arguments).map { Array($0.utf8) }
        return ChildProcess(path, words, environment: environment)
    }

    /// Who commits, as git is configured where we stand; nil where nobody said.
    public static var userName: String? {
        guard let git = try? GitProgram(), let result = try? git.run(["config", "--get", "user.name"]),
            result.status == 0
        else { return nil }
        return String(decoding: result.output.prefix { $0 != .newline }, as: UTF8.self)
    }

    /// What git said, as a fault with what a person can do.
    static func fault(_ result: ChildProcess.Result, _ doing: String) -> GitFault {
        let text = String(decoding: result.errors, as: UTF8.self)
        let lines = text.split(separator: "\n").map(String.init)
        if text.contains("dubious ownership") {
            let command = lines.first { $0.contains("safe.directory") }?.drop { $0 == " " || $0 == "\t" }
            let directory = lines.first { $0.contains("dubious ownership") }.map { String($0.drop { $0 != "'" }) } ?? ""
            return GitFault(
                .dubiousOwnership,
                "the repository \(directory) belongs to someone else, so git does not trust it; if you do:\n  "
                    + (command.map(String.init) ?? "git config --global --add safe.directory DIRECTORY"))
        }
        if text.contains("unknown repository extension"), text.contains("refstorage") {
            return GitFault(
                .failed, "the repository keeps its references in a reftable, which needs git 2.45 or newer: update git")
        }
        if text.contains("not a git repository") {
            return GitFault(
                .notARepository, "this is no git repository: run it inside of one, or use `lapwing scan PATH`")
        }
        if text.contains("must be run in a work tree") {
            return GitFault(.noWorkTree, "this repository has no work tree, so nothing can be staged in it")
        }
        let first =
            lines.first.map { $0.hasPrefix("fatal: ") ? String($0.dropFirst(7)) : $0 } ?? "status \(result.status)"
        return GitFault(.failed, "git could not \(doing): \(first)")
    }
}

/// What git may see, and what overrules a repository's configuration.
enum ScrubbedEnvironment {
    /// Where git is to look, and how it knows whom to trust. Everything else is left out: pagers, editors, external diffs, ssh, traces.
    private static let kept = [
        "PATH", "HOME", "XDG_CONFIG_HOME", "TMPDIR", "USER", "LOGNAME", "SUDO_UID", "GIT_CEILING_DIRECTORIES",
        "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM",
        "GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT",
    ]

    /// Which repository is meant, and where its parts are.
    private static let repository = [
        "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY",
        "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_QUARANTINE_PATH", "GIT_NAMESPACE", "GIT_SHALLOW_FILE",
    ]

    /// Overrules whatever the person's own settings would say of these.
    private static let set = [
        "LC_ALL=C", "GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1", "GIT_NO_REPLACE_OBJECTS=1",
        "GIT_OPTIONAL_LOCKS=0",
        "GIT_TERMINAL_PROMPT=0", "GIT_PAGER=cat", "GIT_EDITOR=false", "GIT_ASKPASS=false", "GIT_SSH_COMMAND=false",
        "GIT_ATTR_NOSYSTEM=1", "GIT_PROTOCOL_FROM_USER=0",
    ]

    static func current(namesRepository: Bool) -> [[UInt8]] {
        var all = (kept + (namesRepository ? repository : [])).compactMap { name in
            ProcessContext.environment(name).map { "\(name)=\($0)" }
        }
        // Settings that whoever started us gave in the environment (CI lists trusted directories so).
        for index in 0..<min(ProcessContext.environment("GIT_CONFIG_COUNT").flatMap(Int.init) ?? 0, 1_000) {
            for name in ["GIT_CONFIG_KEY_\(index)", "GIT_CONFIG_VALUE_\(index)"] {
                if let value = ProcessContext.environment(name) { all.append("\(name)=\(value)") }
            }
        }
        return (all + set).map { Array($0.utf8) }
    }

    /// Options before the command's name. The last value of a setting counts, and these are the last.
    static let options =
        ["--no-pager"]
        + [
            "core.fsmonitor=false", "core.hooksPath=/dev/null", "core.pager=cat", "core.editor=false",
            "core.askPass=false",
            "core.sshCommand=false", "core.gitProxy=false", "core.alternateRefsCommand=false", "credential.helper=",
            "diff.external=", "gpg.program=false", "gpg.ssh.program=false", "gpg.x509.program=false",
            "log.showSignature=false",
            "protocol.allow=never", "submodule.recurse=false", "uploadpack.packObjectsHook=",
        ].flatMap { ["-c", $0] }
}

/// A repository as git itself sees it from where we stand: one call of `git rev-parse` answers where everything is, so that worktrees,
/// submodules, GIT_DIR and its like, and whom to trust are git's own answers.

public import Bytes

public struct Repository: Sendable {
    public let git: GitProgram
    /// The top of the work tree; nil in a bare repository, or where nobody asked.
    public let workTree: FilePath?
    public let gitDirectory: FilePath
    /// Shared by all worktrees: configuration, references, objects.
    public let commonDirectory: FilePath
    public let objectDirectory: FilePath
    /// The index that the next commit is made of.
    public let indexPath: FilePath
    public let format: ObjectFormat
    public let isShallow: Bool
    /// Object directories that the environment adds.
    var alternates: [FilePath] = []

    private static let questions = [
        "--show-object-format", "--is-shallow-repository", "--path-format=absolute", "--git-dir", "--git-common-dir",
        "--git-path",
        "objects", "--git-path", "index",
    ]

    /// The repository that the current directory, or the environment, names.
    /// - Parameters:
    ///   - directory: looked at instead; then the environment does not count.
    ///   - needsWorkTree: whether to fail in a bare repository.
    ///   - revisions: names to look up in the same call.
    ///   - meanwhile: done while git looks.
    /// - Returns: with the objects that `revisions` name, up to the first that names none.
    public static func open(
        at directory: FilePath? = nil, needsWorkTree: Bool, resolving revisions: [String] = [],
        meanwhile: () -> Void = {}
    ) throws(GitFault) -> (repository: Repository, objects: [ObjectID]) {
        let git = try GitProgram(in: directory)
        // What begins with a dash would be an option, and what holds dots or a caret could be more than one object.
        let names = revisions.prefix { !$0.isEmpty && !$0.hasPrefix("-") && !$0.hasPrefix("^") && !$0.contains("..") }
        let result = try git.run(
            ["rev-parse"] + questions + (needsWorkTree ? ["--show-toplevel"] : []) + ["--revs-only"]
                + names.map { $0 == "HEAD" ? $0 : "\($0)^{commit}" }, meanwhile: meanwhile)
        guard result.status == 0 else { throw GitProgram.fault(result, "find the repository") }
        let lines = result.output.split(separator: .newline, omittingEmptySubsequences: false).map { Array($0) }
        let answers = needsWorkTree ? 7 : 6
        guard lines.count > answers, lines.count <= answers + names.count + 1, lines.last?.isEmpty == true else {
            throw GitFault(
                .failed, "a directory with a line break in its name is in the way: git's answer cannot be read")
        }
        guard let format = ObjectFormat(rawValue: String(decoding: lines[0], as: UTF8.self)) else {
            throw GitFault(.failed, "the repository has a format of objects that is not known")
        }
        let repository = Repository(
            git: git, workTree: needsWorkTree ? FilePath(lines[6]) : nil, gitDirectory: FilePath(lines[2]),
            commonDirectory: FilePath(lines[3]), objectDirectory: FilePath(lines[4]), indexPath: FilePath(lines[5]),
            format: format, isShallow: lines[1].elementsEqual("true".utf8),
            alternates: directory == nil ? Repository.namedAlternates : [])
        return (repository, lines[answers..<(lines.count - 1)].compactMap { ObjectID(hex: $0) })
    }

    /// The object that a name stands for, peeled to a commit; nil where there is none.
    public func commit(named name: String) throws(GitFault) -> ObjectID? {
        // What begins with a dash would be an option.
        guard !name.isEmpty, !name.hasPrefix("-") else { return nil }
        let result = try git.run(["rev-parse", "--verify", "--quiet", "\(name)^{commit}"])
        return result.status == 0 ? ObjectID(hex: Array(result.output.prefix { $0 != .newline })) : nil
    }

    /// The objects, those of a push in quarantine included.
    public func objects() -> ObjectStore { ObjectStore(objectDirectory, alternates: alternates, format: format) }

    private static var namedAlternates: [FilePath] {
        let list = ProcessContext.environment("GIT_ALTERNATE_OBJECT_DIRECTORIES") ?? ""
        return list.utf8.split(separator: UInt8(ascii: ":")).map { FilePath(Array($0)) }
    }
}

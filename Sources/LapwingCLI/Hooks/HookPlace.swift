/// Where git looks for hooks here, asked of git itself: it knows about worktrees, submodules, includes and GIT_DIR.

internal import Bytes
internal import Git

struct HookPlace {
    let directory: HookDirectory
    /// The value of core.hooksPath that counts, and whose it is: `local`, `worktree`, `global`, `system`, `command`. nil where unset.
    let setting: (path: FilePath, scope: String)?
    let workTree: FilePath

    /// Of the repository that contains the current directory.
    init() throws(UsageFault) {
        do {
            let repository = try Repository.open(needsWorkTree: true).repository
            workTree = repository.workTree ?? FilePath(".")
            setting = try HookPlace.settings(repository.git).last
            let common = repository.commonDirectory.appending("hooks")
            let path = setting.map { [workTree] in $0.path.isAbsolute ? $0.path : workTree.appending($0.path.bytes) }
            directory = HookDirectory(path: path ?? common)
        } catch {
            throw UsageFault(error.description)
        }
    }

    /// Hooks that a setting of the person or the machine puts in one directory for all repositories.
    var isShared: Bool {
        guard let setting else { return false }
        return setting.path.isAbsolute && ["global", "system"].contains(setting.scope)
    }

    /// Every value, the one that counts last.
    private static func settings(_ git: GitProgram) throws(GitFault) -> [(path: FilePath, scope: String)] {
        let result = try git.run(["config", "-z", "--show-scope", "--type=path", "--get-all", "core.hooksPath"])
        let words = result.output.split(separator: 0, omittingEmptySubsequences: false).dropLast().map { Array($0) }
        guard result.status == 0, words.count.isMultiple(of: 2) else {
            throw GitFault(.failed, "git could not tell where hooks are (core.hooksPath)")
        }
        let pairs = stride(from: 0, to: words.count, by: 2).map {
            (path: FilePath(words[$0 + 1]), scope: String(decoding: words[$0], as: UTF8.self))
        }
        // The last is what we overrule it with.
        return pairs.dropLast()
    }
}

/// core.hooksPath of the person, for every repository.
struct GlobalHooks {
    private let git: GitProgram

    init() throws(UsageFault) {
        do { git = try GitProgram() } catch { throw UsageFault(error.description) }
    }

    var path: FilePath? {
        get throws(UsageFault) {
            let result = try run(["--type=path", "--get", "core.hooksPath"])
            // 1: not set.
            guard result.status <= 1 else { throw GlobalHooks.fault(result, "read") }
            let line = result.output.prefix { $0 != UInt8.newline }
            return line.isEmpty ? nil : FilePath(Array(line))
        }
    }

    func set(_ path: FilePath) throws(UsageFault) {
        let result = try run(["core.hooksPath", path.description])
        guard result.status == 0 else { throw GlobalHooks.fault(result, "set") }
    }

    func unset() throws(UsageFault) {
        let result = try run(["--unset", "core.hooksPath"])
        guard result.status == 0 else { throw GlobalHooks.fault(result, "unset") }
    }

    /// Where hooks go when the person has no place for them yet.
    static func standardDirectory() throws(UsageFault) -> FilePath {
        if let directory = ProcessContext.environment("XDG_CONFIG_HOME"), directory.hasPrefix("/") {
            return FilePath(directory).appending("lapwing/hooks")
        }
        guard let home = ProcessContext.environment("HOME"), home.hasPrefix("/") else {
            throw UsageFault("HOME is not set, so there is no place for global hooks: give one with --hooks-path")
        }
        return FilePath(home).appending(".config/lapwing/hooks")
    }

    private func run(_ arguments: [String]) throws(UsageFault) -> ChildProcess.Result {
        do { return try git.run(["config", "--global"] + arguments) } catch { throw UsageFault(error.description) }
    }

    private static func fault(_ result: ChildProcess.Result, _ doing: String) -> UsageFault {
        let text =
            String(decoding: result.errors, as: UTF8.self).split(separator: "\n").first ?? "status \(result.status)"
        return UsageFault("git could not \(doing) the global core.hooksPath: \(text)")
    }
}

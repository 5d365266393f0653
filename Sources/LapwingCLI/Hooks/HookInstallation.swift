/// `lapwing hook install | uninstall | status`: what each does, and the words for it.

internal import Bytes

struct HookInstallation {
    private let directory: HookDirectory
    /// Whether git looks for hooks there, and how to make it, if not.
    private let warning: String?
    /// Whether it is the directory of all repositories, and our hook is in it.
    private let isShared: Bool

    private init(directory: HookDirectory, warning: String?, isShared: Bool = false) {
        (self.directory, self.warning, self.isShared) = (directory, warning, isShared)
    }

    /// Of this repository, or in a directory that a person names.
    static func local(hooksPath: String?) throws(UsageFault) -> HookInstallation {
        let place = try HookPlace()
        guard let hooksPath else {
            if place.isShared, let setting = place.setting {
                if case .ours = try place.directory.entry(name), place.directory.file(name).isExecutable {
                    return HookInstallation(directory: place.directory, warning: nil, isShared: true)
                }
                throw UsageFault(
                    """
                    core.hooksPath is \(setting.path) (\(setting.scope)), so git runs no hook of this repository. Either
                      lapwing hook install --global          for every repository, there, or
                      git config core.hooksPath .git/hooks   for this one to have its own, then this again
                    """)
            }
            return HookInstallation(directory: place.directory, warning: nil)
        }
        let path = HookInstallation.absolute(hooksPath)
        guard path != place.directory.path else { return HookInstallation(directory: place.directory, warning: nil) }
        let warning =
            "git looks for hooks in \(place.directory.path), not there; to change that: git config core.hooksPath '\(path)'"
        return HookInstallation(directory: HookDirectory(path: path), warning: warning)
    }

    func install() throws(UsageFault) {
        guard !isShared else {
            let file = TerminalLine.of(directory.file(HookInstallation.name))
            Console.print("Nothing to do: \(file) is run for all repositories, so for this one, too.")
            return
        }
        if let advice = HookManagers.advice(directory) { throw UsageFault(advice) }
        let outcome = try directory.install(.preCommit(OwnProgram.path), as: HookInstallation.name)
        HookInstallation.tell(outcome, directory.file(HookInstallation.name))
        if let warning { Console.error(warning) }
    }

    func uninstall() throws(UsageFault) {
        guard !isShared else {
            throw UsageFault(
                "the hook is \(directory.file(HookInstallation.name)), for all repositories: `lapwing hook uninstall --global` takes it away"
            )
        }
        guard let result = try directory.uninstall(HookInstallation.name) else {
            Console.print("There is no hook of lapwing's in \(TerminalLine.of(directory.path)).")
            return
        }
        HookInstallation.tellRemoved(directory.file(HookInstallation.name), restored: result.restored)
    }

    /// - Returns: whether git runs our hook.
    func status() throws(UsageFault) -> Bool {
        let file = directory.file(HookInstallation.name)
        let isThere: Bool
        switch try directory.entry(HookInstallation.name) {
        case .ours:
            isThere = file.isExecutable
            Console.print("installed\(isShared ? " for all repositories" : ""): \(TerminalLine.of(file))")
            if !isThere { Console.error("\(file) is not executable, so git does not run it: chmod +x it") }
            let kept = directory.kept(HookInstallation.name)
            if directory.exists(kept) { Console.print("runs before it: \(TerminalLine.of(kept))") }
        case .changed:
            isThere = file.isExecutable
            Console.print("installed, and changed since: \(TerminalLine.of(file))")
        case .foreign:
            isThere = false
            Console.print("not installed; another hook is there: \(TerminalLine.of(file))")
        case .none:
            isThere = false
            Console.print("not installed: there is no \(TerminalLine.of(file))")
        }
        if let warning { Console.error(warning) }
        return isThere && warning == nil
    }

    static let name = "pre-commit"

    static func absolute(_ text: String) -> FilePath {
        let path = FilePath(text)
        return path.isAbsolute ? path : (ProcessContext.currentDirectory ?? "/").appending(path.bytes)
    }

    static func tell(_ outcome: HookDirectory.Outcome, _ file: FilePath) {
        let shown = TerminalLine.of(file)
        switch outcome {
        case .written: Console.print("Wrote \(shown): it runs `lapwing staged` before each commit.")
        case .rewritten: Console.print("Wrote \(shown) anew.")
        case .alreadyThere: Console.print("Nothing to do: \(shown) is there already.")
        case .chained(let kept):
            Console.print(
                "Wrote \(shown): it runs `lapwing staged` before each commit.\n"
                    + "The hook that was there is now \(TerminalLine.of(kept)), and runs first.")
        }
    }

    static func tellRemoved(_ file: FilePath, restored: Bool) {
        Console.print(
            "Removed \(TerminalLine.of(file))\(restored ? " and put back the hook that was there before" : "").")
    }
}

/// `--global`: one directory for all repositories of a person. Where core.hooksPath names none yet, it is made, and gets the hooks that
/// hand on to the repository's own, which git would pass over from then on.
struct GlobalHookInstallation {
    private let hooks: GlobalHooks
    private let current: FilePath?
    private let directory: HookDirectory

    init(hooksPath: String?) throws(UsageFault) {
        hooks = try GlobalHooks()
        current = try hooks.path
        let wanted = hooksPath.map(HookInstallation.absolute)
        if let current, !current.isAbsolute {
            throw UsageFault(
                "the global core.hooksPath is \(current), a directory of each repository's own: run `lapwing hook install` in each"
            )
        }
        if let current, let wanted, current != wanted {
            throw UsageFault("the global core.hooksPath is \(current) already: leave --hooks-path out to install there")
        }
        if let chosen = wanted ?? current {
            directory = HookDirectory(path: chosen)
        } else {
            directory = HookDirectory(path: try GlobalHooks.standardDirectory())
        }
    }

    func install() throws(UsageFault) {
        if let advice = HookManagers.advice(directory) { throw UsageFault(advice) }
        var isOurs = current == nil
        // Once set by us, it stays ours when the hook is written anew.
        if case .ours(let script) = try directory.entry(HookInstallation.name), script.setsHooksPath { isOurs = true }
        let script: HookScript =
            isOurs ? .globalPreCommit(OwnProgram.path, setsHooksPath: true) : .preCommit(OwnProgram.path)
        let outcome = try directory.install(script, as: HookInstallation.name)
        if isOurs {
            for name in HookScript.passedOn where !directory.exists(directory.file(name)) {
                _ = try directory.install(.passOn, as: name)
            }
        }
        if current == nil { try hooks.set(directory.path) }
        HookInstallation.tell(outcome, directory.file(HookInstallation.name))
        let shown = TerminalLine.of(directory.path)
        if current == nil {
            Console.print(
                "Set core.hooksPath to \(shown) (git config --global), for all of your repositories.\n"
                    + "The hooks of a repository's own run from there; one that sets core.hooksPath itself is not covered."
            )
        }
    }

    func uninstall() throws(UsageFault) {
        guard let result = try directory.uninstall(HookInstallation.name) else {
            Console.print("There is no hook of lapwing's in \(TerminalLine.of(directory.path)).")
            return
        }
        HookInstallation.tellRemoved(directory.file(HookInstallation.name), restored: result.restored)
        guard result.script.setsHooksPath else { return }
        for name in HookScript.passedOn where try directory.entry(name) == .ours(.passOn) {
            _ = try directory.uninstall(name)
        }
        // Someone else's hooks in it would be switched off.
        guard directory.isEmpty else {
            Console.error("other hooks are in \(directory.path), so the global core.hooksPath still names it")
            return
        }
        if current == directory.path { try hooks.unset() }
        try? FileChanges.removeDirectory(directory.path)
        Console.print("Unset the global core.hooksPath.")
    }

    func status() throws(UsageFault) -> Bool {
        guard let current else {
            Console.print("not installed: there is no global core.hooksPath")
            return false
        }
        let file = directory.file(HookInstallation.name)
        if case .ours = try directory.entry(HookInstallation.name), file.isExecutable {
            Console.print("installed for all repositories: \(TerminalLine.of(file))")
            return true
        }
        Console.print(
            "not installed: the global core.hooksPath is \(TerminalLine.of(current)), without a hook of lapwing's")
        return false
    }
}

/// Paths in what a person reads.
enum TerminalLine {
    static func of(_ path: FilePath) -> String { Console.harmless(path.description) }
}

internal import ArgumentParser
internal import Bytes
internal import Git

struct HookCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hook", abstract: "Install, remove and run the git hook that checks each commit.",
        subcommands: [Install.self, Uninstall.self, Status.self, Run.self])

    /// Which directory of hooks.
    struct Place: ParsableArguments {
        @Flag(name: .customLong("global"), help: "For all of your repositories (sets the global core.hooksPath).")
        var isGlobal = false

        @Option(help: ArgumentHelp("The directory of hooks, instead of where git looks for them.", valueName: "dir"))
        var hooksPath: String?

        func validate() throws {
            if hooksPath == "" { throw ValidationError("--hooks-path: the directory is missing") }
        }
    }

    struct Install: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Write a pre-commit hook that runs `lapwing staged`. A hook that is there is kept, and runs first.")

        @OptionGroup var place: Place

        func run() throws {
            if place.isGlobal {
                try GlobalHookInstallation(hooksPath: place.hooksPath).install()
            } else {
                try HookInstallation.local(hooksPath: place.hooksPath).install()
            }
        }
    }

    struct Uninstall: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Remove the hook that `install` wrote, and put back what was there before.")

        @OptionGroup var place: Place

        func run() throws {
            if place.isGlobal {
                try GlobalHookInstallation(hooksPath: place.hooksPath).uninstall()
            } else {
                try HookInstallation.local(hooksPath: place.hooksPath).uninstall()
            }
        }
    }

    struct Status: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Tell whether the hook is installed: 0 when git runs it, 1 when not.")

        @OptionGroup var place: Place

        func run() throws {
            let runs =
                place.isGlobal
                ? try GlobalHookInstallation(hooksPath: place.hooksPath).status()
                : try HookInstallation.local(hooksPath: place.hooksPath).status()
            if !runs { throw Ending(status: .findings) }
        }
    }

    struct Run: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Check what the pre-commit framework asks for: a commit, a range, or everything.",
            discussion: """
                For .pre-commit-hooks.yaml. With PRE_COMMIT_FROM_REF and PRE_COMMIT_TO_REF it runs `lapwing diff`; while a commit is
                made (git sets GIT_INDEX_FILE) `lapwing staged`; on the first push of a branch, which brings all of its history, `lapwing
                history` of it; else `lapwing scan` over the work tree, as the framework does not tell whether it was called with
                --all-files. What follows `run` is given to that command.
                """)

        @Argument(parsing: .captureForPassthrough, help: "Options of the command that is run.")
        var options: [String] = []

        func run() throws {
            try EntryPoint.run(try Run.command() + options)
        }

        static func command() throws(UsageFault) -> [String] {
            let from = ProcessContext.environment("PRE_COMMIT_FROM_REF") ?? ""
            let to = ProcessContext.environment("PRE_COMMIT_TO_REF") ?? ""
            guard from.isEmpty == to.isEmpty else {
                throw UsageFault("PRE_COMMIT_FROM_REF and PRE_COMMIT_TO_REF must be set together, or neither")
            }
            if !from.isEmpty {
                guard !from.hasPrefix("-"), !to.hasPrefix("-") else {
                    throw UsageFault(
                        "PRE_COMMIT_FROM_REF or PRE_COMMIT_TO_REF begins with a dash, which no name of a commit does")
                }
                return ["diff", "\(from)..\(to)"]
            }
            if ProcessContext.environment("GIT_INDEX_FILE").map({ !$0.isEmpty }) ?? false { return ["staged"] }
            guard let current = ProcessContext.currentDirectory, let tree = WorkTree.containing(current) else {
                throw UsageFault("this is no work tree of git's, so there is nothing for a hook to check")
            }
            // A push without a commit that the remote has: all that leads to the branch is new there.
            let (remote, branch) = (
                ProcessContext.environment("PRE_COMMIT_REMOTE_NAME") ?? "",
                ProcessContext.environment("PRE_COMMIT_LOCAL_BRANCH") ?? ""
            )
            let place = tree.root == current ? "." : tree.root.description
            guard !remote.isEmpty, !branch.isEmpty else { return ["scan", place] }
            guard !branch.hasPrefix("-") else {
                throw UsageFault("PRE_COMMIT_LOCAL_BRANCH begins with a dash, which no name of a branch does")
            }
            return ["history", place, branch]
        }
    }
}

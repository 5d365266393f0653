/// The hooks that `lapwing hook install` writes: POSIX sh. Each carries a check sum over itself, so that one that a person changed, or
/// that someone else wrote, is never taken for ours.

internal import Bytes

struct HookScript: Equatable {
    let bytes: [UInt8]

    private static let head =
        "#!/bin/sh\n# Written by `lapwing hook install`, taken away by `lapwing hook uninstall`. Check sum: "
    private static let setting = "# core.hooksPath was set with it.\n"

    private init(body: [UInt8]) {
        bytes = Array(HookScript.head.utf8) + HookScript.sum(body) + [UInt8.newline] + body
    }

    /// What stands in a file, if it is one of ours as it was written.
    init?(unchanged bytes: [UInt8]) {
        guard bytes.starts(with: HookScript.head.utf8) else { return nil }
        let rest = bytes.dropFirst(HookScript.head.utf8.count)
        let body = Array(rest.dropFirst(9))
        guard rest.count > 9, rest.prefix(8).elementsEqual(HookScript.sum(body)) else { return nil }
        self.bytes = bytes
    }

    /// Whether someone may have changed a hook that we wrote.
    static func hasOurHead(_ bytes: [UInt8]) -> Bool { bytes.starts(with: head.utf8) }

    /// Whether core.hooksPath was set when this was written, so that it is unset with it.
    var setsHooksPath: Bool { contains(Array(HookScript.setting.utf8)) }

    private func contains(_ part: [UInt8]) -> Bool {
        bytes.indices.contains { bytes[$0] == part.first && bytes[$0...].starts(with: part) }
    }

    private static func sum(_ body: [UInt8]) -> [UInt8] {
        let digits = String(CRC32.of(body[...]), radix: 16)
        return Array((String(repeating: "0", count: 8 - digits.count) + digits).utf8)
    }
}

// MARK: - What they say

extension HookScript {
    /// What a hook that was there before is called from then on.
    static func keptName(_ name: String) -> String { "\(name).before-lapwing" }

    /// The pre-commit hook of one repository. What was there before runs first: it may change what is staged.
    static func preCommit(_ program: FilePath?) -> HookScript {
        HookScript(body: Array(previous("pre-commit").utf8) + check(program))
    }

    /// The pre-commit hook of every repository. Git looks for no other hooks then, so the repository's own runs from here.
    static func globalPreCommit(_ program: FilePath?, setsHooksPath: Bool) -> HookScript {
        let head = (setsHooksPath ? setting : "") + previous("pre-commit") + own
        let run = "if [ -f \"$own\" ] && [ -x \"$own\" ]; then\n    \"$own\" \"$@\" || exit $?\nfi\n"
        return HookScript(body: Array((head + run).utf8) + check(program))
    }

    /// The other hooks of every repository.
    static let passOn = HookScript(
        body: Array((own + "[ -f \"$own\" ] && [ -x \"$own\" ] || exit 0\nexec \"$own\" \"$@\"\n").utf8))

    /// Hooks that git runs for whoever works with a repository or receives a push. Not among them: those whose being there changes what
    /// git does (push-to-checkout, proc-receive), and those that git would start for every reference or index it writes.
    static let passedOn = [
        "applypatch-msg", "commit-msg", "post-applypatch", "post-checkout", "post-commit", "post-merge", "post-receive",
        "post-rewrite", "post-update", "pre-applypatch", "pre-auto-gc", "pre-merge-commit", "pre-push", "pre-rebase",
        "pre-receive", "prepare-commit-msg", "sendemail-validate", "update",
    ]

    private static func previous(_ name: String) -> String {
        """
        case $0 in */*) previous=${0%/*}/\(keptName(name)) ;; *) previous=./\(keptName(name)) ;; esac
        if [ -f "$previous" ] && [ -x "$previous" ]; then
            "$previous" "$@" || exit $?
        fi

        """
    }

    private static let own = """
        own=$(git rev-parse --git-common-dir) || exit 1
        own=$own/hooks/${0##*/}

        """

    /// Without Lapwing nothing is checked, and a hook that lets everything through then is a hook that nobody misses: it stops the commit.
    private static func check(_ program: FilePath?) -> [UInt8] {
        let quoted = (program?.bytes ?? []).flatMap { $0 == UInt8(ascii: "'") ? Array("'\\''".utf8) : [$0] }
        let rest = """
            '
            [ -f "$lapwing" ] && [ -x "$lapwing" ] || lapwing=$(command -v lapwing) || {
                echo 'lapwing was not found, so nothing was checked for secrets, and the commit is stopped.' >&2
                echo 'Install it (docs/hooks.md), or put it in PATH, and commit again.' >&2
                echo "To commit unchecked, once, past every hook: git commit --no-verify" >&2
                echo "To do without it from now on: remove $0" >&2
                exit 1
            }
            exec "$lapwing" staged

            """
        return Array("lapwing='".utf8) + quoted + Array(rest.utf8)
    }
}

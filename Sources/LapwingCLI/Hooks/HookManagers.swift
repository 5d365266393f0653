/// Programs that write hooks themselves, and would throw ours away or never run it: what to do instead.

internal import Bytes

enum HookManagers {
    /// What to do where a hook in `directory` would not last; nil where it would.
    static func advice(_ directory: HookDirectory) -> String? {
        let names = directory.path.bytes.split(separator: UInt8(ascii: "/"))
        if names.contains(where: { $0.elementsEqual(".husky".utf8) }) {
            return """
                husky writes the hooks in \(directory.path) and would write over ours. Add this line to .husky/pre-commit instead:
                  lapwing staged
                """
        }
        let hook = (try? TextFile.contents(of: directory.file("pre-commit"), limit: 1 << 20)) ?? []
        if !HookScript.hasOurHead(hook), String(decoding: hook, as: UTF8.self).contains("lefthook") {
            return """
                lefthook writes \(directory.file("pre-commit")) and would write over ours. Add this to lefthook.yml instead:
                  pre-commit:
                    commands:
                      lapwing:
                        run: lapwing staged
                """
        }
        return nil
    }
}

/// The program that hooks are to run: as it was called, so that a link to the newest version stays one.
enum OwnProgram {
    static var path: FilePath? {
        guard let called = CommandLine.arguments.first, !called.isEmpty else { return nil }
        let candidates: [FilePath]
        if called.contains("/") {
            let path = FilePath(called)
            candidates = [path.isAbsolute ? path : (ProcessContext.currentDirectory ?? "/").appending(path.bytes)]
        } else {
            candidates = (ProcessContext.environment("PATH") ?? "").split(separator: ":").map { FilePath(String($0)) }
                .filter(\.isAbsolute).map { $0.appending(called) }
        }
        return candidates.first(where: \.isExecutable)
    }
}

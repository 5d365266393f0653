/// One directory of hooks: puts ours in, keeping what was there, and takes them out again.

internal import Bytes

struct HookDirectory {
    let path: FilePath

    /// What is at a hook's place.
    enum Entry: Equatable {
        case none
        case ours(HookScript)
        /// Ours, but changed by someone since.
        case changed
        case foreign
    }

    /// What came of an installation.
    enum Outcome {
        case written, rewritten, alreadyThere
        /// What was there has this name now.
        case chained(FilePath)
    }

    func file(_ name: String) -> FilePath { path.appending(name) }
    func kept(_ name: String) -> FilePath { path.appending(HookScript.keptName(name)) }

    func entry(_ name: String) throws(UsageFault) -> Entry {
        guard exists(file(name)) else { return .none }
        do {
            let bytes = try TextFile.contents(of: file(name), limit: 1 << 20)
            if let script = HookScript(unchanged: bytes) { return .ours(script) }
            return HookScript.hasOurHead(bytes) ? .changed : .foreign
        } catch {
            // A link that leads nowhere, or a large program: whatever it is, we did not write it.
            if error == .noSuchFile || error == .tooLarge { return .foreign }
            throw UsageFault("the hook \(file(name)) cannot be read: \(error)")
        }
    }

    var isEmpty: Bool { (try? Directory.entries(of: path).isEmpty) ?? false }

    /// Anything of that name, links that lead nowhere included.
    func exists(_ path: FilePath) -> Bool { (try? FileStatus.of(path, followingLinks: false)) != nil }

    func install(_ script: HookScript, as name: String) throws(UsageFault) -> Outcome {
        switch try entry(name) {
        case .none:
            try write(script, name)
            return .written
        case .ours(let old):
            if old == script { return .alreadyThere }
            try replace(name, by: script)
            return .rewritten
        case .changed:
            throw UsageFault(
                "\(file(name)) was written by lapwing and changed since, so it is left alone; move it away and run this again"
            )
        case .foreign:
            guard !exists(kept(name)) else {
                throw UsageFault(
                    "\(file(name)) would be kept as \(kept(name)), but that is there already; move one of them away and run this again"
                )
            }
            do { try FileChanges.rename(file(name), to: kept(name)) } catch {
                throw UsageFault("\(file(name)) cannot be renamed: \(error)")
            }
            do { try write(script, name) } catch {
                try? FileChanges.rename(kept(name), to: file(name))
                throw error
            }
            return .chained(kept(name))
        }
    }

    /// Removes our hook and puts back what was there before it. nil where there is none of ours.
    func uninstall(_ name: String) throws(UsageFault) -> (script: HookScript, restored: Bool)? {
        switch try entry(name) {
        case .none, .foreign: return nil
        case .changed:
            throw UsageFault("\(file(name)) was changed since lapwing wrote it, so it is left alone; remove it by hand")
        case .ours(let script):
            do {
                // One step, where there is something to put back: at no time is there no hook.
                let restores = exists(kept(name))
                if restores {
                    try FileChanges.rename(kept(name), to: file(name))
                } else {
                    try FileChanges.remove(file(name))
                }
                return (script, restores)
            } catch {
                throw UsageFault("\(file(name)) cannot be removed: \(error)")
            }
        }
    }

    private func write(_ script: HookScript, _ name: String) throws(UsageFault) {
        do {
            try FileChanges.makeDirectory(path)
            try FileChanges.writeProgram(script.bytes, to: file(name))
        } catch {
            throw UsageFault("the hook \(file(name)) cannot be written: \(error)")
        }
    }

    private func replace(_ name: String, by script: HookScript) throws(UsageFault) {
        let new = file("\(name).lapwing-new")
        do {
            try? FileChanges.remove(new)
            try FileChanges.writeProgram(script.bytes, to: new)
            try FileChanges.rename(new, to: file(name))
        } catch {
            throw UsageFault("the hook \(file(name)) cannot be written: \(error)")
        }
    }
}

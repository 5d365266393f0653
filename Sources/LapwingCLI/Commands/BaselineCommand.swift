internal import ArgumentParser
internal import Bytes
internal import Findings
internal import Reports
internal import Suppression

struct BaselineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "baseline", abstract: "Accept what is there for now, and see only what is new.",
        discussion: """
            A baseline holds one line for each accepted finding of the work tree, without line numbers. Scans read it by
            themselves (.lapwing-baseline at the root), or with --baseline FILE.
            """,
        subcommands: [Create.self, Update.self, Show.self])

    struct Create: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Write all findings of the work tree into a new baseline.",
            discussion: "Also has git merge the file by union (.gitattributes), so that branches do not conflict.")

        @OptionGroup var config: ConfigArguments

        @Flag(help: "Write over a baseline that is there.")
        var force = false

        func run() throws {
            let target = try Target(config.options)
            if !force, try ProjectFile.contents(of: target.file) != nil {
                throw UsageFault(
                    "\(target.shown) is there already: `lapwing baseline update` renews it, --force writes over it")
            }
            let found = try BaselineCommand.found(config.options)
            try ProjectFile.write(Baseline.text(of: found.map(\.entry)), to: target.file)
            let count = Set(found.map(\.entry)).count
            Console.print("\(target.shown): \(BaselineCommand.plural(count, "finding")) accepted. Commit the file.")
            try target.mergeByUnion()
        }
    }

    struct Update: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Drop what is gone from the baseline and add what is new.",
            discussion: "What is added is listed: look at it before you commit.")

        @OptionGroup var config: ConfigArguments

        @Flag(help: "Only drop what is gone; accept nothing new.")
        var prune = false

        func run() throws {
            let target = try Target(config.options)
            guard let bytes = try ProjectFile.contents(of: target.file) else {
                throw UsageFault("there is no \(target.shown): `lapwing baseline create` writes one")
            }
            let old = try BaselineCommand.read(bytes, target.shown)
            let found = try BaselineCommand.found(config.options)
            var (kept, added) = ([Baseline.Entry](), [Found]())
            var matched: Set<Int> = []
            for one in found {
                let exists: ([UInt8]) -> Bool = { path in
                    (try? FileStatus.of(target.root.appending(path), followingLinks: false)) != nil
                }
                let index = old.match(
                    rule: one.entry.rule, path: one.entry.path, secretID: one.entry.secretID, exists: exists)
                if let index {
                    matched.insert(index)
                    kept.append(one.entry)
                } else {
                    added.append(one)
                }
            }
            let before = Set((0..<old.count).map { old.entry(at: $0) })
            let stayed = Set(matched.map { old.entry(at: $0) })
            try ProjectFile.write(Baseline.text(of: kept + (prune ? [] : added.map(\.entry))), to: target.file)
            Console.print(
                "\(target.shown): \(Set(kept).count) kept, \(before.subtracting(stayed).count) dropped, "
                    + "\(prune ? 0 : Set(added.map(\.entry)).count) added.")
            if prune, !added.isEmpty {
                Console.print(
                    "Not accepted (--prune): \(BaselineCommand.plural(Set(added.map(\.entry)).count, "new finding")).")
            }
            for one in added where !prune { Console.print("  added: \(one.shown)") }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print a baseline, by file.")

        @OptionGroup var config: ConfigArguments

        func run() throws {
            let target = try Target(config.options)
            guard let bytes = try ProjectFile.contents(of: target.file) else {
                throw UsageFault("there is no \(target.shown): `lapwing baseline create` writes one")
            }
            let baseline = try BaselineCommand.read(bytes, target.shown)
            let entries = Set((0..<baseline.count).map { baseline.entry(at: $0) }).sorted()
            Console.print("\(target.shown): \(BaselineCommand.plural(entries.count, "accepted finding"))")
            var path: [UInt8]?
            for entry in entries {
                if entry.path != path { Console.print(TerminalText.visible(entry.path)) }
                path = entry.path
                Console.print("  \(entry.rule)  \(entry.secretID)")
            }
        }
    }

    // MARK: Shared

    /// A finding that is not accepted otherwise.
    private struct Found {
        let entry: Baseline.Entry
        /// Place, rule and what was found.
        let shown: String
    }

    private static func found(_ config: ConfigOptions) throws -> [Found] {
        var options = config
        options.baseline = "/dev/null"
        let scan = try TreeScan(ScanRequest(config: options))
        return scan.findings.filter { $0.suppression == nil }.map { finding in
            let path = scan.path(of: finding)
            let place = "\(TerminalText.visible(path)):\(finding.location.line)"
            return Found(
                entry: Baseline.Entry(path: path, rule: finding.rule, secretID: finding.secretID),
                shown:
                    "\(place)  \(finding.severity.rawValue)  \(finding.rule): \(TerminalText.visible(finding.message))")
        }
    }

    private static func read(_ bytes: [UInt8], _ name: String) throws -> Baseline {
        do { return try Baseline(bytes, name: name) } catch {
            throw UsageFault("the baseline cannot be used:\n  \(error)")
        }
    }

    private static func plural(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    /// Where the baseline is.
    private struct Target {
        let root: FilePath
        /// Absolute.
        let file: FilePath
        /// As a person named it, or its name at the root.
        let shown: String

        init(_ config: ConfigOptions) throws {
            root = try TreeScan.root()
            let current = ProcessContext.currentDirectory ?? root
            shown = config.baseline ?? Baseline.defaultName
            file = config.baseline.map { FilePath($0).absolute(in: current) } ?? root.appending(Baseline.defaultName)
        }

        func mergeByUnion() throws {
            guard let path = file.relative(to: root) else {
                return Console.print("It lies outside of the work tree: git does not merge it.")
            }
            if try ProjectFile.mergeByUnion(path, in: root) {
                Console.print(".gitattributes: has git merge it by union. Commit that, too.")
            }
        }
    }
}

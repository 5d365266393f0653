internal import ArgumentParser
internal import Bytes
internal import Findings
internal import Git
internal import Globs
internal import Reports
internal import Suppression

struct IgnoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ignore", abstract: "Accept findings, with a reason (.lapwingignore).",
        subcommands: [Add.self, List.self, Stale.self])

    struct Add: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Accept one finding by its id, or a rule's findings in some paths.",
            discussion: """
                Examples:
                  lapwing ignore add s1-5198fe9d7b54ce83806a2fee47c1aef0 --reason "revoked in 2024"
                  lapwing ignore add --rule generic-password --paths 'tests/**' --reason "made up" --expires 2027-01-31

                Reports show ids. The id of a secret (secret_id) accepts the value in every path.
                """)

        @Argument(help: ArgumentHelp("The finding's id, or its secret's.", valueName: "fingerprint"))
        var fingerprint: String?

        @Option(help: ArgumentHelp("Accept findings of this rule, in --paths.", valueName: "id"))
        var rule: String?

        @Option(help: ArgumentHelp("Where, relative to the work tree's root.", valueName: "glob"))
        var paths: String?

        @Flag(help: "With --paths: accept only the values that are there now.")
        var currentValues = false

        @Option(help: ArgumentHelp("Why it is accepted.", valueName: "text"))
        var reason: String

        @Option(
            help: ArgumentHelp(
                "Who accepts it (default: GIT_AUTHOR_NAME, git's user.name, or USER).", valueName: "name"))
        var author: String?

        @Option(help: ArgumentHelp("The last day it counts.", valueName: "yyyy-mm-dd"))
        var expires: String?

        @OptionGroup var config: ConfigArguments

        func run() throws {
            let (author, expires) = try (resolvedAuthor(), resolvedExpiry())
            guard reason.contains(where: { $0.isLetter || $0.isNumber }), !reason.contains(where: \.isNewline) else {
                throw UsageFault("--reason must be one line that says why")
            }
            let root = try TreeScan.root()
            // The last of the checks: it may scan the whole tree.
            let entry = IgnoreEntry(target: try target(), reason: reason, author: author, expires: expires)
            let file = root.appending(IgnoreList.defaultName)
            if let known = try Project.ignoreList(.workTree(root)).entries.first(where: { $0.acceptsSame(as: entry) }) {
                return Console.print("\(IgnoreList.defaultName):\(known.line) accepts it already: nothing was added.")
            }
            try ProjectFile.append(
                entry.text, to: file,
                heading:
                    "# Findings that were looked at and accepted, one a line. docs/suppressions.md explains the format.\n"
            )
            Console.print("\(IgnoreList.defaultName): added: \(TerminalText.visible(entry.text))")
            var changed = IgnoreList.defaultName
            if try ProjectFile.mergeByUnion(Array(IgnoreList.defaultName.utf8), in: root) {
                Console.print(".gitattributes: has git merge it by union.")
                changed += " .gitattributes"
            }
            Console.print("Next: git add \(changed). The hook reads what is staged.")
        }

        private func target() throws -> IgnoreEntry.Target {
            if let fingerprint {
                guard rule == nil, paths == nil, !currentValues else {
                    throw UsageFault("give an id, or --rule and --paths, not both")
                }
                guard let id = Fingerprint(validating: fingerprint) else {
                    throw UsageFault(
                        "'\(fingerprint)' is no id: it is s1- or w1- and 32 hexadecimal digits, as reports show it")
                }
                return try target(of: id)
            }
            guard let rule, let paths else { throw UsageFault("give an id, or --rule and --paths") }
            let glob: Glob
            do { glob = try Glob(paths) } catch { throw UsageFault("--paths: \(error)") }
            guard !paths.contains(where: { $0 == ";" || $0.isNewline }) else {
                throw UsageFault("--paths: write ? for a semicolon: it ends a field in the file")
            }
            let scan = try TreeScan(ScanRequest(report: ReportOptions(minConfidence: .low), config: config.options))
            guard scan.rules.contains(rule) else {
                throw UsageFault("there is no rule '\(rule)'; `lapwing rules list` prints all")
            }
            guard currentValues else { return .paths(rule: rule, glob: glob, tags: []) }
            let wanted = GlobSet([glob])
            let tags = scan.findings.filter { $0.rule == rule && wanted.matchesPathOrParent(scan.path(of: $0)) }
                .map { ValueTag.of($0.secretID) }
            guard !tags.isEmpty else {
                throw UsageFault("\(rule) finds nothing in \(paths): there is no value to accept")
            }
            return .paths(rule: rule, glob: glob, tags: Set(tags).sorted())
        }

        private func target(of id: Fingerprint) throws -> IgnoreEntry.Target {
            let scan = try TreeScan(ScanRequest(report: ReportOptions(minConfidence: .low), config: config.options))
            if let finding = scan.findings.first(where: { $0.fingerprint == id }) {
                return .fingerprint(id, rule: finding.rule, path: scan.path(of: finding), value: finding.secretID)
            }
            if let finding = scan.findings.first(where: { $0.secretID == id }) {
                return .fingerprint(id, rule: finding.rule, path: nil, value: nil)
            }
            Console.error(
                "nothing in the work tree has the id \(id): it is added all the same, but will not follow a renamed file"
            )
            return .fingerprint(id, rule: nil, path: nil, value: nil)
        }

        private func resolvedAuthor() throws -> String {
            let names = [
                { author }, { ProcessContext.environment("GIT_AUTHOR_NAME") }, { GitProgram.userName },
                { ProcessContext.environment("USER") },
            ]
            guard let name = names.lazy.compactMap({ $0() }).first(where: { !$0.isEmpty }) else {
                throw UsageFault("who accepts it? Give --author NAME")
            }
            guard name.contains(where: { $0.isLetter || $0.isNumber }),
                !name.contains(where: { $0 == ";" || $0.isNewline })
            else { throw UsageFault("--author: a name in one line, without semicolons") }
            return name
        }

        private func resolvedExpiry() throws -> CalendarDate? {
            guard let expires else { return nil }
            guard let date = CalendarDate(expires) else { throw UsageFault("--expires must be a day like 2027-01-31") }
            guard date >= CalendarDate(secondsSinceEpoch: WallClock.secondsSinceEpoch) else {
                throw UsageFault("--expires \(expires) has passed: the entry would not count")
            }
            return date
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Print the entries of .lapwingignore.")

        func run() throws {
            let list = try Project.ignoreList(.workTree(TreeScan.root()))
            let today = CalendarDate(secondsSinceEpoch: WallClock.secondsSinceEpoch)
            for entry in list.entries {
                let state =
                    entry.expires.map { entry.isExpired(on: today) ? ", expired on \($0)" : ", until \($0)" } ?? ""
                let line = "\(list.place(of: entry)): \(entry.summary) (\(entry.author)\(state)): \(entry.reason)"
                Console.print(TerminalText.visible(line))
            }
            Console.print("\(list.entries.count) \(list.entries.count == 1 ? "entry" : "entries").")
        }
    }

    struct Stale: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "List suppressions that match nothing: markers, ignore entries, baseline lines.",
            discussion: "Scans the whole work tree. `lapwing scan --strict-suppressions` fails on them instead.")

        @OptionGroup var config: ConfigArguments

        func run() throws {
            guard !config.options.noSuppressions else {
                throw UsageFault("--no-suppressions leaves nothing to look for")
            }
            let scan = try TreeScan(
                ScanRequest(
                    report: ReportOptions(minConfidence: .low), config: config.options, strictSuppressions: true))
            for line in scan.summary.expired { Console.print(TerminalText.visible(line)) }
            for line in scan.summary.stale { Console.print(TerminalText.visible(scan.relative(line))) }
            let count = scan.summary.expired.count + scan.summary.stale.count
            Console.print(count == 0 ? "No stale suppressions." : "\(count) stale.")
        }
    }
}

extension TreeScan {
    /// Without the root before a path in it.
    fileprivate func relative(_ line: String) -> String {
        let prefix = "\(root)/"
        return line.hasPrefix(prefix) ? String(line.dropFirst(prefix.count)) : line
    }
}

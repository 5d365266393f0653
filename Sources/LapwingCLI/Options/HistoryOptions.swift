internal import ArgumentParser
internal import Bytes

/// Which part of a history is scanned, and what it may cost.
struct HistoryOptions: ParsableArguments {
    @Flag(help: "Everything that branches, tags, the stash and the HEADs of worktrees lead to (the default).")
    var all = false

    @Option(
        name: .customLong("branch"),
        help: ArgumentHelp("Only what a branch leads to; a glob takes several (repeatable).", valueName: "name"))
    var branches: [String] = []

    @Option(
        help: ArgumentHelp(
            "Only commits since a day, as git understands it: 2026-01-31, '2 weeks ago'.", valueName: "date"))
    var since: String?

    @Flag(help: "What nothing leads to, too: objects that git has not yet pruned, reflogs, all stashes.")
    var everything = false

    @Flag(help: "Scan every version of every file whole. The same is found, at many times the cost.")
    var wholeBlobs = false

    @Flag(
        help: "Let git read all objects, instead of reading packs directly. The same is found, at many times the cost.")
    var throughGit = false

    @Option(
        help: ArgumentHelp("How much may wait in memory: 256M, 1G (default: 256M).", valueName: "size"),
        transform: HistoryOptions.bytes)
    var memory = 256 << 20

    @Flag(help: "Do not fail when objects are missing; they are counted.")
    var allowMissing = false

    @Flag(name: .shortAndLong, help: "List missing objects.")
    var verbose = false

    @Option(
        help: ArgumentHelp(
            "Remember in this file what was scanned, and scan only what is new. Holds no values.", valueName: "file"))
    var state: String?

    /// Bytes of `64M`, `1G`; a plain number is megabytes.
    static func bytes(_ text: String) throws -> Int {
        let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
        let unit = text.last.flatMap { units[Character($0.uppercased())] }
        let digits = unit == nil ? text[...] : text.dropLast()
        guard let number = Int(digits), (1...1 << 20).contains(number) else {
            throw ValidationError("'\(text)' is no size; write 256M or 1G")
        }
        return max(1 << 20, number * (unit ?? 1 << 20))
    }
}

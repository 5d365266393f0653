import Foundation
import Globs
import Testing

/// Random ignore files and paths, decided by `git check-ignore` and by us.
///
/// Each suite makes one repository with many directories, each with ignore files of its own, so that one git process
/// answers for all of them.
@Suite(.enabled(if: GitRepository.isAvailable, "git is not installed")) struct GitOracleTests {
    @Test func randomFilesAndPaths() throws {
        let scenario = try Scenario(seed: 1, directoryCount: 150, pieces: Scenario.pieces)
        defer { scenario.repository.remove() }
        try scenario.check(caseInsensitive: false)
    }

    @Test func randomFilesAndPathsFoldingCase() throws {
        // Nothing that could put a capital in brackets or after a backslash: of those git makes nothing (see
        // IgnoreFile).
        let pieces = Scenario.pieces.filter { !["[B]", "[a", "\\B", "\\"].contains($0) } + ["[A-C]", "[[:upper:]]"]
        let scenario = try Scenario(seed: 2, directoryCount: 50, pieces: pieces)
        defer { scenario.repository.remove() }
        try scenario.check(caseInsensitive: true)
    }

    /// Every class on every byte.
    @Test func characterClasses() throws {
        let repository = try GitRepository()
        defer { repository.remove() }
        let names = [
            "alnum", "alpha", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space", "upper", "xdigit",
            "none",
        ]
        var stack = IgnoreStack()
        var paths: [[UInt8]] = []
        for name in names {
            let content = Array("x[[:\(name):]]x\n".utf8)
            try repository.write(content, to: "\(name)/.gitignore")
            stack = stack.pushing(IgnoreFile(content), directory: name)
            for byte in UInt8(1)...255 where byte != UInt8(ascii: "/") {
                paths.append(Array("\(name)/x".utf8) + [byte, UInt8(ascii: "x")])
            }
        }
        let answers = try repository.checkIgnore(paths)
        for (path, answer) in zip(paths, answers) where stack.decision(path: path, isDirectory: false) != answer {
            Issue.record("\(Scenario.show(path)): git says \(answer)")
        }
    }
}

/// A repository full of random ignore files, and paths to ask about.
private struct Scenario {
    static let pieces = [
        "a", "a", "b", "b", "B", "ab", "foo", "/", "/", "/", "*", "*", "*", "**", "**/", "/**", "/**/", "?", "[ab]",
        "[!a]", "[^b]",
        "[a-c]", "[]]", "[a", "[B]", "[[:digit:]]", "[[:alpha:]-]", "[[:x]", "\\a", "\\B", "\\*", "\\/", "\\", "!", "#",
        " ", "\\ ",
        ".", "1", "{a,b}", "é", "[é]", "\r", "***", "-",
    ]
    /// Directories that exist in each top directory; no other path is a directory.
    private static let directories = ["a", "foo", "a/b", "a/foo", "foo/a", "foo/a/ab", "x y"]
    private static let names =
        [
            "a", "b", "B", "A", "ab", "foo", "fooa", "ab.a", "x y", "a ", "1", "*", "!", "#", "!a", "#a", "[a", "]",
            "-", ".", "\\", "é",
            "abab", "a1", "{a,b}", "a\r",
        ].filter { $0 != "." }.map { Array($0.utf8) } + [[0xFF], [0x61, 0xC3]]

    let repository: GitRepository
    /// The files' contents by the directory they lie in, "" first and in no top directory twice.
    private var files: [String: [UInt8]] = [:]
    // Not random: what they ignore must leave something for the others to decide.
    private let global = Array("fooa\n!*1\n*.a\n[[:space:]]\n/a\n".utf8)
    private let exclude = Array("!fooa\nab?b\n/d1/foo/*\n**/foo/a/b\n!/d2/\n".utf8)
    private var paths: [(bytes: [UInt8], isDirectory: Bool)] = []

    init(seed: UInt64, directoryCount: Int, pieces: [String]) throws {
        var random = SplitMix(seed: seed)
        repository = try GitRepository()
        try repository.write(global, to: "global")
        try repository.write(exclude, to: ".git/info/exclude")
        for number in 0..<directoryCount {
            let top = "d\(number)"
            for directory in Self.directories { try repository.makeDirectory("\(top)/\(directory)") }
            for directory in [top, "\(top)/a", "\(top)/foo/a"] where directory == top || Bool.random(using: &random) {
                let content = Self.content(pieces, lines: directory == top ? 5 : 2, &random)
                files[directory] = content
                try repository.write(content, to: "\(directory)/.gitignore")
            }
            paths += Self.directories.map { (Array("\(top)/\($0)".utf8), true) }
            for _ in 0..<24 {
                let names = (0..<Int.random(in: 1...4, using: &random)).map { _ in
                    Self.names.randomElement(using: &random)!
                }
                let path = Array(names.joined(separator: [UInt8(ascii: "/")]))
                let isDirectory = Self.directories.contains { Array($0.utf8) == path }
                paths.append((Array("\(top)/".utf8) + path, isDirectory))
            }
        }
    }

    private static func content(_ pieces: [String], lines: Int, _ random: inout SplitMix) -> [UInt8] {
        var content = Int.random(in: 0..<20, using: &random) == 0 ? "\u{FEFF}" : ""
        for _ in 0..<lines {
            var line = random.string(of: pieces, count: 1...4)
            if Int.random(in: 0..<4, using: &random) == 0 { line = "!" + line }
            while isMisreadByOldGit(line) { line = "*" + line }
            content += line + ["\n", "\n", "\n", "\r\n", " \n"].randomElement(using: &random)!
        }
        // Now and then without a newline at the end, and with a byte that is not UTF-8.
        var bytes = Array(content.utf8)
        if Bool.random(using: &random) { bytes.removeLast() }
        if Int.random(in: 0..<6, using: &random) == 0 { bytes += [0x0A, 0xFF, 0x2A] }
        return bytes
    }

    /// Before 2.52 git cut the literal start of a pattern off, and so took the `**` after it for the first thing in the
    /// pattern.
    private static func isMisreadByOldGit(_ line: String) -> Bool {
        var start = line.hasPrefix("!") ? line.dropFirst() : line[...]
        if start.hasPrefix("/") { start = start.dropFirst() }
        guard let wild = start.firstIndex(where: { "*?[\\".contains($0) }), wild > start.startIndex else {
            return false
        }
        return start[wild...].hasPrefix("**") && start[start.index(before: wild)] != "/"
    }

    func check(caseInsensitive: Bool) throws {
        let answers = try repository.checkIgnore(
            paths.map(\.bytes), options: ["core.excludesFile=global", "core.ignoreCase=\(caseInsensitive)"])
        let base = IgnoreStack()
            .pushing(IgnoreFile(global, caseInsensitive: caseInsensitive), directory: "")
            .pushing(IgnoreFile(exclude, caseInsensitive: caseInsensitive), directory: "")
        let files = files.mapValues { IgnoreFile($0, caseInsensitive: caseInsensitive) }
        var counts: [IgnoreDecision: Int] = [:]
        for ((path, isDirectory), answer) in zip(paths, answers) {
            counts[answer, default: 0] += 1
            let (found, stack) = walk(to: path, isDirectory: isDirectory, from: base, files)
            if found != answer || stack.isIgnored(path: path, isDirectory: isDirectory) != (answer == .ignored) {
                let top = path.prefix { $0 != UInt8(ascii: "/") }
                let texts = self.files.filter { $0.key.utf8.starts(with: top) }.mapValues(Self.show)
                Issue.record(
                    "\(Self.show(path)): git says \(answer), we say \(found); \(texts), \(Self.show(exclude + global))")
            }
        }
        // The case is worth something only if all answers occur often.
        #expect(counts.values.allSatisfy { $0 > paths.count / 50 } && counts.count == 3, "\(counts)")
    }

    /// Does as a walker does: goes down from the root, reads the ignore files on the way, stops at what is ignored.
    private func walk(
        to path: [UInt8], isDirectory: Bool, from base: IgnoreStack, _ files: [String: IgnoreFile]
    ) -> (IgnoreDecision, IgnoreStack) {
        var stack = base
        for index in path.indices where path[index] == UInt8(ascii: "/") {
            let parent = Array(path[..<index])
            if stack.decision(path: parent, isDirectory: true) == .ignored { return (.ignored, stack) }
            if let name = String(validating: parent, as: UTF8.self), let file = files[name] {
                stack = stack.pushing(file, directory: parent)
            }
        }
        return (stack.decision(path: path, isDirectory: isDirectory), stack)
    }

    static func show(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self).debugDescription }
}

/// A temporary repository.
private struct GitRepository {
    static let isAvailable = (try? run(["--version"], in: FileManager.default.temporaryDirectory)) != nil

    let root: URL

    init() throws {
        root = FileManager.default.temporaryDirectory.appendingPathComponent(
            "globs-\(UUID().uuidString)", isDirectory: true)
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        _ = try Self.run(["init", "--quiet"], in: root)
    }

    func remove() { try? FileManager.default.removeItem(at: root) }

    func makeDirectory(_ path: String) throws {
        try FileManager.default.createDirectory(
            at: root.appendingPathComponent(path), withIntermediateDirectories: true)
    }

    func write(_ content: [UInt8], to path: String) throws {
        let url = root.appendingPathComponent(path)
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(content).write(to: url)
    }

    /// Git's decision for each path; a path under an ignored directory is ignored.
    func checkIgnore(_ paths: [[UInt8]], options: [String] = []) throws -> [IgnoreDecision] {
        let arguments = options.flatMap { ["-c", $0] } + ["check-ignore", "--no-index", "-v", "-n", "-z", "--stdin"]
        let output = try Self.run(arguments, in: root, input: Data(paths.flatMap { $0 + [0] }))
        // Four fields a path: file, line, pattern, path.
        let fields = output.split(separator: 0, omittingEmptySubsequences: false)
        try #require(fields.count == paths.count * 4 + 1)
        return try paths.indices.map { index in
            try #require(Array(fields[index * 4 + 3]) == paths[index])
            let pattern = fields[index * 4 + 2]
            if fields[index * 4].isEmpty { return .none }
            return pattern.first == UInt8(ascii: "!") ? .included : .ignored
        }
    }

    /// Runs git and returns what it printed. Files stand in for pipes, which two long texts would fill from both ends.
    private static func run(_ arguments: [String], in directory: URL, input: Data = Data()) throws -> Data {
        let name = UUID().uuidString
        let inputFile = FileManager.default.temporaryDirectory.appendingPathComponent("globs-in-\(name)")
        let outputFile = FileManager.default.temporaryDirectory.appendingPathComponent("globs-out-\(name)")
        try input.write(to: inputFile)
        try Data().write(to: outputFile)
        defer {
            try? FileManager.default.removeItem(at: inputFile)
            try? FileManager.default.removeItem(at: outputFile)
        }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["git"] + arguments
        process.currentDirectoryURL = directory
        process.environment = [
            "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin", "HOME": directory.path,
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null", "LC_ALL": "C",
        ]
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = try FileHandle(forWritingTo: outputFile)
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        // check-ignore exits with 1 if nothing is ignored.
        guard process.terminationStatus <= 1 else { throw CocoaError(.executableLoad) }
        return try Data(contentsOf: outputFile)
    }
}

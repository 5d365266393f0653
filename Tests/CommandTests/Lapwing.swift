/// The real binary, run as a person runs it.

import Foundation
import TestSupport

enum Lapwing {
    /// The newer of the release and the debug build, or what `LAPWING_BINARY` names.
    static let binary: String? = {
        if let named = ProcessInfo.processInfo.environment["LAPWING_BINARY"] { return named }
        return [build("debug"), build("release")].filter { modified($0) != nil }.max { modified($0)! < modified($1)! }
    }()

    /// The release build, if there is one: `make test` makes it. For what takes a debug build too long.
    static let optimized: String? = [build("release")].first { modified($0) != nil }

    private static func build(_ configuration: String) -> String {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().path
        return "\(package)/.build/\(configuration)/lapwing"
    }

    private static func modified(_ path: String) -> Date? {
        let real = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        return (try? FileManager.default.attributesOfItem(atPath: real))?[.modificationDate] as? Date
    }

    /// Nothing of the machine's environment gets in, the home directory least of all.
    static let environment = ["PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "LC_ALL": "C"]

    /// - Parameter directory: where in the tree it runs.
    static func command(
        _ arguments: [String], in tree: TestTree, at directory: String = "", environment: [String: String] = [:],
        input: CommandInput = .nothing
    ) throws -> Command {
        guard let binary else {
            throw CommandFault(description: "lapwing is not built: run `make build` or `swift build` first")
        }
        var command = Command(
            binary, arguments.map { Array($0.utf8) },
            environment: Lapwing.environment.merging(environment) { $1 }, directory: tree.path(directory))
        command.input = input
        command.tree = tree
        return command
    }

    static func run(
        _ arguments: String..., in tree: TestTree, environment: [String: String] = [:], input: CommandInput = .nothing
    ) throws -> CommandResult {
        try command(arguments, in: tree, environment: environment, input: input).run()
    }

    /// What `scan --report json` says. Whatever the status, the report must be whole.
    static func scan(_ arguments: String..., in tree: TestTree, input: CommandInput = .nothing) throws -> ScanResult {
        try scan(arguments, in: tree, input: input)
    }

    static func scan(
        _ arguments: [String], in tree: TestTree, at directory: String = "", environment: [String: String] = [:],
        input: CommandInput = .nothing
    ) throws -> ScanResult {
        try ScanResult(
            command(
                ["scan", "--report", "json"] + arguments, in: tree, at: directory, environment: environment,
                input: input
            ).run())
    }
}

struct ScanResult {
    let run: CommandResult
    let report: ScanReport

    init(_ run: CommandResult) throws {
        guard let report = try? ScanReport(json: run.output) else {
            throw CommandFault(description: "no whole JSON report, \(run.ending): \(run.text)\(run.errors)")
        }
        self.run = run
        self.report = report
    }

    var status: Int32 { run.status }
    var findings: [ScanReport.Finding] { report.findings }
    var ledger: ScanReport.Ledger { report.summary.ledger }
    /// Each path with a finding, once, in the order of the report.
    var paths: [String] {
        report.findings.reduce(into: []) { paths, finding in
            if paths.last != finding.path { paths.append(finding.path) }
        }
    }
}

/// The parts of docs/report-format.md that tests ask for.
struct ScanReport: Decodable {
    struct Finding: Decodable {
        let rule, path, secret, severity, confidence, fingerprint, secretId: String
        let notes: [String]?
        let suppression: Suppression?
        let line, column, endLine, endColumn, startByte, endByte: Int
        let commit, author, authorMail, date: String?
        let inHead: Bool?
        let commits, blobs: Int?
        let paths, refs: [String]?
        let removedBy: Removal?
    }

    struct Removal: Decodable {
        let commit, author, authorMail, date: String
    }

    struct Suppression: Decodable {
        let kind, means, place, justification: String
        let author, review: String?
    }

    struct Problem: Decodable {
        let kind, path, message: String
    }

    struct Ledger: Decodable {
        let files, bytes: Int
        let skipped: [String: Int]
        let problems: [Problem]
        let history: History?
    }

    struct History: Decodable {
        let commits, messages, bytesLookedAt, missing, remembered, throughGit: Int
        let throughGitBecause: [String]
    }

    struct Summary: Decodable {
        let failing, belowConfidence: Int
        let complete, interrupted: Bool
        let ledger: Ledger
        let suppressed: [String: Int]
        let staleSuppressions, expiredSuppressions, notices: [String]
    }

    let findings, suppressed: [Finding]
    let summary: Summary

    init(json: [UInt8]) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(ScanReport.self, from: Data(json))
    }
}

/// Code that holds one token which is proven by its checksum.
func code(_ token: String) -> String { "let auth = \"\(token)\"\n" }

internal import Bytes
internal import Findings
internal import Suppression

/// A scan of the whole work tree around the current directory, for commands that go on from what it finds. It writes no report; where
/// it is not complete, the command ends: what was not seen can be neither accepted nor called gone.
struct TreeScan {
    /// Absolute.
    let root: FilePath
    let project: Project
    /// Suppressed findings, too.
    let findings: [Finding]
    let summary: SuppressionSummary
    /// The ids of all rules that ran.
    let rules: Set<String>

    /// - Parameter request: what to ask of `lapwing scan`, besides the place.
    init(_ request: ScanRequest) throws {
        root = try TreeScan.root()
        var request = request
        request.paths = ["\(root)"]
        request.walk.allowEmpty = true
        request.report.quiet = true
        let plan = try ScanPlan(resolving: request)
        let log = FindingLog()
        let status = try ScanPipeline(plan).run(log: log)
        guard status == .clean || status == .findings else { throw Ending(status: status) }
        project = plan.project
        (findings, summary) = (log.findings, log.summary)
        rules = Set(plan.rules.all.map(\.id))
    }

    /// The root of the work tree around the current directory.
    static func root() throws -> FilePath {
        guard let root = Project.ofCurrentDirectoryRoot() else {
            throw UsageFault("there is no git work tree here: run it inside of one")
        }
        return root
    }

    /// Where a finding stands, relative to the root.
    func path(of finding: Finding) -> [UInt8] { finding.path.relative(to: root) ?? finding.identity.bytes }
}

/// Files that commands write into the tree.
enum ProjectFile {
    /// The content of a file; nil where there is none. Throws where it is no regular file: a link would lead out of the tree.
    static func contents(of file: FilePath) throws -> [UInt8]? {
        do {
            guard try FileStatus.of(file, followingLinks: false).type == .regular else {
                throw UsageFault("\(file) is no regular file: it is not touched")
            }
            return try TextFile.contents(of: file, followingLinks: false)
        } catch let error as Errno {
            if error == .noSuchFile { return nil }
            throw UsageFault("\(file) cannot be read: \(error)")
        }
    }

    static func write(_ bytes: [UInt8], to file: FilePath) throws {
        _ = try contents(of: file)
        do { try OpenFile(writing: file).write(bytes) } catch {
            throw UsageFault("\(file) cannot be written: \(error)")
        }
    }

    /// Adds a line to the end of a file, which may be new.
    static func append(_ line: String, to file: FilePath, heading: String = "") throws {
        var bytes = try contents(of: file) ?? Array(heading.utf8)
        if let last = bytes.last, last != .newline { bytes.append(.newline) }
        try write(bytes + line.utf8 + [.newline], to: file)
    }

    /// Lets git keep the lines of both sides when it merges a file of one entry a line.
    /// - Returns: whether `.gitattributes` had to be changed.
    static func mergeByUnion(_ path: [UInt8], in root: FilePath) throws -> Bool {
        let attributes = root.appending(".gitattributes")
        let pattern = "/" + String(decoding: path, as: UTF8.self)
        let isPlain = pattern.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\"") }
        let line = (isPlain ? pattern : "\"\(pattern)\"") + " merge=union"
        let lines = try contents(of: attributes).map { String(decoding: $0, as: UTF8.self) } ?? ""
        let known = [line, String(line.replacing("/", with: "", maxReplacements: 1))]
        if lines.split(whereSeparator: \.isNewline).contains(where: { known.contains(String($0)) }) { return false }
        try append(line, to: attributes)
        return true
    }
}

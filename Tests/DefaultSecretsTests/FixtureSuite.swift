/// The files of fixtures/default-secrets and what `expectations.txt` says of each.

import BuiltinRules
import Bytes
import Engine
import Findings
import Rules

struct FixtureSuite {
    /// One file with what its scan must give.
    struct Expectation: Sendable {
        let path: String
        /// nil: the file is clean.
        let finding: (line: Int, variable: String)?
    }

    /// What a scan of a file gave: for each finding of kind `default`, its line, variable and severity.
    struct Seen {
        let line: Int
        let variable: String
        let severity: Severity
        let rule: String
        let kind: FindingKind
        let message: String
    }

    private static let folder =
        #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 } + "/fixtures/default-secrets"

    let expectations: [Expectation]
    private let program = ScanProgram(BuiltinRules.all)

    init() throws {
        let text = String(
            decoding: try TextFile.contents(of: FilePath(Self.folder + "/expectations.txt")), as: UTF8.self)
        expectations = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            let fields = line.split(separator: " ").map(String.init)
            guard fields.count == 3, let number = Int(fields[1]) else {
                return Expectation(path: fields[0], finding: nil)
            }
            return Expectation(path: fields[0], finding: (number, fields[2] == "-" ? "" : fields[2]))
        }
    }

    /// Every file that docs/default-secrets.md lists as missed or wrongly flagged, below its first folder.
    func listed() throws -> Set<String> {
        let page =
            Self.folder.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/docs/default-secrets.md"
        let text = String(decoding: try TextFile.contents(of: FilePath(page)), as: UTF8.self)
        return Set(
            text.split(separator: "\n").filter { $0.hasPrefix("| `more/") || $0.hasPrefix("| `python/") }
                .compactMap { $0.split(separator: "`").dropFirst().first.map(String.init) })
    }

    /// A path below its first folder, so that it says nothing of fixtures, weak or clean.
    static func label(_ path: String) -> BlobLabel {
        let name = FilePath(path.split(separator: "/").dropFirst().joined(separator: "/"))
        return BlobLabel(path: name, identity: name)
    }

    func scan(_ path: String) throws -> [Seen] {
        scan(try TextFile.contents(of: FilePath(Self.folder + "/" + path)), Self.label(path))
    }

    func scan(_ bytes: [UInt8], _ label: BlobLabel) -> [Seen] {
        var scanner = Scanner(program)
        scanner.begin(label)
        scanner.scan(bytes.span, .whole(count: bytes.count))
        return scanner.findings.map { finding in
            Seen(
                line: finding.location.line, variable: String(decoding: finding.variable ?? [], as: UTF8.self),
                severity: finding.severity, rule: finding.rule, kind: finding.kind, message: finding.message)
        }
    }
}

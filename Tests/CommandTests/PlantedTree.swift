/// A tree of three hundred files in every encoding, with secrets of several kinds, and a note of where each GitHub token stands.

import Foundation
import TestSupport

/// An encoding a file may have.
enum FileEncoding: CaseIterable {
    case utf8, utf8WithMark, latin1, utf16Little, utf16Big, utf16LittleWithMark, utf16BigWithMark

    /// The byte order mark.
    var mark: [UInt8] {
        switch self {
        case .utf8, .latin1, .utf16Little, .utf16Big: []
        case .utf8WithMark: [0xEF, 0xBB, 0xBF]
        case .utf16LittleWithMark: [0xFF, 0xFE]
        case .utf16BigWithMark: [0xFE, 0xFF]
        }
    }

    func bytes(_ text: String) -> [UInt8] {
        switch self {
        case .utf8, .utf8WithMark: Array(text.utf8)
        case .latin1: text.unicodeScalars.map { UInt8($0.value) }
        case .utf16Little, .utf16LittleWithMark: text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        case .utf16Big, .utf16BigWithMark: text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
        }
    }

    /// What comments are made of. In Latin-1 no two of these together look like UTF-8.
    var words: [String] {
        let plain = ["the", "quick", "brown", "fox", "jumps", "over", "a", "lazy", "dog", "caf\u{E9}", "na\u{EF}ve"]
        return self == .latin1 ? plain : plain + ["\u{65E5}\u{672C}", "\u{1F980}", "\u{7FF}", "\u{FFFD}", "\u{10FFFF}"]
    }
}

struct PlantedTree: Sendable {
    /// Where a token stands, as reports give it.
    struct Place: Hashable, CustomStringConvertible {
        let path: String
        let line, column, endColumn: Int
        let bytes: Range<Int>

        var description: String { "\(path):\(line):\(column)-\(endColumn) bytes \(bytes)" }
    }

    let tree: TestTree
    private(set) var places: Set<Place> = []
    private(set) var files = 0
    private(set) var binaries = 0
    private var noise = Noise(seed: 20)

    static var shared: PlantedTree { get throws { try made.get() } }
    private static let made = Result {
        let planted = try PlantedTree()
        // Nothing that is static goes by itself.
        atexit { if let root = try? PlantedTree.shared.tree.root { try? FileManager.default.removeItem(atPath: root) } }
        return planted
    }

    private init() throws {
        tree = try TestTree()
        let directories = ["", "a/", "a-b/", "a.d/", "a0/", ".hidden/", "a/b/c/"]
        for number in 0..<300 {
            let encoding = FileEncoding.allCases[number % FileEncoding.allCases.count]
            let path =
                "\(noise.pick(directories))f\(number)\(noise.pick([".py", ".swift", ".env", ".yml", ".txt", ""]))"
            // Every 25th is longer than the smallest chunk, some many times; every 50th has one long line.
            let size = number % 25 == 7 ? 60_000 + number * 150 : noise.number(100..<3_000)
            if number % 30 == 11 {
                try writeBinary(to: path)
            } else {
                try writeText(encoding, size: size, longLines: number % 50 == 7, to: path)
            }
        }
    }

    private mutating func writeBinary(to path: String) throws {
        try tree.write(noise.bytes(40) + [0] + noise.bytes(40) + Array(code(MadeUp.gitHubToken(&noise)).utf8), to: path)
        binaries += 1
    }

    private mutating func writeText(_ encoding: FileEncoding, size: Int, longLines: Bool, to path: String) throws {
        var bytes = encoding.mark
        var (line, column) = (1, 1)
        let lineEnd = noise.pick(["\n", "\r\n"])
        while bytes.count < size {
            let (text, token) = piece(encoding)
            if let token {
                let before = text.components(separatedBy: token)[0]
                let start = bytes.count + encoding.bytes(before).count
                let first = column + before.unicodeScalars.count
                places.insert(
                    Place(
                        path: "./\(path)", line: line, column: first, endColumn: first + token.count,
                        bytes: start..<start + encoding.bytes(token).count))
            }
            bytes += encoding.bytes(text)
            column += text.unicodeScalars.count
            if !longLines || noise.chance(200) {
                bytes += encoding.bytes(lineEnd)
                (line, column) = (line + 1, 1)
            }
        }
        try tree.write(bytes, to: path)
        files += 1
    }

    /// A statement or a comment; and the GitHub token in it, if it holds one.
    private mutating func piece(_ encoding: FileEncoding) -> (String, token: String?) {
        switch noise.number(0..<24) {
        case 0, 1:
            let token = MadeUp.gitHubToken(&noise)
            return ("/* \(noise.pick(encoding.words)) */ let auth = \"\(token)\";", token)
        case 2: return ("db_password = \"\(MadeUp.password(&noise))\"", nil)
        case 3: return ("url = \"postgres://app:\(MadeUp.password(&noise))@db.internal/app\"", nil)
        case 4: return ("API_KEY=\(MadeUp.password(&noise))", nil)
        case 5: return ("password = os.environ[\"PASSWORD\"] # token", nil)
        case 6: return ("key_id = \"AKIA\(noise.text(16, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))\"", nil)
        case 7: return ("blob = \"\(noise.text(noise.number(40..<300)))\"", nil)
        default:
            return (
                "// " + (0..<noise.number(1..<9)).map { _ in noise.pick(encoding.words) }.joined(separator: " "), nil
            )
        }
    }
}

extension PlantedTree.Place {
    init(_ finding: ScanReport.Finding) {
        self.init(
            path: finding.path, line: finding.line, column: finding.column, endColumn: finding.endColumn,
            bytes: finding.startByte..<finding.endByte)
    }
}

/// The project's own sources, as text.

import Foundation

struct SourceFile: Sendable, CustomStringConvertible {
    /// From the project's root: `Sources/Bytes/ByteSet.swift`.
    let path: String
    let lines: [String]

    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
    var isGenerated: Bool { path.hasSuffix("+Generated.swift") }
    var description: String { path }

    /// The modules it imports, with 1-based lines.
    var imports: [(line: Int, module: String)] {
        lines.enumerated().compactMap { index, line in
            var words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })[...]
            while let first = words.first, first.hasPrefix("@") || SourceFile.modifiers.contains(String(first)) {
                words = words.dropFirst()
            }
            guard words.first == "import", var name = words.dropFirst().first else { return nil }
            // `import struct Module.Name`
            if SourceFile.kinds.contains(String(name)), let next = words.dropFirst(2).first { name = next }
            return (index + 1, String(name.prefix { $0 != "." }))
        }
    }

    private static let modifiers: Set<String> = ["public", "package", "internal", "fileprivate", "private", "unsafe"]
    private static let kinds: Set<String> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]

    /// The lines without their comments (`//` inside a text literal counts as one: no declaration stands behind it).
    var code: [String] {
        lines.map { line in line.firstRange(of: "//").map { String(line[..<$0.lowerBound]) } ?? line }
    }
}

enum SourceTree {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static let sources = files(in: "Sources")
    static let tests = files(in: "Tests")

    /// Every target that has Swift files.
    static var targets: Set<String> { Set(sources.map(\.target)) }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    private static func files(in folder: String) -> [SourceFile] {
        let start = root.appending(path: folder).path
        let names = FileManager.default.enumerator(atPath: start)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".swift") }.sorted().compactMap { name in
            guard let text = try? text("\(folder)/\(name)") else { return nil }
            return SourceFile(
                path: "\(folder)/\(name)",
                lines: text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        }
    }
}

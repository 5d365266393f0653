import Testing

@Suite struct StyleTests {
    @Test func noFileIsOver600Lines() {
        for file in SourceTree.sources + SourceTree.tests where !file.isGenerated {
            #expect(
                file.lines.count <= 601, "\(file) has \(file.lines.count - 1) lines: cut it where it says two things")
        }
    }

    /// Unsafe memory stays behind the types of three modules: nobody else declares anything with a pointer in it.
    @Test func noDeclarationSpeaksOfPointersOutsideTheModulesThatWrapThem() throws {
        let pointer = #/\bUnsafe\w*(?:Pointer|Buffer)\w*|\bOpaquePointer\b/#
        var looked = 0
        for file in SourceTree.sources where !["Bytes", "Patterns", "Git"].contains(file.target) && !file.isGenerated {
            for (index, line) in file.code.enumerated() {
                looked += 1
                if line.contains(pointer) { Issue.record("\(file):\(index + 1): \(line)") }
            }
        }
        #expect(looked > 1_000)
        #expect("    func a(_ b: UnsafeRawPointer)".contains(pointer), "the expression itself")
    }

    /// Whoever uses a module reads its public types and functions first. A type may be explained by the head of its file.
    @Test func publicTypesAndFunctionsAreExplained() {
        var looked = 0
        for file in SourceTree.sources where !file.isGenerated {
            for declaration in PublicDeclaration.all(in: file) {
                looked += 1
                if !declaration.isExplained {
                    Issue.record("\(file):\(declaration.line): \(declaration.text) has no doc comment")
                }
            }
        }
        #expect(looked > 100)
    }

    @Test func whatIsExplainedIsRecognised() {
        let file = SourceFile(
            path: "Sources/A/B.swift",
            lines: [
                "/// The head.", "", "import C", "", "public struct D {", "    public struct E {}", "    /// Says it.",
                "    @inlinable", "    public func f() {}",
                "    public static func == (a: D, b: D) -> Bool { true }", "    public mutating func g() {", "}",
                "public enum H {}", "    public func i() -> Int { 1 }", "public struct B {}",
            ])
        let all = PublicDeclaration.all(in: file)
        #expect(all.map(\.line) == [5, 9, 11, 13, 14, 15])
        #expect(all.map(\.isExplained) == [true, true, false, false, true, true])
    }
}

/// A public type or function. Properties and initialisers are left to judgement: `public let name: String` needs no words.
struct PublicDeclaration {
    let line: Int
    let text: String
    let isExplained: Bool

    /// Functions that mean what they mean in the standard library.
    private static let known: Set<String> = ["==", "<", "hash", "contains", "insert", "union", "isSubset"]

    static func all(in file: SourceFile) -> [PublicDeclaration] {
        let headed = file.lines.first?.hasPrefix("//") == true
        var isFirstType = true
        return file.lines.enumerated().compactMap { index, line in
            guard let (kind, name) = publicName(line), kind != "func" || !known.contains(name) else {
                return nil
            }
            var above = index - 1
            while above >= 0, file.lines[above].drop(while: { $0 == " " }).hasPrefix("@") { above -= 1 }
            let documented = above >= 0 && file.lines[above].drop(while: { $0 == " " }).hasPrefix("///")
            if kind == "func" {
                // A function whose whole body stands beside its name explains itself.
                let isOneLine = line.hasSuffix("}") && !line.hasSuffix("{}")
                return PublicDeclaration(line: index + 1, text: "func \(name)", isExplained: documented || isOneLine)
            }
            // A nested type belongs to what its outer type says.
            guard !line.hasPrefix(" ") else { return nil }
            let byHead = headed && (isFirstType || file.path.hasSuffix("/\(name).swift"))
            isFirstType = false
            return PublicDeclaration(line: index + 1, text: "\(kind) \(name)", isExplained: documented || byHead)
        }
    }

    private static func publicName(_ line: String) -> (kind: String, name: String)? {
        var words = line.split(separator: " ")[...]
        while words.first?.hasPrefix("@") == true { words = words.dropFirst() }
        guard words.first == "public" || words.first == "package" else { return nil }
        words = words.dropFirst().drop {
            ["static", "final", "mutating", "indirect", "nonisolated", "borrowing", "consuming"].contains(String($0))
        }
        guard let kind = words.first.map(String.init),
            ["struct", "enum", "class", "actor", "protocol", "func"].contains(kind),
            let name = words.dropFirst().first
        else { return nil }
        return (kind, String(name.prefix { !"(<:{".contains($0) || $0 == name.first }))
    }
}

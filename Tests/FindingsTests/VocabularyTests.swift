import Bytes
import Testing

@testable import Findings

@Suite struct VocabularyTests {
    @Test func levelsRunFromTheLeastToTheMost() {
        #expect(Severity.allCases.sorted() == [.low, .medium, .high, .critical])
        #expect(Confidence.allCases.sorted() == [.low, .medium, .high, .proven])
        #expect(RuleTier.allCases.sorted() == [.generic, .default, .provider])
    }

    /// The words of reports, options and rule files: promises.
    @Test func wordsStayAsTheyAre() {
        #expect(FindingKind.allCases.map(\.rawValue) == ["committed", "default", "env-read"])
        #expect(
            SkipReason.allCases.map(\.rawValue) == [
                "binary", "excluded", "ignored", "symbolic-link", "special-file", "submodule",
            ])
        #expect(ScanProblem.Kind.allCases.map(\.rawValue).contains("limit"))
    }

    @Test(arguments: [
        ("a/b.py", FileKind.code), ("B.PY", .code), ("x.tar/y.go", .code), ("main.swift", .code),
        ("Jenkinsfile", .code),
        (".env", .shell), (".env.local", .shell), ("prod.env", .shell), ("deploy.sh", .shell),
        ("Dockerfile.dev", .shell),
        ("app.dockerfile", .shell), ("Makefile", .shell), ("a.yml", .config), ("a.YAML", .config), (".npmrc", .config),
        ("settings.yml.dist", .config), ("config.py.example", .code), ("a.ini.bak.orig", .config), ("a.json", .json),
        ("pom.xml", .markup), ("a.html", .markup), ("README.md", .text), ("id_rsa", .text), ("server.pem", .text),
        ("LICENSE", .text), ("noextension", .unknown), ("a.unheardof", .unknown), ("", .unknown), ("a.", .unknown),
        ("dir.py/", .unknown), ("dir.py/file", .unknown),
    ])
    func kindsOfFilesByName(path: String, kind: FileKind) { #expect(FileKind(path: FilePath(path)) == kind) }

    @Test func ledgersAddUp() {
        var first = Ledger()
        first.files = 2
        first.bytes = 10
        first.skip(.binary)
        #expect(first.isComplete)
        var second = Ledger()
        second.files = 1
        second.skip(.binary)
        second.skip(.ignored)
        second.problems = [ScanProblem(.limit, "a", "b")]
        first.add(second)
        #expect(first.files == 3 && first.bytes == 10 && first.skipped == [.binary: 2, .ignored: 1])
        #expect(!first.isComplete)
        #expect(first.problems.map(\.description) == ["a: b"])
    }

    @Test func utf16CountsEverySequenceAtItsFirstByte() {
        let encoding = TextEncoding.utf16(.little, skipped: 2)
        for text in ["a", "é", "漢", "👩"] {
            #expect(text.utf8.reduce(0) { $0 + encoding.originalBytes(of: $1) } == 2 * text.utf16.count)
            #expect(
                text.utf8.reduce(0) { $0 + TextEncoding.bytes(skipped: 3).originalBytes(of: $1) } == text.utf8.count)
        }
        #expect(encoding.skipped == 2 && TextEncoding.bytes(skipped: 3).skipped == 3)
    }

    @Test func aBlobsKindComesFromItsIdentity() {
        #expect(BlobLabel(path: "/x/y.py", identity: "y.sh").kind == .shell)
        #expect(ChunkGeometry.whole(count: 5) == ChunkGeometry(offset: 0, ready: 0..<5, nextOffset: nil))
    }
}

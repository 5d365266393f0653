public import Bytes

/// What the engine needs to know of a blob besides its bytes.
public struct BlobLabel: Sendable, Hashable {
    /// As the person named it; what reports show.
    public let path: FilePath
    /// Relative to the work tree, or to the scanned root where there is none: what fingerprints and path filters use, so that
    /// they do not depend on where a person stood.
    public let identity: FilePath
    public let kind: FileKind

    public init(path: FilePath, identity: FilePath) {
        self.init(path: path, identity: identity, kind: FileKind(path: identity))
    }

    /// A label whose kind is known, or is not to be told by its path.
    public init(path: FilePath, identity: FilePath, kind: FileKind) {
        self.path = path
        self.identity = identity
        self.kind = kind
    }

    /// Whether the path says that the file is a test's: nothing is deployed from it, and no program falls back to what it holds.
    /// `.github/workflows/test.yml` is none: it is what runs.
    public var isTest: Bool {
        holds(BlobLabel.testWords) && identity.bytes.firstRange(of: Array("workflows/".utf8)) == nil
    }

    /// Whether the path says that the file is a test, an example or documentation: what stands there seldom runs in production.
    public var isExample: Bool {
        kind == .text || holds(BlobLabel.exampleWords)
    }

    private func holds(_ words: Set<String>) -> Bool {
        identity.bytes.split(whereSeparator: { !ByteSet.letters.contains($0) }).contains { word in
            let text = String(decoding: word, as: UTF8.self)
            // Java's way: PulsarPropertiesTests.java.
            return words.contains(text.lowercased()) || BlobLabel.testEndings.contains(where: text.hasSuffix)
        }
    }

    private static let testEndings = ["Test", "Tests", "Spec"]

    private static let testWords: Set<String> = [
        "test", "tests", "testing", "testdata", "spec", "specs", "fixture", "fixtures", "mock", "mocks",
    ]

    private static let exampleWords = testWords.union([
        "example", "examples", "sample", "samples", "demo", "demos", "doc", "docs", "documentation", "tutorial",
        "tutorials", "bench", "benchmark", "benchmarks",
    ])
}

/// A piece of a blob as it is scanned: what the chunk reader and the engine agree on. Offsets are bytes, 0-based.
public struct ChunkGeometry: Sendable, Equatable {
    /// The blob offset of the first byte at hand.
    public let offset: Int
    /// Which offsets, relative to the bytes at hand, are to be scanned now; every offset of a blob is ready exactly once.
    public let ready: Range<Int>
    /// The blob offset of the first byte that will be at hand next time; nil for the last chunk.
    public let nextOffset: Int?

    public init(offset: Int, ready: Range<Int>, nextOffset: Int?) {
        self.offset = offset
        self.ready = ready
        self.nextOffset = nextOffset
    }

    /// A blob that is at hand whole.
    public static func whole(count: Int) -> ChunkGeometry {
        ChunkGeometry(offset: 0, ready: 0..<count, nextOffset: nil)
    }

    /// How many bytes before and after the ready ones must be at hand, unless the blob begins or ends there: the widest window
    /// any rule may have, with the margins of look-behind and of checks.
    public static let marginBefore = 8 << 10
    public static let marginAfter = 40 << 10
}

/// Which byte of a UTF-16 unit comes first.
public enum ByteOrder: Sendable, Hashable {
    case little, big
}

/// How the scanned text came from the original bytes, so that places refer to those.
public enum TextEncoding: Sendable, Hashable {
    /// The text is the bytes themselves, behind `skipped` bytes (a byte order mark).
    case bytes(skipped: Int)
    /// The text was transcoded from UTF-16, behind `skipped` bytes.
    case utf16(ByteOrder, skipped: Int)

    /// How many original bytes a byte of the text stands for: 1, or in UTF-16 the whole sequence's, counted at its first byte.
    public func originalBytes(of byte: UInt8) -> Int {
        switch self {
        case .bytes: 1
        case .utf16: byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 4 : 2
        }
    }

    public var skipped: Int {
        switch self {
        case .bytes(let skipped), .utf16(_, let skipped): skipped
        }
    }
}

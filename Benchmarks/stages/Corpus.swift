import Bytes
import Findings
import Inputs
import Synchronization

/// A text file in memory.
struct Text: Sendable {
    let label: BlobLabel
    let bytes: [UInt8]
}

/// The text files of some trees, found and read as `lapwing scan --include-ignored` does.
struct Corpus {
    let texts: [Text]
    private let walk: FileWalk

    init(paths: [String]) throws {
        var options = WalkOptions()
        options.includesIgnored = true
        walk = try FileWalk(
            paths.map { ScanRoot(FilePath($0)) }, options: options,
            currentDirectory: ProcessContext.currentDirectory ?? "/", home: nil)
        texts = Corpus.collect(walk) { FileReader(keepsBytes: true) }
    }

    var byteCount: Int { texts.reduce(0) { $0 + $1.bytes.count } }

    /// Walks and reads everything once more and keeps nothing: what a scan costs before it looks at a byte.
    func readAgain() {
        _ = Corpus.collect(walk) { FileReader(keepsBytes: false) }
    }

    private static func collect(_ walk: FileWalk, _ makeReader: @escaping @Sendable () -> FileReader) -> [Text] {
        let texts = Collected()
        walk.run(
            threads: 1, isStopped: { false }, makeWorker: makeReader,
            deliver: { result in
                if case .file(let text) = result { texts.all.withLock { $0.append(text) } }
            })
        return texts.all.withLock { $0 }
    }
}

private final class Collected: Sendable {
    let all = Mutex<[Text]>([])
}

private struct FileReader: FileWorker, ~Copyable {
    private var reader: BlobReader
    private var sink: TextSink
    private let keepsBytes: Bool

    /// - Parameter keepsBytes: whether files come back whole, as one chunk each.
    init(keepsBytes: Bool) {
        self.keepsBytes = keepsBytes
        reader = BlobReader(chunkSize: keepsBytes ? 1 << 30 : BlobReader.defaultChunkSize)
        sink = TextSink(keepsBytes: keepsBytes)
    }

    mutating func scan(_ file: WalkedFile) -> Text? {
        sink.bytes = []
        guard let source = try? OpenFile(reading: file.path), let status = try? source.status(),
            let outcome = try? reader.read(source, size: status.size, into: &sink), outcome != .binary, keepsBytes
        else { return nil }
        return Text(label: BlobLabel(path: file.path, identity: file.identity), bytes: sink.bytes)
    }
}

private struct TextSink: ChunkSink {
    let keepsBytes: Bool
    var bytes: [UInt8] = []

    mutating func begin(_ encoding: TextEncoding) {}

    mutating func chunk(_ text: Span<UInt8>, _ geometry: ChunkGeometry) {
        guard keepsBytes else { return }
        bytes.reserveCapacity(text.count)
        for index in text.indices { bytes.append(text[index]) }
    }
}

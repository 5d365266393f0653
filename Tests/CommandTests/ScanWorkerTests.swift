/// What a worker tells of a file whose reading goes wrong on the way.

import BuiltinRules
import Engine
import Findings
import TestSupport
import Testing

@testable import Bytes
@testable import Inputs
@testable import LapwingCLI

struct ScanWorkerTests {
    private let totals = ScanTotals()

    private func makeWorker(chunkSize: Int = BlobReader.smallestChunkSize) -> ScanWorker {
        ScanWorker(ScanProgram(BuiltinRules.all), explaining: false, chunkSize: chunkSize, totals: totals)
    }

    /// Gives its text once, then fails.
    private final class BreakingSource: ByteSource {
        private let bytes: [UInt8]
        private var position = 0

        init(_ text: String) { bytes = Array(text.utf8) }

        func read(into buffer: inout [UInt8], at start: Int, count: Int) throws(Errno) -> Int {
            let given = min(count, bytes.count - position)
            guard given > 0 else { throw .ioError }
            for index in 0..<given { buffer[start + index] = bytes[position + index] }
            position += given
            return given
        }
    }

    private let label = BlobLabel(path: "a.swift", identity: "a.swift")
    private let text = code(MadeUp.gitHubToken(seed: 1)) + String(repeating: "plain words\n", count: 20_000)

    @Test func whatWasFoundBeforeAFailureIsKept() throws {
        var worker = makeWorker()
        let told = worker.scan(BreakingSource(text), size: nil, label)
        let result = try #require(told)
        #expect(result.findings.map(\.rule) == ["github-personal-access-token"])
        #expect(result.problems.map(\.message) == ["Input/output error"])
        #expect(result.problems.map(\.kind) == [.unreadable])
        #expect(totals.files.load(ordering: .relaxed) == 0)
    }

    /// The scanner still holds what it found in the last file.
    @Test func failureAtOnceTellsNothingOfTheFileBefore() throws {
        var worker = makeWorker()
        _ = worker.scan(BreakingSource(text), size: nil, label)
        let told = worker.scan(BreakingSource(""), size: nil, label)
        let result = try #require(told)
        #expect(result.findings.isEmpty)
        #expect(result.problems.count == 1)
    }

    @Test func fileThatVanishedIsAProblem() throws {
        var worker = makeWorker()
        let file = WalkedFile(path: "/nonexistent/a.swift", identity: "a.swift", isRoot: false)
        let told = worker.scan(file)
        #expect(told?.problems.map(\.message) == ["No such file or directory"])
    }

    @Test func fileThatBecameSomethingElseIsAProblem() throws {
        let tree = try TestTree(["target.swift": text])
        try tree.link("link.swift", to: "target.swift")
        try tree.makeDirectory("directory.swift")
        try tree.makeFIFO("fifo.swift")
        var worker = makeWorker()
        for name in ["link.swift", "directory.swift", "fifo.swift"] {
            let file = WalkedFile(path: FilePath(tree.path(name)), identity: FilePath(name), isRoot: false)
            let told = worker.scan(file)
            let result = try #require(told)
            #expect(result.findings.isEmpty && result.problems.count == 1, "\(name)")
        }
    }
}

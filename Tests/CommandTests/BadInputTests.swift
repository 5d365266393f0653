/// What goes wrong in real trees: nothing of it may crash, hang or pass in silence.

import Foundation
import TestSupport
import Testing

struct BadInputTests {
    let token = MadeUp.gitHubToken(seed: 1)

    @Test func missingPathIsNamed() throws {
        let result = try Lapwing.scan("nope", in: TestTree())
        #expect(result.status == 2)
        #expect(result.ledger.problems.map(\.path) == ["nope"])
        #expect(result.ledger.problems.map(\.kind) == ["unreadable"])
        #expect(result.run.errors.contains("nope: No such file or directory"))
    }

    /// Root may read everything: for root there is the next test.
    @Test(.enabled(if: geteuid() != 0, "root can read a file without permissions"))
    func unreadableFileIsReportedAndTheRestIsScanned() throws {
        let tree = try TestTree(["a.txt": "nothing\n", "b.swift": code(token)])
        tree.setMode(0, of: "a.txt")
        let result = try Lapwing.scan(".", in: tree)
        #expect(result.status == 2)
        #expect(result.paths == ["./b.swift"])
        #expect(result.ledger.problems.map(\.message) == ["Permission denied"])
    }

    @Test func unreachableDirectoryIsReportedAndTheRestIsScanned() throws {
        let tree = try TestTree(["z.swift": code(token)])
        try tree.makeUnreachableDirectory(in: "deep")
        let result = try Lapwing.scan(".", in: tree)
        #expect(result.status == 2)
        #expect(result.paths == ["./z.swift"])
        #expect(result.ledger.problems.map(\.message) == ["File name too long"])
    }

    /// This file can be opened, and every read of its start fails.
    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/mem"), "there is no /proc here"))
    func failingReadIsReported() throws {
        let result = try Lapwing.scan("/proc/self/mem", in: TestTree())
        #expect(result.status == 2)
        #expect(result.ledger.problems.map(\.message) == ["Input/output error"])
    }

    @Test func linksInACircleAreCountedNotFollowed() throws {
        let tree = try TestTree(["a/b/c.swift": code(token)])
        try tree.link("a/b/up", to: "..")
        try tree.link("self", to: "self")
        try tree.link("gone", to: "nowhere")
        try tree.link("out.swift", to: "a/b/c.swift")
        let result = try Lapwing.scan(".", in: tree)
        #expect(result.status == 1)
        #expect(result.paths == ["./a/b/c.swift"])
        #expect(result.ledger.skipped["symbolic-link"] == 4)
        #expect(result.ledger.files == 1)
    }

    @Test func linkThatIsAskedForIsFollowed() throws {
        let tree = try TestTree(["real/a.swift": code(token)])
        try tree.link("directory", to: "real")
        try tree.link("file.swift", to: "real/a.swift")
        #expect(try Lapwing.scan("directory", in: tree).paths == ["directory/a.swift"])
        let file = try Lapwing.scan("file.swift", in: tree)
        #expect(file.paths == ["file.swift"])
        #expect(file.status == 1)
    }

    @Test func linkToItselfThatIsAskedForIsAnError() throws {
        let tree = try TestTree()
        try tree.link("self", to: "self")
        let result = try Lapwing.scan("self", in: tree)
        #expect(result.status == 2)
        #expect(result.ledger.problems.map(\.path) == ["self"])
    }

    /// Opened for reading, a FIFO without a writer would wait for ever.
    @Test func specialFilesAreNeverOpened() throws {
        let tree = try TestTree(["a.swift": code(token)])
        try tree.makeFIFO("fifo.swift")
        try tree.makeSocket("s")
        let result = try Lapwing.scan(".", in: tree)
        #expect(result.status == 1)
        #expect(result.ledger.skipped["special-file"] == 2)
        let asked = try Lapwing.scan("fifo.swift", "/dev/zero", in: tree)
        #expect(asked.status == 2)
        #expect(asked.ledger.problems.map(\.path) == ["/dev/zero", "fifo.swift"])
    }

    static let hostileName = Array("bad\nname\u{1B}[31m\u{202E}\u{9B}".utf8) + [0xFF, 0xFE] + Array(".swift".utf8)

    @Test(arguments: ["text", "json", "jsonl", "sarif"])
    func hostileNameIsWrittenHarmlessly(_ format: String) throws {
        let tree = try TestTree()
        try tree.write(Array(code(token).utf8), to: BadInputTests.hostileName)
        let run = try Lapwing.run("scan", ".", "--report", format, in: tree)
        #expect(run.status == 1)
        for bytes in [run.output, run.errorOutput] {
            let text = try #require(String(validating: bytes, as: UTF8.self))
            #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
            #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .format })
            #expect(!text.split(separator: "\n").contains { $0.hasPrefix("name") })
        }
    }

    @Test func hostileNameInAnErrorIsHarmlessToo() throws {
        let tree = try TestTree()
        let name = "gone\u{1B}[2J\nlapwing: all is well"
        let run = try Lapwing.run("scan", name, "--report", "json", in: tree)
        #expect(run.status == 2)
        #expect(!run.errorOutput.contains(0x1B))
        #expect(!run.errors.split(separator: "\n").contains { $0.hasPrefix("lapwing: all") })
        let report = try Lapwing.run("scan", ".", "--report", "no/\u{1B}[2J", "--report", "json=no/\u{1B}[2J", in: tree)
        #expect(report.status == 2)
        #expect(!report.errorOutput.contains(0x1B))
    }

    @Test func fewDescriptorsAreEnough() throws {
        let tree = try TestTree()
        for directory in 0..<40 {
            for file in 0..<10 { try tree.write(code(token), to: "d\(directory)/e/f/g/\(file).swift") }
        }
        let binary = try #require(Lapwing.binary)
        let run = try Command(
            "/bin/sh",
            ["-c", "ulimit -n 64; exec \"$0\" scan . --threads 8 --report json", binary].map { Array($0.utf8) },
            environment: Lapwing.environment, directory: tree.root
        ).run()
        #expect(run.status == 1)
        let report = try ScanReport(json: run.output)
        #expect(report.findings.count == 400)
        #expect(report.summary.complete)
    }

    /// 200 MB without a line end; a debug build, thirty times slower, gets a share.
    @Test func endlessLineTakesBoundedMemory() throws {
        let megabytes = try #require(Lapwing.binary).contains("/release/") ? 200 : 24
        var noise = Noise(seed: 5)
        let piece = Array((0..<1 << 20).map { _ in UInt8(ascii: "a") + UInt8(noise.next() & 15) })
        let running = try RunningCommand(
            Lapwing.command(["scan", "-", "--report", "json"], in: TestTree(), input: .pipe))
        for _ in 0..<megabytes { #expect(running.send(piece)) }
        #expect(running.send(Array(" \(token)".utf8)))
        // Nearly all of it is read by now.
        let peak = running.peakKilobytes
        running.endInput()
        let run = try running.wait()
        #expect(run.status == 1)
        let report = try ScanReport(json: run.output)
        #expect(report.findings.map(\.column) == [megabytes << 20 + 2])
        #expect(report.findings.map(\.startByte) == [megabytes << 20 + 1])
        if let peak { #expect(peak > 1 << 10 && peak < 100 << 10) }
    }

    @Test func pathsThatOverlapAreScannedOnce() throws {
        let tree = try TestTree(["a.swift": code(token)])
        #expect(try Lapwing.scan("a.swift", "a.swift", in: tree).findings.count == 1)
    }

    @Test func directoryThatVanishedUnderneathIsNoCrash() throws {
        let tree = try TestTree(["a/b.swift": code(token)])
        let gone = try #require(Lapwing.binary)
        let run = try Command(
            "/bin/sh", ["-c", "mkdir x; cd x; rmdir ../x; exec \"$0\" scan .", gone].map { Array($0.utf8) },
            environment: Lapwing.environment, directory: tree.root
        ).run()
        #expect(run.status == 2)
    }
}

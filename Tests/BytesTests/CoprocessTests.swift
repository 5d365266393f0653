/// A program that is asked over and over: answers come as they are ready, complaints do not hold it up, its end is seen.

import Testing

@testable import Bytes

struct CoprocessTests {
    private func start(_ script: String) throws -> Coprocess {
        try Coprocess(
            ChildProcess(
                "/bin/sh", ["-c", script].map { Array($0.utf8) }, environment: [Array("PATH=/usr/bin:/bin".utf8)]))
    }

    private func line(_ program: inout Coprocess) throws -> String {
        var (text, buffer): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: 5))
        while text.last != 0x0A {
            let count = try program.receive(into: &buffer, at: 1, count: 4)
            if count == 0 { break }
            text += buffer[1...count]
        }
        return String(decoding: text, as: UTF8.self)
    }

    @Test func questionsAreAnsweredOneByOne() throws {
        var program = try start("while read word; do echo \"<$word>\"; done")
        for word in ["a", "some more words", ""] {
            try program.send(Array("\(word)\n".utf8))
            #expect(try line(&program) == "<\(word)>\n")
        }
    }

    /// More complaints than a pipe holds.
    @Test func complaintsDoNotHoldItUp() throws {
        var program = try start("read x; head -c 300000 /dev/zero | tr '\\0' e >&2; echo done; cat")
        try program.send([0x0A])
        #expect(try line(&program) == "done\n")
        #expect(program.complaints == [UInt8](repeating: UInt8(ascii: "e"), count: 4_096))
    }

    @Test func itsEndIsSeen() throws {
        var program = try start("echo last; echo why >&2; exit 3")
        #expect(try line(&program) == "last\n")
        #expect(try line(&program) == "")
        #expect(String(decoding: program.complaints, as: UTF8.self) == "why\n")
    }
}

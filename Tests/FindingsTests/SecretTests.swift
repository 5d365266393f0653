import Bytes
import Testing

@testable import Findings

@Suite struct SecretTests {
    private let value = Array(("tok_9fK2mQ7xT4" + "bW8zR1cV6nJ3hL").utf8)

    /// Every way a value gets into text without `revealed`.
    private func prints(_ thing: some Any) -> [String] {
        var dumped = ""
        dump(thing, to: &dumped)
        return ["\(thing)", String(describing: thing), String(reflecting: thing), dumped]
    }

    /// Whether `text` holds five bytes in a row of `value`, as characters or as numbers.
    private func leaks(_ text: String, _ value: [UInt8]) -> Bool {
        (0...value.count - 5).contains { start in
            let piece = value[start..<start + 5]
            return text.contains(String(decoding: piece, as: UTF8.self))
                || text.contains(piece.map { String($0) }.joined(separator: ", "))
        }
    }

    @Test func theTestSeesALeak() {
        #expect(leaks("\(value)", value))
        #expect(leaks("x" + String(decoding: value, as: UTF8.self), value))
    }

    @Test func nothingPrintsTheValue() {
        let secret = Secret(value)
        let optional: Secret? = secret
        for text in prints(secret) + prints([secret]) + prints(["a": secret]) + prints((1, secret)) {
            #expect(!leaks(text, value), "\(text)")
        }
        #expect(!leaks("\(String(describing: optional))", value))
        #expect(!leaks(secret.debugDescription, value))
        #expect(Mirror(reflecting: secret).children.isEmpty)
        #expect(secret.revealed == value)
        #expect(secret.count == value.count)
    }

    @Test func nothingAroundASecretPrintsIt() {
        let secret = Secret(value)
        let print = Fingerprint(rule: "r", path: "p", name: [], secret: secret)
        let location = Location(line: 1, column: 1, endLine: 1, endColumn: 29, bytes: 0..<28)
        let excerpt = Excerpt(segments: [.text(Array("key = ".utf8)), .secret(secret, marked: true)])
        let finding = Finding(
            rule: "r", kind: .committed, severity: .high, confidence: .high, path: "p", location: location,
            secret: secret, name: [], message: "m", reason: "why", fingerprint: print, secretID: print, excerpt: excerpt
        )
        let explanation = Explanation(
            rule: "r", path: "p", line: 1, column: 1, secret: secret, steps: [], outcome: "reported")
        for text in prints(finding) + prints(excerpt) + prints(explanation) + prints(print) {
            #expect(!leaks(text, value), "\(text)")
        }
    }

    @Test(arguments: 0...15)
    func shortValuesShowNothing(count: Int) {
        #expect(Secret([UInt8](repeating: UInt8(ascii: "a"), count: count)).description == "******")
    }

    @Test func longValuesShowAQuarterAtMostAndNeverMoreThanEight() {
        for count in 16...200 {
            let text = Secret([UInt8](repeating: UInt8(ascii: "a"), count: count)).description
            let shown = text.count { $0 == "a" }
            #expect(text.count { $0 == "*" } == 6)
            #expect(shown + 6 == text.count)
            #expect(shown * 4 <= count && shown <= 8)
            #expect(shown > 0)
        }
        #expect(Secret(value).description == "tok_******3hL")
        #expect(Secret(Array("abcdefgh-ijklmno".utf8)).description == "ab******no")
    }

    /// What shows goes to terminals: nothing but printable ASCII.
    @Test func whatShowsIsPrintable() {
        for byte in UInt8.min...UInt8.max {
            let text = Secret([UInt8](repeating: byte, count: 40)).description
            #expect(text.utf8.allSatisfy { (0x21...0x7E).contains($0) })
        }
    }

    @Test(arguments: [("hunter2", false), ("0000000000000000000000", false), ("0123456789abcdef", true), ("", false)])
    func strength(text: String, isStrong: Bool) { #expect(Secret(Array(text.utf8)).isStrong == isStrong) }
}

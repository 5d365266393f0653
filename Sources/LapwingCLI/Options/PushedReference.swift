/// A line that git's pre-receive hook reads: what a reference was, what it shall be, its name.

internal import Bytes
internal import Git

struct PushedReference: Equatable {
    let old: ObjectID
    let new: ObjectID
    let name: String

    /// From standard input.
    static func read() throws(UsageFault) -> [PushedReference] {
        var bytes: [UInt8] = []
        while true {
            let start = bytes.count
            bytes.append(contentsOf: repeatElement(0, count: 1 << 16))
            let count: Int
            do { count = try OpenFile.standardInput.read(into: &bytes, at: start, count: 1 << 16) } catch {
                throw UsageFault("standard input cannot be read: \(error)")
            }
            bytes.removeLast((1 << 16) - count)
            if count == 0 { return try parse(bytes) }
        }
    }

    static func parse(_ bytes: [UInt8]) throws(UsageFault) -> [PushedReference] {
        var all: [PushedReference] = []
        for (number, line) in bytes.split(separator: .newline).enumerated() {
            let words = line.split(separator: 0x20, maxSplits: 2)
            guard words.count == 3, let old = ObjectID(hex: words[0]), let new = ObjectID(hex: words[1]) else {
                throw UsageFault(
                    "standard input, line \(number + 1): not what a pre-receive hook gets (OLD NEW REFERENCE)")
            }
            all.append(PushedReference(old: old, new: new, name: String(decoding: words[2], as: UTF8.self)))
        }
        return all
    }
}

/// Real repositories full of noise, and what real git says is in them.

import Bytes
import TestSupport
import Testing

@testable import Git

/// An object as `git cat-file` gives it.
struct StoredObject: Equatable {
    let id: ObjectID
    let kind: String
    let content: [UInt8]
}

extension GitRepository {
    /// Every object, in the order of ids.
    func allObjects() throws -> [StoredObject] {
        let output = try git("cat-file", "--batch-all-objects", "--batch").output
        var objects: [StoredObject] = []
        var rest = output[...]
        while let end = rest.firstIndex(of: .newline) {
            let words = rest[..<end].split(separator: 0x20)
            let size = try #require(Int(String(decoding: words[2], as: UTF8.self)))
            objects.append(
                StoredObject(
                    id: try #require(ObjectID(hex: words[0])), kind: String(decoding: words[1], as: UTF8.self),
                    content: Array(rest[(end + 1)..<(end + 1 + size)])))
            rest = rest[(end + 1 + size + 1)...]
        }
        return objects
    }

    var objectDirectory: FilePath { FilePath("\(root)/.git/objects") }

    /// Commits files that change a little from commit to commit, so that packs hold deltas.
    func commitNoise(_ noise: inout Noise, commits: Int, files: Int = 4, lines: Int = 60) throws {
        var contents = (0..<files).map { _ in (0..<lines).map { _ in noise.text(30) } }
        for number in 0..<commits {
            for file in 0..<files where number == 0 || noise.chance(2) {
                contents[file][noise.number(0..<lines)] = noise.text(noise.number(0..<50))
                try write(contents[file].joined(separator: "\n") + "\n", to: "d\(file % 2)/f\(file).txt")
            }
            try write("\(number)", to: "number")
            try git("add", ".")
            try git("commit", "-qm", "commit \(number)")
        }
    }

    /// The one pack, without its suffix, inside of the tree.
    func packStem() throws -> String {
        let names = try git(["count-objects", "-v"]).text
        try #require(names.contains("packs: 1"), "\(names)")
        let entries = try Directory.entries(of: objectDirectory.appending("pack"))
        let name = try #require(entries.map(\.name).first { $0.suffix(5).elementsEqual(".pack".utf8) })
        return ".git/objects/pack/" + String(decoding: name.dropLast(5), as: UTF8.self)
    }
}

/// What the reader makes of every object.
func expectEqual(_ expected: [StoredObject], _ store: ObjectStore, limit: Int = 256 << 20) throws {
    var reader = ObjectReader(store, limit: limit)
    #expect(expected.count > 3)
    for object in expected {
        let read = try reader.read(object.id)
        #expect(read.kind.name == object.kind)
        #expect(read.bytes.array(0..<read.content.count) == object.content, "\(object.id)")
    }
}

extension ObjectReader {
    /// Why an object cannot be read; nil where it can.
    mutating func fault(_ id: ObjectID) -> ObjectFault? {
        do throws(ObjectFault) {
            _ = try read(id)
            return nil
        } catch { return error }
    }
}
